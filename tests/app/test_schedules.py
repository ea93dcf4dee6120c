"""Schedules are kept to at their times, by one leader after another, on a simulated clock."""

import asyncio
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from simulated import simulated
from sqlalchemy import text

from phoenix.app.leader import NotLeader
from phoenix.app.schedules import MOST_TIMES, Outcome, Schedules
from phoenix.domain.errors import StoreAway
from phoenix.store.store import Store

START = datetime(2026, 3, 28, 12, 0, tzinfo=UTC)
MINUTE = 60.0
EVERY_FIVE = "*/5 * * * *"
LEADS = text("INSERT INTO leader (name, epoch, holder, since) VALUES ('poller', 1, 'x', now())")


def clock():
    """The time of day in the simulation."""
    return START + timedelta(seconds=asyncio.get_running_loop().time())


def minutes(*numbers):
    """Moments, in minutes after the start."""
    return [START + timedelta(minutes=number) for number in numbers]


class Noted:
    """Work that notes its ticks; each takes so many seconds, and ends only if it is let."""

    def __init__(self, seconds=0.0):
        self.seconds = seconds
        self.begun = []
        self.done = []

    async def __call__(self, tick):
        self.begun.append(tick)
        await asyncio.sleep(self.seconds)
        self.done.append(tick.due)


class Counted:
    """What a metric would be told."""

    def __init__(self):
        self.told = []

    def __call__(self, name, outcome, seconds):
        self.told.append((name, outcome))


@asynccontextmanager
async def opened(url):
    """A store with all tables."""
    store = Store(url)
    await store.open()
    yield store
    await store.close()


async def lead(schedules, epoch, seconds):
    """Keep to schedules for so long; then stop, as a leader does that is lost."""
    running = asyncio.ensure_future(schedules.run(epoch))
    await asyncio.wait({running}, timeout=seconds)
    await schedules.stop()
    await running


def kept(url, seconds, *entries, **told):
    """Keep to schedules that are new, as the only leader."""

    async def main():
        async with opened(url) as store:
            schedules = Schedules(store, now=clock, **told)
            for name, cron, work, limit in entries:
                schedules.add(name, cron, work, limit=limit)
            await lead(schedules, 1, seconds)

    simulated(main())


def test_each_tick_comes_at_its_moment(sqlite_url, caplog):
    """It is logged and counted; nothing was missed before a schedule was first seen."""
    caplog.set_level("INFO")
    work, counted = Noted(seconds=2.0), Counted()
    kept(sqlite_url, 21 * MINUTE, ("five", EVERY_FIVE, work, 10.0), on_tick=counted)
    assert work.done == minutes(5, 10, 15, 20)
    assert {(tick.name, tick.epoch, tick.times) for tick in work.begun} == {("five", 1, 1)}
    assert counted.told == [("five", Outcome.RAN)] * 4
    assert caplog.text.count("schedule ran name=five ms=") == 4


class Failing:
    """Work that raises."""

    def __init__(self, error):
        self.error = error

    async def __call__(self, tick):
        raise self.error


class Stubborn:
    """Work that ignores its first cancellation."""

    async def __call__(self, tick):
        try:
            await asyncio.sleep(3600.0)
        except asyncio.CancelledError:
            await asyncio.sleep(7200.0)


def test_one_that_fails_or_hangs_harms_no_other(sqlite_url, caplog):
    """Each outcome is told, and each schedule goes on."""
    steady, counted = Noted(), Counted()
    kept(
        sqlite_url, 11 * MINUTE,
        ("failing", EVERY_FIVE, Failing(ValueError("a fault")), 10.0),
        ("ending", EVERY_FIVE, Failing(SystemExit(1)), 10.0),
        ("hanging", EVERY_FIVE, Noted(seconds=3600.0), 10.0),
        ("stubborn", EVERY_FIVE, Stubborn(), 10.0),
        ("steady", EVERY_FIVE, steady, 10.0),
        on_tick=counted,
    )  # fmt: skip
    assert steady.done == minutes(5, 10)
    for name, outcome in (
        ("failing", Outcome.FAILED), ("ending", Outcome.FAILED), ("hanging", Outcome.OVERDUE),
        ("stubborn", Outcome.OVERDUE), ("steady", Outcome.RAN),
    ):  # fmt: skip
        assert counted.told.count((name, outcome)) == 2
    for said in ("schedule failed", "a fault", "schedule overdue", "schedule left behind"):
        assert said in caplog.text


