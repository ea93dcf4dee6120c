"""Each update finds who deals with it, or is passed over; no other user's is mixed with it."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from phoenix.app.chat_tables import chat as chats
from phoenix.bot.bucket import keep
from phoenix.bot.chat import Defaults, Kind, noted
from phoenix.bot.dispatching import NOTHING, PRESSES, SEARCHES, Dispatcher
from phoenix.bot.html import Html
from phoenix.bot.routes import Command, Routes
from phoenix.bot.screen import Screen
from phoenix.bot.signing import Signer
from phoenix.bot.texts import say

ME = SimpleNamespace(id=99, username="PhoenixBot")
SIGNER = Signer(b"a key")
DEFAULTS = Defaults("pt-BR", ZoneInfo("America/Sao_Paulo"), 6.0)
NOW = datetime(2027, 1, 1, 12, tzinfo=UTC)
ANA, BOSS, GROUP = 7, 1, -100


class Parts:
    """Handlers that note what they were given."""

    def __init__(self):
        self.given = []
        self.sought = []

    def routes(self):
        return Routes(
            commands=(
                Command(("analisar", "analyse"), self.noting("analisar")),
                Command(("cartoes", "cards"), self.noting("cartoes")),
                Command(("start",), self.noting("start")),
                Command(("status",), self.noting("status"), admin=True),
                Command(("grupo",), self.asks_who_leads),
            ),
            buttons={"go": self.press, "number": self.reads_a_number},
            text=self.noting("text"),
        )

    def noting(self, name):
        async def handle(turn, rest):
            self.given.append((name, rest))
            turn.say(Screen(Html(name)))

        return handle

    async def asks_who_leads(self, turn, rest):
        self.given.append(("leads", await turn.user.leads_group()))

    async def press(self, turn, arguments):
        self.given.append(("go", *arguments))
        turn.show(Screen(Html("gone")))
        turn.note("done", confirm=True)

    async def reads_a_number(self, turn, arguments):
        turn.say(Screen(Html("half of it")))
        self.given.append(("number", int(arguments[0])))

    async def inline(self, sought, words):
        self.sought.append((sought.text, words.language))


class Asking:
    """A dispatcher, and users who write to it."""

    def __init__(self, store):
        self.parts = Parts()
        self.now = NOW
        self.asked = []
        self.number = 0
        self.dispatcher = Dispatcher(
            store, self.parts.routes(), signer=SIGNER, defaults=DEFAULTS, me=ME,
            leads=self.leads, inline=self.parts.inline, admins=frozenset({BOSS}),
            per_minute=5, now=lambda: self.now,
        )  # fmt: skip

    async def leads(self, chat, user):
        self.asked.append((chat, user))
        return user == ANA

    async def happens(self, kind, user=ANA, language="pt-br", **content):
        self.number += 1
        who = {"id": user, "is_bot": False, "first_name": "Ana", "language_code": language}
        told = {"update_id": self.number, kind: {"from": who, **content}}
        return await self.dispatcher.dispatch(told)

    async def says(self, text, chat=ANA, user=ANA, **more):
        return await self.happens("message", user, chat=place(chat), text=text, **more)

    async def presses(self, data, chat=ANA, user=ANA, message=True):
        below = {"message_id": 5, "date": 1, "chat": place(chat), "text": "a"}
        more = {"message": below} if message else {"inline_message_id": "i"}
        return await self.happens("callback_query", user, id="q", data=data, **more)


def place(chat):
    """As Telegram tells of it."""
    return {"id": chat, "type": "private" if chat > 0 else "supergroup"}


@pytest.fixture
async def store(tmp_path):
    """A small database; what differs between the engines is tested where it is written."""
    from phoenix.store.store import Store

    store = Store(f"sqlite:///{tmp_path / 'bot.db'}")
    await store.open()
    yield store
    await store.close()


@pytest.fixture
def asking(store):
    """See the class."""
    return Asking(store)


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("/analisar flamengo", ("analisar", "flamengo")),
        ("/ANALISAR  Flamengo x Palmeiras ", ("analisar", "Flamengo x Palmeiras")),
        ("/analyse@phoenixbot fla", ("analisar", "fla")),
        ("/Cartões", ("cartoes", "")),
        ("/analisar\nfla\nflu", ("analisar", "fla\nflu")),
        ("/start m_123", ("start", "m_123")),
        (" Flamengo ", ("text", "Flamengo")),
    ],
)
async def test_a_text_finds_its_handler(asking, text, given):
    """By a command's name or alias, or as plain text; what follows is handed over."""
    upshot = await asking.says(text)
    assert asking.parts.given == [given]
    assert [letter.chat for letter in upshot.turn.letters] == [ANA]


