"""The matches of one league on one day, ten at a time."""

from datetime import date

from phoenix.app.match_finder import LeagueDay
from phoenix.app.zones import city
from phoenix.bot.countries import flag, named
from phoenix.bot.dates import FIRST, LAST
from phoenix.bot.html import Html, joined
from phoenix.bot.screen import Row, Screen
from phoenix.bot.screens.match_buttons import match_rows
from phoenix.bot.screens.paging import page_of, turning
from phoenix.bot.turn import Turn
from phoenix.bot.words import Words

LEAGUE = "l"


def league_screen(
    turn: Turn, day: date, league: LeagueDay, page: int, below: tuple[Row, ...]
) -> Screen:
    """A button for each match; ``below`` stands under them.

    Raises:
        ValueError: the page's number is below 0.
    """
    words = turn.words
    shown = page_of(league.matches, page)
    heading = words.say(
        "matches-league-heading",
        flag=flag(league.competition.country),
        league=league.competition.name,
        country=named(league.competition.country, words.locale),
        day=capital(words.full_day(day)),
        n=shown.total,
        city=city(words.zone.key, words.language),
    )
    text = joined([heading, *_simulated(words, league), words.say("matches-choose-match")], "\n\n")
    turns = turning(turn, shown, LEAGUE, f"{day:%Y%m%d}", league.number)
    return Screen(text, (*match_rows(turn, shown.shown), *turns, *below))


def league_row(turn: Turn, day: date, league: LeagueDay) -> Row:
    """A button that leads to it, with its number of matches."""
    label = turn.words.label(
        "matches-league",
        flag=flag(league.competition.country),
        league=league.competition.name,
        n=len(league.matches),
    )
    return (turn.button(label, LEAGUE, f"{day:%Y%m%d}", league.number),)


def capital(text: str) -> str:
    """With a capital letter, as at the beginning of a line."""
    return text[:1].upper() + text[1:]


def day_told(argument: str) -> date:
    """The day that a button carries as YYYYMMDD.

    Raises:
        ValueError: it is none.
    """
    day = date.fromisoformat(argument)
    if not FIRST <= day <= LAST:
        raise ValueError(f"no day of football: {argument}")
    return day


def _simulated(words: Words, league: LeagueDay) -> tuple[Html, ...]:
    return (words.say("matches-simulated"),) if league.competition.simulated else ()
