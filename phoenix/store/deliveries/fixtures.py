"""Fixtures: found again by the provider's id, or taken over from a file, or new."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta

from sqlalchemy import bindparam, func, select

from phoenix.domain.history import STATISTIC_NAMES
from phoenix.domain.provided import ProvidedMatch, Reject, Status
from phoenix.store import tables
from phoenix.store.deliveries.desk import Delivered, Desk
from phoenix.store.deliveries.facts import keep_lineups
from phoenix.store.deliveries.seasons import Place, places
from phoenix.store.deliveries.sides import team_ids
from phoenix.store.merging import join
from phoenix.store.upserts import Row, bump_revision, upsert

NEIGHBOURS = timedelta(days=2)  # a file's day may be another zone's, and a kick-off may move
NEVER_PLAYED = frozenset({Status.POSTPONED, Status.CANCELLED, Status.ABANDONED, Status.AWARDED})
GOALS = (
    "home_goals", "away_goals", "home_first_half_goals", "away_first_half_goals",
    "home_extra_goals", "away_extra_goals", "home_penalties", "away_penalties",
)  # fmt: skip

Key = tuple[int, date, int, int]


@dataclass(frozen=True, slots=True)
class _Keyed:
    """A match, what it says in short, and where it stands among our fixtures."""

    match: ProvidedMatch
    key: Key
    season: str
    digest: str

    @property
    def external(self) -> str:
        return self.match.id


async def keep_matches(
    desk: Desk, matches: Sequence[ProvidedMatch]
) -> tuple[Delivered, tuple[Reject, ...]]:
    """Matches of known seasons; those that have no place among ours are handed back."""
    if not matches:
        return Delivered(), ()
    known = await places(desk)
    ours = [(match, place) for match in matches if (place := known.get((match.league, match.year)))]
    refs = [(ref, place.country) for match, place in ours for ref in (match.home, match.away)]
    teams = await team_ids(desk, refs)
    keyed = [
        _keyed(match, place, teams)
        for match, place in ours
        if match.home.id in teams and match.away.id in teams
    ]
    homeless = [m for m, _ in ours if m.home.id not in teams or m.away.id not in teams]
    done, doubled = await _keep(desk, {one.external: one for one in keyed})
    rejects = (*(_homeless(match, teams) for match in homeless), *doubled)
    return replace(done, strange=len(matches) - len(ours)), rejects


async def _keep(desk: Desk, keyed: Mapping[str, _Keyed]) -> tuple[Delivered, tuple[Reject, ...]]:
    before = await desk.fixtures(keyed)
    told = [one for e, one in keyed.items() if before.get(e, (0, ""))[1] != one.digest]
    if not told:
        return Delivered(known=len(keyed)), ()
    rows, doubled = await _placed(desk, {e: row for e, (row, _) in before.items()}, told)
    fresh = [one for one in told if one.external not in doubled]
    new = [one for one in fresh if one.external not in rows]
    await desk.insert(tables.fixture, [{**_row(one), "digest": ""} for one in new])
    rows |= await _rows_of(desk, new)
    old = [one for one in fresh if one not in new]
    await _update(desk, [(rows[one.external], one) for one in old])
    await _note_aliases(desk, rows, fresh)
    await _keep_details(desk, [(rows[one.external], one.match) for one in fresh])
    if new or any(one.match.status is not Status.SCHEDULED for one in fresh):
        await bump_revision(desk.connection)
    done = Delivered(len(new), len(old), len(keyed) - len(told))
    return done, tuple(_double(keyed[external], holder) for external, holder in doubled.items())


async def _placed(
    desk: Desk, known: Mapping[str, int], fresh: Sequence[_Keyed]
) -> tuple[dict[str, int], dict[str, str]]:
    """The rows that fixtures have already, and those whose place another id of the source holds.

    A row is known by the provider's id, or because a file brought it. A file's row that stands
    where a known fixture has moved to, or beside it, is the same match: both become one.
    """
    near = await _near(desk, [one.key for one in fresh])
    owners = await _owned(desk, near.values())
    rows: dict[str, int] = {}
    doubled: dict[str, str] = {}
    held: dict[Key, str] = {key: owners[row] for key, row in near.items() if row in owners}
    for one in sorted(fresh, key=lambda one: one.key in held or one.key not in near):
        mine = known.get(one.external)
        stays = mine is not None and near.get(one.key) == mine
        if not stays and held.setdefault(one.key, one.external) != one.external:
            doubled[one.external] = held[one.key]
            continue
        found = None if stays else _nearest(near, one.key, owners)
        if mine is not None and found is not None:
            await join(desk.connection, mine, found)
        if (row := found if mine is None else mine) is not None:
            rows[one.external] = row
        if found is not None:
            owners[found] = one.external
    return rows, doubled


async def _near(desk: Desk, keys: Iterable[Key]) -> dict[Key, int]:
    """All fixtures of the same competitions about the same days."""
    listed = list(keys)
    days = [day for _, day, _, _ in listed]
    f = tables.fixture.c
    query = select(f.competition_id, f.day, f.home_id, f.away_id, f.id).where(
        f.competition_id.in_({competition for competition, _, _, _ in listed}),
        f.day.between(min(days) - NEIGHBOURS, max(days) + NEIGHBOURS),
    )
    found = await desk.connection.execute(query)
    return {(row[0], row[1], row[2], row[3]): row[4] for row in found}


async def _owned(desk: Desk, rows: Collection[int]) -> dict[int, str]:
    """Those of the rows that this source knows under an id, with it."""
    alias = tables.fixture_alias.c
    query = select(alias.fixture_id, alias.external).where(alias.source == desk.source)
    wanted = set(rows)
    found = await desk.connection.execute(query)
    return {row.fixture_id: row.external for row in found if row.fixture_id in wanted}


def _nearest(near: Mapping[Key, int], key: Key, taken: Collection[int]) -> int | None:
    """The row of the same match on the same day or a neighbouring one."""
    competition, day, home, away = key
    reach = range(-NEIGHBOURS.days, NEIGHBOURS.days + 1)
    for days in sorted(reach, key=lambda step: (abs(step), step)):
        row = near.get((competition, day + timedelta(days=days), home, away))
        if row is not None and row not in taken:
            return row
    return None


async def _rows_of(desk: Desk, new: Sequence[_Keyed]) -> dict[str, int]:
    if not new:
        return {}
    near = await _near(desk, [one.key for one in new])
    return {one.external: near[one.key] for one in new}


async def _update(desk: Desk, rows: Sequence[tuple[int, _Keyed]]) -> None:
    """What the provider does not tell stays; a match that was never played has no goals."""
    if not rows:
        return
    table = tables.fixture
    told = [(row, _row(one)) for row, one in rows]
    columns = [table.c[name] for name in told[0][1]]
    statement = (
        table.update()
        .where(table.c.id == bindparam("row"))
        .values(
            {c.name: func.coalesce(bindparam(f"new_{c.name}", type_=c.type), c) for c in columns}
        )
    )
    listed = [
        {"row": row, **{f"new_{name}": value for name, value in values.items()}}
        for row, values in told
    ]
    await desk.connection.execute(statement, listed)
    erased = [row for row, one in rows if one.match.status in NEVER_PLAYED]
    if erased:
        nothing = dict.fromkeys(GOALS)
        await desk.connection.execute(table.update().where(table.c.id.in_(erased)).values(nothing))


async def _note_aliases(desk: Desk, rows: Mapping[str, int], fresh: Sequence[_Keyed]) -> None:
    noted: list[Row] = [
        {
            "source": desk.source,
            "external": one.external,
            "fixture_id": rows[one.external],
            "digest": one.digest,
        }
        for one in fresh
    ]
    await upsert(desk.connection, tables.fixture_alias, noted, ("source", "external"))


async def _keep_details(desk: Desk, matches: Sequence[tuple[int, ProvidedMatch]]) -> None:
    counts: list[Row] = [
        {
            "fixture_id": row,
            "side": side,
            "period": "full",
            **{name: getattr(told, name) for name in STATISTIC_NAMES},
        }
        for row, match in matches
        for side, told in (("home", match.home_counts), ("away", match.away_counts))
        if told is not None
    ]
    await upsert(desk.connection, tables.statistics, counts, ("fixture_id", "side", "period"))
    for row, match in matches:
        if match.lineups:
            sides = {match.home.id: "home", match.away.id: "away"}
            await keep_lineups(desk, row, sides, match.lineups)


def _keyed(match: ProvidedMatch, place: Place, teams: Mapping[str, int]) -> _Keyed:
    day = match.kickoff.astimezone(UTC).date()
    key = (place.competition, day, teams[match.home.id], teams[match.away.id])
    said = hashlib.blake2b(repr(match).encode(), digest_size=8).hexdigest()
    return _Keyed(match, key, place.season, said)


def _row(one: _Keyed) -> Row:
    match, (competition, day, home, away) = one.match, one.key
    if match.status in NEVER_PLAYED:
        match = replace(match, score=None, extra=None, penalties=None)
    score = match.score
    extra, penalties = match.extra or (None, None), match.penalties or (None, None)
    return {
        "competition_id": competition,
        "season": one.season,
        "day": day,
        "kickoff": match.kickoff,
        "home_id": home,
        "away_id": away,
        "referee": match.referee,
        "home_goals": score.home if score else None,
        "away_goals": score.away if score else None,
        "home_first_half_goals": score.half_time_home if score else None,
        "away_first_half_goals": score.half_time_away if score else None,
        "status": str(match.status),
        "round": match.round,
        "home_extra_goals": extra[0],
        "away_extra_goals": extra[1],
        "home_penalties": penalties[0],
        "away_penalties": penalties[1],
    }


def _homeless(match: ProvidedMatch, teams: Mapping[str, int]) -> Reject:
    unknown = [ref for ref in (match.home, match.away) if ref.id not in teams]
    names = ", ".join(f"{ref.name} ({ref.id})" for ref in unknown)
    return Reject(f"fixture {match.id}", f"the country of {names} is not known", repr(match))


def _double(one: _Keyed, holder: str) -> Reject:
    reason = f"fixture {holder} is the same match on the same day"
    return Reject(f"fixture {one.external}", reason, repr(one.match))
