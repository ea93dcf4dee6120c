"""What comes of an update is kept in one piece, or not at all; in both databases."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select
from telegram.error import BadRequest

from phoenix.app.chat_tables import broadcast, chat, command_bucket, outbox, telegram_update
from phoenix.app.wishes import granted
from phoenix.bot.accepting import Accepting
from phoenix.bot.chat import Defaults
from phoenix.bot.dispatching import Dispatcher
from phoenix.bot.html import Html
from phoenix.bot.inbox import Inbox
from phoenix.bot.letter import Act, Letter
from phoenix.bot.routes import Command, Routes
from phoenix.bot.screen import Screen
from phoenix.bot.signing import Signer
from phoenix.bot.texts import say
from phoenix.bot.turn import Wish
from phoenix.domain.errors import StoreAway
from phoenix.jobs.choice import make_jobs
from phoenix.jobs.jobs import Jobs
from phoenix.jobs.rules import Rules

NOW = datetime(2027, 1, 1, 12, tzinfo=UTC)
SIGNER = Signer(b"a key")
ANA = 7
DEFAULTS = Defaults("pt-BR", ZoneInfo("America/Sao_Paulo"), 6.0)


class Bot:
    """Notes which buttons were answered; refuses them when it was told to."""

    id, username = 99, "PhoenixBot"

    def __init__(self):
        self.answered = []
        self.refuses = False

    async def answer_callback_query(self, query, text=None, show_alert=None):
        if self.refuses:
            raise BadRequest("Query is too old")
        self.answered.append((query, text))


class Reception:
    """A bot with a few commands, and what is in its database."""

    def __init__(self, store, jobs: Jobs):
        self.store = store
        self.jobs = jobs
        self.bot = Bot()
        self.nudges = 0
        self.number = 0
        self.fault = None
        self.dispatcher = Dispatcher(
            store, self.routes(), signer=SIGNER, defaults=DEFAULTS, me=self.bot,
            leads=None, now=lambda: NOW, per_minute=100,
        )  # fmt: skip
        self.accepting = Accepting(
            self.dispatcher, self.bot, grant=partial(granted, jobs), told=self.told,
            nudge=self.nudge, now=lambda: NOW,
        )  # fmt: skip
        self.inbox = self.new_inbox()

    def new_inbox(self):
        accepting = self.accepting
        return Inbox(self.store, accepting.handle, sorry=accepting.sorry, seen=accepting.seen)

    def routes(self):
        return Routes(
            commands=(Command(("pede",), self.asks), Command(("falha",), self.fails)),
            buttons={"go": self.press},
            text=self.echo,
        )

    def nudge(self):
        self.nudges += 1

    def told(self, error, *, update_id, chat, words):
        self.fault = error
        if chat is None:
            return ()
        return (Letter(chat, Act.SEND, Screen(Html(f"sorry {update_id} {words.language}"))),)

    async def echo(self, turn, rest):
        turn.say(Screen(Html(rest)), key=f"echo:{turn.update}")
        turn.also(self.note)

    async def note(self, connection):
        row = {"admin": 1, "body": "changed", "made": NOW, "state": ""}
        await connection.execute(broadcast.insert(), row)

    async def asks(self, turn, rest):
        turn.say(Screen(Html("working")))
        turn.also(self.note)
        for key in rest.split():
            turn.ask(Wish("work", {}, key, f"telegram:{turn.user.id}", "telegram:7", 60.0))

    async def fails(self, turn, rest):
        turn.say(Screen(Html("half")))
        turn.also(self.note)
        raise KeyError(rest)

    async def press(self, turn, arguments):
        turn.note("done")

    def update(self, kind="message", user=ANA, **content):
        self.number += 1
        who = {"id": user, "is_bot": False, "first_name": "Ana", "language_code": "en"}
        return {"update_id": self.number, kind: {"from": who, **content}}

    def said(self, text, user=ANA):
        return self.update(user=user, chat={"id": user, "type": "private"}, text=text)

    def pressed(self, data):
        below = {"message_id": 5, "date": 1, "chat": {"id": ANA, "type": "private"}}
        return self.update("callback_query", id="q", data=data, message=below)

    async def all(self, *columns):
        query = select(*columns)
        return list(await self.store.read(lambda connection: connection.execute(query)))

    async def texts(self):
        import json

        return [json.loads(body)["text"] for (body,) in await self.all(outbox.c.body)]


@pytest.fixture
async def reception(store):
    """Its queue has two places, and each user one job at a time."""
    jobs = make_jobs(store, {}, rules=Rules(most_waiting=2, most_in_background=1, slots=1))
    await jobs.open()
    reception = Reception(store, jobs)
    yield reception
    await reception.accepting.close()


async def test_all_that_comes_of_a_turn_is_kept_with_its_mark(reception):
    """The chat, the bucket, changes and letters; then the deliverer is nudged."""
    assert await reception.inbox.accept_one(reception.said("oi"))
    assert await reception.texts() == ["oi"]
    assert await reception.all(chat.c.id, chat.c.gone) == [(ANA, None)]
    assert await reception.all(command_bucket.c.user_id, command_bucket.c.tokens) == [(ANA, 99.0)]
    assert await reception.all(broadcast.c.body) == [("changed",)]
    assert await reception.all(telegram_update.c.update_id) == [(1,)]
    assert reception.nudges == 1


async def test_an_update_that_two_processes_get_at_once_is_answered_once(reception):
    """And one that comes again is not answered again."""
    update = reception.said("oi")
    inboxes = [reception.inbox, reception.new_inbox(), reception.new_inbox()]
    new = await asyncio.gather(*(inbox.accept_one(update) for inbox in inboxes))
    assert sorted(new) == [False, False, True]
    assert not await reception.inbox.accept_one(update)
    assert await reception.texts() == ["oi"]
    assert len(await reception.all(broadcast.c.body)) == 1


async def test_a_job_is_taken_with_the_answer(reception):
    """Or joined, if another waits for the same."""
    await reception.inbox.accept_one(reception.said("/pede a"))
    await reception.inbox.accept_one(reception.said("/pede a", user=8))
    assert await reception.texts() == ["working", "working"]
    assert sum((await reception.jobs.counts()).values()) == 1


async def test_a_full_queue_is_the_answer_and_nothing_else_is_kept(reception):
    """The sentence is the issue's own."""
    for user, key in ((8, "a"), (9, "b")):
        await reception.inbox.accept_one(reception.said(f"/pede {key}", user=user))
    update = reception.said("/pede c")
    update["message"]["from"]["language_code"] = "pt-br"
    await reception.inbox.accept_one(update)
    assert (await reception.texts())[2] == (
        "Estou processando um grande número de análises no momento. "
        "Por favor, tente novamente em alguns minutos."
    )
    assert len(await reception.all(broadcast.c.body)) == 2
    assert len(await reception.all(telegram_update.c.update_id)) == 3


