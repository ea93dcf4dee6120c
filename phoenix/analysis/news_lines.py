"""Line-ups, absences and the tie in words."""

import re
from collections.abc import Iterator

from phoenix.analysis.wording import Wording
from phoenix.domain.dossier import Dossier
from phoenix.domain.matches import Fixture
from phoenix.domain.news import News, SideNews
from phoenix.domain.provided import Absence, Lineup
from phoenix.domain.ties import Tie

# The provider writes reasons in English, in hundreds of ways.
_SUSPENDED = re.compile(r"suspen|\bcards?\b|\bban", re.IGNORECASE)
_OTHER = re.compile(
    r"^$|coach|national|personal|\brest|loan|ineligible|transfer|\bill(?:ness)?\b", re.IGNORECASE
)


def news_lines(dossier: Dossier, words: Wording) -> Iterator[str]:
    """Who plays and who does not, a line or two for each side; nothing where nobody was asked."""
    if dossier.news is None or not _anything(dossier.news):
        return
    teams = (dossier.fixture.home, dossier.fixture.away)
    for team, side in zip(teams, dossier.news.sides, strict=True):
        yield _lineup(team, side.lineup, words)
        if side.absences is not None:
            yield _missing(team, side.absences, words)


def tie_lines(dossier: Dossier, words: Wording) -> Iterator[str]:
    """Which leg it is, how the tie stands, and what decides it if it is level."""
    if dossier.news is None or (tie := dossier.news.tie) is None:
        return
    yield _leg(tie, dossier.fixture, words)
    if tie.rule is not None and tie.rule.if_level is not None:
        yield words.say(
            "tie-level", away_goals=str(tie.rule.away_goals), then=str(tie.rule.if_level)
        )


def _anything(news: News) -> bool:
    return any(side != SideNews() for side in news.sides)


def _lineup(team: str, lineup: Lineup | None, words: Wording) -> str:
    if lineup is None:
        return words.say("news-no-lineup", team=team)
    names = ", ".join(player.name for player in lineup.players if player.starts)
    return words.say("news-lineup", team=team, formation=lineup.formation or "none", players=names)


def _missing(team: str, absences: tuple[Absence, ...], words: Wording) -> str:
    if not absences:
        return words.say("news-nobody-missing", team=team)
    return words.say(
        "news-missing", team=team, players=", ".join(_absence(one, words) for one in absences)
    )


def _absence(absence: Absence, words: Wording) -> str:
    if absence.doubtful:
        return words.say("absence-doubtful", name=absence.name)
    suspended, other = _SUSPENDED.search(absence.reason), _OTHER.search(absence.reason)
    reason = "suspended" if suspended else "other" if other else "injured"
    return words.say("absence-out", name=absence.name, reason=reason)


def _leg(tie: Tie, fixture: Fixture, words: Wording) -> str:
    if tie.legs is None:
        return words.say("tie-legs-unknown")
    if tie.legs == 1:
        return words.say("tie-single")
    if tie.leg == 1:
        return words.say("tie-first-leg")
    first = tie.first_leg_score
    if first is None:
        return words.say("tie-second-leg-unknown")
    # The first leg was played at the other side's ground.
    return words.say(
        "tie-second-leg",
        home=fixture.away,
        home_goals=first[0],
        away_goals=first[1],
        away=fixture.home,
    )
