"""What is known of a fixture shortly before it, for the analysis."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime

from phoenix.domain.matches import Fixture
from phoenix.domain.news import News
from phoenix.domain.ties import CupMatch, Tie, resolve
from phoenix.store.news import news_of
from phoenix.store.schedule import Schedule, Scheduled
from phoenix.store.store import Store


class StoredNews:
    """News from the store. A match that has begun has none: nobody knows what was known before."""

    def __init__(self, store: Store, schedule: Schedule, now: Callable[[], datetime]) -> None:
        self._store = store
        self._schedule = schedule
        self._now = now

    async def news(self, fixture: Fixture) -> News | None:
        """Line-ups, absences, prices and the tie of a fixture to come; of one that began, the tie.

        None for a fixture that no provider knows.
        """
        if fixture.key is None or (known := await self._schedule.fixture(fixture.key)) is None:
            return None
        tie = await self._tie(known)
        if known.kickoff <= self._now():
            return News(tie=tie)
        asked = ("absences", known.external)
        told = await self._schedule.fetched([asked])
        news = await news_of(self._store, known.key, absences_asked=asked in told)
        return replace(news, tie=tie)

    async def _tie(self, fixture: Scheduled) -> Tie | None:
        if not fixture.season.cup:
            return None
        matches = await self._schedule.cup_matches(fixture.season)
        return tie_before(fixture, matches)


def tie_before(fixture: Scheduled, matches: Iterable[CupMatch]) -> Tie | None:
    """The tie as it was known before the fixture's kick-off: nothing of what came later."""
    known = {
        match.key: match if match.kickoff < fixture.kickoff else _unplayed(match)
        for match in matches
    }
    mine = known.get(fixture.key)
    return None if mine is None else resolve(mine, known.values())


def _unplayed(match: CupMatch) -> CupMatch:
    return replace(match, score90=None, extra=None, penalties=None, finished=False)
