"""Which jobs are taken, which are joined to others, and in which order they come."""

import asyncio
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jobs.handlers import Echo, Held
from jobs.waiting import ended, until
from sqlalchemy import insert

from phoenix.domain.errors import PhoenixError
from phoenix.jobs.admission import TURNS, _first, rank
from phoenix.jobs.choice import make_jobs
from phoenix.jobs.faults import QueueFull, TooMany
from phoenix.jobs.tables import job
from phoenix.jobs.values import Order, Status


async def test_all_who_ask_for_the_same_get_one_job(run, ask):
    """A hundred who ask at once, and one who asks while it runs, wait for the same result."""
    held = Held()
    jobs = await run({"work": held})
    names = [f"user {n:03}" for n in range(100)]
    tickets = await asyncio.gather(
        *(ask(jobs, key="one", owner=name, subscriber=name) for name in names)
    )
    await held.begins.wait()
    late = await ask(jobs, key="one", subscriber="late")
    assert {ticket.job for ticket in tickets} == {late.job}
    assert [ticket.joined for ticket in tickets].count(False) == 1
    assert late.joined
    held.let.set()
    await ended(jobs, late.job)
    assert await jobs.subscribers(late.job) == ("late", *names)
    assert held.begun == 1


async def test_a_key_is_free_when_its_job_is_over(run, ask):
    """Who asks for the same later gets a new job; so does who asks for another kind."""
    jobs = await run({"work": Echo(), "other": Echo()})
    first = await ask(jobs, key="one")
    await ended(jobs, first.job)
    again, other = await ask(jobs, key="one"), await ask(jobs, "other", key="one")
    assert len({first.job, again.job, other.job}) == 3
    assert not again.joined
    assert not other.joined


async def test_a_full_queue_refuses_with_place_and_time(make, run, ask):
    """Nothing is known of the time before anything was done; who joins is not refused."""
    jobs = await make(most_waiting=3)
    tickets = [await ask(jobs, key=str(n)) for n in range(3)]
    with pytest.raises(QueueFull, match=r"^3 jobs are waiting already\. Try later\.$") as full:
        await ask(jobs)
    assert (full.value.place, full.value.wait) == (4, None)
    assert (await ask(jobs, key="1")).joined
    working = await run({"work": Echo()})
    for ticket in tickets:
        await ended(working, ticket.job)
    await working.stop()
    for _ in range(3):
        await ask(jobs)
    with pytest.raises(QueueFull, match="about") as full:
        await ask(jobs)
    assert full.value.wait > 0.0


async def test_the_thousand_and_first_is_refused(store, ask):
    """Unless the settings say otherwise; the thousandth is taken."""
    jobs = make_jobs(store)
    order = Order("work", "", "phoenix", "{}", 0, 600.0, None)
    rows = [_first(order, 0, jobs._now()) | {"key": str(n)} for n in range(999)]
    await store.write(lambda connection: connection.execute(insert(job), rows))
    await ask(jobs)
    with pytest.raises(QueueFull, match=r"^1000 jobs are waiting already") as full:
        await ask(jobs)
    assert full.value.place == 1001


async def test_users_find_room_beside_background_work(make, ask):
    """Of priority below 0 fewer may wait."""
    jobs = await make(most_waiting=3, most_in_background=2)
    for _ in range(2):
        await ask(jobs, priority=-1)
    with pytest.raises(QueueFull):
        await ask(jobs, priority=-1)
    await ask(jobs)


async def test_an_owner_has_a_few_slots(run, ask):
    """Waiting and running count, what is over does not; Phoenix itself has no slots to keep to."""
    held = Held()
    jobs = await run({"work": held}, slots=2)
    first = await ask(jobs, owner="a")
    await held.begins.wait()
    await ask(jobs, owner="a")
    with pytest.raises(TooMany, match="2 jobs of the same owner") as refused:
        await ask(jobs, owner="a")
    assert isinstance(refused.value, PhoenixError)
    assert (refused.value.owner, refused.value.slots) == ("a", 2)
    await ask(jobs, owner="b")
    for _ in range(3):
        await ask(jobs, owner="phoenix")
    held.let.set()
    await ended(jobs, first.job)
    await ask(jobs, owner="a")


