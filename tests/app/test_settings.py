"""Settings: what is refused and how that is told, and that no secret is shown."""

import json
import pickle
import re
import traceback

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr, ValidationError

from phoenix.app.redaction import redactor
from phoenix.app.settings import (
    CURE,
    OWN_NAMES,
    SettingFault,
    Settings,
    read_settings,
    settings_faults,
    variable,
)
from phoenix.domain.errors import ConfigurationError

TOKEN = "123456789:" + "A" * 35
DATABASE = "Write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
REDIS = "Write redis://:PASSWORD@HOST:6379/0, rediss:// with TLS, or unix:///PATH"
TOKEN_CURE = "Copy the whole token that @BotFather gave, without spaces or quotes"
NO_TOKEN = "has not the shape of a bot's token: digits, a colon, and 30 or more letters"
NO_SITE = "is not a URL of the form https://HOST"
NO_DATABASE = "is no address of a database that Phoenix knows"
HOST = "names a host, which SQLite has not"
SLASHES = "Write three slashes: sqlite:///FILE"
SPACES = "begins or ends with a space, or holds a line break"
NO_POSTGRES = "is no address of a PostgreSQL server"
POSTGRES = "Write postgresql://USER:PASSWORD@HOST/NAME"
SHOWN = "holds a user or a password, which would be shown"
NO_ZONE = "is not in the IANA time zone database"
ZONE = "Write a name such as America/Sao_Paulo"
NO_REDIS = "is no address of a Redis server"
NO_KEY = "is not a key: 8 or more letters and digits without spaces"
KEY_CURE = "Copy the key from the dashboard of API-Football"

WRONG = [
    ("TELEGRAM_BOT_TOKEN", "sesame", NO_TOKEN, TOKEN_CURE),
    ("TELEGRAM_BOT_TOKEN", "sesame:" + "A" * 35, NO_TOKEN, TOKEN_CURE),
    ("TELEGRAM_BOT_TOKEN", TOKEN + " ", NO_TOKEN, TOKEN_CURE),
    ("TELEGRAM_BOT_TOKEN", TOKEN[:35], NO_TOKEN, TOKEN_CURE),
    ("API_FOOTBALL_KEY", "sesame", NO_KEY, KEY_CURE),
    ("API_FOOTBALL_KEY", "open sesame", NO_KEY, KEY_CURE),
    ("DATABASE_URL", "mysql://me:sesame@host/db", NO_DATABASE, DATABASE),
    ("DATABASE_URL", "sesame", NO_DATABASE, DATABASE),
    ("DATABASE_URL", "sqlite://sesame.db", HOST, SLASHES),
    ("DATABASE_URL", " sqlite:///sesame", SPACES, DATABASE),
    ("DATABASE_DIRECT_URL", "sqlite:///sesame", NO_POSTGRES, POSTGRES),
    ("REDIS_URL", "http://:sesame@host", NO_REDIS, REDIS),
    ("REDIS_URL", "redis://:sesame@", NO_REDIS, REDIS),
    ("REDIS_URL", "unix://", NO_REDIS, REDIS),
    ("TELEGRAM_API_BASE_URL", "sesame", NO_SITE, "Write https://HOST"),
    ("API_FOOTBALL_BASE_URL", "ftp://sesame", NO_SITE, "Write https://HOST"),
    ("PHOENIX_FOOTBALL_DATA_URL", "https://", NO_SITE, "Write https://HOST"),
    ("API_FOOTBALL_BASE_URL", "https://me:sesame@host", SHOWN, "Write https://HOST"),
    ("WEBHOOK_URL", "http://sesame", NO_SITE + "/PATH", "Write https://HOST/PATH"),
    ("BOT_MODE", "sesame", "is none of 'polling' or 'webhook'", CURE),
    ("LOG_LEVEL", "sesame", "is none of 'DEBUG', 'INFO', 'WARNING' or 'ERROR'", CURE),
    ("LOG_FORMAT", "sesame", "is none of 'auto', 'console' or 'json'", CURE),
    ("PORT", "sesame", "is no whole number", CURE),
    ("PORT", "65536", "is more than 65535", CURE),
    ("PORT", "-1", "is less than 0", CURE),
    ("PORT", "1.5", "is no whole number", CURE),
    ("DB_POOL_MAX", "0", "is less than 1", CURE),
    ("REDIS_CONNECT_TIMEOUT_SECONDS", "0", "is not greater than 0", CURE),
    ("REDIS_CONNECT_TIMEOUT_SECONDS", "sesame", "is no number", CURE),
    ("BOOT_WARMUP_BUDGET_SECONDS", "inf", "is not finite", CURE),
    ("PHOENIX_LEASE_SECONDS", "nan", "is not finite", CURE),
    ("PHOENIX_QSC__FORM", "inf", "is not finite", CURE),
    ("PHOENIX_QSC__FORM", "-1", "is less than 0", CURE),
    ("PHOENIX_QSC", "{sesame", "is not written as JSON", CURE),
    ("PHOENIX_LANGUAGE", "sesame", "is no language that Phoenix speaks", "Write pt-BR or en or es"),
    ("PHOENIX_TIME_ZONE", "sesame", NO_ZONE, ZONE),
    ("PHOENIX_TIME_ZONE", "America", NO_ZONE, ZONE),
]  # fmt: skip

