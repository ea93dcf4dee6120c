"""A single, an accumulator and a long one: what they come to, and what they are worth."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from math import prod
from types import MappingProxyType

from phoenix.app.day_tendencies import Day, DayTendencies
from phoenix.app.picks import Pick, by_match
from phoenix.app.same_match import SameMatch, Together
from phoenix.app.slips import Length, Question, Slip, slip
from phoenix.bot.html import Html, joined
from phoenix.bot.routes import Command, Routes
from phoenix.bot.screen import Row, Screen
from phoenix.bot.screens.day_lists import at, nothing, other_day, read, today, written
from phoenix.bot.screens.menu import back
from phoenix.bot.turn import Turn
from phoenix.bot.words import Words

A_ROW = 5  # buttons that lead to matches
CENT = Decimal("0.01")
STAKE = 100  # of which it is told how much is lost on average


class Slips:
    """Slips of a day, each with a button for another one.

    Args:
        tendencies: of days.
        same_match: puts tendencies of one match together.
        now: the clock, in UTC.
    """

    def __init__(
        self, tendencies: DayTendencies, same_match: SameMatch, now: Callable[[], datetime]
    ) -> None:
        self._tendencies = tendencies
        self._same_match = same_match
        self._now = now

    def routes(self) -> Routes:
        """A command for each length."""
        of = partial(partial, self._handle)
        return Routes(
            commands=(
                Command(
                    ("simples", "single", "simple"), of(Length.SINGLE), "command-simples",
                    {"en": "single", "es": "simple"},
                ),
                Command(
                    ("multipla", "multi", "multiple", "combinada"), of(Length.MULTIPLE),
                    "command-multipla", {"en": "multi", "es": "combinada"},
                ),
                Command(("bingo",), of(Length.LONG), "command-bingo"),
            ),
            buttons=MappingProxyType({"slip": self._press, "same": self._press_same}),
        )  # fmt: skip

    async def _handle(self, length: Length, turn: Turn, _rest: str) -> None:
        await self._show(turn, length, today(turn, self._now), 0)

    async def _press(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        length, number, day = arguments
        await self._show(turn, Length(length), read(day), int(number))

    async def _press_same(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        first, written_day = arguments
        number, day = int(first), read(written_day)
        found = await self._tendencies.of(day, turn.chat.zone, turn.chat.min_confidence)
        matches = [leg.fixture for leg in by_match(found.picks)]
        for place in range(number, number + len(matches)):
            match = matches[place % len(matches)]
            picks = [pick for pick in found.picks if pick.fixture == match]
            if legs := await self._same_match.of(picks):
                turn.show(_same(turn, day, legs, place + 1 if len(matches) > 1 else None))
                return
        turn.note(turn.words.label("slips-no-same-match"), confirm=True)

    async def _show(self, turn: Turn, length: Length, day: date, number: int) -> None:
        found = await self._tendencies.of(day, turn.chat.zone, turn.chat.min_confidence)
        asked = Question(length, day, turn.chat.id, number)
        chosen = slip(found.picks, asked)
        if chosen is None:
            turn.show(_none(turn, length, found, today(turn, self._now)))
            return
        following = slip(found.picks, Question(length, day, turn.chat.id, number + 1))
        turn.show(_screen(turn, asked, chosen, more=following != chosen))


def _screen(turn: Turn, asked: Question, chosen: Slip, *, more: bool) -> Screen:
    words = turn.words
    heading = words.say(
        "slips-heading", length=str(asked.length), n=len(chosen.legs), day=words.day(asked.day)
    )
    legs = [_leg(words, number, leg, at(turn, leg)) for number, leg in enumerate(chosen.legs, 1)]
    parts = [heading, *legs, joined(_worth(words, chosen)), *_notes(words, chosen)]
    rows = list(_matches(turn, chosen))
    if more:
        another = words.label("slips-another")
        again = ("slip", asked.length, asked.number + 1, written(asked.day))
        rows.append((turn.button(another, *again),))
    rows += _to_same(turn, asked.length, asked.day)
    return Screen(joined(parts, "\n\n"), (*rows, back(turn)))


def _to_same(turn: Turn, length: Length, day: date) -> Iterator[Row]:
    """From an accumulator to one of a single match."""
    if length is Length.MULTIPLE:
        yield (turn.button(turn.words.label("slips-to-same"), "same", 0, written(day)),)


def _same(turn: Turn, day: date, told: Together, following: int | None) -> Screen:
    words, first = turn.words, told.legs[0]
    heading = words.say(
        "slips-same-heading",
        day=words.day(day),
        home=first.home,
        away=first.away,
        time=at(turn, first),
    )
    legs = [
        words.say(
            "slips-same-leg",
            n=str(number),
            tendency=leg.texts[words.language],
            confidence=words.number(leg.confidence),
            probability=_percent(words, leg.probability),
        )
        for number, leg in enumerate(told.legs, 1)
    ]
    worth = words.say(
        "slips-together",
        probability=_percent(words, told.probability),
        fair=_price(words, 1 / Decimal(told.probability)),
    )
    product = _percent(words, prod(leg.probability for leg in told.legs))
    notes = [words.say("slips-same-why", product=product), words.say("slips-same-no-price")]
    parts = [heading, joined(legs), worth, *notes, *_small_print(words, told.legs)]
    label = words.label("markets-match", home=first.home, away=first.away)
    rows: list[Row] = [(turn.button(label, "m", first.fixture),)]
    if following is not None:
        another = words.label("slips-same-another")
        rows.append((turn.button(another, "same", following, written(day)),))
    return Screen(joined(parts, "\n\n"), (*rows, back(turn)))


def _none(turn: Turn, length: Length, day: Day, now: date) -> Screen:
    words = turn.words
    heading = words.say("slips-none", length=str(length), day=words.day(day.day))
    why = nothing(turn, day, now) or words.say(
        "slips-too-few",
        length=str(length),
        needed=length.legs.start,
        matches=len(by_match(day.picks)),
        minimum=words.number(turn.chat.min_confidence),
    )
    rows: list[Row] = [row for row in (other_day(turn, day, now, "slip", length, 0),) if row]
    if day.matches:
        again = words.label("markets-again")
        rows.append((turn.button(again, "slip", length, 0, written(day.day)),))
    if day.picks:
        rows += _to_same(turn, length, day.day)
    return Screen(joined((heading, why), "\n\n"), (*rows, back(turn)))


def _leg(words: Words, number: int, leg: Pick, time: str) -> Html:
    told = words.say(
        "slips-leg",
        n=str(number),
        home=leg.home,
        away=leg.away,
        time=time,
        tendency=leg.texts[words.language],
        confidence=words.number(leg.confidence),
        probability=_percent(words, leg.probability),
        fair=_price(words, leg.fair_price),
    )
    if leg.price is None:
        return told
    return joined((told, words.say("slips-leg-price", price=_price(words, leg.price))), " · ")


def _worth(words: Words, chosen: Slip) -> Iterator[Html]:
    """Probability, prices, and what is to be expected."""
    if len(chosen.legs) > 1:
        yield words.say(
            "slips-together",
            probability=_percent(words, chosen.probability),
            fair=_price(words, chosen.fair_price),
        )
    price, value = chosen.price, chosen.expected_value
    if price is None or value is None:
        yield words.say("slips-no-price", n=len(chosen.legs))
        return
    if len(chosen.legs) > 1:
        yield words.say("slips-offered", price=_price(words, price))
    yield words.say("slips-value", value=_signed(words, value))
    if value < 0:
        lost = words.number(float((-value * STAKE).quantize(CENT)), "0.00")
        yield words.say("slips-loses", lost=lost, stake=STAKE)
    else:
        yield words.say("slips-gains")


def _notes(words: Words, chosen: Slip) -> Iterator[Html]:
    if len(chosen.legs) > 1:
        yield words.say("slips-independent")
    yield from _small_print(words, chosen.legs)


def _small_print(words: Words, legs: Iterable[Pick]) -> Iterator[Html]:
    if not all(leg.calibrated for leg in legs):
        yield words.say("slips-uncalibrated")
    yield words.say("slips-responsibly")


def _matches(turn: Turn, chosen: Slip) -> Iterator[Row]:
    """A button for each leg: with names where they are few, else with its number."""
    legs = list(enumerate(chosen.legs, 1))
    if len(legs) <= A_ROW:
        for number, leg in legs:
            label = turn.words.label("slips-match", n=number, home=leg.home, away=leg.away)
            yield (turn.button(label, "m", leg.fixture),)
        return
    buttons = [turn.button(str(number), "m", leg.fixture) for number, leg in legs]
    for first in range(0, len(buttons), A_ROW):
        yield tuple(buttons[first : first + A_ROW])


def _percent(words: Words, share: float) -> str:
    return words.percent(share, "0.0%" if share >= 0.01 else "0.00%")


def _price(words: Words, price: Decimal) -> str:
    return words.number(float(price.quantize(CENT)), "0.00")


def _signed(words: Words, share: Decimal) -> str:
    """A share of one with its sign: below 0 it is lost."""
    return words.percent(float(share), "+0.0%;-0.0%")
