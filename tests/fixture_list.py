"""A small calendar: three leagues of two countries, and the clock by which it is read."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from phoenix.domain.competitions import Competition
from phoenix.domain.matches import MatchRecord, Score
from phoenix.store.store import Store
from phoenix.store.writing import Origin, save

NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)  # a Tuesday, noon in São Paulo
TODAY, TOMORROW = date(2026, 11, 24), date(2026, 11, 25)
SERIE_A = Competition("BRA", "Brasileirão Série A", "Brazil")
SERIE_B = Competition("AF72", "Brasileirão Série B", "Brazil")
PREMIER = Competition("E0", "Premier League", "England")
SIMULATED = Competition("DEMO", "Liga Simulada", "Phoenix", simulated=True)


def match(home: str, away: str, hours: float | None = 4, **unusual: Any) -> MatchRecord:
    """A match of the Série A, in so many hours from :data:`NOW`; None: on a day without a time."""
    kickoff = None if hours is None else NOW + timedelta(hours=hours)
    usual = {
        "competition": SERIE_A, "season": "2026", "day": (kickoff or NOW).date(),
        "kickoff": kickoff, "home": home, "away": away, "score": None,
    }  # fmt: skip
    return MatchRecord(**{**usual, **unusual})


ALL = (
    match("Flamengo RJ", "Palmeiras", 9),  # 21:00 in São Paulo, the next day in UTC
    match("Gremio", "Santos", 4),
    match("Flamengo PI", "Avai", 4, competition=SERIE_B),
    match("Arsenal", "Chelsea", 5, competition=PREMIER),
    match("Palmeiras", "Gremio", 28),
    match("Santos", "Flamengo RJ", 24 * 20),
    match("Gremio", "Flamengo RJ", -24 * 3, score=Score(2, 1)),
)


async def put(store: Store, *matches: MatchRecord) -> None:
    """Matches into a store, as a file's."""
    await save(store, matches, Origin("test", "test", None))


class Clock:
    """Stands still until it is moved."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        """Let some time pass."""
        self.now += timedelta(**time)