QUOTE = "In a password, write what is neither letter nor digit as in a URL: @ as %40, / as %2F"


@pytest.mark.parametrize(("name", "value", "problem", "cure"), WRONG)
def test_a_wrong_setting_is_named_with_its_cure(monkeypatch, name, value, problem, cure):
    """One fault, which says what is wrong and how to mend it, and never the value."""
    monkeypatch.setenv(name, value)
    assert settings_faults() == (SettingFault(name, problem, cure),)
    with pytest.raises(ConfigurationError) as raised:
        read_settings()
    assert str(raised.value) == f"{name} {problem}. {cure}."
    assert "sesame" not in "".join(traceback.format_exception(raised.value))


@pytest.mark.parametrize("name", ["DATABASE_URL", "DATABASE_DIRECT_URL", "REDIS_URL"])
@pytest.mark.parametrize(
    "place", ["me:ses[ame@host", "me:sesame@host:port", "me:sesame@host:99999"]
)
def test_an_address_that_cannot_be_read_says_how_to_quote(monkeypatch, name, place):
    """A password with signs of a URL in it is the usual reason."""
    scheme = "redis" if name == "REDIS_URL" else "postgresql"
    monkeypatch.setenv(name, f"{scheme}://{place}/0")
    (fault,) = settings_faults()
    assert (fault.variable, fault.problem) == (name, "cannot be read as a URL")
    assert fault.cure.endswith(QUOTE)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TELEGRAM_BOT_TOKEN", TOKEN),
        ("DATABASE_URL", "sqlite:////data/My Files/x.db"),
        ("DATABASE_URL", "sqlite://"),
        ("DATABASE_URL", "postgres://me:w@host/db"),
        ("DATABASE_URL", "postgresql+asyncpg://me:w%40@host:5432/db?ssl=require"),
        ("DATABASE_URL", "postgresql:///db?host=/var/run/postgresql"),
        ("DATABASE_DIRECT_URL", "postgresql://host/db"),
        ("REDIS_URL", "redis://:w@host:6379/0"),
        ("REDIS_URL", "rediss://host"),
        ("REDIS_URL", "unix:///run/redis.sock?db=1"),
        ("TELEGRAM_API_BASE_URL", "http://127.0.0.1:8081"),
        ("WEBHOOK_URL", "https://host/hook"),
        ("PORT", "0"),
        ("PHOENIX_QSC", '{"form": 1}'),
        ("LOG_FILE", "log"),
    ],
)
def test_what_is_right_is_taken(monkeypatch, name, value):
    """Every form that the libraries know."""
    monkeypatch.setenv(name, value)
    assert settings_faults() == ()


def test_all_faults_are_told_at_once(monkeypatch):
    """Whoever mends settings wants to do so once; the first is what a command tells."""
    for name, value in {
        "PORT": "x",
        "TELEGRAM_BOT_TOKEN": "x",
        "PHOENIX_LEASE_SECONDS": "0",
    }.items():
        monkeypatch.setenv(name, value)
    named = [fault.variable for fault in settings_faults()]
    assert named == ["TELEGRAM_BOT_TOKEN", "PORT", "PHOENIX_LEASE_SECONDS"]
    with pytest.raises(ConfigurationError, match="TELEGRAM_BOT_TOKEN"):
        read_settings()


def test_the_webhook_needs_an_address_and_a_secret(monkeypatch):
    """Both are named, and what else could be done."""
    monkeypatch.setenv("BOT_MODE", "webhook")
    problem, cure = "is not set, and BOT_MODE=webhook needs it", "Set it, or set BOT_MODE=polling"
    assert settings_faults() == (
        SettingFault("WEBHOOK_URL", problem, cure),
        SettingFault("WEBHOOK_SECRET_TOKEN", problem, cure),
    )
    monkeypatch.setenv("WEBHOOK_URL", "https://host/hook")
    monkeypatch.setenv("WEBHOOK_SECRET_TOKEN", "A-z_0-9x")
    assert settings_faults() == ()


@pytest.mark.parametrize(
    "word", ["short-7", "x" * 257, "with space", "ümlauts-in-it", "dots.in.it"]
)
def test_the_secret_of_the_webhook_is_what_telegram_allows(monkeypatch, word):
    """8 to 256 letters, digits, underscores and hyphens."""
    monkeypatch.setenv("WEBHOOK_SECRET_TOKEN", word)
    (fault,) = settings_faults()
    assert fault.problem == "is not 8 to 256 characters of A-Z, a-z, 0-9, _ and -"
    assert "token_urlsafe" in fault.cure


