"""What waits in the outbox reaches Telegram in order, and once, whatever Telegram says to it."""

import asyncio
import shutil
from datetime import UTC, datetime, timedelta
from functools import partial
from types import SimpleNamespace

import pytest
from simulated import simulated
from sqlalchemy import select
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TimedOut

from phoenix.app.chat_tables import chat as chats
from phoenix.app.chat_tables import outbox as table
from phoenix.app.chat_tables import picture
from phoenix.app.leader import fenced
from phoenix.bot import outbox
from phoenix.bot.chat import Chat, Kind, noted
from phoenix.bot.delivering import LIFE, Deliverer
from phoenix.bot.html import Html
from phoenix.bot.letter import Act, Letter, Rank
from phoenix.bot.network_faults import Flood
from phoenix.bot.screen import Button, Screen
from phoenix.domain.errors import StoreAway
from phoenix.store.store import Store

NOW = datetime(2027, 1, 1, 12, tzinfo=UTC)
EPOCH = 5


class ScriptedBot:
    """Telegram as it was told to behave; what reached it, and when by the loop's clock."""

    def __init__(self, *faults, latency=0.01):
        self.faults = list(faults)
        self.latency = latency
        self.calls = []
        self.options = []
        self.at_work = self.most_at_work = 0

    async def called(self, name, chat, said, options):
        """Each call is noted as it comes, and answered some time later."""
        fault = self.faults.pop(0) if self.faults else None
        self.calls.append((name, chat, said, round(asyncio.get_running_loop().time(), 2)))
        self.options.append(options)
        self.at_work += 1
        self.most_at_work = max(self.at_work, self.most_at_work)
        try:
            await asyncio.sleep(self.latency)
        finally:
            self.at_work -= 1
        if fault is not None:
            raise fault
        photo = [SimpleNamespace(file_id="file")] if name == "photo" else []
        return SimpleNamespace(message_id=1000 + len(self.calls), photo=photo)

    async def send_message(self, chat, text, **options):
        return await self.called("send", chat, text, options)

    async def send_photo(self, chat, photo, *, caption, **options):
        return await self.called("photo", chat, (photo, caption), options)

    async def edit_message_text(self, text, *, chat_id, message_id, **options):
        return await self.called("edit", chat_id, (message_id, text), options)

    async def edit_message_caption(self, *, chat_id, message_id, caption, **options):
        return await self.called("caption", chat_id, (message_id, caption), options)

    async def delete_message(self, chat, message):
        return await self.called("delete", chat, message, {})

    @property
    def said(self):
        """The calls without their moments."""
        return [call[:3] for call in self.calls]

    @property
    def moments(self):
        """When each came."""
        return [call[3] for call in self.calls]


class Seat:
    """Leads in an epoch, until it is told otherwise."""

    def __init__(self):
        self.epoch = EPOCH
        self.asked = 0

    def recheck(self):
        self.asked += 1


class Post:
    """A store with letters, and the processes that deliver them one after the other."""

    def __init__(self, store, bot):
        self.store = store
        self.bot = bot
        self.seat = Seat()
        self.now = NOW

    async def put(self, *letters):
        await self.store.write(partial(outbox.put, letters=letters, now=NOW))

    def deliverer(self, bot=None, database=None, **more):
        return Deliverer(
            database or self.store, bot or self.bot, self.seat, now=lambda: self.now, **more
        )

    async def deliver(self, deliverer=None, *, until=None):
        """Deliver until nothing waits, or something else has come."""
        deliverer = deliverer or self.deliverer()
        await deliverer.on_won(EPOCH)
        while not await (until or self.is_empty)():  # noqa: ASYNC110 - a database has no events
            await asyncio.sleep(0.05)
        await deliverer.on_lost("enough")

    async def is_empty(self):
        return await self.store.read(outbox.waiting) == 0

    async def outcomes(self):
        query = select(table.c.outcome).order_by(table.c.id)
        return list((await self.store.read(lambda c: c.execute(query))).scalars())

    async def all(self, query):
        return list(await self.store.read(lambda connection: connection.execute(query)))


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """A file with all tables."""
    file = tmp_path_factory.mktemp("template") / "bot.db"

    async def made():
        store = Store(f"sqlite:///{file}")
        await store.open()
        await store.close()

    asyncio.run(made())
    return file


