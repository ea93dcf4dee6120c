"""Live facts into the store before they are needed: what is due, and no more.

A dossier waits for its facts for a while; what has not come by then goes on behind it, and the
dossier names it. Whatever cannot be had is a gap, never a failure: the store has the rest.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial

import structlog

from phoenix import metrics
from phoenix.app.due import (
    RECENT,
    Want,
    due,
    fixture_wants,
    season_wants,
    seasons_want,
    table_want,
    worth_asking,
)
from phoenix.domain.matches import Fixture
from phoenix.domain.news import Gap, Why
from phoenix.domain.provided import Delivery
from phoenix.domain.quota import Priority
from phoenix.sources.api_football import SOURCE
from phoenix.sources.api_football.faults import (
    AnswerRefused,
    DayQuotaSpent,
    KeyRefused,
    MinuteQuotaSpent,
    PlanForbids,
    ProviderFault,
    QuestionRefused,
)
from phoenix.sources.api_football.provider import BATCH, Provider
from phoenix.sources.cache.lifetimes import lifetime
from phoenix.store.deliveries import Delivered, deliver
from phoenix.store.schedule import KnownSeason, Schedule, Scheduled
from phoenix.store.store import Store
from phoenix.tasks import spawn

log = structlog.get_logger(__name__)

WAIT = 10.0  # seconds that a dossier waits for what is due

Ask = Callable[[], Awaitable[Delivery]]

_WHY: dict[type[ProviderFault], Why] = {
    KeyRefused: Why.KEY,
    DayQuotaSpent: Why.QUOTA,
    MinuteQuotaSpent: Why.QUOTA,
    PlanForbids: Why.PLAN,
    QuestionRefused: Why.UNINTELLIGIBLE,
    AnswerRefused: Why.UNINTELLIGIBLE,
}


@dataclass
class Round:
    """One refresh: what is still on its way, what could not be had, and what came."""

    gaps: list[Gap] = field(default_factory=list)
    pending: dict[Want, datetime | None] = field(default_factory=dict)
    faults: list[ProviderFault] = field(default_factory=list)
    delivered: list[Delivered] = field(default_factory=list)

    def so_far(self, now: datetime) -> tuple[Gap, ...]:
        """What is missing as of now, each kind once."""
        waiting = (Gap(w.what, Why.PENDING, now, since) for w, since in self.pending.items())
        kinds = {(gap.what, gap.why): gap for gap in (*self.gaps, *waiting)}
        return tuple(kinds.values())


class Supply:
    """Keeps the store as fresh as its rules want it, at the smallest number of calls."""

    def __init__(
        self,
        provider: Provider,
        store: Store,
        now: Callable[[], datetime],
        *,
        wait: float = WAIT,
    ) -> None:
        self.provider = provider
        self.schedule = Schedule(store, SOURCE)
        self._store = store
        self._now = now
        self._wait = wait
        self._complained: set[str] = set()
        self._rounds: dict[object, tuple[Round, asyncio.Task[None]]] = {}

    async def aclose(self) -> None:
        """Give up what is still on its way; what has come is kept."""
        tasks = [task for _, task in self._rounds.values()]
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks)

    async def for_fixture(
        self, fixture: Fixture, priority: Priority = Priority.WAITING_USER
    ) -> tuple[Gap, ...]:
        """Fetch what a dossier of this fixture rests on, if it is due; what is missing.

        All who ask for one fixture at once share one refresh. A fixture that the provider does not
        know costs no call.
        """
        if fixture.key is None:
            return ()
        key = fixture.key
        return await self._shared(("fixture", key), lambda on: self._fixture(key, priority, on))

    async def calendar(self, code: str) -> tuple[Gap, ...]:
        """Fetch the fixtures of a competition's current season, if they are due."""

        async def refresh(on: Round) -> None:
            await self.seasons(Priority.WAITING_USER, on)
            for season in await self.schedule.seasons():
                if season.competition.code == code:
                    await self.season(season, Priority.WAITING_USER, on)

        return await self._shared(("calendar", code), refresh)

    async def day(self, day: date, zone: str) -> tuple[Gap, ...]:
        """Fetch all fixtures of a user's day, if they are due."""
        want = Want("day", f"{day}/{zone}", lifetime("fixtures?date="))

        async def refresh(on: Round) -> None:
            await self.seasons(Priority.WAITING_USER, on)
            ask = partial(self.provider.day, day, zone, Priority.WAITING_USER)
            await self._all([(want, ask)], on)

        return await self._shared(want, refresh)

    async def seasons(self, priority: Priority, on: Round) -> None:
        """Which seasons are on, if that is due."""
        await self._all([(seasons_want(), partial(self.provider.seasons, priority))], on)
        for complaint in self.provider.complaints:
            if str(complaint) not in self._complained:
                self._complained.add(str(complaint))
                log.warning("provider complains", complaint=str(complaint))

    async def season(self, season: KnownSeason, priority: Priority, on: Round) -> None:
        """Teams, fixtures and results of a season, if they are due, in this order."""
        asks: dict[str, Ask] = {
            "teams": partial(self.provider.teams, season.league, season.year, priority),
            "season": partial(self.provider.season, season.league, season.year, priority),
        }
        for want in season_wants(season):
            await self._all([(want, asks[want.what])], on)

    async def table(self, season: KnownSeason, priority: Priority, on: Round) -> None:
        """The table of a season, if it is due."""
        ask = partial(self.provider.table, season.league, season.year, priority)
        await self._all([(want, ask) for want in table_want(season)], on)

    async def facts(self, fixture: Scheduled, priority: Priority, on: Round) -> None:
        """State, line-ups, table, absences and prices of a fixture, if they are due, at once."""
        external, season = fixture.external, fixture.season
        asks: dict[str, Ask] = {
            "details": partial(self.provider.details, [external], priority),
            "table": partial(self.provider.table, season.league, season.year, priority),
            "absences": partial(self.provider.absences, external, priority),
            "prices": partial(self.provider.prices, external, fixture.kickoff, priority),
        }
        wants = fixture_wants(fixture, self._now())
        await self._all([(want, asks[want.what]) for want in wants], on)

    async def details(self, fixtures: Sequence[str], priority: Priority, on: Round) -> None:
        """Statistics of finished matches, twenty a call."""
        forever = lifetime("fixtures/statistics", final=True)
        asks: list[tuple[Want, Ask]] = []
        for batch in _batches(fixtures):
            want = Want("statistics", batch[0], forever)
            asks.append((want, partial(self.provider.details, batch, priority)))
        await self._all(asks, on)

    async def _fixture(self, key: int, priority: Priority, on: Round) -> None:
        """All that is due of a fixture, at once: one slow answer holds up no other."""
        fixture = await self.schedule.fixture(key)
        if fixture is None:
            return
        async with asyncio.TaskGroup() as group:
            group.create_task(self.seasons(priority, on))
            group.create_task(self.facts(fixture, priority, on))
            group.create_task(self._season_and_recent(fixture, priority, on))

    async def _season_and_recent(self, fixture: Scheduled, priority: Priority, on: Round) -> None:
        """Results of the season, and then the statistics of those that concern both teams."""
        await self.season(fixture.season, priority, on)
        await self._recent(fixture, priority, on)

    async def _recent(self, fixture: Scheduled, priority: Priority, on: Round) -> None:
        """Statistics of both teams' matches of the season."""
        if not fixture.season.coverage.statistics:
            return
        teams = {fixture.home_id, fixture.away_id}
        missing = await self.schedule.undetailed(fixture.season, teams)
        await self.details(worth_asking(missing, self._now())[:RECENT], priority, on)

    async def _all(self, asks: Iterable[tuple[Want, Ask]], on: Round) -> None:
        """Ask what is due of these, all at once."""
        listed = dict(asks)
        fetched = await self.schedule.fetched(want.fact for want in listed)
        wanted = due(listed, fetched, self._now())
        on.pending |= {want: fetched.get(want.fact) for want in wanted}
        try:
            async with asyncio.TaskGroup() as group:
                for want in wanted:
                    group.create_task(self._one(want, listed[want], on))
        except ExceptionGroup as several:
            raise _first(several) from None

    async def _one(self, want: Want, ask: Ask, on: Round) -> None:
        try:
            on.delivered.append(await deliver(self._store, SOURCE, await ask()))
            metrics.LIVE_FACTS.add(want.what, "delivered")
        except ProviderFault as fault:
            log.info("live fact missing", fact=want.what, fault=str(fault))
            on.faults.append(fault)
            why = _WHY.get(type(fault), Why.UNAVAILABLE)
            metrics.LIVE_FACTS.add(want.what, why)
            on.gaps.append(Gap(want.what, why, self._now(), on.pending[want]))
        del on.pending[want]

    async def _shared(
        self, key: object, refresh: Callable[[Round], Awaitable[None]]
    ) -> tuple[Gap, ...]:
        """One refresh for all who ask at once; waited for no longer than is bearable."""
        if key not in self._rounds:
            on = Round()
            task = spawn(_run(refresh, on), name="refresh of live data")
            self._rounds[key] = (on, task)
            task.add_done_callback(lambda done: self._ended(key, done))
        on, task = self._rounds[key]
        await asyncio.wait({task}, timeout=self._wait)
        if task.done():
            task.result()
        return on.so_far(self._now())

    def _ended(self, key: object, task: asyncio.Task[None]) -> None:
        """Forget a refresh; one that failed when nobody waited any more is told here."""
        del self._rounds[key]
        if not task.cancelled() and (error := task.exception()) is not None:
            log.warning("live data failed", of=str(key), exc_info=error)


async def _run(refresh: Callable[[Round], Awaitable[None]], on: Round) -> None:
    """Refresh; of several failures at once the first is told."""
    try:
        await refresh(on)
    except ExceptionGroup as group:
        raise _first(group) from None


def _first(error: Exception) -> Exception:
    return _first(error.exceptions[0]) if isinstance(error, ExceptionGroup) else error


def _batches(fixtures: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(fixtures), BATCH):
        yield fixtures[start : start + BATCH]
