"""What came of a job is told to the chats that wait for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoenix.app.requests import Over
from phoenix.bot.answering import LONGEST, Answering, pieces
from phoenix.bot.subscriber import Chat
from phoenix.bot.texts import say


@pytest.fixture
def told():
    """Tells what came of a job; what was sent."""

    async def tell(text="dossier", *, failed=False, subscribers=("telegram:5:es",)):
        sent = []

        async def speak(chat, answer):
            sent.append((chat, answer))

        await Answering(speak).tell(Over("A", "B", text, failed, tuple(subscribers)))
        return sent

    return tell


async def test_every_chat_that_waits_is_told(told):
    """One job, a thousand subscribers."""
    many = [f"telegram:{chat}:en" for chat in range(3)]
    assert await told(subscribers=many) == [(chat, "dossier") for chat in range(3)]


async def test_a_match_that_nobody_knows_is_told_as_such(told):
    """Each in the language of the chat."""
    assert await told(None) == [(5, say("es", "unknown", home="A", away="B"))]


async def test_a_job_that_failed_is_told_too(told):
    """Nobody waits for ever."""
    assert await told(None, failed=True) == [(5, say("es", "failed"))]


async def test_who_waits_elsewhere_is_not_ours(told):
    """Other faces have subscribers of their own."""
    assert await told(subscribers=["page:1"]) == []


@given(st.integers(), st.sampled_from(["pt-BR", "en", "es"]))
def test_a_chat_is_read_as_it_was_written(number, language):
    """Groups have negative numbers."""
    chat = Chat(number, language)
    assert Chat.of(str(chat)) == chat


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=6000), max_size=6).map("\n".join))
def test_a_long_text_is_sent_in_pieces_that_fit(text):
    """Nothing is lost but blank ends, whatever characters it is made of."""
    sent = list(pieces(text))
    assert all(len(piece.encode("utf-16-le")) // 2 <= LONGEST for piece in sent)
    assert "".join(sent).strip() == text.strip()