@pytest.fixture
def living(template, tmp_path):
    """Runs a life with a post office on a simulated clock."""
    file = shutil.copy(template, tmp_path / "bot.db")

    def lived(life, bot):
        async def whole():
            store = Store(f"sqlite:///{file}")
            await store.open(migrate=False)
            post = Post(store, bot)
            await life(post)
            await store.close()

        simulated(whole())
        return bot

    return lived


def sent(text, chat=7, **more):
    """A new message."""
    return Letter(chat, Act.SEND, Screen(Html(text)), **more)


def edit(text, chat=7, **more):
    """An edit."""
    return Letter(chat, Act.EDIT, Screen(Html(text)), **more)


def test_letters_go_out_in_order(living):
    """Higher ranks first, and the buttons with them."""
    buttons = ((Button("a", data="1x"), Button("b", url="https://example.org")),)

    async def life(post):
        await post.put(sent("1"), sent("2", rank=Rank.ALERT), sent("3", 8), sent("4"))
        await post.put(Letter(9, Act.SEND, Screen(Html("5"), buttons), silent=True))
        await post.deliver()
        assert await post.outcomes() == ["sent"] * 5

    bot = living(life, ScriptedBot())
    assert [text for _, _, text in bot.said] == ["1", "3", "4", "5", "2"]
    [row] = bot.options[3]["reply_markup"].inline_keyboard
    assert [(one.text, one.callback_data, one.url) for one in row] == [
        ("a", "1x", None), ("b", None, "https://example.org"),
    ]  # fmt: skip
    assert bot.options[3]["disable_notification"]
    assert bot.options[0]["link_preview_options"].is_disabled


def test_one_at_a_time_is_between_telegram_and_the_note_of_it(living):
    """So a kill repeats one at most."""

    async def life(post):
        await post.put(*[sent(str(chat), chat) for chat in range(1, 11)])
        await post.deliver()

    assert living(life, ScriptedBot()).most_at_work == 1


def test_where_more_a_second_are_allowed_more_go_at_once(living):
    """One for each thirty."""

    async def life(post):
        await post.put(*[sent(str(chat), chat) for chat in range(1, 21)])
        await post.deliver(post.deliverer(rate=120.0))

    assert living(life, ScriptedBot()).most_at_work == 4


def test_a_slow_chat_holds_up_no_other(living):
    """After a moment the next is begun beside it; of its own chat none is."""

    async def life(post):
        await post.put(sent("a"), sent("b"), sent("c", 8), sent("d", 9))
        await post.deliver()

    bot = living(life, ScriptedBot(latency=2.0))
    assert [text for _, _, text in bot.said] == ["a", "c", "d", "b"]
    assert bot.moments[1] < 1.0
    assert bot.moments[3] >= 2.0


def test_a_nudge_is_heard_at_once(living):
    """Without it, a letter is found a little later."""

    async def life(post):
        deliverer = post.deliverer()
        await deliverer.on_won(EPOCH)
        await asyncio.sleep(10.01)
        await post.put(sent("a"))
        deliverer.nudge()
        await asyncio.sleep(0.1)
        assert post.bot.said == [("send", 7, "a")]
        await deliverer.on_lost("enough")

    living(life, ScriptedBot())


def test_an_edit_finds_the_message_that_a_letter_became(living):
    """And a deletion too."""

    async def life(post):
        await post.put(sent("10 %", key="k"), edit("done", of="k"), edit("by number", message=5))
        await post.put(Letter(8, Act.DELETE, message=6), edit("lost", of="unknown"))
        await post.deliver()
        assert await post.outcomes() == ["sent", "sent", "sent", "sent", "void"]

    bot = living(life, ScriptedBot())
    assert sorted(bot.said, key=str) == [
        ("delete", 8, 6), ("edit", 7, (1001, "done")), ("edit", 7, (5, "by number")),
        ("send", 7, "10 %"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (BadRequest("Message is not modified: specified new message content"), "sent"),
        (BadRequest("Message to edit not found"), "void"),
        (BadRequest("Message can't be edited"), "void"),
        (BadRequest("Button_data_invalid"), "failed"),
        (BadRequest("Chat not found"), "blocked"),
        (Forbidden("Forbidden: bot was blocked by the user"), "blocked"),
        (ChatMigrated(-100), "blocked"),
    ],
)
def test_what_telegram_says_of_an_edit_is_what_became_of_it(living, fault, outcome):
    """It is not made again."""

    async def life(post):
        await post.put(edit("a", message=5))
        await post.deliver()
        assert await post.outcomes() == [outcome]

    assert len(living(life, ScriptedBot(fault)).calls) == 1