def test_the_pool_has_room_for_its_first_connections(monkeypatch):
    """Also where the greatest number is the default."""
    monkeypatch.setenv("DB_POOL_MIN", "20")
    (fault,) = settings_faults()
    assert (fault.variable, fault.problem) == ("DB_POOL_MAX", "is less than DB_POOL_MIN")


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch):
    """Containers hand on what is not set as empty."""
    for name in ("TELEGRAM_BOT_TOKEN", "DATABASE_URL", "PORT", "PHOENIX_LEAGUES"):
        monkeypatch.setenv(name, "")
    read = read_settings()
    assert (read.telegram_bot_token, read.port) == (None, 10000)
    assert read == Settings()


def test_the_file_is_read_and_the_environment_comes_first(own_places, monkeypatch):
    """.env serves where nothing was exported."""
    (own_places / ".env").write_text("PORT=1234\nBOT_MODE=polling\nLOG_LEVEL=ERROR\n")
    monkeypatch.setenv("LOG_LEVEL", "DEBUG")
    assert (read_settings().port, read_settings().log_level) == (1234, "DEBUG")


def test_a_file_that_is_no_text_is_named(own_places):
    """And nothing of it is shown."""
    (own_places / ".env").write_bytes(b"sesame=\xff\xfe")
    assert settings_faults() == (
        SettingFault(".env", "cannot be read: it is no text", "Save it as UTF-8"),
    )


SECRETS = {
    "telegram_bot_token": f"{'7' * 9}:{'sesame' * 6}",
    "api_football_key": "sesame-of-the-key",
    "webhook_secret_token": "sesame-of-the-hook",
    "database_url": "postgresql://me:sesame%20db@host/db",
    "database_direct_url": "postgresql://me:sesame%20direct@host/db",
    "redis_url": "redis://:sesame%20redis@host",
}


def test_no_secret_is_shown():
    """Neither by repr nor str nor as JSON nor by name."""
    chosen = Settings(**SECRETS)
    shown = f"{chosen} {chosen!r} {chosen.model_dump()} {chosen.model_dump_json()} {vars(chosen)}"
    assert "sesame" not in shown
    assert "sesame" in str(pickle.loads(pickle.dumps(chosen)).secrets)


def test_every_secret_field_is_found():
    """Also one that is added later: the fields tell which they are."""

    class More(Settings):
        another: SecretStr = SecretStr("sesame-of-another")

    told = "\n".join(More(**SECRETS).secrets)
    fields = {
        name for name, field in Settings.model_fields.items() if "Secret" in str(field.annotation)
    }
    assert fields == set(SECRETS)
    for word in (
        "sesame db",
        "sesame%20db",
        "me:sesame%20direct",
        "sesame redis",
        "sesame-of-the-key",
    ):
        assert word in told
    assert {"sesame-of-the-hook", "sesame-of-another", SECRETS["telegram_bot_token"]} < set(
        told.split("\n")
    )


def test_what_was_read_is_hidden_from_then_on(monkeypatch):
    """No line of the log tells it, whoever configured the log."""
    monkeypatch.setenv("API_FOOTBALL_KEY", "sesame-that-was-read")
    assert "sesame-that-was-read" in redactor.clean("the key sesame-that-was-read")
    read_settings()
    assert redactor.clean("the key sesame-that-was-read") == "the key ***"


FIELDS = sorted(set(Settings.model_fields) - {"qsc", "leagues", "log_file", "bind"})


@settings(max_examples=30, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(FIELDS),
        st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=5).map(
            lambda text: f"sesame{text}"
        ),
        min_size=1,
    )
)
def test_no_error_of_validation_holds_what_was_written(wrong):
    """Whatever is written, and wherever: pydantic itself would show it."""
    with pytest.raises(ValidationError) as raised:
        Settings(**{name: f"{text} " for name, text in wrong.items()})
    told = "".join(traceback.format_exception(raised.value))
    assert "sesame" not in told + str(raised.value) + repr(raised.value)


def test_every_setting_is_described():
    """What it does, in a sentence."""
    parts = [*Settings.model_fields.items(), *Settings().qsc.__class__.model_fields.items()]
    wanting = [
        name
        for name, field in parts
        if name != "qsc" and not re.fullmatch(r"[A-Z].{15,}\.", field.description or "")
    ]
    assert wanting == []


def test_every_number_is_bounded_below():
    """No limit of seconds can be negative, and no setting infinite."""
    for name, field in Settings.model_fields.items():
        if field.annotation in {int, float}:
            bounds = " ".join(type(one).__name__ for one in field.metadata)
            assert re.search("G[et]", bounds), name


def test_names_in_the_environment():
    """Those that others use too have no prefix."""
    assert variable("port") == "PORT"
    assert variable("qsc", "form") == "PHOENIX_QSC__FORM"
    assert variable("language") == "PHOENIX_LANGUAGE"
    assert "WEBHOOK_SECRET_TOKEN" in OWN_NAMES
    assert json.dumps(OWN_NAMES) == json.dumps(sorted(OWN_NAMES))


def test_a_fault_reads_as_a_sentence():
    """For whoever starts the program."""
    fault = SettingFault("PORT", "is no whole number", "Write one")
    assert str(fault) == "PORT is no whole number. Write one."
