"""The best of a day agree with its dossiers, and forget what has begun."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from a_day import (
    DAY,
    KICKOFF,
    ZONE,
    Clock,
    Matches,
    Sheets,
    a_match,
    a_sheet,
    a_tendency,
)

from phoenix.app.day_tendencies import DayTendencies
from phoenix.app.match_finder import Status
from phoenix.app.picks import Market, market_of
from phoenix.domain.markets import standard_readings
from phoenix.domain.quantities import Quantity

OVER = a_tendency()
YES = a_tendency("goals:both_score:yes", confidence=6.5)


async def best(matches, sheets, minimum=6.0, clock=None):
    """What is said of the day."""
    return await DayTendencies(matches, sheets, clock or Clock()).of(DAY, ZONE, minimum)


async def test_a_pick_tells_what_its_sheet_tells():
    """In all languages, with the price as a decimal number."""
    sheet = a_sheet(1, a_tendency(price=1.85))
    [pick] = (await best(Matches(a_match()), Sheets(sheet))).picks
    assert (pick.sheet, pick.fixture, pick.league) == (1, 1, "BRA")
    assert (pick.market, pick.probability, pick.price) == (Market.GOALS, 0.7, Decimal("1.85"))
    assert (pick.texts["es"], pick.kickoff) == ("Más de 2,5 goles", KICKOFF)
    assert float(pick.fair_price) == pytest.approx(1 / 0.7)


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("goals:total:over:2.5", "said"),
        ("goals:both_score:yes", "said"),
        ("first_half_goals:both_score:yes", "Total de gols · said"),
        ("goals:home_total:over:1.5", "Total de gols · said"),
        ("corners:double_chance:home_or_draw", "Total de gols · said"),
    ],
)
async def test_a_pick_says_whose_count_it_is(key, text):
    """Where the words of the tendency alone would not, those of its market stand before them."""
    sheet = a_sheet(1, a_tendency(key, texts={"pt-BR": "said"}))
    [pick] = (await best(Matches(a_match()), Sheets(sheet))).picks
    assert pick.texts == {"pt-BR": text}


async def test_a_match_has_one_pick_of_a_market():
    """The one that tells more, as in its dossier, not the surer one; another has its own."""
    surer = a_tendency("goals:total:under:4.5", confidence=8.0, information=0.01)
    day = await best(Matches(a_match()), Sheets(a_sheet(1, YES, OVER, surer)))
    assert [pick.reading for pick in day.picks] == [OVER.key, YES.key]
    assert [pick.reading for pick in day.of(Market.BOTH_SCORE)] == [YES.key]


async def test_what_a_dossier_leaves_out_is_no_pick():
    """More than 1.5 goals is surer than more than 2.5, and says less: the dossier tells one."""
    echo = a_tendency("goals:total:over:1.5", confidence=9.0, information=0.01)
    [pick] = (await best(Matches(a_match()), Sheets(a_sheet(1, OVER, echo)))).picks
    assert pick.reading == OVER.key


async def test_who_wants_to_be_surer_sees_fewer():
    """The least confidence is the chat's own."""
    tendencies = DayTendencies(Matches(a_match()), Sheets(a_sheet(1, OVER, YES)), Clock())
    counts = [len((await tendencies.of(DAY, ZONE, m)).picks) for m in (6.0, 6.8, 7.5, 6.0)]
    assert counts == [2, 1, 0, 2]


async def test_the_best_come_first():
    """By confidence, then by information."""
    sheets = Sheets(
        a_sheet(1, a_tendency(confidence=7.0, information=0.1)),
        a_sheet(2, a_tendency(confidence=9.0)),
        a_sheet(3, a_tendency(confidence=7.0, information=0.2)),
    )
    day = await best(Matches(*(a_match(n) for n in (1, 2, 3))), sheets)
    assert [pick.fixture for pick in day.picks] == [2, 3, 1]


async def test_it_is_told_how_many_matches_are_analysed():
    """Of the followed ones that are still to come."""
    day = await best(Matches(a_match(1), a_match(2)), Sheets(a_sheet(2, OVER)))
    assert (day.matches, day.analysed) == (2, 1)