def test_who_counts_may_fail(sqlite_url, caplog):
    """The schedule goes on."""

    def fail(name, outcome, seconds):
        raise ValueError("a metric's")

    work = Noted()
    kept(sqlite_url, 11 * MINUTE, ("five", EVERY_FIVE, work, 10.0), on_tick=fail)
    assert work.done == minutes(5, 10)
    assert caplog.text.count("tick not counted") == 2


def test_work_that_takes_longer_than_its_interval_is_not_run_beside_itself(sqlite_url):
    """Of what passed meanwhile only the latest is run."""
    work = Noted(seconds=12 * MINUTE)
    kept(sqlite_url, 50 * MINUTE, ("five", EVERY_FIVE, work, 3600.0))
    assert work.done == minutes(5, 15, 25)


def by_turns(url, work, *turns):
    """Leaders in processes of their own: each rests for so long, and then leads for so long."""

    async def main():
        async with opened(url) as store:
            for epoch, (rests, leads) in enumerate(turns, start=1):
                await asyncio.sleep(rests)
                schedules = Schedules(store, now=clock)
                schedules.add("five", EVERY_FIVE, work)
                await lead(schedules, epoch, leads)

    simulated(main())


def test_what_is_missed_while_nobody_leads_is_run_once(sqlite_url):
    """As the latest moment that has passed; then all goes on as ever."""
    work = Noted()
    by_turns(sqlite_url, work, (0, 6 * MINUTE), (177 * MINUTE, 10 * MINUTE))
    assert work.done == minutes(5, 180, 185, 190)
    assert [tick.epoch for tick in work.begun] == [1, 2, 2, 2]


def test_what_is_interrupted_is_run_again_by_the_next_leader(sqlite_url):
    """The same tick: it is not over until its work has ended."""
    work = Noted(seconds=30.0)
    by_turns(sqlite_url, work, (0, 5 * MINUTE + 10), (20, 6 * MINUTE))
    assert work.done == minutes(5, 10)
    assert [(tick.epoch, tick.times) for tick in work.begun] == [(1, 1), (2, 2), (2, 1)]


def test_what_ends_each_leader_is_given_up(sqlite_url, caplog):
    """After a few times; the next tick is begun all the same."""
    work = Noted(seconds=100.0)
    turns = [(0, 5 * MINUTE + 10), *[(0, 10.0)] * (MOST_TIMES - 1), (0, 7 * MINUTE)]
    by_turns(sqlite_url, work, *turns)
    assert [tick.times for tick in work.begun] == [*range(1, MOST_TIMES + 1), 1]
    assert "schedule given up" in caplog.text
    assert work.done == minutes(10)


short = st.tuples(st.integers(0, 200), st.integers(0, 900))


@settings(
    deadline=None, max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(short, max_size=8), st.sampled_from([0.0, 20.0, 90.0]))