async def test_a_command_of_another_bot_is_ignored(asking):
    """In private too."""
    assert await asking.says("/analisar@OtherBot fla", GROUP) is NOTHING
    assert await asking.says("/analisar@OtherBot fla") is NOTHING
    assert asking.parts.given == []


@pytest.mark.parametrize("text", ["/unheard", "/status"])
async def test_an_unknown_command_and_an_admins_get_the_same_answer(asking, text):
    """In a group, none."""
    upshot = await asking.says(text)
    assert [letter.screen.text for letter in upshot.turn.letters] == [say("pt-BR", "inbox-unknown")]
    assert await asking.says(text, GROUP) is NOTHING
    assert asking.parts.given == []


async def test_an_admin_gives_admins_commands_and_as_many_as_there_are(asking):
    """Whatever the bucket says."""
    for _ in range(9):
        upshot = await asking.says("/status", BOSS, BOSS)
        assert upshot.spent is None
    assert asking.parts.given == [("status", "")] * 9


@pytest.mark.parametrize(
    ("text", "given"),
    [
        ("hello @PhoenixBot Flamengo", [("text", "hello Flamengo")]),
        ("@phoenixbot", [("start", "")]),
        ("@PhoenixBotty Flamengo", []),
        ("Flamengo", []),
    ],
)
async def test_in_a_group_only_what_is_said_to_the_bot_is_heard(asking, text, given):
    """The mention is cut out."""
    await asking.says(text, GROUP)
    assert asking.parts.given == given


async def test_an_answer_to_the_bot_is_said_to_it(asking):
    """One to somebody else is not."""
    await asking.says("a", GROUP, reply_to_message={"text": "before", "from": {"id": 99}})
    await asking.says("b", GROUP, reply_to_message={"text": "before", "from": {"id": 98}})
    assert asking.parts.given == [("text", "a")]


async def test_a_chat_is_served_with_its_settings(asking, store):
    """Its own language stands above the profile's."""
    upshot = await asking.happens(
        "message", language="es-MX", chat=place(ANA), text="Flamengo", message_id=1
    )
    chat = upshot.turn.chat
    assert (chat.language, chat.is_new, chat.kind) == ("es", True, Kind.PRIVATE)
    await store.write(lambda connection: noted(connection, chat, NOW))
    upshot = await asking.says("Flamengo")
    assert (upshot.turn.chat.language, upshot.turn.chat.is_new) == ("es", False)


async def test_whether_a_user_leads_a_group_is_asked_when_it_matters(asking):
    """In private it is not asked, nor of an admin who writes in the group's name."""
    await asking.says("/grupo")
    await asking.says("/grupo", GROUP)
    await asking.says("/grupo", GROUP, user=8)
    await asking.says("/grupo", GROUP, user=8, sender_chat={"id": GROUP})
    assert asking.parts.given == [("leads", leads) for leads in (True, True, False, True)]
    assert asking.asked == [(GROUP, ANA), (GROUP, 8)]


async def test_who_is_too_fast_is_told_once(asking, store):
    """And heard again after the wait that was told."""
    for _ in range(5):
        upshot = await asking.says("Flamengo")
        await store.write(lambda connection, now=upshot.spent: keep(connection, ANA, now))
    upshot = await asking.says("Flamengo")
    [letter] = upshot.turn.letters
    assert letter.screen.text == say("pt-BR", "inbox-too-fast", seconds=12)
    await store.write(lambda connection: keep(connection, ANA, upshot.spent))
    assert await asking.says("/analisar fla") is NOTHING
    asking.now += timedelta(seconds=12)
    await asking.says("/analisar fla")
    assert asking.parts.given[5:] == [("analisar", "fla")]


async def test_a_button_is_dealt_with_and_answered(asking):
    """Its message becomes what the handler shows."""
    upshot = await asking.presses(SIGNER.data(ANA, "go", 3, "x"))
    [letter] = upshot.turn.letters
    assert asking.parts.given == [("go", "3", "x")]
    assert (letter.message, letter.screen.text) == (5, "gone")
    assert (upshot.reply.query, upshot.reply.text, upshot.reply.confirm) == ("q", "done", True)


@pytest.mark.parametrize(
    "data",
    [
        "", "go:3", "1AAAAAAAAAAAgo:3", SIGNER.data(8, "go", 3), SIGNER.data(ANA, "go", 3) + "1",
        SIGNER.data(ANA, "nothing"), SIGNER.data(ANA, "number", "x"), "1\ud800\ud800",
        "2" + SIGNER.data(ANA, "go", 3)[1:],
    ],
)  # fmt: skip
async def test_an_old_foreign_or_tampered_button_is_answered_kindly(asking, data):
    """Nothing else comes of it, also where a handler had begun."""
    upshot = await asking.presses(data)
    assert upshot.reply.text == say("pt-BR", "inbox-old-button")
    assert upshot.turn.letters == []
    assert asking.parts.given == []


