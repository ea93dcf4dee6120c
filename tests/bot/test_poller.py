"""The poller gets updates while its process leads, and dies of nothing but a refused token."""

import asyncio
from collections import deque
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from simulated import simulated

from phoenix.app.leader import NotLeader
from phoenix.bot.faults import Conflict, TelegramAway, TooManyRequests, Unauthorised
from phoenix.bot.poller import Poller
from phoenix.domain.errors import StoreAway

BEGIN = datetime(2027, 1, 1, tzinfo=UTC)
EPOCH = 3
AWAY = TelegramAway("getUpdates", "ReadError", taken=True)
CONFLICT = Conflict("Conflict: terminated by other getUpdates request")
HOOKED = Conflict("Conflict: can't use getUpdates method while webhook is active")


class Telegram:
    """Answers polls as it was told to: with updates, a fault, or (...) never; then with silence.

    After NotImplemented it takes no cancellation for an answer either, until it is let go.
    """

    def __init__(self, *answers):
        self.answers = deque(answers)
        self.polls = []
        self.under_way = 0
        self.let_go = asyncio.Event()

    async def get_updates(self, offset, *, wait, allowed):
        self.polls.append((offset, round(asyncio.get_running_loop().time(), 3)))
        self.under_way += 1
        try:
            return await self._answer(wait)
        finally:
            self.under_way -= 1

    async def _answer(self, wait):
        answer = self.answers.popleft() if self.answers else None
        if answer is ...:
            await asyncio.Event().wait()
        while answer is NotImplemented and not self.let_go.is_set():
            with suppress(asyncio.CancelledError):
                await self.let_go.wait()
        if answer is NotImplemented:
            return []
        if isinstance(answer, Exception):
            raise answer
        if answer is None:
            await asyncio.sleep(wait)
            return []
        return [{"update_id": number} for number in answer]

    @property
    def moments(self):
        """When it was polled."""
        return [moment for _, moment in self.polls]


class Desk:
    """Accepts updates, unless it was told to raise or to take its time; says who leads, too."""

    def __init__(self, *answers):
        self.epoch = EPOCH
        self.answers = deque(answers)
        self.accepted = []
        self.rechecks = 0
        self.lapses_after = None
        self.fatal = []

    def recheck(self):
        self.rechecks += 1

    async def accept(self, updates, epoch, goes_on):
        assert epoch == EPOCH
        for update in updates:
            if not goes_on():
                return False
            answer = self.answers.popleft() if self.answers else None
            if isinstance(answer, Exception):
                raise answer
            if answer is not None:
                await asyncio.sleep(answer)
            self.accepted.append(update["update_id"])
            if update["update_id"] == self.lapses_after:
                self.epoch = None
        return True


def now():
    """The simulated time as a date."""
    return BEGIN + timedelta(seconds=asyncio.get_running_loop().time())


def polled(telegram, desk, seconds, *, then=None):
    """A poller that has polled for so long, and was ended."""

    async def life():
        poller = Poller(telegram, desk.accept, desk, fatal=desk.fatal.append, now=now)
        await poller.on_won(EPOCH)
        await asyncio.sleep(seconds)
        if then is not None:
            await then(poller)
        await poller.on_lost("stopped")
        assert telegram.under_way == 0
        assert asyncio.all_tasks() == {asyncio.current_task()}
        return poller

    return simulated(life())


def test_updates_are_accepted_before_the_offset_moves():
    """The next poll confirms what was accepted, and waits for more."""
    telegram, desk = Telegram([5, 6], [7]), Desk(1.0, 1.0, 1.0)
    polled(telegram, desk, 14.0)
    assert telegram.polls == [(None, 0.0), (7, 2.0), (8, 3.0), (8, 13.0)]
    assert desk.accepted == [5, 6, 7]


def test_after_the_end_no_poll_is_under_way_and_none_is_made():
    """Not even one that would only confirm: it would disturb the next leader's."""
    telegram = Telegram()
    polled(telegram, Desk(), 5.0)
    assert telegram.moments == [0.0]


def test_an_update_that_is_being_handled_at_the_end_is_handled_to_its_end():
    """Those behind it in the answer are left, and no further poll is made."""
    telegram, desk = Telegram([5, 6, 7]), Desk(1.0, 4.0)
    polled(telegram, desk, 2.0)
    assert desk.accepted == [5, 6]
    assert telegram.moments == [0.0]


def test_an_end_that_is_cut_cuts_what_is_being_handled():
    """The lease is over: nothing goes on after it."""

    async def life():
        telegram, desk = Telegram([5]), Desk(60.0)
        poller = Poller(telegram, desk.accept, desk, fatal=desk.fatal.append, now=now)
        await poller.on_won(EPOCH)
        await asyncio.sleep(1.0)
        ending = asyncio.create_task(poller.on_lost("gone"))
        await asyncio.sleep(1.0)
        assert not ending.done()
        ending.cancel()
        await asyncio.wait({ending})
        assert asyncio.all_tasks() == {asyncio.current_task()}
        assert desk.accepted == []

    simulated(life())


