"""What is stored of a chat: shown as it is, or deleted."""

import json
import re
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import select
from visitor import a_chat, a_user, labelled, only, shown
from writing_down import NOW, meet_again, now, write

from phoenix.app import chat_book
from phoenix.app.chat_book import Choice
from phoenix.app.chat_tables import outbox
from phoenix.bot.accepting import Accepting
from phoenix.bot.chat import Defaults, Kind, noted
from phoenix.bot.dispatching import Dispatcher
from phoenix.bot.html import Html
from phoenix.bot.letter import Act, Letter
from phoenix.bot.outbox import put
from phoenix.bot.screen import Screen
from phoenix.bot.screens.own_data import OwnData, base36
from phoenix.bot.splitting import units

NAME = "A&B <script> 💥\n"


@pytest.fixture
def database_url(made_sqlite_url):
    """What is written is tested on both engines with the statements themselves."""
    return made_sqlite_url


@pytest.fixture
def routes(store):
    """Of what is stored."""
    return OwnData(store, now).routes()


@pytest.fixture
async def known(store, visitor):
    """A chat that follows a team, and for which letters wait."""
    async with store.writing() as connection:
        await noted(connection, visitor.chat, NOW)
        await chat_book.choose(connection, 7, Choice("team", "1", label=NAME))
        letters = [Letter(7, Act.SEND, Screen(Html("x" * 2000)), key=str(n)) for n in range(5)]
        await put(connection, [*letters, Letter(8, Act.SEND, Screen(Html("of another")))], NOW)
    return visitor


async def stored(store, chat):
    """Of a chat and what it chose."""
    async with store.reading() as connection:
        told = await chat_book.told(connection, chat, chat)
    return [told["chat"], told["choices"]]


async def export(routes, visitor):
    """What is sent, and the document in it."""
    turn = await visitor.presses(routes, visitor.turn().button("x", "export"))
    texts = [letter.screen.text for letter in turn.letters]
    blocks = (re.fullmatch(r".*\n<pre>(.*)</pre>", text, re.DOTALL) for text in texts)
    return texts, json.loads("".join(unescape(block[1]) for block in blocks))


async def test_the_export_is_one_document_in_messages_that_fit(routes, known):
    """Put together again, it says all that is stored."""
    texts, document = await export(routes, known)
    assert len(texts) > 2
    assert all(units(text) <= 4096 for text in texts)
    assert document["chat_id"] == 7
    assert document["choices"][0]["label"] == NAME
    assert len(document["letters"]) == 5
    assert "of another" not in json.dumps(document)


async def test_the_parts_are_counted(routes, known):
    """Nobody wonders whether one is missing."""
    texts, _ = await export(routes, known)
    assert f"parte 1 de {len(texts)}" in texts[0]
    assert f"parte {len(texts)} de {len(texts)}" in texts[-1]


async def test_of_a_chat_that_nobody_knows_the_export_is_empty(routes, visitor):
    """And says so in one message."""
    texts, document = await export(routes, visitor)
    assert len(texts) == 1
    assert not any(document[name] for name in ("chat", "choices", "letters"))


async def test_deletion_asks_first(routes, known):
    """Nothing is written by the question."""
    offer = await known.presses(routes, known.turn().button("x", "data"))
    turn = await known.presses(routes, labelled(shown(offer), "Apagar"))
    assert "volta" in shown(turn).text
    assert turn.changes == []


async def test_who_is_sure_is_forgotten_and_told_so_last(routes, known, store):
    """The letters that wait are gone too; those of others are not."""
    asked = await known.presses(routes, known.turn().button("x", "forget"))
    turn = await known.presses(routes, labelled(shown(asked), "Sim"), message=9)
    await write(store, turn)
    assert (only(turn).act, only(turn).message) == (Act.EDIT, 9)
    async with store.reading() as connection:
        rows = (await connection.execute(select(outbox.c.chat, outbox.c.body))).all()
    assert [row.chat for row in rows] == [8, 7]
    assert await stored(store, 7) == [[], []]
    assert "apagado" in json.loads(rows[1].body)["text"]
    await meet_again(store, known)
    assert known.chat.is_new


async def test_who_is_not_sure_keeps_all(routes, known):
    """Back to where the question came from."""
    asked = await known.presses(routes, known.turn().button("x", "forget"))
    turn = await known.presses(routes, labelled(shown(asked), "Não"))
    assert turn.changes == []
    assert labelled(shown(turn), "Exportar")


async def test_an_old_question_is_not_answered_any_more(store, known):
    """A message that stood for days deletes nothing by a slip of the thumb."""
    asked = await known.presses(OwnData(store, now).routes(), known.turn().button("x", "forget"))
    late = OwnData(store, lambda: NOW + timedelta(minutes=11)).routes()
    with pytest.raises(ValueError, match="old"):
        await known.presses(late, labelled(shown(asked), "Sim"))


@pytest.mark.parametrize("arguments", [("yes",), ("!",), ("zzzzzzzz",), ("0",), ("1", "2")])
async def test_a_made_up_answer_deletes_nothing(routes, turn, arguments):
    """It must be the answer to a question of now."""
    with pytest.raises(ValueError):  # noqa: PT011 - Python's own words for some of them
        await routes.buttons["forget"](turn, arguments)
    assert turn.changes == []


@pytest.mark.parametrize("action", ["export", "forget"])
async def test_in_a_group_only_its_admins_see_or_delete(routes, visitor, action):
    """Others are told so."""

    async def not_leading():
        return False

    visitor.chat = a_chat(id=-5, kind=Kind.GROUP)
    visitor.user = a_user(leads_group=not_leading)
    turn = await visitor.presses(routes, visitor.turn().button("x", action))
    assert (turn.letters, turn.changes, turn.notice[1]) == ([], [], True)


async def test_what_is_deleted_of_a_group_leaves_its_members_alone(routes, known, store):
    """Ana, who leads it, keeps her own chat."""
    known.chat = a_chat(id=-5, kind=Kind.GROUP)
    asked = await known.presses(routes, known.turn().button("x", "forget"))
    await write(store, await known.presses(routes, labelled(shown(asked), "Sim")))
    assert all(await stored(store, 7))


@pytest.mark.parametrize("number", [0, 1, 35, 36, 1_795_534_200])
def test_numbers_are_written_short(number):
    """And read again by Python itself."""
    assert int(base36(number), 36) == number


async def test_a_deletion_that_comes_from_telegram_leaves_its_last_message_alone(
    routes, known, store
):
    """By the road that every update takes: changes are written before letters."""
    asked = await known.presses(routes, known.turn().button("x", "forget"))
    sure = labelled(shown(asked), "Sim")
    here = {"id": 7, "type": "private"}
    query = {
        "id": "1", "from": {"id": 7, "first_name": "Ana", "language_code": "pt"},
        "message": {"message_id": 9, "date": 1, "chat": here, "text": "x"}, "data": sure.data,
    }  # fmt: skip
    update = {"update_id": 1, "callback_query": query}
    dispatcher = Dispatcher(
        store, routes, signer=known.signer, defaults=Defaults("pt-BR", known.chat.zone, 6.0),
        me=None, leads=None, now=now,
    )  # fmt: skip
    road = Accepting(dispatcher, None, grant=None, told=None, nudge=list, now=now)
    dealt = await road.handle(update)
    async with store.writing() as connection:
        await dealt.keep(connection)
        rows = (await connection.execute(select(outbox.c.message).where(outbox.c.chat == 7))).all()
    assert [row.message for row in rows] == [9]