async def test_a_match_of_another_league_counts_once_it_has_a_sheet():
    """Nobody waits for one that nobody makes."""
    matches = Matches(a_match(1), a_match(2), followed=False)
    day = await best(matches, Sheets(a_sheet(2, OVER)))
    assert (day.matches, day.analysed, len(day.picks)) == (1, 1, 1)


@pytest.mark.parametrize(
    "unusual",
    [
        {"status": Status.LIVE},
        {"status": Status.POSTPONED},
        {"status": Status.FINISHED, "goals": (1, 0)},
        {"kickoff": Clock().now - timedelta(minutes=1)},
        {"kickoff": None, "day": DAY, "goals": (0, 0)},
    ],
)
async def test_what_has_begun_or_is_off_is_left_out(unusual):
    """Nobody can follow it any more."""
    day = await best(Matches(a_match(**unusual)), Sheets(a_sheet(1, OVER)))
    assert (day.matches, day.analysed, day.picks) == (0, 0, ())


async def test_a_match_of_which_only_the_day_is_known_is_to_come_on_that_day():
    """It is shown without a time."""
    matches, sheets = Matches(a_match(kickoff=None, status=None)), Sheets(a_sheet(1, OVER))
    assert (await best(matches, sheets)).picks[0].kickoff is None
    tomorrow = Clock(Clock().now + timedelta(days=1))
    assert (await best(matches, sheets, clock=tomorrow)).picks == ()


async def test_a_day_is_read_once_in_half_a_minute():
    """A thousand users ask the store one question; a new sheet is seen soon all the same."""
    matches, sheets, clock = Matches(a_match()), Sheets(), Clock()
    tendencies = DayTendencies(matches, sheets, clock)
    for _ in range(3):
        assert (await tendencies.of(DAY, ZONE, 6.0)).analysed == 0
    assert matches.asked == 1
    sheets.sheets[1] = a_sheet(1, OVER)
    clock.now += timedelta(seconds=31)
    assert len((await tendencies.of(DAY, ZONE, 6.0)).picks) == 1


async def test_a_match_that_begins_is_forgotten_at_once():
    """Also while its day is remembered."""
    clock = Clock(KICKOFF - timedelta(seconds=1))
    tendencies = DayTendencies(Matches(a_match()), Sheets(a_sheet(1, OVER)), clock)
    assert len((await tendencies.of(DAY, ZONE, 6.0)).picks) == 1
    clock.now = KICKOFF
    assert (await tendencies.of(DAY, ZONE, 6.0)).picks == ()


@pytest.mark.parametrize("quantity", Quantity)
def test_every_reading_that_is_told_has_its_market(quantity):
    """Exact scores and what is given back on a draw have none, and are told nowhere."""
    kinds = {reading.kind for reading in standard_readings(quantity)}
    markets = {market_of(str(quantity), str(kind)) for kind in kinds}
    own = {
        Quantity.GOALS: {
            Market.GOALS, Market.TEAM_GOALS, Market.BOTH_SCORE, Market.RESULT, Market.HANDICAP,
            None,
        },
        Quantity.FIRST_HALF_GOALS: {Market.FIRST_HALF},
        Quantity.CORNERS: {Market.CORNERS}, Quantity.FIRST_HALF_CORNERS: {Market.CORNERS},
        Quantity.CARDS: {Market.CARDS},
        Quantity.SHOTS: {Market.SHOTS}, Quantity.SHOTS_ON_TARGET: {Market.SHOTS},
    }  # fmt: skip
    assert markets == own[quantity]


async def test_a_sheet_that_is_newer_counts_the_next_time():
    """What it no longer says is gone."""
    matches, sheets, clock = Matches(a_match()), Sheets(a_sheet(1, OVER)), Clock()
    tendencies = DayTendencies(matches, sheets, clock)
    await tendencies.of(DAY, ZONE, 6.0)
    sheets.sheets[1] = replace(a_sheet(1, YES), id=9)
    clock.now += timedelta(minutes=1)
    [pick] = (await tendencies.of(DAY, ZONE, 6.0)).picks
    assert (pick.sheet, pick.reading) == (9, YES.key)
