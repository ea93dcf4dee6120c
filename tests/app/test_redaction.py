"""Secrets are hidden however they are written, and nothing else is."""

import json
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.app.redaction import HIDDEN, Redactor, secrets_in_address

TOKEN = "123456789:AAE-x_y" + "z" * 30
# No asterisk: a row of hidden secrets would be read as one of asterisks.
LETTERS = st.characters(codec="utf-8", exclude_characters="*", exclude_categories=["Cs"])
SECRETS = st.text(LETTERS, min_size=6, max_size=40)

WRITTEN = {
    "plain": str,
    "between": lambda secret: f"a{secret}b{secret}",
    "quoted": lambda secret: quote(secret, safe=""),
    "quoted, slashes kept": quote,
    "quoted twice": lambda secret: quote(quote(secret, safe=""), safe=""),
    "of a form": quote_plus,
    "httpx": lambda secret: str(httpx.URL("https://host/", params={"key": secret})),
    "json": json.dumps,
    "json as it is": lambda secret: json.dumps(secret, ensure_ascii=False),
    "json in json": lambda secret: json.dumps(json.dumps({"key": secret})),
    "repr": repr,
    "ascii": ascii,
    "bytes": lambda secret: repr(secret.encode()),
    "repr of a repr": lambda secret: repr(repr([secret])),
    "repr in json": lambda secret: json.dumps(repr(secret)),
}


@dataclass
class Credentials:
    """What somebody may have put into a log."""

    user: str
    password: str


def forms(secret: str) -> set[str]:
    """Ways in which it must not stand in a text."""
    return {
        secret, quote(secret), quote(secret, safe=""), quote_plus(secret),
        json.dumps(secret)[1:-1], json.dumps(secret, ensure_ascii=False)[1:-1],
        repr(secret)[1:-1], ascii(secret)[1:-1],
    }  # fmt: skip


@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
@settings(deadline=None)
@given(secret=SECRETS, before=st.text(max_size=9), after=st.text(max_size=9))
def test_a_secret_is_hidden_however_it_is_written(write, secret, before, after):
    """Whatever its letters, and whatever stands beside it."""
    cleaned = Redactor([secret]).clean(f"{before} {write(secret)} {after}")
    assert HIDDEN in cleaned
    assert not [form for form in forms(secret) if form in cleaned]


@settings(deadline=None)
@given(st.lists(SECRETS, min_size=2, max_size=4))
def test_secrets_that_overlap_leave_nothing(secrets):
    """One within another, or beginning where another ends."""
    known = Redactor([*secrets, "".join(secrets), secrets[0][:5]])
    cleaned = known.clean(f"<{''.join(secrets)}>")
    assert cleaned == f"<{HIDDEN * cleaned.count(HIDDEN)}>"


@settings(deadline=None)
@given(st.text())
def test_a_text_without_secrets_stays(text):
    """Whoever knows no secret changes only what looks like one."""
    known = Redactor(["a-secret-that-nobody-writes"])
    assert known.clean(text) == Redactor().clean(text)


@settings(deadline=None)
@given(st.text(max_size=3), st.text())
def test_a_secret_of_few_letters_blanks_nothing(secret, text):
    """It could not be told from the text around it."""
    assert Redactor([secret]).clean(text) == Redactor().clean(text)


