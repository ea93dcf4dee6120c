"""Letters are written once, taken in order, and confirmed."""

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select

from phoenix.app.chat_tables import outbox as table
from phoenix.app.chat_tables import picture
from phoenix.bot import outbox
from phoenix.bot.html import Html
from phoenix.bot.letter import Act, Letter, Rank
from phoenix.bot.outbox import KEPT, Outcome
from phoenix.bot.screen import Button, Screen
from phoenix.bot.splitting import units
from phoenix.store.store import Store

NOW = datetime(2027, 1, 1, 12, tzinfo=UTC)


def sent(text, chat=7, **more):
    """A new message."""
    return Letter(chat, Act.SEND, Screen(Html(text)), **more)


def edit(text, chat=7, **more):
    """An edit."""
    return Letter(chat, Act.EDIT, Screen(Html(text)), **more)


class Box:
    """The outbox of one database."""

    def __init__(self, store):
        self.store = store

    async def put(self, *letters, now=NOW):
        await self.store.write(partial(outbox.put, letters=letters, now=now))

    async def take(self, most=100, held=()):
        return await self.store.read(partial(outbox.take, most=most, held=set(held)))

    async def texts(self, most=100, held=()):
        return [letter.body["text"] for letter in await self.take(most, held)]

    async def confirm(self, letter, outcome=Outcome.SENT, now=NOW, **more):
        await self.store.write(
            partial(outbox.confirm, letter=letter.id, outcome=outcome, now=now, **more)
        )

    async def send_all(self):
        """All letters, one after the other, as a deliverer would; their texts."""
        seen = []
        while letters := await self.take(1):
            seen.append((letters[0].body or {}).get("text"))
            await self.confirm(letters[0], message=1000 + letters[0].id)
        return seen

    async def rows(self):
        query = select(table).order_by(table.c.id)
        return (await self.store.read(lambda connection: connection.execute(query))).all()


@pytest.fixture
def either_box(store):
    """In each kind of database."""
    return Box(store)


@pytest.fixture
async def box(made_sqlite_url):
    """Where the two do not differ, the one that is made sooner."""
    store = Store(made_sqlite_url)
    await store.open()
    yield Box(store)
    await store.close()


async def test_one_letter_of_each_chat_is_taken_in_the_order_of_writing(either_box):
    """The next of a chat once the one before is done with."""
    await either_box.put(sent("a"), sent("b"), sent("c", 8))
    assert await either_box.texts() == ["a", "c"]
    await either_box.confirm((await either_box.take())[0])
    assert await either_box.texts() == ["b", "c"]


async def test_a_higher_rank_goes_first(either_box):
    """Of all chats, and within one."""
    await either_box.put(
        sent("broadcast", rank=Rank.BROADCAST),
        sent("result", 8, rank=Rank.RESULT),
        sent("answer", rank=Rank.ANSWER),
    )
    assert await either_box.texts() == ["answer", "result"]
    assert await either_box.send_all() == ["answer", "result", "broadcast"]


async def test_chats_that_are_held_are_left(box):
    """However many of their letters come first."""
    await box.put(*[sent(f"a{number}") for number in range(20)], sent("b", 8), sent("c", 9))
    assert await box.texts(1, held=[7]) == ["b"]
    assert await box.texts(5, held=[7, 9]) == ["b"]


async def test_a_letter_with_a_key_is_written_once(either_box):
    """Also after it was sent; those without are written each time."""
    await either_box.put(sent("a", key="k"), sent("b"))
    await either_box.put(sent("a again", key="k"), sent("b"))
    assert await either_box.send_all() == ["a", "b", "b"]
    await either_box.put(sent("a", key="k"))
    assert await either_box.texts() == []


async def test_of_two_edits_that_wait_the_later_is_made(either_box):
    """The older one becomes void; those of other messages stay."""
    await either_box.put(edit("10 %", message=5), edit("other", message=6))
    await either_box.put(edit("20 %", message=5), edit("30 %", message=5))
    assert await either_box.send_all() == ["other", "30 %"]
    assert [row.outcome for row in await either_box.rows()] == ["void", "sent", "void", "sent"]


async def test_the_same_message_number_of_another_chat_is_another_message(box):
    """Telegram counts them by chat."""
    await box.put(edit("a", message=5), edit("b", 8, message=5))
    assert await box.texts() == ["a", "b"]


async def test_a_deletion_makes_edits_void(box):
    """Nobody would see them."""
    await box.put(edit("a", of="k"), Letter(7, Act.DELETE, of="k"), sent("x", key="k"))
    assert await box.send_all() == ["x", None]


async def test_an_edit_that_is_known_by_its_key_overtakes_nothing_again(either_box):
    """It was written before what it would overtake."""
    await either_box.put(edit("a", message=5, key="k"))
    await either_box.put(edit("b", message=5))
    await either_box.put(edit("a", message=5, key="k"))
    assert await either_box.texts() == ["b"]


async def test_an_edit_of_a_letter_waits_until_that_is_sent(either_box):
    """Also where its rank is higher; then it knows the message."""
    await either_box.put(sent("a", key="k", rank=Rank.RESULT), edit("b", of="k", rank=Rank.ANSWER))
    [letter] = await either_box.take()
    assert letter.body["text"] == "a"
    await either_box.confirm(letter, message=42)
    [letter] = await either_box.take()
    assert (letter.body["text"], letter.message) == ("b", 42)


