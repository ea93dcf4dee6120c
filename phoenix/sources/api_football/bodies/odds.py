"""``odds``: prices before the match, of all bookmakers.

Of a handicap the provider writes the *home* side's line on both sides: 'Away +0.5' is what is paid
when 'Home +0.5' loses. Prices that belong together add up (as probabilities) to slightly more than
one; read so, all lines of the real bookmakers do (1.02 to 1.11), and read the other way none does.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from phoenix.domain.matches import Phase, PriceMarket, Prices
from phoenix.domain.provided import Quotes
from phoenix.sources.api_football.bodies.reading import Body, Read, Reader, shown
from phoenix.sources.api_football.bodies.written import Id, Moment, Text, number

HIGHEST_PRICE = 10_000.0
HIGHEST_LINE = 40.0

# The sum of the probabilities that a set of prices implies. Below one anybody could bet on all
# outcomes and win: a price is stale, an outcome is missing, or two do not belong together. Real
# sets reach 1.13; above 1.5 the same holds.
LOWEST_OVERROUND, HIGHEST_OVERROUND = 1.0, 1.5

_LINED = re.compile(r"([A-Za-z]+) ([+-]?[0-9]{1,2}(?:\.[0-9]{1,2})?)")


@dataclass(frozen=True, slots=True)
class Bet:
    """A bet as the provider names it, and what it is here.

    ``outcomes`` are its selections in the order of the market, ``winners`` how many of them win.
    """

    name: str
    market: PriceMarket
    outcomes: tuple[str, ...]
    lined: bool = False
    winners: int = 1


_THREE = ("Home", "Draw", "Away")
_TOTAL = ("Over", "Under")

BETS = {
    1: Bet("Match Winner", PriceMarket.RESULT, _THREE),
    4: Bet("Asian Handicap", PriceMarket.HANDICAP, ("Home", "Away"), lined=True),
    5: Bet("Goals Over/Under", PriceMarket.TOTAL, _TOTAL, lined=True),
    6: Bet("Goals Over/Under First Half", PriceMarket.FIRST_HALF_TOTAL, _TOTAL, lined=True),
    8: Bet("Both Teams Score", PriceMarket.BOTH_SCORE, ("Yes", "No")),
    12: Bet(
        "Double Chance",
        PriceMarket.DOUBLE_CHANCE,
        ("Home/Draw", "Home/Away", "Draw/Away"),
        winners=2,
    ),
    13: Bet("First Half Winner", PriceMarket.FIRST_HALF_RESULT, _THREE),
    16: Bet("Total - Home", PriceMarket.HOME_TOTAL, _TOTAL, lined=True),
    17: Bet("Total - Away", PriceMarket.AWAY_TOTAL, _TOTAL, lined=True),
    45: Bet("Corners Over Under", PriceMarket.CORNERS_TOTAL, _TOTAL, lined=True),
    61: Bet("To Qualify", PriceMarket.QUALIFIES, ("Home", "Away")),
    80: Bet("Cards Over/Under", PriceMarket.CARDS_TOTAL, _TOTAL, lined=True),
}


class _Fixture(Body):
    id: Id


class OddsRow(Body):
    """A row of ``odds``: all prices of a fixture; each bookmaker is read on its own."""

    fixture: _Fixture
    update: Moment
    bookmakers: Any


class _Bookmaker(Body):
    name: Text
    bets: Any


class _Bet(Body):
    id: Any
    name: Any = None
    values: Any


class _Selection(Body):
    value: Any
    odd: Any
    suspended: bool | None = None


Sets = dict[float | None, dict[str, float]]


def read_odds(asked: str, response: Any) -> Read[Quotes]:
    """All prices of an answer of ``odds``, in the markets known here.

    Only whole sets are kept: every outcome of a line, each above 1.0 (what pays the stake back is
    no offer), with an overround that can be. A suspended selection, or one without a price, is
    left out; one that cannot be understood, and a set that cannot be, are rejects.
    """
    reader = Reader(asked)
    quotes = tuple(_quotes(row, reader) for row in reader.each(OddsRow, response))
    return Read(quotes, reader.rejects)


def bookmaker_key(name: str) -> str:
    """The name under which prices are kept: 'William Hill' is ``william_hill``."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")