async def test_of_many_who_ask_at_once_the_queue_takes_exactly_its_number(open_store, make, ask):
    """200 ask in two processes for 50 places: 50 wait, 150 were refused."""
    queues = [await make(of=await open_store(), most_waiting=50) for _ in range(2)]
    answers = await asyncio.gather(
        *(ask(queues[n % 2]) for n in range(200)), return_exceptions=True
    )
    kinds = [type(answer).__name__ for answer in answers]
    assert (kinds.count("Ticket"), kinds.count("QueueFull")) == (50, 150)
    assert await queues[0].counts() == {Status.WAITING: 50, Status.RUNNING: 0}


class Begun:
    """Notes in which order names begin."""

    def __init__(self):
        self.begun = []

    async def __call__(self, running):
        self.begun.append(running.job.key)


async def test_higher_priorities_come_first_and_owners_take_turns(make, run, ask):
    """Whoever asks for many things waits for others between them, and nobody for ever."""
    jobs = await make()
    for key in ("a1", "a2", "a3", "b1", "b2", "c1"):
        await ask(jobs, key=key, owner=key[0])
    await ask(jobs, key="late but urgent", priority=10, owner="a")
    await ask(jobs, key="background", priority=-10, owner="d")
    order = Begun()
    await run({"work": order}, concurrency=2)
    await until(lambda: _has(order, 8))
    assert order.begun == [
        "late but urgent", "a1", "b1", "c1", "a2", "b2", "a3", "background",
    ]  # fmt: skip


async def _has(order, number):
    return len(order.begun) == number


async def test_who_joins_background_work_makes_it_urgent(make, run, ask):
    """A user waits for the same match that was to be looked at some time."""
    jobs = await make()
    await ask(jobs, key="background", priority=-10, owner="phoenix")
    await ask(jobs, key="another's")
    await ask(jobs, key="background", priority=10)
    order = Begun()
    await run({"work": order}, concurrency=2)
    await until(lambda: _has(order, 2))
    assert order.begun == ["background", "another's"]


@pytest.mark.parametrize("wrong", [{"priority": 101}, {"priority": -101}, {"limit": 0.0}])
async def test_numbers_out_of_bounds_are_refused(make, ask, wrong):
    """They are a mistake in the program."""
    with pytest.raises(ValueError, match="no priority or no limit"):
        await ask(await make(), **wrong)


@pytest.mark.parametrize("payload", [{"x": float("nan")}, {"x": {1, 2}}])
async def test_a_payload_is_json(make, ask, payload):
    """What JSON does not know is refused before anything is written."""
    jobs = await make()
    with pytest.raises((TypeError, ValueError)):
        await ask(jobs, payload=payload)
    assert await jobs.counts() == {Status.WAITING: 0, Status.RUNNING: 0}


async def test_a_payload_comes_as_it_was_given(run, ask):
    """Also texts that PostgreSQL does not keep as they are."""
    echo, odd = Echo(), {"text": "São\0Paulo \ud800", "list": [1, 2.5, None, True], "empty": {}}
    jobs = await run({"work": echo})
    ticket = await ask(jobs, payload=odd)
    assert (await ended(jobs, ticket.job)).result == odd
    assert echo.seen == [odd]


places = st.tuples(st.integers(-100, 100), st.integers(0, 2 * TURNS))


@given(st.lists(places, min_size=2, max_size=10))
def test_ranks_are_in_order_and_fit(of):
    """A higher priority always comes first, then an earlier turn; an engine has 32 bits for it."""
    ordered = sorted(of, key=lambda place: (-place[0], place[1]))
    ranks = list(itertools.starmap(rank, ordered))
    assert ranks == sorted(ranks, reverse=True)
    assert all(-(2**31) <= number < 2**31 for number in ranks)
    for (earlier, _), (later, _) in itertools.pairwise(ordered):
        assert earlier == later or rank(earlier, 2 * TURNS) > rank(later, 0)
