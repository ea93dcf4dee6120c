"""Whatever JSON comes: no exception, nothing lost silently, one bad row stops no other."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.domain.provided import Quotes
from phoenix.sources.api_football.bodies.fixtures import read_fixtures
from phoenix.sources.api_football.bodies.injuries import read_injuries
from phoenix.sources.api_football.bodies.leagues import read_leagues
from phoenix.sources.api_football.bodies.lineups import read_lineups
from phoenix.sources.api_football.bodies.odds import read_odds
from phoenix.sources.api_football.bodies.reading import Read
from phoenix.sources.api_football.bodies.standings import read_standings
from phoenix.sources.api_football.bodies.statistics import read_statistics
from phoenix.sources.api_football.bodies.teams import read_teams

READERS = {
    "fixtures": read_fixtures,
    "fixtures/lineups": read_lineups,
    "fixtures/statistics": read_statistics,
    "injuries": read_injuries,
    "leagues": read_leagues,
    "odds": read_odds,
    "standings": read_standings,
    "teams": read_teams,
}
BODIES = {name: f"{name.replace('/', '_')}.json" for name in READERS}

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.sampled_from(
        ["", " ", "0", "-1", "9" * 5000, "²", "72%", "nan", "1.90", "\x00", "Over 2.5"]
    ),
    st.sampled_from(["0001-01-01T00:00:00+14:00", "2026-01-03", "2026-01-03T17:00:00", "AET"]),
    st.text(max_size=5),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)
Reading = Callable[[str, Any], Read[Any]]
each_reader = pytest.mark.parametrize("name", READERS)


def leaves(value: Any) -> list[Any]:
    """All that is in a value of ours, at any depth."""
    if isinstance(value, tuple):
        return [leaf for inner in value for leaf in leaves(inner)]
    fields = getattr(value, "__dataclass_fields__", None)
    if fields is None:
        return [value]
    return [leaf for name in fields for leaf in leaves(getattr(value, name))]


def check(read: Read[Any], asked: str) -> None:
    """Values can be stored, rejects say why on one line and hold the JSON."""
    for leaf in leaves(read.values):
        assert not isinstance(leaf, str) or "\x00" not in leaf
        assert not isinstance(leaf, int) or abs(leaf) < 2**31
        assert leaf == leaf, "NaN is no value"  # noqa: PLR0124 - only NaN differs from itself
    for reject in read.rejects:
        assert reject.asked == asked
        assert ": " in reject.reason
        assert "\n" not in reject.reason
        assert "\x00" not in reject.reason
        json.loads(reject.body)


@each_reader
@given(response=JSON | st.lists(JSON, max_size=4))
@settings(deadline=None)
def test_any_json_is_read_or_rejected(name: str, response: Any) -> None:
    """A response of any JSON raises nothing; all that is in it is a value or a reject."""
    read = READERS[name]("x", response)
    check(read, "x")
    rows = response if isinstance(response, list) else [response]
    assert len(read.rejects) >= len(rows)


@st.composite
def mutated(draw: st.DrawFn, body: Any) -> Any:
    """The body with one node, at any depth, replaced or taken away."""
    if not isinstance(body, list | dict) or not body or draw(st.integers(0, 9)) == 0:
        return draw(JSON)
    place = draw(st.sampled_from(range(len(body)) if isinstance(body, list) else list(body)))
    copy = body.copy()
    if draw(st.integers(0, 9)) == 0:
        del copy[place]
    else:
        copy[place] = draw(mutated(copy[place]))
    return copy


def some_rows(real: Callable[[str], Any], name: str) -> list[Any]:
    """A few rows of an endpoint's real body."""
    if name == "fixtures":
        return embedding(real)
    return [few_books(real)] if name == "odds" else real(BODIES[name])[:3]


def few_books(real: Callable[[str], Any]) -> dict[str, Any]:
    """A row of odds with the two bookmakers of the fewest bets."""
    (row,) = real("odds.json")
    by_size = sorted(row["bookmakers"], key=lambda bookmaker: len(bookmaker["bets"]))
    return {**row, "bookmakers": by_size[:2]}