@example([(0, 223), (135, 90), (0, 0), (0, 0)], 90.0)  # stopped at the moment the work ends
def test_changes_of_leader_neither_double_nor_lose_a_tick(tmp_path_factory, turns, seconds):
    """Whenever leaders come and go: what passes between two of them is run once, late."""
    work, count = Noted(seconds), 0
    url = f"sqlite:///{tmp_path_factory.mktemp('turns') / 'test.db'}"
    by_turns(url, work, (0, 1.0), *turns, (0, 20 * MINUTE))
    total = 1.0 + sum(map(sum, turns)) + 20 * MINUTE
    done = work.done
    assert done == sorted(set(done))
    for earlier, later in zip([START, *done], done, strict=False):
        count += (later - earlier) // timedelta(minutes=5) > 1
    assert count <= len(turns)  # of two moments one is skipped only where nobody could run it
    assert done[-1] >= START + timedelta(seconds=total - 5 * MINUTE - seconds - 1)


def test_a_leader_that_was_replaced_is_refused(sqlite_url):
    """It does no work, and whoever runs the schedules is told."""

    async def main():
        late, work = Noted(), Noted()
        async with opened(sqlite_url) as store:
            old, new = (Schedules(store, now=clock) for _ in range(2))
            old.add("five", EVERY_FIVE, late)
            new.add("five", EVERY_FIVE, work)
            losing = asyncio.ensure_future(old.run(1))
            await asyncio.sleep(MINUTE)
            await lead(new, 2, 10 * MINUTE)
            with pytest.raises(NotLeader, match="epoch 1 has passed"):
                await losing
        assert (late.begun, work.done) == ([], minutes(5, 10))

    simulated(main())


class Unstable:
    """A database that refuses to write now and then."""

    def __init__(self, store):
        self._store = store
        self.faults = 0

    async def write(self, work):
        if self.faults:
            self.faults -= 1
            raise StoreAway("the test's database is away")
        return await self._store.write(work)


def test_a_tick_outlasts_a_database_that_is_away(sqlite_url, caplog):
    """Before its work and after: it is run, and not run again."""

    async def main():
        async with opened(sqlite_url) as store:
            unstable, done = Unstable(store), []

            async def work(tick):
                done.append(tick.due)
                unstable.faults = 3

            schedules = Schedules(unstable, now=clock)
            schedules.add("five", EVERY_FIVE, work)
            unstable.faults = 2
            await lead(schedules, 1, 11 * MINUTE)
            assert done == minutes(5, 10)

    simulated(main())
    assert caplog.text.count("schedule held up") == 2 + 3 + 3


def test_clocks_that_differ_a_little_double_nothing(sqlite_url):
    """The next leader's clock is ten seconds behind."""

    async def main():
        work = Noted()
        async with opened(sqlite_url) as store:
            for epoch, behind, seconds in ((1, 0, 5 * MINUTE + 5), (2, 10, 6 * MINUTE)):
                schedules = Schedules(store, now=lambda b=behind: clock() - timedelta(seconds=b))
                schedules.add("five", EVERY_FIVE, work)
                await lead(schedules, epoch, seconds)
        assert work.done == minutes(5, 10)

    simulated(main())


def test_a_clock_that_was_wrong_does_not_stop_a_schedule(sqlite_url, caplog):
    """A leader has lived in the next year for a while."""

    async def main():
        work = Noted()
        async with opened(sqlite_url) as store:
            for epoch, ahead in ((1, 365), (2, 0)):
                schedules = Schedules(store, now=lambda a=ahead: clock() + timedelta(days=a))
                schedules.add("five", EVERY_FIVE, work)
                await lead(schedules, epoch, 6 * MINUTE)
        assert work.done[-1] == minutes(10)[0]

    simulated(main())
    assert "schedule lies in the future" in caplog.text


@pytest.mark.parametrize(
    ("start", "moments"),
    [
        ("2026-03-28 12:00", ["2026-03-29 01:00", "2026-03-30 00:30"]),
        ("2026-10-24 12:00", ["2026-10-25 00:30", "2026-10-25 01:30", "2026-10-26 01:30"]),
    ],
)
def test_times_are_of_the_zone_that_is_named(sqlite_url, start, moments):
    """Half past two in Berlin: skipped in spring and so a little later, twice in autumn."""
    begins = datetime.fromisoformat(start).replace(tzinfo=UTC)

    async def main():
        work = Noted()
        async with opened(sqlite_url) as store:
            schedules = Schedules(store, now=lambda: begins + (clock() - START))
            schedules.add("night", "30 2 * * *", work, zone=ZoneInfo("Europe/Berlin"))
            await lead(schedules, 1, 38 * 3600.0)
        assert [f"{due:%Y-%m-%d %H:%M}" for due in work.done] == moments

    simulated(main())


