"""Ties: which matches of a cup belong together, how they stand, and who goes through.

The names that providers give to rounds carry no leg. Two matches are the legs of one tie when they
are the only meetings of the same two teams in the same round of the same season, at reversed
venues and within :data:`LEG_GAP`. A match without such a partner is a tie of its own only where
something proves it; otherwise the number of legs is unknown, and said to be.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from phoenix.domain.tie_rules import AwayGoals, IfLevel, TieRule, rule_of

Score = tuple[int, int]

# The legs of 1,074 ties of five continental competitions (2011 to 2023) and of 486 of the Copa do
# Brasil lay within 93 days (Copa Sudamericana 2017, first round), but for 14 that the pandemic of
# 2020 tore 163 to 169 days apart. As far apart lie the two half-year tournaments of one season,
# whose rounds may share a name: what cannot be told from them is left unknown.
LEG_GAP = timedelta(weeks=14)

# Matchdays and groups, not knock-out rounds: "Group Stage - 3", "Regular Season - 5", "Gruppe A".
TABLE_ROUND = re.compile(
    r"\b(?:group|grupo|gruppe|matchday|regular season|league (?:stage|phase))\b| - \d+$"
)


@dataclass(frozen=True, slots=True)
class CupMatch:
    """A match of a knock-out competition as the calendar holds it.

    Attributes:
        key: what identifies the match, such as the provider's id.
        competition: code; ``league`` is API-Football's id of it, which the rules go by, or None.
        season: label that begins with the first year.
        round: the provider's name of the round.
        kickoff: aware instant.
        home: id of the team, never its name; ``away`` likewise.
        score90: goals of (home, away) after 90 minutes.
        extra: goals scored in extra time alone.
        penalties: kicks converted in the shoot-out.
        finished: whether the scores are final.
    """

    key: Hashable
    competition: str
    season: str
    round: str
    kickoff: datetime
    home: Hashable
    away: Hashable
    league: int | None = None
    score90: Score | None = None
    extra: Score | None = None
    penalties: Score | None = None
    finished: bool = False

    @property
    def pair(self) -> frozenset[Hashable]:
        """Both teams, whoever is at home."""
        return frozenset((self.home, self.away))

    @property
    def played(self) -> bool:
        """Whether the match is over and its score known."""
        return self.finished and self.score90 is not None

    @property
    def settled(self) -> bool:
        """Whether it went beyond 90 minutes, as only the last match of a tie can."""
        return self.extra is not None or self.penalties is not None


@dataclass(frozen=True, slots=True)
class Aggregate:
    """Goals of a tie, the side asked about first; ``away_goals`` are those scored as visitors."""

    goals: Score
    away_goals: Score


@dataclass(frozen=True, slots=True)
class Tie:
    """The tie that ``match`` belongs to.

    ``legs`` is 1, 2, or None while it cannot be known; ``other`` is the other one of two legs;
    ``rule`` is None where the rule is not known.
    """

    match: CupMatch
    legs: int | None
    other: CupMatch | None = None
    rule: TieRule | None = None

    @property
    def matches(self) -> tuple[CupMatch, ...]:
        """The matches known to belong to the tie, in the order of play."""
        known = (self.match,) if self.other is None else (self.match, self.other)
        return tuple(sorted(known, key=lambda match: match.kickoff))

    @property
    def leg(self) -> int | None:
        """Which leg the asked match is, from 1; None while the number of legs is unknown."""
        return None if self.legs is None else self.matches.index(self.match) + 1

    @property
    def first_leg_score(self) -> Score | None:
        """Goals of (home, away) after 90 minutes of the first of two legs, once played."""
        first = self.matches[0]
        return first.score90 if self.legs == 2 and first.played else None

    @property
    def before(self) -> Aggregate | None:
        """How the tie stands at kick-off, the asked match's home side first.

        None while the number of legs is unknown or the first leg has not been played.
        """
        if self.leg is None:
            return None
        return _aggregate(self.matches[: self.leg - 1], self.match.home)

    @property
    def standing(self) -> Aggregate | None:
        """How the tie stands after all that was played, extra time included, as in ``before``."""
        if self.legs is None:
            return None
        return _aggregate([match for match in self.matches if match.played], self.match.home)


class DecidedBy(StrEnum):
    """What settled a tie."""

    NINETY_MINUTES = "ninety_minutes"  # of a single match
    AGGREGATE = "aggregate"
    AWAY_GOALS = "away_goals"
    EXTRA_TIME = "extra_time"
    AWAY_GOALS_AFTER_EXTRA_TIME = "away_goals_aet"
    PENALTIES = "penalties"
    VISITORS = "visitors"  # a single draw, which the visitors' right to it turned


@dataclass(frozen=True, slots=True)
class Decision:
    """Who went through, and how."""

    winner: Hashable
    by: DecidedBy


def is_table_round(name: str) -> bool:
    """Whether a round is a matchday of a league or group, where there are no ties."""
    return TABLE_ROUND.search(name.strip().casefold()) is not None


def resolve(
    match: CupMatch, others: Iterable[CupMatch], *, complete_until: datetime | None = None
) -> Tie | None:
    """The tie of ``match``, or None if it is played for a table.

    ``others`` is the calendar of its competition and season, all that was played before included,
    without what was called off; ``match`` itself and other competitions in it are passed over.
    ``complete_until`` is the instant up to which that calendar is known to lack nothing, if it is.
    """
    if is_table_round(match.round):
        return None
    rule = rule_of(match.league, match.season, match.round)
    if rule is not None and rule.single:
        return Tie(match, 1, rule=rule)
    edition = {other for other in others if other.key != match.key and _same_season(other, match)}
    mates = [other for other in edition if other.round == match.round]
    meetings = [mate for mate in mates if mate.pair == match.pair]
    other = _return_match(match, meetings)
    legs = (match,) if other is None else (match, other)
    if any(_second_opponent(mate, leg) for mate in mates for leg in legs):
        return None
    if meetings:
        return Tie(match, None if other is None else 2, other, rule)
    single = _is_single(match, mates, edition | {match}, complete_until)
    return Tie(match, 1 if single else None, rule=rule)


def _same_season(one: CupMatch, other: CupMatch) -> bool:
    return (one.competition, one.season) == (other.competition, other.season)


def _second_opponent(other: CupMatch, match: CupMatch) -> bool:
    shared = len(other.pair & match.pair)
    return shared == 1 and abs(other.kickoff - match.kickoff) <= LEG_GAP


def _return_match(match: CupMatch, meetings: list[CupMatch]) -> CupMatch | None:
    if len(meetings) != 1:
        return None
    gap = abs(meetings[0].kickoff - match.kickoff)
    reversed_venue = meetings[0].home == match.away
    return meetings[0] if reversed_venue and timedelta(0) < gap <= LEG_GAP else None


def _is_single(
    match: CupMatch, mates: list[CupMatch], edition: set[CupMatch], complete_until: datetime | None
) -> bool:
    """Whether it is proven that a match without a partner has none.

    That the whole round has none so far proves nothing: providers may hold first legs alone.
    """
    if _over_alone(match, edition, complete_until):
        return True
    meetings = Counter(mate.pair for mate in mates)
    if any(count > 1 for count in meetings.values()):
        return False
    return any(_over_alone(mate, edition, complete_until) for mate in mates)


def _over_alone(match: CupMatch, edition: set[CupMatch], complete_until: datetime | None) -> bool:
    """Whether a match without a partner has ended its tie."""
    if match.settled:
        return True
    if complete_until is not None and complete_until - match.kickoff >= LEG_GAP:
        return True
    return any(_goes_on(other, match) for other in edition)


def _goes_on(other: CupMatch, match: CupMatch) -> bool:
    """Whether a side of ``match`` is found in a later knock-out round."""
    later = other.kickoff > match.kickoff and other.round != match.round
    return later and bool(other.pair & match.pair) and not is_table_round(other.round)


def decide(tie: Tie) -> Decision | None:
    """Who went through, or None while that is open or cannot be told from what is known.

    What was recorded beyond 90 minutes counts before the rule does: nobody takes penalties in a
    tie that is decided.
    """
    if tie.legs is None or len(tie.matches) < tie.legs:
        return None
    if not all(match.played for match in tie.matches):
        return None
    return (
        _by_penalties(tie.matches[-1])
        or _by_goals(tie)
        or _by_away_goals(tie)
        or _by_right_of_visitors(tie)
    )


def _by_penalties(last: CupMatch) -> Decision | None:
    winner = None if last.penalties is None else _ahead(last, last.penalties)
    return None if winner is None else Decision(winner, DecidedBy.PENALTIES)


def _by_goals(tie: Tie) -> Decision | None:
    last = tie.matches[-1]
    after_ninety = _ahead(last, _total(tie.matches, last.home, extra=False).goals)
    if after_ninety is not None:
        by = DecidedBy.NINETY_MINUTES if tie.legs == 1 else DecidedBy.AGGREGATE
        return Decision(after_ninety, by)
    after_extra = _ahead(last, _total(tie.matches, last.home).goals)
    return None if after_extra is None else Decision(after_extra, DecidedBy.EXTRA_TIME)


def _by_away_goals(tie: Tie) -> Decision | None:
    if tie.legs == 1 or tie.rule is None or tie.rule.away_goals is AwayGoals.NEVER:
        return None
    last = tie.matches[-1]
    after_ninety = _ahead(last, _total(tie.matches, last.home, extra=False).away_goals)
    if after_ninety is not None:
        return Decision(after_ninety, DecidedBy.AWAY_GOALS)
    if tie.rule.away_goals is AwayGoals.NINETY_MINUTES:
        return None
    after_extra = _ahead(last, _total(tie.matches, last.home).away_goals)
    by = DecidedBy.AWAY_GOALS_AFTER_EXTRA_TIME
    return None if after_extra is None else Decision(after_extra, by)


def _by_right_of_visitors(tie: Tie) -> Decision | None:
    if tie.legs == 1 and tie.rule is not None and tie.rule.if_level is IfLevel.VISITORS:
        return Decision(tie.match.away, DecidedBy.VISITORS)
    return None


def _ahead(match: CupMatch, score: Score) -> Hashable | None:
    """The side of ``match`` that is ahead by ``score``, or None if it is level."""
    home, away = score
    if home == away:
        return None
    return match.home if home > away else match.away


def _aggregate(matches: Iterable[CupMatch], side: Hashable) -> Aggregate | None:
    known = tuple(matches)
    return _total(known, side) if all(match.played for match in known) else None


def _total(matches: Iterable[CupMatch], side: Hashable, *, extra: bool = True) -> Aggregate:
    goals, away_goals = [0, 0], [0, 0]
    for match in matches:
        at_home = 0 if match.home == side else 1
        home_goals, visitors_goals = _goals(match, extra=extra)
        goals[at_home] += home_goals
        goals[1 - at_home] += visitors_goals
        away_goals[1 - at_home] += visitors_goals
    return Aggregate((goals[0], goals[1]), (away_goals[0], away_goals[1]))


def _goals(match: CupMatch, *, extra: bool) -> Score:
    home, away = match.score90 or (0, 0)
    more = match.extra if extra and match.extra is not None else (0, 0)
    return home + more[0], away + more[1]
