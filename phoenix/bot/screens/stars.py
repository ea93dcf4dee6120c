"""The leagues that come first in a chat."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TypeAlias

from phoenix.app.match_finder import LeagueDay
from phoenix.bot.choosing import chosen
from phoenix.bot.database import Database
from phoenix.bot.turn import Turn

Stars: TypeAlias = Callable[[Turn], Awaitable[Collection[str]]]


async def no_stars(turn: Turn) -> Collection[str]:
    """Of a bot that keeps no favourites."""
    del turn
    return ()


def stars_in(database: Database) -> Stars:
    """Looks up the codes of a chat's favourite leagues."""

    async def looked_up(turn: Turn) -> Collection[str]:
        return await chosen(database, turn, "favourite")

    return looked_up


def first(leagues: Sequence[LeagueDay], stars: Collection[str]) -> tuple[LeagueDay, ...]:
    """The favourites before the others, either in the order they had."""
    return tuple(sorted(leagues, key=lambda league: league.competition.code not in stars))