def test_a_new_tenure_begins_with_the_oldest_update():
    """What was confirmed is known to Telegram alone."""
    telegram, desk = Telegram([5]), Desk()

    async def again(poller):
        await poller.on_lost("gone")
        await poller.on_won(EPOCH)
        await asyncio.sleep(1.0)

    polled(telegram, desk, 1.0, then=again)
    assert [offset for offset, _ in telegram.polls] == [None, 6, None]


def test_a_fence_that_refuses_ends_the_polling_and_the_offset_stays():
    """The lock is asked at once."""
    telegram, desk = Telegram([5, 6]), Desk(None, NotLeader(EPOCH, 4))
    poller = polled(telegram, desk, 60.0, then=None)
    assert telegram.polls == [(None, 0.0)]
    assert (desk.accepted, desk.rechecks) == ([5], 1)
    assert not poller.polls


def test_a_process_whose_epoch_has_lapsed_neither_polls_nor_accepts():
    """It was paused, perhaps at its work: what it left comes again if it still leads."""
    telegram, desk = Telegram([5, 6], [5, 6]), Desk()
    desk.lapses_after = 5

    async def returns(poller):
        assert (desk.accepted, telegram.moments) == ([5], [0.0])
        desk.epoch, desk.lapses_after = EPOCH, None
        await asyncio.sleep(1.0)

    polled(telegram, desk, 1.9, then=returns)
    assert [offset for offset, _ in telegram.polls] == [None, None, 7]
    assert desk.accepted == [5, 5, 6]  # the inbox, not this desk, knows what it has
    assert desk.rechecks == 4


def test_a_stuck_poll_is_cut_and_made_anew(caplog):
    """It is told once, and so is that it is over; the silence shows meanwhile."""
    caplog.set_level("INFO")
    telegram, seen = Telegram(..., ..., [5]), []

    async def look(poller):
        seen.append(poller.is_fresh(now()))
        await asyncio.sleep(2.0)
        seen.append(poller.is_fresh(now()))

    poller = polled(telegram, Desk(), 40.0, then=look)
    assert telegram.moments == [0.0, 20.5, 41.5, 41.5]
    assert seen == [False, True]
    assert poller.heartbeat == BEGIN + timedelta(seconds=41.5)
    assert caplog.text.count("telegram away") == 1
    assert caplog.text.count("telegram back") == 1


def test_a_poll_that_cannot_be_cut_is_left_behind(caplog):
    """Polling goes on without it."""
    telegram, desk = Telegram(NotImplemented, [5]), Desk()

    async def let_go(poller):
        assert poller.is_fresh(now())
        telegram.let_go.set()
        await asyncio.sleep(1.0)

    polled(telegram, desk, 30.0, then=let_go)
    assert telegram.moments[:2] == [0.0, 21.5]
    assert desk.accepted == [5]
    assert caplog.text.count("poll left behind") == 1


def test_the_end_waits_for_a_poll_that_does_not_end_at_once():
    """The next leader's poll must be the only one."""
    telegram = Telegram(NotImplemented)

    async def life():
        poller = Poller(telegram, (desk := Desk()).accept, desk, fatal=desk.fatal.append, now=now)
        await poller.on_won(EPOCH)
        await asyncio.sleep(1.0)
        ending = asyncio.create_task(poller.on_lost("gone"))
        await asyncio.sleep(5.0)
        assert not ending.done()
        telegram.let_go.set()
        await ending
        assert telegram.under_way == 0

    simulated(life())


def test_a_poller_that_dies_of_a_bug_begins_anew(caplog):
    """That is told with its traceback."""
    caplog.set_level("INFO")
    telegram, desk, bugs = Telegram(CONFLICT, [5]), Desk(), [KeyError("bug")]

    def recheck():
        raise bugs.pop()

    desk.recheck = recheck
    polled(telegram, desk, 1.0)
    assert telegram.moments == [0.0, 0.5, 0.5]
    assert desk.accepted == [5]
    assert "KeyError: 'bug'" in caplog.text
    assert caplog.text.count("poller died") == 1
    assert caplog.text.count("poller restarted") == 1


def test_a_poller_that_somebody_cancels_begins_anew():
    """Only its own end ends it."""
    telegram, desk = Telegram(None, [5]), Desk()

    async def cancel(poller):
        poller._polling.cancel()
        await asyncio.sleep(1.0)

    polled(telegram, desk, 1.0, then=cancel)
    assert telegram.moments[:2] == [0.0, 1.5]
    assert desk.accepted == [5]


def test_a_poller_that_has_died_stays_dead_where_another_leads():
    """It ended before it could begin anew."""
    telegram, desk = Telegram([5]), Desk()

    async def life():
        poller = Poller(telegram, desk.accept, desk, fatal=desk.fatal.append, now=now)
        await poller.on_won(EPOCH)
        poller._polling.cancel()
        await asyncio.sleep(0.1)
        await poller.on_lost("gone")
        await asyncio.sleep(60.0)

    simulated(life())
    assert telegram.polls == []


