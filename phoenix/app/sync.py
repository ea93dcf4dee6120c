"""What is due of the followed leagues, in the order of its worth, until the day's calls end."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from phoenix.analysis.wording import wording
from phoenix.app.due import worth_asking
from phoenix.app.following import followed, live
from phoenix.app.program import Program
from phoenix.app.supply import Round, Supply
from phoenix.domain.news import Gap, Why
from phoenix.domain.quota import Priority
from phoenix.sources.api_football.provider import BATCH
from phoenix.store.schedule import KnownSeason

Progress = Callable[[int, int, str], None]

TONIGHT = timedelta(hours=24)
ENDS = frozenset({Why.QUOTA, Why.KEY})  # after these nothing else would be answered either


@dataclass(frozen=True, slots=True)
class Synced:
    """What came of one competition: its fixtures, and what could not be had."""

    code: str
    name: str
    season: str
    new: int
    changed: int
    rejected: int
    gaps: tuple[Gap, ...]


@dataclass
class SyncReport:
    """What a sync did; ``unknown`` are followed competitions without a current season."""

    leagues: list[Synced] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether all that was due is there."""
        gaps = self.gaps or any(league.gaps or league.rejected for league in self.leagues)
        return not (gaps or self.unknown or self.left_out)


async def sync(program: Program, days: int, progress: Progress) -> SyncReport:
    """Fetch what is due of the followed competitions, and of their matches of the next days.

    Raises:
        InputError: no key is set.
        StoreError: the store does not answer; what came before is kept.
    """
    supply, report = live(program).supply, SyncReport()
    wanted = followed(program)
    on = Round()
    progress(0, len(wanted) + 1, "seasons")
    await supply.seasons(Priority.BACKFILL, on)
    report.gaps += on.so_far(program.now())
    seasons = {season.competition.code: season for season in await supply.schedule.seasons()}
    for done, listed in enumerate(wanted, 1):
        progress(done, len(wanted) + 1, listed.name)
        if listed.code not in seasons:
            report.unknown.append(f"{listed.name} ({listed.code})")
        elif _ended(report):
            report.left_out.append(f"{listed.name} ({listed.code})")
        else:
            season = seasons[listed.code]
            report.leagues.append(await _league(supply, season, days, program.now))
    progress(len(wanted) + 1, len(wanted) + 1, "")
    return report


def _ended(report: SyncReport) -> bool:
    return any(gap.why in ENDS for gap in _gaps(report))


def _gaps(report: SyncReport) -> Iterator[Gap]:
    yield from report.gaps
    for league in report.leagues:
        yield from league.gaps


async def _league(
    supply: Supply, season: KnownSeason, days: int, now: Callable[[], datetime]
) -> Synced:
    """Fixtures and table, then the matches to come, then what is missing of those played."""
    on = Round()
    await supply.season(season, Priority.TONIGHT, on)
    await supply.table(season, Priority.TONIGHT, on)
    coming = await supply.schedule.between(
        now(), now() + timedelta(days=days), {season.competition.code}
    )
    for fixture in coming:
        if any(gap.why in ENDS for gap in on.gaps):
            break
        soon = fixture.kickoff - now() <= TONIGHT
        await supply.facts(fixture, Priority.TONIGHT if soon else Priority.BACKFILL, on)
    if season.coverage.statistics:
        missing = worth_asking(await supply.schedule.undetailed(season), now())
        await _backfill(supply, missing, on)
    code, name = season.competition.code, season.competition.name
    new, changed, rejected = (
        sum(getattr(delivered, what) for delivered in on.delivered)
        for what in ("new", "changed", "rejected")
    )
    return Synced(code, name, season.label, new, changed, rejected, on.so_far(now()))


async def _backfill(supply: Supply, missing: Sequence[str], on: Round) -> None:
    """Batch by batch, until one is refused: the calls that are left are kept for others."""
    for start in range(0, len(missing), BATCH):
        if on.gaps:
            return
        await supply.details(missing[start : start + BATCH], Priority.BACKFILL, on)


def told(program: Program, report: SyncReport) -> list[str]:
    """The report, a line for each competition and for each thing that could not be had."""
    words = wording(program.settings.language)
    lines = []
    for league in report.leagues:
        aside = f", {league.rejected} parts set aside" if league.rejected else ""
        counted = f"{league.new} new fixtures, {league.changed} changed{aside}"
        lines.append(f"{league.code} {league.name} {league.season}: {counted}")
        lines += [f"  {words.gap(gap)}" for gap in league.gaps]
    lines += [words.gap(gap) for gap in report.gaps]
    lines += [f"{name}: no current season is known" for name in report.unknown]
    lines += [f"{name}: left for another time" for name in report.left_out]
    return lines
