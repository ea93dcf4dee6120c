"""Prices: which bet is which market, which prices belong together, and which are none."""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest

from phoenix.domain.matches import Phase, PriceMarket, Prices
from phoenix.domain.provided import Quotes
from phoenix.sources.api_football.bodies.odds import BETS, bookmaker_key, read_odds
from phoenix.sources.api_football.bodies.reading import Read
from phoenix.sources.football_data.columns import LINE_BOOKS, RESULT_BOOKS


def bet(number: int, **odds: Any) -> dict[str, Any]:
    values = [{"value": name.replace("_", " "), "odd": odd} for name, odd in odds.items()]
    return {"id": number, "name": BETS[number].name, "values": values}


def read(*bets: Any, name: str = "Bet365") -> Read[Quotes]:
    row = {
        "fixture": {"id": 7},
        "update": "2026-01-04T05:00:38-03:00",
        "bookmakers": [{"id": 8, "name": name, "bets": list(bets)}],
    }
    return read_odds("x", [row])


def prices(*bets: Any) -> list[tuple[PriceMarket, float | None, tuple[float, ...]]]:
    told = read(*bets)
    assert told.rejects == ()
    return [(price.market, price.line, price.outcomes) for price in told.values[0].prices]


def lines(number: int, values: dict[str, Any]) -> dict[str, Any]:
    told = [{"value": name, "odd": odd} for name, odd in values.items()]
    return {"id": number, "name": BETS[number].name, "values": told}


def test_quotes_bear_the_instant_and_the_bookmaker() -> None:
    """``update`` is when they were taken; before the match the newest is the latest."""
    told = read(bet(1, Home="3.60", Draw="3.10", Away="2.25"), name="William Hill")
    price = Prices("william_hill", Phase.LATEST, PriceMarket.RESULT, None, (3.6, 3.1, 2.25))
    assert told == Read((Quotes("7", datetime(2026, 1, 4, 8, 0, 38, tzinfo=UTC), (price,)),), ())


def test_bets_are_what_the_provider_calls_them(real: Callable[[str], Any]) -> None:
    """Every id of ours bears this name in the provider's own list."""
    names = {told["id"]: told["name"] for told in real("odds_bets.json")}
    assert {number: names[number] for number in BETS} == {n: b.name for n, b in BETS.items()}
    assert {b.market for b in BETS.values()} == set(PriceMarket)


def test_bookmakers_are_called_as_in_other_sources(real: Callable[[str], Any]) -> None:
    """A bookmaker of both sources has one key, so that prices of both meet."""
    keys = {bookmaker_key(told["name"]) for told in real("odds_bookmakers.json")}
    ours = set(RESULT_BOOKS.values()) | set(LINE_BOOKS.values())
    assert keys & ours == {
        "1xbet", "bet365", "betfair", "bwin", "interwetten", "ladbrokes", "pinnacle",
        "sportingbet", "william_hill",
    }  # fmt: skip


def test_outcomes_stand_in_the_order_of_the_market() -> None:
    """In whatever order the provider writes them."""
    double = {"Draw/Away": "1.30", "Home/Draw": "1.62", "Home/Away": "1.36"}
    assert prices(lines(12, double)) == [(PriceMarket.DOUBLE_CHANCE, None, (1.62, 1.36, 1.3))]
    under = {"Under 2.5": "1.50", "Over 2.5": "2.62"}
    assert prices(lines(5, under)) == [(PriceMarket.TOTAL, 2.5, (2.62, 1.5))]
    assert prices(bet(8, No="1.67", Yes="2.10")) == [(PriceMarket.BOTH_SCORE, None, (2.1, 1.67))]
    assert prices(bet(61, Home="1.50", Away="2.50")) == [(PriceMarket.QUALIFIES, None, (1.5, 2.5))]


def test_the_line_of_a_handicap_is_the_home_side_s_on_both_sides() -> None:
    """'Away +0.5' is what is paid when 'Home +0.5' loses; -0 is 0."""
    told = {"Home +0.5": 1.65, "Away +0.5": 2.2, "Home -0": 2.38, "Away +0": 1.55}
    found = prices(lines(4, told))
    assert [str(line) for _, line, _ in found] == ["0.5", "0.0"]
    assert found == [
        (PriceMarket.HANDICAP, 0.5, (1.65, 2.2)), (PriceMarket.HANDICAP, 0.0, (2.38, 1.55)),
    ]  # fmt: skip


def test_every_real_bookmaker_writes_handicaps_so(real: Callable[[str], Any]) -> None:
    """Read so, all 73 lines of 11 bookmakers have overrounds of 1.02 to 1.11; otherwise none."""
    (quotes,) = read_odds("x", real("odds.json")).values
    found = {
        (price.bookmaker, price.line): price.outcomes
        for price in quotes.prices
        if price.market is PriceMarket.HANDICAP
    }
    overrounds = [1 / home + 1 / away for home, away in found.values()]
    otherwise = [
        1 / home + 1 / found[book, -line][1]
        for (book, line), (home, _) in found.items()
        if line and (book, -line) in found
    ]
    assert (len(found), len({book for book, _ in found}), len(otherwise)) == (73, 11, 50)
    assert 1.02 < min(overrounds) < max(overrounds) < 1.11
    assert not any(0.9 < overround < 1.2 for overround in otherwise)


def test_more_goals_for_the_home_side_make_it_likelier(real: Callable[[str], Any]) -> None:
    """Of each bookmaker, the home price falls as its handicap grows."""
    (quotes,) = read_odds("x", real("odds.json")).values
    for book in {price.bookmaker for price in quotes.prices}:
        ladder = sorted(
            (price.line or 0.0, price.outcomes[0])
            for price in quotes.prices
            if (price.bookmaker, price.market) == (book, PriceMarket.HANDICAP)
        )
        assert all(low[1] > high[1] for low, high in pairwise(ladder))