def _quotes(row: OddsRow, reader: Reader) -> Quotes:
    path = f"fixture {row.fixture.id}, bookmakers"
    prices: dict[tuple[str, PriceMarket, float | None], Prices] = {}
    for bookmaker in reader.each(_Bookmaker, row.bookmakers, path):
        for price in _of_bookmaker(bookmaker, reader, f"fixture {row.fixture.id}"):
            prices.setdefault((price.bookmaker, price.market, price.line), price)
    return Quotes(row.fixture.id, row.update, tuple(prices.values()))


def _of_bookmaker(bookmaker: _Bookmaker, reader: Reader, path: str) -> Iterator[Prices]:
    key = bookmaker_key(bookmaker.name)
    if not key:
        reader.refuse(path, f"{shown(bookmaker.name)} is no bookmaker", bookmaker.model_dump())
        return
    for told in reader.each(_Bet, bookmaker.bets, f"{path}, {key}.bets"):
        bet = _known(told, reader, f"{path}, {key}")
        if bet is not None:
            for line, outcomes in _sets(bet, told, reader, f"{path}, {key}, {bet.name}"):
                yield Prices(key, Phase.LATEST, bet.market, line, outcomes)


def _known(told: _Bet, reader: Reader, path: str) -> Bet | None:
    """The bet, if it is one of ours: an id that has come to mean something else is refused."""
    try:
        bet = BETS.get(number(told.id))
    except ValueError as error:
        reader.refuse(f"{path}.bets", str(error), told.model_dump())
        return None
    if bet is None or bet.name == told.name:
        return bet
    reader.refuse(f"{path}, bet {told.id}", f"it is not {bet.name}", told.model_dump())
    return None


def _sets(
    bet: Bet, told: _Bet, reader: Reader, path: str
) -> list[tuple[float | None, tuple[float, ...]]]:
    """The whole sets of a bet: line, prices in the order of the market.

    One impossible set puts all lines of a handicap in doubt: this bookmaker may write the lines
    of the away side from that side.
    """
    kept = []
    for line, prices in _by_line(bet, told, reader, path).items():
        outcomes = tuple(prices.get(name, 0.0) for name in bet.outcomes)
        if min(outcomes) <= 1.0:
            continue
        overround = round(sum(1.0 / price for price in outcomes) / bet.winners, 6)
        if LOWEST_OVERROUND <= overround <= HIGHEST_OVERROUND:
            kept.append((line, outcomes))
            continue
        problem = f"prices {outcomes} add up to {overround:.3f}"
        reader.refuse(path if line is None else f"{path} {line:g}", problem, told.model_dump())
        if bet.market is PriceMarket.HANDICAP:
            return []
    return kept


def _by_line(bet: Bet, told: _Bet, reader: Reader, path: str) -> Sets:
    sets: Sets = {}
    for selection in reader.each(_Selection, told.values, path):
        if selection.suspended or selection.odd is None:
            continue
        try:
            line, outcome = _selection(bet, selection.value)
            price = _price(selection.odd)
        except ValueError as error:
            reader.refuse(path, str(error), selection.model_dump())
            continue
        sets.setdefault(line, {}).setdefault(outcome, price)
    return sets


def _selection(bet: Bet, written: Any) -> tuple[float | None, str]:
    """'Over 2.5' is (2.5, 'Over'), 'Home' is (None, 'Home')."""
    if not bet.lined:
        if written in bet.outcomes:
            return None, written
        raise ValueError(f"{shown(written)} is no selection")
    match = _LINED.fullmatch(written) if isinstance(written, str) else None
    if match is None or match[1] not in bet.outcomes:
        raise ValueError(f"{shown(written)} is no selection")
    line = float(match[2]) + 0.0  # -0 is 0
    signed = bet.market is PriceMarket.HANDICAP
    if abs(line) > HIGHEST_LINE or not (line * 4).is_integer() or (line <= 0.0 and not signed):
        raise ValueError(f"{shown(written)} is no line")
    return line, match[1]


def _price(written: Any) -> float:
    try:
        price = math.nan if isinstance(written, bool) else float(written)
    except (TypeError, ValueError, OverflowError):
        price = math.nan
    if 0.0 <= price < HIGHEST_PRICE:
        return price
    raise ValueError(f"{shown(written)} is no price")