async def test_who_has_a_job_already_is_told_so_and_gets_no_half_of_another_wish(reception):
    """Of several jobs that are wished for at once all are taken, or none."""
    await reception.inbox.accept_one(reception.said("/pede a b"))
    assert await reception.texts() == [say("en", "inbox-too-many", n=1)]
    assert sum((await reception.jobs.counts()).values()) == 0


async def test_a_fault_is_told_and_nothing_else_is_kept(reception):
    """In the chat's language; the update is done with."""
    update = reception.said("/falha")
    await reception.inbox.accept_one(update)
    assert not await reception.inbox.accept_one(update)
    assert isinstance(reception.fault, KeyError)
    assert await reception.texts() == ["sorry 1 en"]
    assert await reception.all(broadcast.c.body) == []


async def test_a_fault_without_a_chat_is_told_as_well(reception):
    """An inline query has none."""

    async def fails(sought, words):
        raise KeyError("bug")

    reception.dispatcher._inline = fails
    await reception.inbox.accept_one(reception.update("inline_query", id="q", query="a"))
    assert isinstance(reception.fault, KeyError)
    assert await reception.texts() == []


async def test_while_the_database_is_away_the_update_comes_again(reception):
    """It is not marked, and nobody is told."""
    update = reception.said("oi")
    read, away = reception.dispatcher._database, True

    class Breaking:
        async def read(self, work):
            if away:
                raise StoreAway("the database is away")
            return await read.read(work)

    reception.dispatcher._database = Breaking()
    with pytest.raises(StoreAway):
        await reception.inbox.accept_one(update)
    assert await reception.all(telegram_update.c.update_id) == []
    away = False
    assert await reception.inbox.accept_one(update)
    assert (await reception.texts(), reception.fault) == (["oi"], None)


async def test_every_button_is_answered(reception):
    """Also one that is old, comes again, or failed; nobody waits for that."""
    good = reception.pressed(SIGNER.data(ANA, "go"))
    for update in (good, reception.pressed("old"), good):
        await reception.inbox.accept_one(update)
        await reception.accepting.close()
    assert reception.bot.answered == [
        ("q", "done"), ("q", say("en", "inbox-old-button")), ("q", None),
    ]  # fmt: skip


async def test_an_answer_that_telegram_refuses_does_no_harm(reception):
    """Soon the button has been forgotten there."""
    reception.bot.refuses = True
    assert await reception.inbox.accept_one(reception.pressed("old"))
    await reception.accepting.close()
    assert reception.bot.answered == []
