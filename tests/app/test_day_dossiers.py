"""The next matches have their dossiers before anybody asks, and nobody waits for that."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from a_day import DAY, KICKOFF, NOW, ZONE, Clock, Matches, Sheets, a_match, a_sheet
from telling import AT, PROVIDER, coming, told

from phoenix.app.day_dossiers import AHEAD, CRON, LASTS, NAME, OWNER, DayDossiers, LastHeard
from phoenix.app.requests import LIMIT, SHEET
from phoenix.app.requests import Match as Wanted
from phoenix.app.schedules import Schedules, Tick
from phoenix.jobs.choice import make_jobs
from phoenix.jobs.faults import QueueFull
from phoenix.jobs.rules import Rules
from phoenix.store.deliveries import deliver
from phoenix.store.store import Store

HOUR = timedelta(hours=1)


@dataclass
class Queue:
    """Takes so many jobs."""

    room: int = 1000
    taken: list[int] = field(default_factory=list)
    how: list[dict] = field(default_factory=list)

    async def enqueue(self, kind, payload, **how):
        if len(self.taken) >= self.room:
            raise QueueFull(self.room + 1, None)
        assert kind == SHEET
        self.taken.append(Wanted.of(payload).fixture)
        self.how.append(how)


class Heard:
    """When something was last heard of each match."""

    def __init__(self, **times):
        self.times = times

    async def of(self, fixtures):
        return {number: at for number in fixtures if (at := self.times.get(f"of_{number}"))}


async def asked(matches, sheets=None, heard=None, queue=None, most=1000, now=NOW):
    """The matches whose dossiers are asked for."""
    queue = queue or Queue()
    dossiers = DayDossiers(
        matches, sheets or Sheets(), heard or Heard(), queue, zone=ZONE, most=most, now=Clock(now)
    )
    assert await dossiers.ask() == len(queue.taken)
    return queue.taken


async def test_every_match_of_the_next_day_and_a_half_is_asked_for():
    """The soonest one first; later ones have time."""
    matches = Matches(
        a_match(1, kickoff=NOW + AHEAD),
        a_match(2, kickoff=NOW + AHEAD + timedelta(minutes=1)),
        a_match(3, kickoff=NOW + HOUR),
        a_match(4, kickoff=NOW - HOUR),
        a_match(5, kickoff=None, day=DAY),
    )
    assert await asked(matches) == [3, 1, 5]


async def test_only_followed_leagues_are_looked_into():
    """The calls of a plan are few."""
    assert await asked(Matches(a_match(), followed=False)) == []


async def test_it_is_work_in_the_background_that_nobody_waits_for():
    """Who asks for the same match joins the job and lifts it before all others."""
    queue = Queue()
    await asked(Matches(a_match(5)), queue=queue)
    [how] = queue.how
    assert how == {"key": Wanted(5).key, "owner": OWNER, "limit": LIMIT, "priority": -10}


async def test_a_dossier_that_was_made_of_late_is_not_made_again():
    """Six hours long; one that is older is due after all matches that have none."""
    old, young = a_sheet(1, made=NOW - LASTS), a_sheet(2, made=NOW - LASTS + HOUR)
    matches = Matches(*(a_match(number) for number in (1, 2, 3)))
    assert await asked(matches, Sheets(old, young)) == [3, 1]


async def test_news_of_a_match_make_its_dossier_due():
    """What was heard before it was made is in it already."""
    sheets = Sheets(a_sheet(1, made=NOW - HOUR), a_sheet(2, made=NOW - HOUR))
    heard = Heard(of_1=NOW - 2 * HOUR, of_2=NOW - HOUR / 2)
    assert await asked(Matches(a_match(1), a_match(2)), sheets, heard) == [2]


async def test_a_full_queue_ends_it_politely(caplog):
    """Users come first; the rest is asked for in an hour."""
    caplog.set_level("INFO")
    matches = Matches(*(a_match(number) for number in range(1, 9)))
    assert await asked(matches, queue=Queue(room=3)) == [1, 2, 3]
    assert "day's dossiers wait for room taken=3 due=8" in caplog.text


async def test_no_more_is_asked_for_than_the_background_may_have():
    """Whatever the queue would take."""
    matches = Matches(*(a_match(number) for number in range(1, 9)))
    assert await asked(matches, most=5) == [1, 2, 3, 4, 5]


def test_it_is_a_schedule_of_every_hour(made_sqlite_url):
    """Its name and moment can be kept to."""
    schedules = Schedules(Store(made_sqlite_url))
    schedules.add(NAME, CRON, DayDossiers.ask)
    assert schedules.names == (NAME,)


@pytest.fixture(params=["made_sqlite_url", "made_postgres_url"])
def url(request):
    """The same test on both engines."""
    return str(request.getfixturevalue(request.param))


@pytest.fixture
async def store(url):
    """Opened, with a match tonight."""
    store = Store(url)
    await store.open()
    await deliver(store, PROVIDER, told(coming(id="77", kickoff=KICKOFF)))
    yield store
    await store.close()


async def heard_of(store):
    """When something was last heard of the matches."""
    return await LastHeard(store).of([1, 2])


async def test_what_a_provider_told_of_a_match_is_news(store):
    """Its prices are; another match's line-ups, and its season's table, are not."""
    assert await heard_of(store) == {}
    await deliver(store, PROVIDER, told(fetched=(("details", "78"), ("table", "77"))))
    assert await heard_of(store) == {}
    await deliver(store, PROVIDER, told(fetched=(("prices", "77"), ("absences", "77"))))
    assert await heard_of(store) == {1: AT}
    await deliver(store, PROVIDER, told(fetched=(("details", "77"),), at=AT + HOUR))
    assert await heard_of(store) == {1: AT + HOUR}


async def test_the_real_queue_takes_each_match_once(store):
    """An hour later the same ones are joined, and where it is full it is left alone."""
    jobs = make_jobs(store, rules=Rules(most_in_background=2))
    await jobs.open()
    matches = Matches(*(a_match(number) for number in (1, 2, 3)))
    dossiers = DayDossiers(
        matches, Sheets(), LastHeard(store), jobs, zone=ZONE, most=10, now=Clock()
    )
    tick = Tick(NAME, NOW, epoch=1)
    assert [await dossiers.ask(tick) for _ in range(2)] == [2, 2]
    assert sum((await jobs.counts()).values()) == 2
