"""The matches of a user's day, from the store, refreshed first if they are due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from phoenix.analysis.wording import Wording, wording
from phoenix.app.following import followed
from phoenix.app.program import Program
from phoenix.domain.news import Gap
from phoenix.sources.api_football import SOURCE
from phoenix.store.schedule import Schedule, Scheduled


@dataclass(frozen=True, slots=True)
class Group:
    """The day's matches of one competition, soonest first."""

    competition: str
    country: str
    fixtures: tuple[Scheduled, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """The day's matches, the followed competitions in their order; what could not be had."""

    day: date
    groups: tuple[Group, ...]
    gaps: tuple[Gap, ...]


async def today(program: Program, day: date | None, *, everything: bool = False) -> Today:
    """The matches whose kick-off lies in the user's day.

    Raises:
        ConfigurationError: PHOENIX_LEAGUES names a competition that nobody knows.
        StoreError: the store does not answer.
    """
    order = [listed.code for listed in followed(program)]
    zone = program.settings.zone
    asked = day or program.now().astimezone(zone).date()
    gaps = await program.supply.day(asked, zone.key) if program.supply else ()
    first = datetime(asked.year, asked.month, asked.day, tzinfo=zone)
    after = asked + timedelta(days=1)
    last = datetime(after.year, after.month, after.day, tzinfo=zone)
    codes = None if everything else order
    found = await Schedule(program.store, SOURCE).between(first, last, codes)
    return Today(asked, _grouped(found, order), gaps)


def _grouped(fixtures: Sequence[Scheduled], order: list[str]) -> tuple[Group, ...]:
    def place(fixture: Scheduled) -> tuple[int, str, str]:
        competition = fixture.season.competition
        known = competition.code in order
        rank = order.index(competition.code) if known else len(order)
        return rank, competition.country, competition.code

    grouped = groupby(sorted(fixtures, key=place), key=place)
    groups = [tuple(group) for _, group in grouped]
    return tuple(
        Group(g[0].season.competition.name, g[0].season.competition.country, g) for g in groups
    )


def told(program: Program, found: Today) -> list[str]:
    """The day in words, a line for each match, in the user's language and time zone."""
    words, zone = wording(program.settings.language), program.settings.zone
    day = words.full_day(found.day)
    lines = [
        words.say("today-heading", day=day) if found.groups else words.say("today-none", day=day)
    ]
    for group in found.groups:
        lines += ["", f"{group.competition} ({group.country})"]
        lines += [_line(fixture, words, zone) for fixture in group.fixtures]
    if found.gaps:
        lines += ["", *(f"⚠️ {words.gap(gap)}" for gap in found.gaps)]
    return lines


def _line(fixture: Scheduled, words: Wording, zone: ZoneInfo) -> str:
    at = words.time(fixture.kickoff, zone)
    between = "x" if fixture.goals is None else f"{fixture.goals[0]} x {fixture.goals[1]}"
    status = words.say("status", status=str(fixture.status))
    line = f"  {at}  {fixture.home} {between} {fixture.away}"
    return f"{line}  ({status})" if status else line
