"""A button for each match: it asks for the match's dossier."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from phoenix.app.match_finder import Match, Status
from phoenix.bot.screen import Row
from phoenix.bot.turn import Turn
from phoenix.bot.words import Words

DOSSIER = "m"
LONGEST = 24  # letters of a team's name on a button

_SIGNS: Mapping[Status | None, str] = MappingProxyType(
    {
        Status.LIVE: "🔴 ",
        Status.FINISHED: "✅ ",
        Status.POSTPONED: "⏸ ",
        Status.CANCELLED: "❌ ",
        Status.ABANDONED: "⚠️ ",
        Status.AWARDED: "⚖️ ",
    }
)


def match_rows(turn: Turn, matches: Iterable[Match], *, dated: bool = False) -> tuple[Row, ...]:
    """A row for each match, with its day where they are of several."""
    return tuple(
        (turn.button(label(turn.words, match, dated=dated), DOSSIER, match.number),)
        for match in matches
    )


def label(words: Words, match: Match, *, dated: bool = False) -> str:
    """When, who, how it stands: what is on a button."""
    home, away = short(match.home), short(match.away)
    sign = _SIGNS.get(match.status, "")
    when = at(words, match, dated=dated)
    if match.goals is None:
        return sign + words.label("matches-button", when=when, home=home, away=away)
    return sign + words.label(
        "matches-button-score",
        when=when,
        home=home,
        away=away,
        scored=match.goals[0],
        conceded=match.goals[1],
    )


def at(words: Words, match: Match, *, dated: bool) -> str:
    """The time by the chat's clocks, with the day if it is wanted or all that is known."""
    if match.kickoff is None:
        return words.day(match.day) if dated else words.label("matches-no-time")
    return words.moment(match.kickoff) if dated else words.time(match.kickoff)


def short(name: str) -> str:
    """A name that leaves room for others beside it."""
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1].rstrip()}…"
