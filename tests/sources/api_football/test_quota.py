"""Never more calls than the plan allows, and the important ones first."""

import asyncio
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import simulated

from phoenix.sources.api_football.faults import DayQuotaSpent
from phoenix.sources.api_football.quota import DayBudget, MinuteWindow, Priority


def window(limit: int) -> MinuteWindow:
    return MinuteWindow(limit, asyncio.get_running_loop().time)


async def calls_at(limit: int, arrivals: list[tuple[float, Priority]]) -> list[float]:
    """When each caller, arriving at its instant, was let through; in the order of arrival."""
    gate, loop = window(limit), asyncio.get_running_loop()

    async def call(arrival: float, priority: Priority) -> float:
        await asyncio.sleep(arrival)
        await gate.enter(priority)
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
        assert times[place + limit] - times[place] >= 60.0 - 1e-6


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
        gate = window(1)
        await gate.enter(Priority.BACKFILL)
        async with asyncio.TaskGroup() as group:
            gone = group.create_task(gate.enter(Priority.WAITING_USER))
            stays = group.create_task(gate.enter(Priority.BACKFILL))
            await asyncio.sleep(1)
            gone.cancel()
            await stays
        return asyncio.get_running_loop().time()

    assert simulated(story()) == pytest.approx(60.0)


def test_a_minute_that_others_have_spent_is_waited_for():
    """When the headers say that nothing remains, nobody goes for a minute."""

    async def story() -> float:
        gate = window(10)
        await gate.enter(Priority.WAITING_USER)
        await gate.learn(10, 0)
        await gate.enter(Priority.WAITING_USER)
        return asyncio.get_running_loop().time()

    assert simulated(story()) == pytest.approx(60.0)


def test_a_new_day_has_its_calls_again():
    """What was spent yesterday is whole at midnight."""
    days = [date(2024, 5, 1)]
    budget = DayBudget(lambda: days[-1])
    budget.learn(None, 100, 1)
    budget.spend("x", Priority.WAITING_USER)
    with pytest.raises(DayQuotaSpent, match="0 calls are left"):
        budget.spend("x", Priority.WAITING_USER)
    days.append(date(2024, 5, 2))
    budget.spend("x", Priority.BACKFILL)
    assert budget.state.remaining == 99


def test_before_the_provider_has_told_nothing_is_refused():
    """An unknown budget is not an empty one."""
    budget = DayBudget(lambda: date(2024, 5, 1))
    for _ in range(1000):
        budget.spend("x", Priority.BACKFILL)
    assert budget.state.remaining is None
