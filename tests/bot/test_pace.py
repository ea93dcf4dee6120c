"""Calls go out no faster than Telegram allows, and rest where it asks for a rest."""

import asyncio
from collections import defaultdict

import pytest
from bot_api_server import TOKEN
from bot_api_server import Flood as Asked
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from simulated import simulated
from structlog.testing import capture_logs
from telegram.error import BadRequest, RetryAfter
from telegram.ext import ExtBot

from phoenix.bot.network_faults import Flood, seconds_of
from phoenix.bot.pace import Pace, Rates, messages_in
from phoenix.bot.transport import make_request

GROUP = -100123


class Telegram:
    """Takes calls: when, to which chat; and answers with what was scripted, after a while."""

    def __init__(self, pace):
        self.pace = pace
        self.took = []
        self.script = []
        self.lasts = 0.0

    async def call(self, chat=None, endpoint="sendMessage", retries=None, **data):
        """Through the pace."""
        given = {"chat_id": chat, **data}
        return await self.pace.process_request(
            self._answer, (chat,), {"endpoint": endpoint}, endpoint, given, retries
        )

    async def _answer(self, chat, endpoint):
        self.took.append((now(), chat))
        answer = self.script.pop(0) if self.script else True
        await asyncio.sleep(self.lasts)
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def moments(self):
        """When calls came."""
        return [round(at, 6) for at, _ in self.took]


def now():
    return asyncio.get_running_loop().time()


def paced(test):
    """A test on a simulated clock, given a server behind a pace of the usual rates."""

    def run():
        async def made():
            await test(Telegram(Pace()))

        simulated(made())

    run.__name__, run.__doc__ = test.__name__, test.__doc__
    return run


@paced
async def test_a_second_takes_no_more_than_thirty(telegram):
    """They may come at once; then a second has to pass."""
    await together(telegram.call(chat) for chat in range(1, 91))
    assert telegram.moments == [0.0] * 30 + [1.0] * 30 + [2.0] * 30


@paced
async def test_a_chat_gets_one_in_a_second(telegram):
    """In the order in which they were asked for; others do not wait for it."""
    await together(telegram.call(chat) for chat in [7, 7, 8, 7])
    assert telegram.took == [(0.0, 7), (0.0, 8), (1.0, 7), (2.0, 7)]


@paced
async def test_a_group_gets_twenty_in_a_minute(telegram):
    """Each a second after the one before, as in any other chat."""
    telegram.pace = Pace(patience=60.0)
    await together(telegram.call(GROUP) for _ in range(21))
    assert telegram.moments == [*map(float, range(20)), 60.0]


@paced
async def test_a_chat_that_was_quiet_may_get_several_at_once(telegram):
    """Where that is allowed; it waits for them afterwards."""
    telegram.pace = Pace(Rates(burst=3))
    await together(telegram.call(7) for _ in range(5))
    assert telegram.moments == [0.0, 0.0, 0.0, 3.0, 3.0]


@paced
async def test_a_rate_below_one_is_kept_too(telegram):
    """One, and then none for as long as it says."""
    telegram.pace = Pace(Rates(chat=0.25))
    await together(telegram.call(7) for _ in range(3))
    assert telegram.moments == [0.0, 4.0, 8.0]


@paced
async def test_raised_rates_let_everything_through(telegram):
    """As a benchmark needs it."""
    telegram.pace = Pace(Rates(100_000, 100_000, 100_000))
    await together(telegram.call(7) for _ in range(200))
    assert telegram.moments[-1] < 0.003


@paced
async def test_a_channel_is_known_by_its_name_too(telegram):
    """However it is written; and a number may come as a text."""
    await together(telegram.call(chat) for chat in ["@League", "@league", "7", 7])
    assert telegram.took == [(0.0, "@League"), (0.0, "7"), (1.0, "@league"), (1.0, 7)]


@paced
async def test_an_inline_message_belongs_to_no_chat(telegram):
    """It counts overall."""
    telegram.pace = Pace(Rates(overall=2.0))
    edits = [telegram.call(endpoint="editMessageText", inline_message_id="a") for _ in range(3)]
    await together(edits)
    assert telegram.moments == [0.0, 0.0, 1.0]


