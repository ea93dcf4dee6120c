"""Never more calls than the plan allows, and the important ones first."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import simulated

from phoenix.domain.quota import Priority, Quota, Told
from phoenix.sources.api_football.faults import DayQuotaSpent
from phoenix.sources.api_football.quota import OwnLedger, Turnstile, first_quota

NOON = datetime(2024, 5, 1, 12, tzinfo=UTC)


def simulated_now() -> datetime:
    return NOON + timedelta(seconds=asyncio.get_running_loop().time())


def turnstile(limit: int) -> Turnstile:
    return Turnstile(OwnLedger(), simulated_now, limit)


async def calls_at(limit: int, arrivals: list[tuple[float, Priority]]) -> list[float]:
    """When each caller, arriving at its instant, was let through; in the order of arrival."""
    gate, loop = turnstile(limit), asyncio.get_running_loop()

    async def call(arrival: float, priority: Priority) -> float:
        await asyncio.sleep(arrival)
        await gate.enter("x", priority)
        return loop.time()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(call(*caller)) for caller in arrivals]
    return [task.result() for task in tasks]


@settings(deadline=None, max_examples=40)
@given(
    st.integers(1, 12),
    st.lists(st.tuples(st.floats(0, 200), st.sampled_from(Priority)), min_size=1, max_size=60),
)
def test_no_minute_holds_more_than_the_limit(limit, arrivals):
    """In any 60 seconds, wherever they begin, at most the limit goes through, and all do."""
    times = sorted(simulated(calls_at(limit, arrivals)))
    assert len(times) == len(arrivals)
    for place in range(len(times) - limit):
        assert times[place + limit] - times[place] >= 60.0 - 1e-3


def test_a_place_that_is_free_costs_no_wait():
    """The first calls of a minute go at once."""
    assert simulated(calls_at(10, [(0.0, Priority.BACKFILL)] * 10)) == [0.0] * 10


def test_who_waits_goes_before_background_work():
    """Of those who queue, the more important go first, whoever came first."""
    arrivals = [(0.0, Priority.BACKFILL), (1.0, Priority.BACKFILL), (2.0, Priority.WAITING_USER)]
    _, background, user = simulated(calls_at(1, arrivals))
    assert user == pytest.approx(60.0)
    assert background == pytest.approx(120.0)


def test_who_gives_up_leaves_the_queue():
    """A cancelled caller holds nobody up."""

    async def story() -> float:
        gate = turnstile(1)
        await gate.enter("x", Priority.BACKFILL)
        async with asyncio.TaskGroup() as group:
            gone = group.create_task(gate.enter("x", Priority.WAITING_USER))
            stays = group.create_task(gate.enter("x", Priority.BACKFILL))
            await asyncio.sleep(1)
            gone.cancel()
            await stays
        return asyncio.get_running_loop().time()

    assert simulated(story()) == pytest.approx(60.0)


def test_a_minute_that_others_have_spent_is_waited_for():
    """When the headers say that nothing remains, nobody goes for a minute."""

    async def story() -> float:
        gate = turnstile(10)
        await gate.enter("x", Priority.WAITING_USER)
        await gate.learn(Told(minute_limit=10, minute_remaining=0))
        await gate.enter("x", Priority.WAITING_USER)
        return asyncio.get_running_loop().time()

    assert simulated(story()) == pytest.approx(60.0)


def test_two_turnstiles_of_one_ledger_share_the_minute():
    """Whoever asks, and wherever, the minute holds no more."""

    async def story() -> float:
        ledger = OwnLedger()
        first, second = (Turnstile(ledger, simulated_now, 4) for _ in range(2))
        for gate in (first, second) * 4:
            await gate.enter("x", Priority.WAITING_USER)
        return asyncio.get_running_loop().time()

    assert simulated(story()) == pytest.approx(60.0)


def test_a_day_that_is_spent_lets_nobody_through():
    """The refusal says how many calls are left, and what they are kept for."""

    async def story() -> None:
        gate = turnstile(10)
        await gate.learn(Told(day_limit=100, day_remaining=20))
        with pytest.raises(DayQuotaSpent, match="20 calls are left today, 30 of them kept"):
            await gate.enter("x", Priority.BACKFILL)
        await gate.enter("x", Priority.WAITING_USER)
        await gate.exhaust()
        with pytest.raises(DayQuotaSpent, match="0 calls are left"):
            await gate.enter("x", Priority.WAITING_USER)

    simulated(story())


def test_a_new_day_has_its_calls_again():
    """What was spent yesterday is whole at midnight."""
    spent = Quota(10, NOON.date(), day_limit=100, day_remaining=0)
    assert spent.at(NOON).refusal(Priority.WAITING_USER) == "0 calls are left today"
    tomorrow = spent.at(NOON + timedelta(days=1))
    assert tomorrow.refusal(Priority.BACKFILL) is None
    assert tomorrow.day_remaining == 100


def test_an_answer_of_yesterday_does_not_empty_today():
    """What a late answer says of the day before is not taken for today's."""
    quota = Quota(10, NOON.date(), day_limit=100, day_remaining=100)
    late = Told(day=(NOON - timedelta(days=1)).date(), day_limit=100, day_remaining=0)
    assert quota.learned(late, NOON).day_remaining == 100


def test_before_the_provider_has_told_nothing_is_refused():
    """An unknown budget is not an empty one."""
    quota = first_quota(NOON)
    for _ in range(1000):
        assert quota.refusal(Priority.BACKFILL) is None
        quota = quota.taken(NOON)
    assert quota.day_remaining is None


def test_a_clock_that_was_set_back_does_not_stop_everybody():
    """Calls that lie in the future count as made now, and not for longer than a minute."""
    ahead = Quota(1, NOON.date(), calls=((NOON + timedelta(hours=5)).timestamp(),))
    assert ahead.at(NOON).delay(NOON) == 60.0