def test_a_poller_that_has_died_is_not_joined_by_another():
    """Where the lead was lost and won again before it could begin anew."""
    telegram, desk = Telegram(), Desk()

    async def life():
        poller = Poller(telegram, desk.accept, desk, fatal=desk.fatal.append, now=now)
        await poller.on_won(EPOCH)
        poller._polling.cancel()
        await asyncio.sleep(0.1)
        await poller.on_lost("gone")
        await poller.on_won(EPOCH)
        await asyncio.sleep(1.0)
        assert telegram.under_way == 1
        await poller.on_lost("stopped")

    simulated(life())


def test_a_network_that_is_lost_is_waited_out(caplog):
    """Each rest is twice the one before, thirty seconds at most; then it is as if nothing was."""
    caplog.set_level("INFO")
    telegram = Telegram(*[AWAY] * 9, [5], AWAY)
    polled(telegram, Desk(), 155.0)
    rests = [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0]
    moments = [sum(rests[:n]) for n in range(10)]
    assert telegram.moments[:12] == [*moments, 121.5, 122.0]
    assert caplog.text.count("telegram away") == 2
    assert caplog.text.count("telegram back") == 2


def test_a_conflict_makes_the_process_ask_its_lock(caplog):
    """It polls on after a moment if it still leads; however often, it is told once."""
    telegram, desk = Telegram(*[CONFLICT] * 3, [5]), Desk()
    polled(telegram, desk, 4.0)
    assert telegram.moments == [0.0, 1.0, 2.0, 3.0, 3.0]
    assert (desk.rechecks, desk.accepted) == (3, [5])
    assert caplog.text.count("poll conflict reason=") == 1


def test_a_webhook_in_the_way_is_told_with_its_cure(caplog):
    """In one line; the lock is not to blame, and polling goes on once the webhook is gone."""
    caplog.set_level("INFO")
    telegram, desk, told = Telegram(*[HOOKED] * 3, [5]), Desk(), []

    async def look(poller):
        told.append(poller.trouble)
        await asyncio.sleep(10.0)
        told.append(poller.trouble)

    polled(telegram, desk, 3.0, then=look)
    assert telegram.moments[:5] == [0.0, 2.0, 4.0, 6.0, 6.0]
    assert (desk.rechecks, desk.accepted) == (0, [5])
    (line,) = [one.getMessage() for one in caplog.records if one.levelname == "WARNING"]
    assert "phoenix bot webhook delete" in line
    assert "BOT_MODE=webhook" in line
    assert caplog.text.count("webhook out of the way") == 1
    assert "webhook is set" in told[0]
    assert told[1] == ""


def test_what_telegram_asks_to_wait_is_waited():
    """To the full."""
    telegram = Telegram(TooManyRequests(7.0))
    polled(telegram, Desk(), 8.0)
    assert telegram.moments == [0.0, 7.0]


def test_a_database_that_is_away_is_waited_out_and_the_same_updates_come_again(caplog):
    """The offset stays; what the database lets in then is accepted."""
    telegram, desk = Telegram([5, 6], [5, 6], [5, 6]), Desk(StoreAway("away"), StoreAway("away"))
    polled(telegram, desk, 2.0)
    assert telegram.polls == [(None, 0.0), (None, 0.5), (None, 1.5), (7, 1.5)]
    assert caplog.text.count("updates not accepted") == 1
    assert "Traceback" not in caplog.text


def test_a_bug_is_told_with_its_traceback_and_waited_out_too(caplog):
    """A poller that died would be missed by nobody."""
    polled(Telegram([5], [5]), desk := Desk(KeyError("bug")), 1.0)
    assert desk.accepted == [5]
    assert caplog.text.count("KeyError: 'bug'") == 1


def test_a_refused_token_is_the_end(caplog):
    """The service is told; nothing is polled any more."""
    telegram, desk = Telegram(Unauthorised()), Desk()

    async def look(poller):
        assert not poller.is_fresh(now())

    poller = polled(telegram, desk, 60.0, then=look)
    assert telegram.moments == [0.0]
    assert desk.fatal == [poller.fault]
    assert isinstance(poller.fault, Unauthorised)
    assert "polling given up" in caplog.text


@pytest.mark.parametrize(("silent", "fresh"), [(19.9, True), (20.0, False)])
def test_silence_for_the_long_poll_and_ten_seconds_is_too_much(silent, fresh):
    """Counted from the last answer, or from when polling began."""
    seen = []

    async def look(poller):
        seen.append(poller.is_fresh(now()))

    polled(Telegram(...), Desk(), silent, then=look)
    assert seen == [fresh]


def test_who_does_not_poll_is_not_silent_nor_is_who_has_just_begun():
    """Another process polls, or did."""

    async def life():
        desk = Desk()
        poller = Poller(Telegram(), desk.accept, desk, fatal=desk.fatal.append, now=now)
        await asyncio.sleep(100.0)
        assert poller.is_fresh(now())
        await poller.on_won(EPOCH)
        assert poller.is_fresh(now())
        await poller.on_lost("stopped")

    simulated(life())