def test_a_blocked_chat_is_gone_and_gets_nothing_more(living):
    """What waits for it is blocked with the first."""

    async def life(post):
        from zoneinfo import ZoneInfo

        ana = Chat(7, Kind.PRIVATE, "en", ZoneInfo("UTC"), 6.0)
        await post.store.write(lambda connection: noted(connection, ana, NOW))
        await post.put(sent("a"), sent("b"), sent("c", 8))
        await post.deliver()
        assert await post.outcomes() == ["blocked", "blocked", "sent"]
        assert await post.all(select(chats.c.id, chats.c.gone)) == [(7, NOW)]

    assert len(living(life, ScriptedBot(Forbidden("blocked"))).calls) == 2


def test_markup_that_cannot_be_read_goes_out_as_plain_text(living, caplog):
    """That it was wrong is told."""

    async def life(post):
        await post.put(sent("<b>A&amp;B"))
        await post.deliver()
        assert await post.outcomes() == ["sent"]

    bot = living(life, ScriptedBot(BadRequest("Can't parse entities: unclosed start tag")))
    assert [text for _, _, text in bot.said] == ["<b>A&amp;B", "A&B"]
    assert bot.options[1]["parse_mode"] is None
    assert "markup is wrong" in caplog.text


def test_a_message_that_turns_out_to_be_a_picture_has_its_caption_edited(living):
    """Who pressed a button under it cannot know."""

    async def life(post):
        await post.put(edit("a", message=5))
        await post.deliver()

    fault = BadRequest("There is no text in the message to edit")
    assert living(life, ScriptedBot(fault)).said == [
        ("edit", 7, (5, "a")), ("caption", 7, (5, "a")),
    ]  # fmt: skip


def test_a_picture_is_uploaded_once(living):
    """From then on its name is enough, until Telegram has forgotten that."""

    async def life(post):
        row = {"digest": "d", "content": b"png", "made": NOW}
        await post.store.write(lambda connection: connection.execute(picture.insert(), row))
        for chat in (7, 8):
            await post.put(Letter(chat, Act.SEND, Screen(Html("a"), picture="d"), key=str(chat)))
            await post.deliver()
        post.bot.faults = [BadRequest("Wrong file identifier/HTTP URL specified")]
        await post.put(Letter(9, Act.SEND, Screen(Html("a"), picture="d")), edit("b", of="7"))
        await post.deliver()
        assert await post.outcomes() == ["sent"] * 4

    bot = living(life, ScriptedBot())
    sent_ = [what for name, _, what in bot.said if name == "photo"]
    assert [what for what, _ in sent_] == [b"png", "file", "file", b"png"]
    assert bot.said[-1] == ("caption", 7, (1001, "b"))


def test_a_picture_that_is_forgotten_is_left_out(living):
    """The text is what matters."""

    async def life(post):
        await post.put(Letter(7, Act.SEND, Screen(Html("a"), picture="gone")))
        await post.deliver()

    assert living(life, ScriptedBot()).said == [("send", 7, "a")]


def test_what_telegram_does_not_answer_is_sent_again(living):
    """After waits that grow; other chats wait as well, and nobody's order is changed."""

    async def life(post):
        await post.put(sent("a"), sent("b"), sent("c", 8))
        await post.deliver()
        assert await post.outcomes() == ["sent"] * 3

    bot = living(life, ScriptedBot(TimedOut(), NetworkError("no connection")))
    assert [text for _, chat, text in bot.said if chat == 7] == ["a", "a", "a", "b"]
    assert [text for _, chat, text in bot.said if chat == 8] == ["c"]
    assert bot.moments[1] - bot.moments[0] >= 0.5
    assert bot.moments[2] - bot.moments[1] >= 1.0


