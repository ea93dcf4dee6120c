"""What could be followed: seasons, what the provider has of them, their cost, their strength."""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil
from typing import TYPE_CHECKING

from phoenix.analysis.fixtures import window
from phoenix.analysis.strengths import Strength, league_strengths
from phoenix.app.program import Live, Program
from phoenix.domain.history import History
from phoenix.domain.provided import Coverage
from phoenix.domain.quota import RESERVED, Priority
from phoenix.sources.api_football import SOURCE
from phoenix.sources.api_football.appetite import Proposal, by_interest, proposal
from phoenix.sources.api_football.catalogue import (
    CompetitionNotFound,
    Listed,
    catalogue,
    competition_of,
    find,
)
from phoenix.sources.api_football.faults import PlanForbids, ProviderFault
from phoenix.sources.football_data.catalogue import EXTRA_CODES, MAIN
from phoenix.store.schedule import KnownSeason, Schedule

if TYPE_CHECKING:
    from phoenix.sources.api_football.status import Status

FREE = "free"
FREE_CALLS = 100  # a day
SHOWN = 20  # of those that fit, so many of the most interest
SEASON_AT_MOST = timedelta(days=400)

LEGEND = (
    "-: not known yet",
    "has: S statistics, L line-ups, I injuries, P prices (all are reckoned with until it is known)",
    "calls: about so many on a busy day",
    "strength: rough -> learned ± standard error (matches between leagues/moves of clubs)",
)


@dataclass(frozen=True, slots=True)
class League:
    """A competition that could be followed; ``season`` and ``coverage`` are None until known."""

    code: str
    name: str
    country: str
    season: str | None
    coverage: Coverage | None
    followed: bool
    calls: int
    fits: bool
    strength: Strength


@dataclass(frozen=True, slots=True)
class Leagues:
    """Competitions by interest, what is to be said of them, and what is wrong.

    ``complete`` is whether the provider answered, and all that is followed is known.
    """

    rows: tuple[League, ...]
    lines: tuple[str, ...]
    warnings: tuple[str, ...]
    complete: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What the provider answered; without a plan nothing is known of it."""

    plan: "Status | None" = None
    faults: tuple[ProviderFault, ...] = ()

    @property
    def calls_a_day(self) -> int:
        """Those of the plan, or of a free one."""
        return self.plan.requests.limit_day if self.plan else FREE_CALLS

    @property
    def free(self) -> bool:
        """Whether the plan is known to be the free one."""
        return self.plan is not None and self.plan.subscription.plan.casefold() == FREE

    @property
    def failures(self) -> tuple[ProviderFault, ...]:
        """The faults without those that only tell what the plan is."""
        return tuple(fault for fault in self.faults if not isinstance(fault, PlanForbids))


@dataclass(frozen=True, slots=True)
class Stored:
    """What the store knows: seasons by the provider's id, teams likewise, strengths by code."""

    seasons: Mapping[int, KnownSeason]
    teams: Mapping[int, int]
    strengths: Mapping[str, Strength]
    codes: frozenset[str]


async def leagues(program: Program, *, everything: bool = False) -> Leagues:
    """The competitions that are followed, stored or of most interest, or every one that is listed.

    With a key this asks for the seasons, if they are due, and for the plan.

    Raises:
        StoreError: the store does not answer.
    """
    wanted, strangers = _followed(program.settings.leagues)
    asked = await _ask(program.live, wanted) if program.live else Asked()
    stored = await _stored(program)
    offer = _proposal(by_interest(catalogue()), asked, stored)
    rows = _rows(offer, stored, {one.code for one in wanted})
    shown = rows if everything else tuple(_of_interest(rows, stored.codes))
    failures = [str(fault) for fault in asked.failures]
    return Leagues(
        shown,
        (
            *LEGEND,
            *_on_seasons(shown),
            *_on_plan(program.live is not None, asked, offer),
            _on_followed(_proposal(wanted, asked, stored)),
            _on_proposal(offer),
        ),
        (*strangers, *failures, *_unlisted(asked, wanted, stored)),
        complete=not (strangers or failures),
    )


def _followed(names: Iterable[str]) -> tuple[tuple[Listed, ...], tuple[str, ...]]:
    """The followed competitions, and what is wrong with those that nobody knows."""
    found, wrong = [], []
    for words in names:
        try:
            found.append(find(words))
        except CompetitionNotFound as error:
            wrong.append(f"PHOENIX_LEAGUES: {error}")
    return tuple(dict.fromkeys(found)), tuple(wrong)


async def _ask(live: Live, wanted: Sequence[Listed]) -> Asked:
    """The plan, then the seasons; if it does not tell the one it is not asked for the other."""
    from phoenix.app.supply import Round
    from phoenix.sources.api_football.status import status

    supply, on = live.supply, Round()
    try:
        plan = await status(live.client)
    except ProviderFault as fault:
        return Asked(faults=(fault,))
    await supply.seasons(Priority.WAITING_USER, on)
    asked = Asked(plan)
    if asked.free:
        # Only by asking for one can be found out whether a free key sees any current season.
        seasons = {season.league: season for season in await supply.schedule.seasons()}
        known = [seasons[str(one.id)] for one in wanted if str(one.id) in seasons]
        for season in known[:1]:
            await supply.season(season, Priority.WAITING_USER, on)
    return replace(asked, faults=tuple(on.faults))