def test_a_record_that_holds_a_secret_is_cleaned():
    """The rest of it stays readable."""
    shown = Redactor(['it\'s \\ "x"']).clean(repr(Credentials("me", 'it\'s \\ "x"')))
    assert shown == "Credentials(user='me', password='***')"


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        (TOKEN, "***"),
        (
            f"GET https://api.telegram.org/bot{TOKEN}/getMe",
            "GET https://api.telegram.org/bot***/getMe",
        ),
        (f"/file/bot{quote(TOKEN)}/x", "/file/bot***/x"),
        ("postgresql://me:s3cret@host/db", "postgresql://***@host/db"),
        ("postgresql+asyncpg://me:p@ss@host:5432/db", "postgresql+asyncpg://***@host:5432/db"),
        ("redis://:word@[::1]:6379/0", "redis://***@[::1]:6379/0"),
        ("host=db password='a b' user=me", "host=db password='***' user=me"),
        ("/db?user=me&password=word&ssl=1", "/db?user=me&password=***&ssl=1"),
        ("x-apisports-key: abc", "x-apisports-key: ***"),
        ("{'X-ApiSports-Key': 'abc', 'a': 'b'}", "{'X-ApiSports-Key': '***', 'a': 'b'}"),
        ("[(b'x-apisports-key', b'abc')]", "[(b'x-apisports-key', b'***')]"),
        (r'"{\"x-apisports-key\": \"abc\"}"', r'"{\"x-apisports-key\": \"***\"}"'),
        ("X-Telegram-Bot-Api-Secret-Token: abc", "X-Telegram-Bot-Api-Secret-Token: ***"),
        ('{"password": "a, b", "x": 1}', '{"password": "***", "x": 1}'),
        ("{'authorization': 'Bearer abc'}", "{'authorization': '***'}"),
        ("authorization: Basic dXNlcjpwdw==", "authorization: Basic ***"),
        ("Authorization=Bearer abc.def", "Authorization=Bearer ***"),
    ],
)
def test_what_looks_like_a_secret_is_hidden(text, cleaned):
    """Nobody has to know it."""
    assert Redactor().clean(text) == cleaned


@pytest.mark.parametrize(
    "text",
    [
        "",
        "12:30 the match 1234567:1 begins",
        "https://v3.football.api-sports.io/fixtures?date=2026-11-24&timezone=UTC",
        "https://host:8443/path?mail=me@example.org",
        "postgresql://me@host/db",
        "mail me@example.org: at once",
        "2026-11-24T10:00:00.000Z INFO phoenix.jobs.worker: job done job=123456789",
        "the password is wrong",
        "a password, please",
    ],
)
def test_what_is_no_secret_stays(text):
    """Addresses, times and numbers can be read."""
    assert Redactor().clean(text) == text


@pytest.mark.parametrize(
    "text",
    ["9" * 100_000, "://" * 30_000, "://" + "a:" * 50_000, "\\" * 100_000, "authorization" * 9_000],
)
def test_a_long_line_is_read_once(text):
    """No line makes a pattern go back over it again and again: this would take minutes."""
    assert Redactor(["\\\\secret\\\\", TOKEN]).clean(text) == text


@pytest.mark.parametrize(
    ("url", "secrets"),
    [
        ("postgresql://me:s3cret@host/db", {"me:s3cret", "s3cret"}),
        ("postgresql://me:a%40b@host/db", {"me:a%40b", "me:a@b", "a%40b", "a@b"}),
        ("redis://:word@host", {":word", "word"}),
        ("postgresql://host/db?user=me&password=w%20rd", {"w rd"}),
        ("postgresql://phoenix:phoenix@host/db", {"phoenix:phoenix"}),
        ("postgresql://me:phoenix@host/phoenix?ssl=1", {"me:phoenix"}),
        ("postgresql://me@host/db", set()),
        ("postgresql:///db", set()),
        ("sqlite:////data/x.db", set()),
    ],
)
def test_of_an_address_the_password_is_secret(url, secrets):
    """As it is written and as it is meant; a word that stands there openly anyway is not."""
    assert set(secrets_in_address(url)) == secrets


@pytest.mark.parametrize("password", ["a/b@c", "a@b/c", "a#b?c", "a:b"])
def test_a_password_that_should_have_been_quoted_is_hidden(password):
    """Whoever forgot to quote it has a wrong setting, and still no secret in the log."""
    url = f"postgresql://me:{password}@host/db"
    assert password not in Redactor(secrets_in_address(url)).clean(f"cannot connect to {url}")


def test_what_is_learnt_is_hidden_from_then_on():
    """One redactor serves the whole process."""
    known = Redactor()
    assert known.clean("open sesame") == "open sesame"
    known.learn(["sesame"])
    known.learn(["other"])
    assert known.clean("open sesame") == "open ***"
