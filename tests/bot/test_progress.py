"""Those who wait see how far their dossier has come."""

import pytest
from sqlalchemy import insert
from waiting_chats import NOW, add_job, change_job

from phoenix.app.chat_tables import outbox
from phoenix.bot.progress import AT_ONCE, Progress
from phoenix.bot.subscriber import Chat
from phoenix.bot.texts import say


class Editor:
    """Notes what is edited; fails if it is told to."""

    def __init__(self):
        self.edits, self.fault = [], None

    async def __call__(self, chat, message, text):
        self.edits.append((chat, message, str(text)))
        if self.fault is not None:
            raise self.fault


async def names(_match):
    """Who plays."""
    return "A", "B"


@pytest.fixture
def editor():
    """Who edits."""
    return Editor()


@pytest.fixture
def progress(store, editor):
    """Who looks."""
    return Progress(store, editor, names)


async def sent(store, chat, message=77):
    """The message of progress has been sent."""
    row = {
        "chat": chat, "act": "send", "rank": 0, "written": NOW, "done": NOW, "outcome": "sent",
        "key": f"progress:7:{chat}", "message": message, "silent": True, "purpose": "", "tries": 0,
    }  # fmt: skip
    await store.write(lambda c: c.execute(insert(outbox).values(**row)))


def asked(*chats):
    """Those who wait."""
    return [str(Chat(chat, "en", 7)) for chat in chats]


async def test_a_message_is_edited_when_the_phrase_changes(store, progress, editor):
    """And not again while it says the same."""
    job = await add_job(store, asked(5), status="running", phrase="specialists:9/10")
    await sent(store, 5)
    assert await progress.look() == 1
    assert await progress.look() == 0
    await change_job(store, job, phrase="pool")
    assert await progress.look() == 1
    heard = say("en", "dossier-doing-specialists", heard="9", asked="10")
    assert [edit[:2] for edit in editor.edits] == [(5, 77)] * 2
    assert heard in editor.edits[0][2]
    assert say("en", "dossier-doing-pool") in editor.edits[1][2]


async def test_what_was_not_sent_yet_is_left(store, progress):
    """Nor is a job that still waits: its message says so already."""
    await add_job(store, asked(5), status="running", phrase="data")
    await add_job(store, asked(6), status="waiting", key="other")
    await sent(store, 6)
    assert await progress.look() == 0


async def test_a_failing_edit_harms_nothing(store, progress, editor):
    """It is forgotten; the answer comes all the same."""
    await add_job(store, asked(5), status="running", phrase="data")
    await sent(store, 5)
    editor.fault = OSError("gone")
    assert await progress.look() == 1
    assert await progress.look() == 0


async def test_a_job_that_is_over_is_edited_no_more(store, progress):
    """The answer has its place."""
    job = await add_job(store, asked(5), status="running", phrase="data")
    await sent(store, 5)
    await change_job(store, job, status="done")
    assert await progress.look() == 0


async def test_a_round_edits_only_some(store, progress):
    """Results come first; the others have their turn a second later."""
    many = range(1, AT_ONCE + 4)
    await add_job(store, asked(*many), status="running", phrase="data")
    for chat in many:
        await sent(store, chat)
    assert [await progress.look() for _ in range(3)] == [AT_ONCE, 3, 0]