async def _stored(program: Program) -> Stored:
    schedule = Schedule(program.store, SOURCE)
    seasons = {int(season.league): season for season in await schedule.seasons()}
    today = program.now().astimezone(program.settings.zone).date()
    histories = await _histories(program, today)
    listed = [one for one in catalogue() if one.kind == "League"]
    # Off the loop: it takes a few tenths of a second.
    strengths = await asyncio.to_thread(
        league_strengths,
        histories,
        await program.archive.teams(),
        {one.code for one in listed} | set(MAIN) | EXTRA_CODES,
        {one.code: one.strength for one in listed if one.strength is not None},
        today,
    )
    codes = frozenset(code for history in histories.values() for code in history.competitions)
    return Stored(seasons, await _teams(program, schedule, seasons), strengths, codes)


async def _histories(program: Program, today: date) -> dict[str, History]:
    """By country."""
    competitions = (await program.archive.competitions()).values()
    first, _ = window(today)
    return {
        country: await program.archive.history(country, first, today)
        for country in sorted({one.country for one in competitions})
    }


async def _teams(
    program: Program, schedule: Schedule, seasons: Mapping[int, KnownSeason]
) -> dict[int, int]:
    """How many teams there are, in the seasons of which all fixtures are stored."""
    facts = {("season", f"{one.league}/{one.year}"): one for one in seasons.values()}
    whole = {facts[fact].competition.code for fact in await schedule.fetched(facts)}
    now = program.now()
    found: dict[int, set[int]] = {}
    for fixture in await schedule.between(now - SEASON_AT_MOST, now + SEASON_AT_MOST, whole):
        if fixture.season.current:
            sides = {fixture.home_id, fixture.away_id}
            found.setdefault(int(fixture.season.league), set()).update(sides)
    return {league: len(teams) for league, teams in found.items()}


def _proposal(wanted: Iterable[Listed], asked: Asked, stored: Stored) -> Proposal:
    coverage = {league: season.coverage for league, season in stored.seasons.items()}
    return proposal(wanted, asked.calls_a_day, teams=stored.teams, coverage=coverage)


def _rows(offer: Proposal, stored: Stored, followed: set[str]) -> tuple[League, ...]:
    rows = []
    for portion in offer.portions:
        listed, season = portion.listed, stored.seasons.get(portion.listed.id)
        competition = competition_of(listed)
        unlearned = Strength(listed.strength, None, None, 0, 0)
        rows.append(
            League(
                listed.code, competition.name, competition.country,
                season.label if season else None, season.coverage if season else None,
                listed.code in followed, portion.calls, portion.fits,
                stored.strengths.get(listed.code, unlearned),
            )
        )  # fmt: skip
    return tuple(rows)


def _of_interest(rows: Iterable[League], stored: frozenset[str]) -> Iterator[League]:
    fitting = 0
    for row in rows:
        fitting += row.fits
        if row.followed or row.code in stored or (row.fits and fitting <= SHOWN):
            yield row


def _unlisted(asked: Asked, wanted: Iterable[Listed], stored: Stored) -> Iterator[str]:
    """The followed competitions of which the provider, if it answered, has no current season."""
    if asked.plan is None or asked.failures:
        return
    for one in wanted:
        if one.id not in stored.seasons:
            yield f"API-Football has no current season of {one.name} ({one.code})"


def _on_seasons(rows: Iterable[League]) -> Iterator[str]:
    if any(row.coverage is not None and not letters(row.coverage) for row in rows):
        yield (
            "A season that has just begun has less of everything than it will have, or none: "
            "calls are reckoned from what it has now."
        )


def _on_plan(key: bool, asked: Asked, offer: Proposal) -> Iterator[str]:
    shares = f"{offer.kept} kept for people who wait, {offer.shared} shared by all competitions"
    if asked.plan is None:
        why = "The plan is not known" if key else "No key of API-Football is set, nothing was asked"
        yield f"{why}: a free plan's {FREE_CALLS} calls a day are assumed ({shares})."
        return
    plan = asked.plan.subscription
    state = "" if plan.active else ", NOT ACTIVE"
    yield f"API-Football, plan {plan.plan}{state}: {offer.calls_a_day} calls a day ({shares})."
    if asked.free:
        yield "A free key sees few seasons, as a rule not the current ones."
    for fault in asked.faults:
        if isinstance(fault, PlanForbids):
            yield f"This plan does not see a current season ({fault.asked}): {fault.reason}"


def _on_followed(own: Proposal) -> str:
    calls = sum(portion.calls for portion in own.portions)
    room = max(0, own.calls_a_day - own.kept - own.shared)
    codes = ", ".join(portion.listed.code for portion in own.portions) or "nothing"
    return (
        f"Followed (PHOENIX_LEAGUES): {codes}: about {calls} calls on a busy day; "
        f"the plan has {room} for them, {'enough' if calls <= room else 'too few'}."
    )


def _on_proposal(offer: Proposal) -> str:
    if offer.leagues:
        return f"PHOENIX_LEAGUES={','.join(listed.code for listed in offer.leagues)}"
    least = min(offer.portions, key=lambda portion: portion.calls)
    needed = ceil((least.calls + offer.shared) / (1 - RESERVED[Priority.BACKFILL]))
    return (
        f"No competition fits {offer.calls_a_day} calls a day: {least.listed.name} "
        f"({least.listed.code}) alone needs about {needed}."
    )


def letters(coverage: Coverage) -> str:
    """What there is, a letter each: see :data:`LEGEND`."""
    parts = {
        "S": coverage.statistics,
        "L": coverage.lineups,
        "I": coverage.injuries,
        "P": coverage.odds,
    }
    return "".join(letter for letter, there in parts.items() if there)
