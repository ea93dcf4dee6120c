"""When to try again, how often, and after how long; and who shares what."""

import asyncio
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulated import simulated

from phoenix.flight import SingleFlight
from phoenix.sources.api_football.breaker import Breaker, State
from phoenix.sources.api_football.faults import Unavailable
from phoenix.sources.api_football.retrying import Patience, Transient, persistently


async def instants(patience: Patience, *failures: Transient) -> list[float]:
    """When each attempt was made, if the first ones fail like this."""
    loop, made = asyncio.get_running_loop(), []

    async def attempt() -> str:
        made.append(loop.time())
        if len(made) <= len(failures):
            raise failures[len(made) - 1]
        return "answer"

    await persistently(attempt, "question", patience)
    return made


@settings(deadline=None, max_examples=30)
@given(st.lists(st.floats(0, 1), min_size=4, max_size=4))
def test_waits_lie_between_the_step_and_half_more(draws):
    """1, 2, 4 and 8 seconds, each lengthened by up to a half."""
    jitter = iter(draws)
    patience = Patience(jitter=lambda: next(jitter))
    made = simulated(instants(patience, *[Transient("busy")] * 4))
    waits = [later - sooner for sooner, later in itertools.pairwise(made)]
    for step, wait in zip((1, 2, 4, 8), waits, strict=True):
        assert step - 1e-6 <= wait <= 1.5 * step + 1e-6


def test_what_the_provider_asks_for_is_obeyed():
    """Retry-After is waited for as it stands, neither shortened nor lengthened."""
    made = simulated(instants(Patience(), Transient("busy", 7.0)))
    assert made == [0.0, pytest.approx(7.0)]


def test_a_wait_longer_than_all_patience_is_not_begun():
    """Asked to wait an hour, the call gives up at once."""
    with pytest.raises(Unavailable, match="1 attempts"):
        simulated(instants(Patience(), Transient("busy", 3600.0)))


def test_after_five_attempts_it_is_enough():
    """The error says what was asked, how often, and why it failed at last."""
    with pytest.raises(Unavailable, match=r"question: no answer in 5 attempts, at last busy"):
        simulated(instants(Patience(jitter=lambda: 0.0), *[Transient("busy")] * 9))


def test_the_whole_has_a_time_limit():
    """An attempt that hangs is interrupted when the time is up."""

    async def story() -> float:
        with pytest.raises(Unavailable, match="time of 30 s"):
            await persistently(asyncio.Event().wait, "question", Patience(total=30.0))
        return asyncio.get_running_loop().time()

    assert simulated(story()) == pytest.approx(30.0)


def test_a_half_open_breaker_lets_one_probe_through():
    """After its rest exactly one call goes; its failure opens the breaker again."""
    now = [0.0]
    breaker = Breaker(lambda: now[0], threshold=3, rest=30.0)
    for _ in range(3):
        assert breaker.admits()
        breaker.failed()
    assert (breaker.state, breaker.admits()) == (State.OPEN, False)
    now[0] = 30.0
    assert [breaker.admits() for _ in range(20)] == [True] + [False] * 19
    breaker.failed()
    assert breaker.state is State.OPEN
    now[0] = 60.0
    assert breaker.admits()
    breaker.succeeded()
    assert breaker.state is State.CLOSED


def test_a_probe_that_was_given_up_frees_its_place():
    """A cancelled probe says nothing, and the next caller probes."""
    now = [0.0]
    breaker = Breaker(lambda: now[0], threshold=1)
    breaker.failed()
    now[0] = 30.0
    assert breaker.admits()
    breaker.released()
    assert breaker.admits()


async def test_work_that_nobody_waits_for_is_cancelled():
    """When the last caller has gone, the work ends too."""
    flights: SingleFlight[None] = SingleFlight()
    cancelled = asyncio.Event()
    begun = asyncio.Event()

    async def work() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            cancelled.set()
            raise

    callers = [asyncio.ensure_future(flights.fly("key", work)) for _ in range(3)]
    await begun.wait()
    for caller in callers:
        caller.cancel()
    await asyncio.wait(callers)
    await asyncio.wait_for(cancelled.wait(), 5)


async def test_an_error_is_shared_by_all_who_asked():
    """Everybody learns of the failure, and the next question starts anew."""
    flights: SingleFlight[str] = SingleFlight()
    runs = []

    async def work() -> str:
        runs.append(1)
        await asyncio.sleep(0)
        raise ZeroDivisionError

    results = await asyncio.gather(
        *(flights.fly("key", work) for _ in range(5)), return_exceptions=True
    )
    assert [type(result) for result in results] == [ZeroDivisionError] * 5
    with pytest.raises(ZeroDivisionError):
        await flights.fly("key", work)
    assert len(runs) == 2