@pytest.mark.parametrize(
    ("endpoint", "messages"),
    [
        ("sendMessage", 1), ("sendPhoto", 1), ("sendRichMessage", 1), ("copyMessage", 1),
        ("editMessageText", 1), ("editMessageMedia", 1), ("editMessageReplyMarkup", 1),
        ("answerCallbackQuery", 0), ("getMe", 0), ("getUpdates", 0), ("sendChatAction", 0),
        ("setMyCommands", 0), ("deleteMessage", 0), ("answerInlineQuery", 0),
        ("sendMessageDraft", 0),
    ],
)  # fmt: skip
def test_what_shows_a_message_or_changes_one_counts(endpoint, messages):
    """Nothing else does."""
    assert messages_in(endpoint, {"chat_id": 7}) == messages


def test_an_album_counts_as_its_pictures():
    """As do messages that are copied together; an edited picture is one."""
    assert messages_in("sendMediaGroup", {"media": ["a", "b", "c"]}) == 3
    assert messages_in("copyMessages", {"message_ids": (1, 2)}) == 2
    assert messages_in("editMessageMedia", {"media": {"type": "photo"}}) == 1


@paced
async def test_an_album_waits_until_all_of_it_fits(telegram):
    """One that never would waits until nothing else counts."""
    await telegram.call(GROUP, "sendMediaGroup", media=list("abc"))
    telegram.pace = Pace(Rates(burst=1))
    await telegram.call(7)
    await telegram.call(7, "sendMediaGroup", media=list("abc"))
    await telegram.call(7)
    assert telegram.moments == [0.0, 0.0, 1.0, 2.0]


@paced
async def test_what_does_not_count_does_not_wait(telegram):
    """An answer to a press is wanted at once."""
    await together(telegram.call(7, "answerCallbackQuery") for _ in range(100))
    assert set(telegram.moments) == {0.0}


@paced
async def test_a_rest_is_kept_by_everybody(telegram):
    """Also by calls that do not count; then the call is made again."""
    telegram.script = [Flood(2)]
    asking = asyncio.ensure_future(telegram.call(7))
    await asyncio.sleep(0.5)
    await together([telegram.call(8), telegram.call(9, "answerCallbackQuery")])
    assert await asking
    assert telegram.moments == [0.0, 2.0, 2.0, 2.0]


@paced
async def test_a_rest_that_the_library_tells_of_is_kept_too(telegram):
    """Its own error warns of itself, where ours does not."""
    with pytest.warns(DeprecationWarning, match="retry_after"):
        telegram.script = [RetryAfter(2)]
    await telegram.call(7)
    assert telegram.moments == [0.0, 2.0]


@paced
async def test_a_rest_is_told_once(telegram):
    """By what was asked, and for how long."""
    telegram.script = [Flood(2)]
    with capture_logs() as lines:
        await telegram.call(7)
    (line,) = lines
    assert (line["event"], line["seconds"], line["method"]) == (
        "telegram asks to wait", 2.0, "sendMessage",
    )  # fmt: skip


@paced
async def test_a_rest_is_not_ended_by_a_call_that_was_under_way(telegram):
    """Its answer says nothing of those that come later."""
    telegram.lasts = 0.4
    slow = asyncio.ensure_future(telegram.call(7))
    await asyncio.sleep(0.1)
    telegram.lasts, telegram.script = 0.0, [Flood(2)]
    flooded = asyncio.ensure_future(telegram.call(8))
    await slow
    assert now() == pytest.approx(0.4)
    await together([telegram.call(9), flooded])
    assert telegram.moments[2:] == [2.1, 2.1]


@paced
async def test_a_later_rest_does_not_shorten_an_earlier_one(telegram):
    """The longest holds."""
    telegram.script = [Flood(5), Flood(1)]
    await together([telegram.call(7), telegram.call(8)])
    assert telegram.moments == [0.0, 0.0, 5.0, 5.0]


@paced
async def test_after_a_rest_the_rates_hold(telegram):
    """Those who waited do not all come at once."""
    telegram.script = [Flood(2)]
    await together(telegram.call(chat) for chat in range(1, 62))
    assert telegram.moments.count(2.0) == 30
    assert max(telegram.moments.count(at) for at in telegram.moments) == 30


@paced
async def test_a_call_is_made_again_no_more_often_than_is_allowed(telegram):
    """What Telegram said last is raised then, and its rest is kept all the same."""
    telegram.script = [Flood(1), Flood(1), Flood(1)]
    with pytest.raises(RetryAfter):
        await telegram.call(7, retries=2)
    telegram.script = [Flood(3)]
    with pytest.raises(RetryAfter):
        await telegram.call(7, retries=0)
    await telegram.call(8)
    assert telegram.moments == [0.0, 1.0, 2.0, 3.0, 6.0]