def test_a_handicap_written_from_each_side_is_refused_whole() -> None:
    """One impossible line of a handicap puts the others in doubt, though they look possible."""
    told = {"Home +0.5": "1.65", "Away -0.5": "2.20", "Home -0.5": "3.45", "Away +0.5": "1.30"}
    read_so = read(lines(4, told))
    assert read_so.values[0].prices == ()
    assert [reject.reason for reject in read_so.rejects] == [
        "fixture 7, bet365, Asian Handicap -0.5: prices (3.45, 2.2) add up to 0.744"
    ]


@pytest.mark.parametrize(
    "values",
    [
        {"Over 2.5": "2.62"},
        {"Over 2.5": "2.62", "Under 2.5": None},
        {"Over 6.5": "51.00", "Under 6.5": "1.00"},
        {"Over 2.5": "2.62", "Under 2.5": "0"},
        {"Over 2.5": "2.62", "Under 3.5": "1.17"},
    ],
)
def test_a_set_that_is_not_whole_is_left_out(values: dict[str, Any]) -> None:
    """A missing outcome, or one that pays nothing, is no fault: there is no such set."""
    assert prices(lines(5, values)) == []


def test_a_suspended_selection_is_no_price() -> None:
    """What cannot be bet on is not kept."""
    told = lines(5, {"Over 2.5": "2.62", "Under 2.5": "1.50"})
    told["values"][0]["suspended"] = True
    assert prices(told) == []


@pytest.mark.parametrize(("over", "total"), [("3.50", "0.952"), ("1.05", "1.619")])
def test_prices_that_cannot_belong_together_are_kept_aside(over: str, total: str) -> None:
    """Below one anybody could win, above 1.5 nobody would bet; other lines are kept."""
    values = {"Over 2.5": over, "Under 2.5": "1.50", "Over 3.5": "5.00", "Under 3.5": "1.17"}
    told = read(lines(5, values))
    assert [price.line for price in told.values[0].prices] == [3.5]
    assert len(told.rejects) == 1
    assert told.rejects[0].reason.endswith(f"add up to {total}")


def test_double_chance_adds_up_to_two() -> None:
    """Two of its three outcomes win: half the sum is its overround."""
    told = read(lines(12, {"Home/Draw": "3", "Home/Away": "3", "Draw/Away": "3"}))
    assert told.values[0].prices == ()
    assert told.rejects[0].reason.endswith("add up to 0.500")


@pytest.mark.parametrize(
    ("number", "value", "odd"),
    [
        (5, "Over 2.5", "abc"), (5, "Over 2.5", True), (5, "Over 2.5", "nan"),
        (5, "Over 2.5", "10000"), (5, "Over 2.5", "-2"), (5, "Over 2.5", "9" * 5000),
        (5, "Exactly 2", "3.0"), (5, "Over 2.6", "2.0"), (5, "Over -2.5", "2.0"),
        (5, "Over nan", "2.0"), (5, "Over", "2.0"), (5, 3, "2.0"), (5, "Over 41", "2.0"),
        (1, "Nobody", "2.0"), (1, {"a": []}, "2.0"), (4, "Draw +1", "2.0"),
    ],
)  # fmt: skip
def test_a_selection_that_cannot_be_understood_costs_itself_alone(
    number: int, value: Any, odd: Any
) -> None:
    """The rest of the bet is kept."""
    whole = {
        1: {"Home": "3.60", "Draw": "3.10", "Away": "2.25"},
        4: {"Home +0.5": "1.65", "Away +0.5": "2.20"},
        5: {"Over 3.5": "5.00", "Under 3.5": "1.17"},
    }
    told = lines(number, whole[number])
    told["values"].append({"value": value, "odd": odd})
    answer = read(told)
    assert len(answer.values[0].prices) == 1
    assert len(answer.rejects) == 1
    assert answer.rejects[0].reason.startswith(f"fixture 7, bet365, {BETS[number].name}: ")


def test_bets_nobody_asked_for_are_ignored() -> None:
    """A bet without a market here is no fault, whatever is in it."""
    assert prices({"id": 10, "name": "Exact Score", "values": 3}, {"id": 101, "values": []}) == []


def test_a_bet_that_changed_its_meaning_is_kept_aside() -> None:
    """An id of ours under another name is not taken for what it was."""
    told = read(bet(5, Over="2.0") | {"name": "Goals Odd/Even"})
    assert told.values[0].prices == ()
    assert told.rejects[0].reason == "fixture 7, bet365, bet 5: it is not Goals Over/Under"


def test_a_bookmaker_without_a_name_is_kept_aside() -> None:
    """A name of which no key can be made is refused."""
    told = read(bet(8, Yes="2.10", No="1.67"), name="???")
    assert told.values[0].prices == ()
    assert told.rejects[0].reason == "fixture 7: '???' is no bookmaker"


def test_the_first_of_two_equal_sets_counts() -> None:
    """A line told twice, as 'Over 1' and 'Over 1.0', is one line."""
    told = {"Over 1": "2.00", "Under 1": "1.90", "Over 1.0": "3.00", "Under 1.0": "1.40"}
    assert prices(lines(5, told)) == [(PriceMarket.TOTAL, 1.0, (2.0, 1.9))]
    twice = bet(8, Yes="2.10", No="1.67"), bet(8, Yes="2.20", No="1.60")
    assert prices(*twice) == [(PriceMarket.BOTH_SCORE, None, (2.1, 1.67))]