async def test_a_button_under_an_inline_message_is_answered(asking):
    """There is no chat for which it could be meant."""
    upshot = await asking.presses(SIGNER.data(ANA, "go", 3), message=False)
    assert (upshot.turn, upshot.reply.text) == (None, say("pt-BR", "inbox-old-button"))


async def test_buttons_do_not_count_but_are_bounded(asking):
    """Beyond, each is answered all the same."""
    for _ in range(PRESSES * 5):
        await asking.presses(SIGNER.data(ANA, "go"))
    upshot = await asking.presses(SIGNER.data(ANA, "go"))
    assert (upshot.turn, upshot.reply.text) == (None, say("pt-BR", "inbox-button-too-fast"))
    assert len(asking.parts.given) == PRESSES * 5


async def test_searches_are_handed_over_and_bounded(asking):
    """They bring no turn."""
    for _ in range(SEARCHES * 5 + 1):
        assert await asking.happens("inline_query", id="q", query="fla", offset="") is NOTHING
    assert asking.parts.sought == [("fla", "pt-BR")] * SEARCHES * 5


async def test_a_chat_that_puts_the_bot_out_is_gone_until_it_is_back(asking, store):
    """By what the turn wants to be written."""

    async def moved(status):
        told = {"chat": place(ANA), "new_chat_member": {"status": status}}
        upshot = await asking.happens("my_chat_member", **told)
        for change in upshot.turn.changes:
            await store.write(change)
        query = select(chats.c.gone).where(chats.c.id == ANA)
        return (await store.read(lambda connection: connection.execute(query))).scalar_one()

    assert await moved("member") is None
    assert await moved("kicked") == NOW
    assert await moved("member") is None


async def test_what_a_handler_raises_is_the_callers(asking):
    """Who knows what is kept of an update that failed."""

    async def fails(turn, rest):
        raise KeyError("bug")

    asking.dispatcher._commands["analisar"] = Command(("analisar",), fails)
    with pytest.raises(KeyError):
        await asking.says("/analisar fla")


class Empty:
    """A database in which nothing is written."""

    async def read(self, work):
        return await work(self)

    async def execute(self, query, parameters=None):
        return SimpleNamespace(first=lambda: None)


TEXTS = st.text(max_size=40) | st.sampled_from([
    "/", "/@", "/analisar@", "/status", "/start " + "x" * 5000, "<b>&", "\u202egnp", "\ud800",
    "@PhoenixBot", SIGNER.data(ANA, "go", 1), SIGNER.data(8, "go", 1), SIGNER.data(ANA, "number"),
    "1" + "\ud800" * 12, "1" * 64, "", "\0",
])  # fmt: skip
THINGS = TEXTS | st.integers() | st.none() | st.booleans() | st.lists(st.none(), max_size=2)
USERS = st.fixed_dictionaries(
    {"id": st.integers(-1, 2**65) | THINGS},
    optional={"is_bot": THINGS, "first_name": THINGS, "language_code": THINGS},
)
PLACES = st.fixed_dictionaries(
    {"id": st.integers(-(2**65), 2**65) | THINGS, "type": st.sampled_from(["private", "group"])}
)
MESSAGES = st.fixed_dictionaries(
    {"chat": PLACES | THINGS, "from": USERS | THINGS, "text": TEXTS},
    optional={
        "message_id": THINGS, "date": THINGS, "caption": THINGS, "sender_chat": PLACES | THINGS,
        "reply_to_message": THINGS, "photo": THINGS,
    },
)  # fmt: skip
QUERIES = st.fixed_dictionaries(
    {"id": TEXTS, "from": USERS, "data": TEXTS | THINGS, "message": MESSAGES | THINGS},
    optional={"query": THINGS, "offset": THINGS, "new_chat_member": st.dictionaries(
        st.just("status"), st.sampled_from(["kicked", "member"]) | THINGS)},
)  # fmt: skip


@settings(max_examples=1000)
@given(
    kind=st.sampled_from(["message", "callback_query", "inline_query", "my_chat_member"]),
    part=MESSAGES | QUERIES,
)
def test_whatever_comes_no_handler_of_ours_fails_by_it(kind, part):
    """No letter goes to another chat, and nobody but an admin gets what admins get."""
    asking = Asking(Empty())
    upshot = asyncio.run(asking.dispatcher.dispatch({"update_id": 1, kind: part}))
    for letter in upshot.turn.letters if upshot.turn else ():
        assert letter.chat == upshot.turn.chat.id
        letter.screen.text.encode("utf-8")
    assert ("status", "") not in asking.parts.given or part["from"]["id"] == BOSS