async def test_an_edit_of_what_was_never_sent_knows_no_message(box):
    """It is passed over then."""
    await box.put(edit("b", of="unknown"), sent("a", 8, key="k"))
    first, second = await box.take()
    await box.confirm(second, Outcome.FAILED)
    await box.confirm(first, Outcome.VOID)
    await box.put(edit("c", 8, of="k"))
    [letter] = await box.take()
    assert (first.message, letter.message) == (None, None)


async def test_an_edit_of_a_picture_knows_that_it_is_one(box):
    """By the letter that sent it."""
    await box.put(Letter(7, Act.SEND, Screen(Html("a"), picture="digest"), key="k"))
    [letter] = await box.take()
    assert letter.picture == "digest"
    await box.confirm(letter, message=42)
    await box.put(edit("b", of="k"))
    assert (await box.take())[0].picture == "digest"


async def test_a_long_message_is_a_letter_for_each_part(box):
    """The buttons stand under the last; the first part bears the key."""
    text = Html("\n\n".join("x" * 1500 for _ in range(6)))
    button = ((Button("more", data="1"),),)
    for _ in range(2):
        await box.put(Letter(7, Act.SEND, Screen(text, button), key="k", silent=True))
    rows = await box.rows()
    assert [row.key for row in rows] == ["k", "k/2", "k/3"]
    assert all(row.silent for row in rows)
    letters = []
    while taken := await box.take(1):
        letters += taken
        await box.confirm(taken[0])
    assert [bool(letter.body["buttons"]) for letter in letters] == [False, False, True]
    assert all(units(letter.body["text"]) <= 4096 for letter in letters)
    assert "".join(letter.body["text"] for letter in letters).count("x") == 9000


async def test_what_does_not_fit_below_a_picture_follows_it(box):
    """The picture comes first."""
    text = Html("\n\n".join("x" * 700 for _ in range(8)))
    await box.put(Letter(7, Act.SEND, Screen(text, picture="digest")))
    rows = await box.rows()
    assert [row.picture for row in rows] == ["digest", *[None] * (len(rows) - 1)]
    assert len(rows) == 3


async def test_an_edit_that_is_too_long_goes_on_in_new_messages(box):
    """The first part is the edit."""
    await box.put(edit("y" * 5000, message=5))
    assert [row.act for row in await box.rows()] == ["edit", "send"]


async def test_what_is_confirmed_tells_what_it_was(either_box):
    """Its text is forgotten."""
    await either_box.put(sent("a", purpose="p"))
    [letter] = await either_box.take()
    await either_box.confirm(letter, message=42)
    await either_box.confirm(letter, Outcome.FAILED, error="late")
    [row] = await either_box.rows()
    assert (row.outcome, row.message, row.body, row.done, row.error) == (
        "sent", 42, None, NOW, None,
    )  # fmt: skip


async def test_what_waits_for_a_blocked_chat_is_blocked(either_box):
    """Other chats' letters are not."""
    await either_box.put(sent("a"), sent("b"), sent("c", 8))
    await either_box.store.write(
        partial(outbox.block, chat=7, now=NOW, error="blocked by the user")
    )
    assert [row.outcome for row in await either_box.rows()] == ["blocked", "blocked", None]


async def test_tries_are_counted(box):
    """The letter waits on."""
    await box.put(sent("a"))
    [letter] = await box.take()
    for _ in range(2):
        await box.store.write(partial(outbox.tried, letter=letter.id, error="no answer"))
    assert [letter.tries for letter in await box.take()] == [2]


async def test_letters_of_a_purpose_are_counted_by_what_came_of_them(either_box):
    """And those that wait."""
    letters = [sent("a", chat, purpose="broadcast:1") for chat in range(1, 5)]
    await either_box.put(*letters, sent("b"))
    first, second, *_ = await either_box.take()
    await either_box.confirm(first)
    await either_box.confirm(second, Outcome.BLOCKED)
    counted = await either_box.store.read(partial(outbox.counts, purpose="broadcast:1"))
    assert counted == {"sent": 1, "blocked": 1, "waiting": 2}
    assert await either_box.store.read(outbox.waiting) == 3


async def test_what_was_done_three_days_ago_is_forgotten(either_box):
    """Some at a time; what waits is never."""
    await either_box.put(*[sent("a", chat) for chat in range(1, 4)], sent("b", 9))
    for letter in (await either_box.take())[:3]:
        await either_box.confirm(letter)
    later = NOW + KEPT + timedelta(seconds=1)
    assert await either_box.store.write(partial(outbox.prune, now=NOW + KEPT)) == 0
    assert await either_box.store.write(partial(outbox.prune, now=later, most=2)) == 2
    assert await outbox.forget(either_box.store, later) == 1
    assert [row.chat for row in await either_box.rows()] == [9]


async def test_a_picture_is_known_by_what_telegram_calls_it(box):
    """Until that is of no use."""
    row = {"digest": "d", "content": b"png", "made": NOW}
    await box.store.write(lambda connection: connection.execute(picture.insert(), row))
    for name in ("file", None):
        await box.store.write(partial(outbox.name_picture, digest="d", file_id=name))
        found = await box.store.read(partial(outbox.picture_of, digest="d"))
        assert found == (name, b"png")
    assert await box.store.read(partial(outbox.picture_of, digest="other")) is None


async def test_five_thousand_letters_are_written_in_order(box):
    """As a broadcast has them."""
    await box.put(*[sent(str(chat), chat) for chat in range(1, 5001)])
    assert await box.texts(3) == ["1", "2", "3"]
    assert await box.store.read(outbox.waiting) == 5000
