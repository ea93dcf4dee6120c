"""What lists of a day have in common: which day it is, and why there is nothing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from phoenix.app.day_tendencies import Day
from phoenix.app.picks import Pick
from phoenix.bot.html import Html
from phoenix.bot.screen import Button
from phoenix.bot.turn import Turn

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def today(turn: Turn, now: Callable[[], datetime]) -> date:
    """The day by the chat's clocks."""
    return turn.words.local(now()).date()


def written(day: date) -> str:
    """A day as a button carries it."""
    number, digits = day.toordinal(), ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits


def read(day: str) -> date:
    """The way back of :func:`written`.

    Raises:
        ValueError: it is no day.
    """
    return date.fromordinal(int(day, 36))


def at(turn: Turn, pick: Pick) -> str:
    """The time of a kick-off by the chat's clocks."""
    if pick.kickoff is None:
        return turn.words.label("markets-no-time")
    return turn.words.time(pick.kickoff)


def nothing(turn: Turn, day: Day, now: date) -> Html | None:
    """Why there is nothing, unless it is that nothing is sure enough."""
    say = turn.words.say
    if not day.matches:
        if day.day == now:
            return say("markets-no-match-today")
        return say("markets-no-match", day=turn.words.day(day.day))
    if not day.analysed and day.day > now + timedelta(days=1):
        return say("markets-not-yet")
    if day.analysed < day.matches:
        return say("markets-being-made", there=day.analysed, matches=day.matches)
    return None


def other_day(
    turn: Turn, day: Day, now: date, action: str, *arguments: object
) -> tuple[Button, ...]:
    """Where a day has no match left, a button for the next one, or for today."""
    if day.matches:
        return ()
    if day.day < now:
        label, other = turn.words.label("markets-today"), now
    else:
        other = day.day + timedelta(days=1)
        label = turn.words.label("markets-next-day", day=turn.words.day(other))
    return (turn.button(label, action, *arguments, written(other)),)
