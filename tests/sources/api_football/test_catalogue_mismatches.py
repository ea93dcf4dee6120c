"""The provider's leagues against ours: real bodies agree, planted errors are found."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from phoenix.domain.provided import Coverage, ProvidedSeason
from phoenix.sources.api_football.catalogue import catalogue, lookup, mismatches

LISTED = {
    1, 2, 3, 9, 11, 13, 39, 40, 45, 61, 71, 72, 73, 75, 78, 88, 94, 128, 135, 136, 140, 144, 203,
    253, 262, 848,
}  # fmt: skip
UNLISTED = {475, 477}


def season(league: Mapping[str, Any], country: str, kind: str | None = None) -> ProvidedSeason:
    """A season of a league as a body gives it."""
    first, last = date(2025, 8, 1), date(2026, 5, 30)
    name, kind = league["name"], kind or league["type"]
    identity = str(league["id"])
    return ProvidedSeason(identity, name, country, kind, 2025, first, last, True, Coverage())


@pytest.fixture(scope="module")
def told(real_bodies: Path) -> list[ProvidedSeason]:
    """The real answer of /leagues, a part of all."""
    body = json.loads((real_bodies / "leagues.json").read_text(encoding="utf-8"))
    return [season(entry["league"], entry["country"]["name"]) for entry in body["response"]]


@pytest.fixture
def whole() -> list[ProvidedSeason]:
    """An answer that agrees with everything listed."""
    return [
        season({"id": one.id, "name": one.also[0] if one.also else one.name}, one.country, one.kind)
        for one in catalogue()
    ]


def test_the_real_leagues_agree(told):
    """Whatever listed league is in the real body is what we say; only the others are missing."""
    assert {int(one.league) for one in told} == LISTED | UNLISTED
    found = mismatches(told)
    assert {mismatch.listed.id for mismatch in found} == {one.id for one in catalogue()} - LISTED
    assert all(mismatch.told is None for mismatch in found)


def test_the_names_of_real_fixtures_agree(real_bodies: Path):
    """The leagues that 178 real fixtures name are those that we list under their ids."""
    path = real_bodies / "recorded-2025-10" / "fixtures_upcoming.json"
    leagues = [entry["league"] for entry in json.loads(path.read_text(encoding="utf-8"))]
    known = [(league, lookup(league["id"])) for league in leagues]
    seasons = [season(league, league["country"], one.kind) for league, one in known if one]
    assert len({one.league for one in seasons}) == 49
    assert [str(found) for found in mismatches(seasons) if found.told] == []


def test_an_answer_that_agrees_has_no_mismatch(whole):
    """Nothing is complained of where everything agrees."""
    assert mismatches(whole) == ()


def test_a_missing_league_is_said(whole):
    """A listed id that the provider does not list is said in one line."""
    (found,) = mismatches(one for one in whole if one.league != "942")
    assert str(found) == (
        "league 942 (AF942): we say Serie C - Girone B, Italy, League; "
        "API-Football lists no such league"
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [("71", "72"), ("71", "135"), ("13", "11"), ("435", "436"), ("250", "252"), ("39", "333")],
)
def test_swapped_ids_are_found(whole, one, other):
    """Two ids that changed places are both found, and each is told for what it is."""
    places = {one: other, other: one}
    swapped = [replace(item, league=places.get(item.league, item.league)) for item in whole]
    found = mismatches(swapped)
    assert {str(mismatch.listed.id): str(mismatch.rather.id) for mismatch in found} == places
    assert all("name" in mismatch.differing for mismatch in found)


@pytest.mark.parametrize(
    ("change", "part"),
    [({"country": "Italy"}, "country"), ({"kind": "Cup"}, "kind"), ({"name": "Paulista"}, "name")],
)
def test_a_wrong_part_is_named(whole, change, part):
    """A country, kind or name that is not ours is found, and named."""
    changed = [replace(one, **change) if one.league == "40" else one for one in whole]
    (found,) = mismatches(changed)
    assert found.differing == (part,)
    assert str(found).endswith(f"check the {part}")


def test_a_line_says_both_sides(whole):
    """A mismatch is one line: what we say, what the provider says, and what that is."""
    said = replace(whole[0], league="72", name="Serie A", country="Brazil", kind="League")
    (found,) = mismatches([*(one for one in whole if one.league != "72"), said])
    assert str(found) == (
        "league 72 (AF72): we say Brasileirão Série B, Brazil, League; API-Football says "
        "Serie A, Brazil, League, which is our 71 (BRA); check the name"
    )


def test_leagues_that_nobody_listed_are_passed(whole):
    """What the provider has beyond our list is no mismatch."""
    paulista = {"id": 475, "name": "Paulista - A1", "type": "League"}
    assert mismatches([*whole, season(paulista, "Brazil")]) == ()