def embedding(real: Callable[[str], Any]) -> list[Any]:
    """Rows as ``fixtures?ids=`` gives them."""
    match = real("fixtures_libertadores_2024.json")[0]
    home, away = (match["teams"][side]["id"] for side in ("home", "away"))
    parts = {}
    for part in ("statistics", "lineups", "players"):
        rows = real(f"fixtures_{part}.json")
        parts[part] = [row | {"team": {"id": i}} for row, i in zip(rows, (home, away), strict=True)]
    return [match | parts, *real("fixtures.json")[:2]]


@each_reader
@given(data=st.data())
@settings(deadline=None, max_examples=200)
def test_a_changed_body_loses_what_was_changed_alone(
    real: Callable[[str], Any], name: str, data: st.DataObject
) -> None:
    """One node of a real body changed at random costs at most the row that it stands in."""
    rows = some_rows(real, name)
    place = data.draw(st.sampled_from(range(len(rows))))
    whole = READERS[name]("x", rows)
    changed = [*rows[:place], data.draw(mutated(rows[place])), *rows[place + 1 :]]
    read = READERS[name]("x", changed)
    check(read, "x")
    others = [*whole.values[:place], *whole.values[place + 1 :]]
    assert all(value in read.values for value in others)


@given(data=st.data())
@settings(deadline=None, max_examples=200)
def test_a_changed_bookmaker_costs_no_other(
    real: Callable[[str], Any], data: st.DataObject
) -> None:
    """One node of a bookmaker's bets changed at random costs prices of this bookmaker alone."""
    row = few_books(real)
    place = data.draw(st.sampled_from(range(len(row["bookmakers"]))))
    bookmakers = row["bookmakers"].copy()
    bookmakers[place] = data.draw(mutated(bookmakers[place] | {"name": "changed"}))
    before, after = (
        quotes.prices
        for bodies in ([row], [row | {"bookmakers": bookmakers}])
        for quotes in read_odds("x", bodies).values
    )
    own = row["bookmakers"][place]["name"].lower().replace(" ", "_")
    assert {price for price in before if price.bookmaker != own} <= set(after)


@each_reader
@pytest.mark.parametrize("response", [None, {}, {"message": "no"}, "<html>", 3])
def test_a_response_that_is_no_list_is_one_reject(name: str, response: Any) -> None:
    """What is no list gives no value, and one reject that says so."""
    read = READERS[name](name, response)
    assert read.values == ()
    assert [reject.asked for reject in read.rejects] == [name]
    assert read.rejects[0].reason.startswith("response: ")
    assert read.rejects[0].reason.endswith(" is no list")
    assert json.loads(read.rejects[0].body) == response


@each_reader
def test_an_empty_list_is_no_fault(name: str) -> None:
    """An answer with no rows gives no values and no rejects."""
    assert READERS[name]("x", []) == Read((), ())


def test_a_bad_row_is_kept_with_its_path_and_stops_nothing(make: Callable[..., Any]) -> None:
    """Rows around one that does not parse are read; the reject names the field."""
    bad = make("match", {"teams.away.name": None})
    rows = [make("match"), bad, make("match", {"fixture.id": 2})]
    read = read_fixtures("fixtures?date=2026-01-03", rows)
    assert [match.id for match in read.values] == ["1", "2"]
    (reject,) = read.rejects
    assert reject.asked == "fixtures?date=2026-01-03"
    assert reject.reason == "teams.away.name: Input should be a valid string"
    assert json.loads(reject.body) == bad


def test_odds_of_a_row_are_all_kept_or_told(make: Callable[..., Any]) -> None:
    """A row of odds without bookmakers has no prices, and says so if they are no list."""
    row = {"fixture": {"id": 5}, "update": "2026-01-04T08:00:38+00:00"}
    told = read_odds("x", [row | {"bookmakers": []}, row | {"bookmakers": {"a": 1}}])
    assert [quotes.prices for quotes in told.values] == [(), ()]
    assert all(isinstance(quotes, Quotes) for quotes in told.values)
    assert [reject.reason for reject in told.rejects] == [
        "fixture 5, bookmakers: {'a': 1} is no list"
    ]