def test_what_is_never_answered_is_given_up_after_a_day(living, caplog):
    """Others have gone out meanwhile."""

    async def life(post):
        post.now = NOW + LIFE + timedelta(seconds=1)
        await post.put(sent("a"), sent("b", 8))
        await post.deliver()
        assert await post.outcomes() == ["failed", "sent"]

    living(life, ScriptedBot(TimedOut()))
    assert "letter given up" in caplog.text


def test_a_wait_that_is_asked_for_keeps_the_letter(living):
    """Nothing is counted as a try."""

    async def life(post):
        await post.put(sent("a"), sent("b", 8))
        await post.deliver()
        assert [row.tries for row in await post.all(select(table.c.tries))] == [0, 0]

    bot = living(life, ScriptedBot(Flood(40.0)))
    assert bot.said == [("send", 7, "a"), ("send", 8, "b"), ("send", 7, "a")]
    assert bot.moments[2] >= 40.0


def test_a_refused_token_holds_up_everything(living):
    """Whoever polls ends the process for it."""

    async def life(post):
        await post.put(sent("a"))
        await post.deliver()

    assert living(life, ScriptedBot(InvalidToken())).moments[1] >= 30.0


def test_a_bug_costs_one_letter(living, caplog):
    """It is told with its traceback."""

    async def life(post):
        await post.put(sent("a"), sent("b", 8))
        await post.deliver()
        assert await post.outcomes() == ["failed", "sent"]

    living(life, ScriptedBot(KeyError("bug")))
    assert "letter failed" in caplog.text


class Breaking:
    """A database that is away for some writes."""

    def __init__(self, store, away):
        self.store = store
        self.away = away
        self.dialect = store.dialect

    async def read(self, work):
        return await self.store.read(work)

    async def write(self, work):
        if self.away > 0:
            self.away -= 1
            raise StoreAway("the database is away")
        return await self.store.write(work)


def test_what_was_sent_is_not_sent_again_because_it_could_not_be_noted(living, caplog):
    """It is noted when the database is back."""

    async def life(post):
        await post.put(sent("a"), sent("b"))
        await post.deliver(post.deliverer(database=Breaking(post.store, 5)))

    bot = living(life, ScriptedBot())
    assert [text for _, _, text in bot.said] == ["a", "b"]
    assert "letters not noted" in caplog.text


def test_the_next_leader_goes_on_where_the_one_before_ended(living):
    """What is being sent is sent to its end, and noted."""

    async def life(post):
        await post.put(*[sent(str(number)) for number in range(6)])

        async def begun():
            return len(post.bot.calls) >= 3

        await post.deliver(until=begun)
        assert len(post.bot.calls) < 6
        await post.deliver()

    bot = living(life, ScriptedBot(latency=0.2))
    assert [text for _, _, text in bot.said] == [str(number) for number in range(6)]


def test_who_does_not_lead_any_more_delivers_nothing(living):
    """It asks who does."""

    async def life(post):
        deliverer = post.deliverer()
        post.seat.epoch = None
        await post.put(sent("a"))
        await deliverer.on_won(EPOCH)
        await asyncio.sleep(5.0)
        await deliverer.on_lost("gone")
        assert post.seat.asked > 0

    assert living(life, ScriptedBot()).calls == []


def test_the_fence_ends_a_delivery_and_what_was_sent_is_noted_all_the_same(living):
    """The next leader must not send it again."""

    async def life(post):
        await post.put(sent("a"), sent("b"))
        await post.store.write(lambda connection: fenced(connection, EPOCH + 1))
        deliverer = post.deliverer()
        await deliverer.on_won(EPOCH)
        await asyncio.sleep(5.0)
        assert await post.outcomes() == ["sent", None]
        await deliverer.on_lost("gone")

    assert len(living(life, ScriptedBot()).calls) == 1


def test_a_call_without_end_keeps_nobody_from_ending(living):
    """It is cut after a while; the next leader sends that letter again."""

    async def life(post):
        deliverer = post.deliverer()
        await post.put(sent("a"))
        await deliverer.on_won(EPOCH)
        await asyncio.sleep(1.0)
        before = asyncio.get_running_loop().time()
        await deliverer.on_lost("gone")
        assert asyncio.get_running_loop().time() - before < 5.0
        assert await post.outcomes() == [None]

    living(life, ScriptedBot(latency=1e6))
