"""What a user writes becomes a job, or an answer at once."""

import pytest

from phoenix.app.errors import QueueFull, TooMany
from phoenix.bot.hearing import Hearing
from phoenix.bot.texts import say


class Desk:
    """Takes requests, unless it is told to refuse."""

    def __init__(self):
        self.asked = []
        self.refusal = None

    async def dossier(self, home, away, language, asker):
        if self.refusal is not None:
            raise self.refusal
        self.asked.append((home, away, language, asker.owner, asker.subscriber))


@pytest.fixture
def desk():
    """Where requests go."""
    return Desk()


@pytest.fixture
def heard(desk):
    """Hears a text from a user; what was answered."""
    said = []

    async def hear(text, code="pt-br", **message):
        async def speak(chat, answer):
            said.append((chat, answer))

        sender = {"id": 7, "language_code": code}
        update = {"update_id": 1, "message": {"chat": {"id": 5}, "from": sender, **message}}
        if text is not None:
            update["message"]["text"] = text
        await Hearing(desk, speak, "pt-BR").hear(update)
        return said

    return hear


async def test_a_match_becomes_a_job_for_which_the_chat_waits(heard, desk):
    """The user owns the job, the chat gets its answer, in the user's language."""
    said = await heard("Flamengo x Palmeiras", "es")
    assert desk.asked == [("Flamengo", "Palmeiras", "es", "telegram:7", "telegram:5:es")]
    assert said == [(5, say("es", "working", home="Flamengo", away="Palmeiras"))]


async def test_what_is_no_match_is_answered_with_how_to_ask(heard, desk):
    """Nothing is guessed, and nothing is asked of the workers."""
    assert await heard("bom dia") == [(5, say("pt-BR", "ask"))]
    assert desk.asked == []


@pytest.mark.parametrize(
    ("refusal", "text"),
    [
        (QueueFull(1001, None), say("pt-BR", "busy")),
        (TooMany("telegram:7", 3), say("pt-BR", "too-many", n=3)),
    ],
)
async def test_a_refusal_is_answered_politely(heard, desk, refusal, text):
    """Nobody waits for a job that was not taken."""
    desk.refusal = refusal
    assert await heard("A x B") == [(5, text)]


async def test_a_photograph_is_passed_over(heard, desk):
    """What holds no text says nothing to us."""
    assert await heard(None) == []
    assert desk.asked == []