@paced
async def test_a_long_rest_is_told_to_the_caller(telegram):
    """And until it is nearly over, to whoever calls meanwhile, without calling."""
    telegram.script = [Flood(100)]
    for chat, left in ((7, 100), (8, 100)):
        with pytest.raises(RetryAfter) as caught:
            await telegram.call(chat)
        assert seconds_of(caught.value) == left
    await asyncio.sleep(80)
    await telegram.call(9)
    assert telegram.moments == [0.0, 100.0]


@paced
async def test_a_long_wait_of_our_own_is_told_to_the_caller(telegram):
    """So that it may see to other chats."""
    for _ in range(20):
        await telegram.call(GROUP)
    with pytest.raises(Flood) as caught:
        await telegram.call(GROUP)
    assert caught.value.seconds == pytest.approx(41.0)
    assert len(telegram.took) == 20


@paced
async def test_any_other_error_is_the_callers(telegram):
    """At once."""
    telegram.script = [BadRequest("no")]
    with pytest.raises(BadRequest):
        await telegram.call(7)
    assert telegram.moments == [0.0]


@paced
async def test_who_gives_up_waiting_keeps_nobody_waiting(telegram):
    """Its turn is the next one's."""
    await telegram.call(7)
    waiting = [asyncio.ensure_future(telegram.call(7)) for _ in range(3)]
    await asyncio.sleep(0.5)
    waiting[0].cancel()
    waiting[1].cancel()
    await waiting[2]
    assert telegram.moments == [0.0, 1.0]


@paced
async def test_chats_are_forgotten(telegram):
    """Once it makes no difference, and in any case beyond a number."""
    for chat in range(1, 50):
        await telegram.call(chat)
        await asyncio.sleep(2)
    assert telegram.pace.known_chats <= 2
    telegram.pace = Pace(Rates(100_000, 0.1), chats=10)
    holding = asyncio.ensure_future(telegram.call(5))
    held = asyncio.ensure_future(telegram.call(5))
    await together(telegram.call(chat) for chat in range(100, 200))
    assert telegram.pace.known_chats <= 11
    await together([holding, held])
    assert [at for at, chat in telegram.took if chat == 5][-2:] == [98.0, 108.0]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([1, 2, 3, GROUP, "@channel"]),
            st.floats(0, 5),
            st.sampled_from([None, None, None, 0.5, 3.0]),
        ),
        max_size=60,
    )
)
def test_whatever_is_asked_for_the_rates_are_kept(calls):
    """And every call is made."""

    async def test():
        telegram = Telegram(Pace(Rates(overall=5.0, group=6.0), patience=1e9, retries=1000))
        telegram.script = [Flood(rest) if rest else True for _, _, rest in calls]

        async def call(chat, after):
            await asyncio.sleep(after)
            assert await telegram.call(chat)

        await together(call(chat, after) for chat, after, _ in calls)
        check(telegram.took)
        assert len(telegram.took) == len(calls) + sum(rest is not None for *_, rest in calls)

    simulated(test())


def check(took):
    """No window of any length that counts has too many."""
    chats = defaultdict(list)
    for at, chat in took:
        chats[chat].append(at)
    assert none_beyond([at for at, _ in took], 5, 1.0)
    for chat, moments in chats.items():
        assert none_beyond(moments, 1, 1.0)
        assert none_beyond(moments, 6, 60.0) or chat in {1, 2, 3}


def none_beyond(moments, most, seconds):
    """Whether any so many and one take so long at least."""
    later = moments[most:]
    return all(b - a >= seconds - 1e-6 for a, b in zip(moments, later, strict=False))


async def test_a_bot_of_the_library_calls_through_it(telegram):
    """Each of its methods, but not the poll for updates."""
    pace, request = Counting(), make_request("aiohttp", SecretStr(TOKEN))
    telegram.fail("sendMessage", Asked(0))
    bot = ExtBot(TOKEN, f"{telegram.url}/bot", "", request, request, rate_limiter=pace)
    async with bot:
        await bot.send_message(7, "a", rate_limit_args=1)
        await bot.get_updates(timeout=0)
    assert pace.asked == [("getMe", None), ("sendMessage", 1)]
    assert telegram.count("sendMessage") == 2


class Counting(Pace):
    """Tells what went through."""

    def __init__(self):
        super().__init__()
        self.asked = []

    async def process_request(self, callback, args, kwargs, endpoint, data, rate_limit_args):
        self.asked.append((endpoint, rate_limit_args))
        return await super().process_request(
            callback, args, kwargs, endpoint, data, rate_limit_args
        )


async def together(calls):
    """All at once, in their order."""
    await asyncio.gather(*calls)