@pytest.mark.parametrize("cron", ["", "soon", "61 * * * *", "* * *", "0 0 30 2 *"])
def test_what_is_no_time_is_refused(sqlite_url, cron):
    """Also one that never comes."""
    schedules = Schedules(Store(sqlite_url))
    with pytest.raises(ValueError, match=r"."):
        schedules.add("never", cron, Noted())
    assert schedules.names == ()


def test_a_name_is_taken_once(sqlite_url):
    """It is the key of what is kept."""
    schedules = Schedules(Store(sqlite_url))
    schedules.add("one", EVERY_FIVE, Noted())
    with pytest.raises(ValueError, match="'one' already"):
        schedules.add("one", EVERY_FIVE, Noted())
    assert schedules.names == ("one",)


def test_schedules_are_kept_to_once_at_a_time(sqlite_url):
    """But may be again, after a stop; none at all are kept to at once."""

    async def main():
        work = Noted()
        async with opened(sqlite_url) as store:
            await Schedules(store, now=clock).run(1)
            schedules = Schedules(store, now=clock)
            schedules.add("five", EVERY_FIVE, work)
            await schedules.stop()
            running = asyncio.ensure_future(schedules.run(1))
            await asyncio.sleep(0)
            with pytest.raises(RuntimeError, match="already"):
                await schedules.run(1)
            await schedules.stop()
            await running
            await lead(schedules, 2, 6 * MINUTE)
            assert asyncio.all_tasks() == {asyncio.current_task()}
        assert work.done == minutes(5)

    simulated(main())


def test_a_cancelled_run_ends_its_work(sqlite_url):
    """As a leadership does that is lost; nothing of it is left."""

    async def main():
        work = Noted(seconds=3600.0)
        async with opened(sqlite_url) as store:
            schedules = Schedules(store, now=clock)
            schedules.add("five", EVERY_FIVE, work)
            running = asyncio.ensure_future(schedules.run(1))
            await asyncio.sleep(6 * MINUTE)
            running.cancel()
            with pytest.raises(asyncio.CancelledError):
                await running
            assert asyncio.all_tasks() == {asyncio.current_task()}
        assert (len(work.begun), work.done) == (1, [])

    simulated(main())


async def test_on_postgresql_the_leader_alone_writes(postgres_url):
    """Its epoch is that of the leader's row: what was missed is run, another's work is not."""
    came, late, refused = asyncio.Event(), [], Noted()

    async def work(tick):
        late.append(tick.due)
        came.set()

    async with opened(postgres_url) as store:
        await store.write(lambda connection: connection.execute(LEADS))
        for now in (START, START + timedelta(hours=1, seconds=1)):
            schedules = Schedules(store, now=lambda now=now: now)
            schedules.add("five", EVERY_FIVE, work)
            running = asyncio.ensure_future(schedules.run(1))
            if now == START:
                await seen(store)
            else:
                await came.wait()
            await schedules.stop()
            await running
        other = Schedules(store, now=lambda: START + timedelta(hours=2))
        other.add("five", EVERY_FIVE, refused)
        with pytest.raises(NotLeader, match="now 1"):
            await other.run(2)
    assert (late, refused.begun) == ([START + timedelta(hours=1)], [])


async def seen(store):
    """Wait until a schedule has its row."""
    query, found = text("SELECT count(*) FROM schedule_run"), 0
    while not found:
        found = (await store.read(lambda connection: connection.execute(query))).scalar_one()
