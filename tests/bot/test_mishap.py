"""A fault in a handler is told to the user, the log and the admins, each once."""

import asyncio
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from simulated import simulated
from structlog.testing import capture_logs

from phoenix.app.errors import PhoenixError
from phoenix.app.redaction import redactor
from phoenix.bot import mishap
from phoenix.bot.letter import Act, Rank
from phoenix.bot.mishap import KINDS, Mishaps, new_code
from phoenix.bot.words import Words

PORTUGUESE = Words("pt-BR", ZoneInfo("America/Sao_Paulo"))
ENGLISH = Words("en", ZoneInfo("UTC"))


class Away(PhoenixError):
    """Something is away."""


def raised(error):
    """An error with a traceback."""
    try:
        raise error
    except type(error) as caught:
        return caught


def raised_here(error):
    """The same, from another place."""
    try:
        raise error
    except type(error) as caught:
        return caught


@pytest.fixture
async def mishaps():
    """Told to two admins, with codes that can be foreseen."""
    return numbered()


def numbered(**options):
    codes = (f"C{number}" for number in count(1))
    return Mishaps((1, 2, 1), ENGLISH, code=lambda: next(codes), **options)


def told(mishaps, error, chat=7):
    with capture_logs() as lines:
        letters = mishaps.told(error, update_id=100, chat=chat, words=PORTUGUESE)
    return letters, lines


async def test_the_user_gets_an_apology_with_a_code(mishaps):
    """In the language of the chat, and before all else."""
    (apology, *_), _ = told(mishaps, raised(ValueError("x")))
    assert (apology.chat, apology.act, apology.rank) == (7, Act.SEND, Rank.ANSWER)
    assert "Desculpe" in apology.screen.text
    assert "<code>C1</code>" in apology.screen.text


async def test_the_log_has_the_traceback_and_the_code(mishaps):
    """And which update it was."""
    error = raised(ValueError("x"))
    _, (line,) = told(mishaps, error)
    assert line == {
        "event": "update failed", "log_level": "error", "code": "C1", "update_id": 100, "chat": 7,
        "exc_info": error,
    }  # fmt: skip


async def test_each_admin_is_told_what_failed_and_where(mishaps):
    """In the language of the service."""
    (_, *notices), _ = told(mishaps, raised(ValueError("x")))
    assert [notice.chat for notice in notices] == [1, 2]
    for notice in notices:
        assert notice.rank is Rank.ALERT
        assert "C1" in notice.screen.text
        assert "<code>ValueError</code> in <code>test_mishap.py:" in notice.screen.text


async def test_the_place_is_the_innermost_of_ours(mishaps):
    """Not that of a library that raised it for us."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 - which one is Babel's business
        ENGLISH.full_day("no date")
    (_, notice, _), _ = told(mishaps, caught.value)
    assert "<code>bot/words.py:" in notice.screen.text


async def test_what_a_user_has_written_reaches_no_admin(mishaps):
    """An error may hold it; where one is ours, what it says was written for them."""
    (_, notice, _), _ = told(mishaps, raised(ValueError("<b>a text of a user</b>")))
    assert "a text of a user" not in notice.screen.text
    (_, notice, _), _ = told(mishaps, raised(Away("A & B is away", "Start it")))
    assert "A &amp; B is away. Start it." in notice.screen.text


async def test_no_secret_reaches_an_admin(mishaps):
    """Whatever an error says."""
    redactor.learn(["s3cretword"])
    (_, notice, _), _ = told(mishaps, raised(Away("no s3cretword", "")))
    assert "s3cretword" not in notice.screen.text


async def test_nobody_is_told_in_no_chat(mishaps):
    """As of an inline query; admins are."""
    letters, _ = told(mishaps, raised(ValueError("x")), chat=None)
    assert [letter.chat for letter in letters] == [1, 2]


async def test_an_error_that_nobody_raised_has_no_place(mishaps):
    """It is told all the same."""
    (_, notice, _), _ = told(mishaps, ValueError("x"))
    assert "<code>?</code>" in notice.screen.text


async def test_without_admins_the_user_is_told():
    """And the log."""
    mishaps = Mishaps((), ENGLISH)
    letters, lines = told(mishaps, raised(ValueError("x")))
    assert (len(letters), len(lines)) == (1, 1)


def test_admins_are_told_once_a_minute_of_a_kind():
    """Users each time; the next notice counts those that were left out."""

    async def test():
        mishaps = numbered()
        sizes = []
        for _ in range(4):
            letters, _ = told(mishaps, raised(ValueError("x")))
            sizes.append(len(letters))
            await asyncio.sleep(19.9)
        assert sizes == [3, 1, 1, 1]
        (_, notice, _), _ = told(mishaps, raised(ValueError("x")))
        assert "3 more failures of this kind" in notice.screen.text
        await asyncio.sleep(60)
        (_, notice, _), _ = told(mishaps, raised(ValueError("x")))
        assert "more" not in notice.screen.text

    simulated(test())


async def test_another_class_or_place_is_another_kind(mishaps):
    """Each is told of at once."""
    for error in (raised(ValueError("x")), raised(KeyError("x")), raised_here(ValueError("x"))):
        letters, _ = told(mishaps, error)
        assert len(letters) == 3


async def test_kinds_are_forgotten(mishaps):
    """Those that were told of longest ago, beyond a number."""
    for number in range(KINDS + 10):
        told(mishaps, type(f"Fault{number}", (Exception,), {})("x"))
    assert len(mishaps._told) == KINDS


@pytest.mark.parametrize("language", ["pt-BR", "en", "es"])
async def test_every_language_has_the_words(language):
    """With one that was left out, and with several."""
    speaker = Words(language, ZoneInfo("UTC"))
    mishaps = Mishaps((1,), speaker, every=-1.0)
    for left_out in (0, 1, 2):
        text = mishaps._notice(ValueError("x"), ("ValueError", "a.py:1"), "ABC", left_out)
        assert "ABC" in text
    assert mishap._apology(7, "ABC", speaker).screen is not None


def test_a_code_can_be_read_out():
    """It is short, in capitals, and not the same twice."""
    codes = {new_code() for _ in range(100)}
    assert len(codes) == 100
    assert {len(code) for code in codes} == {6}
    assert all(code.isalnum() and code == code.upper() for code in codes)
