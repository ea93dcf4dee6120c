"""What decides a tie that is level: competition by competition, season by season, round by round.

Competitions are API-Football's ids. Only what a competition's regulations say for certain, or what
recorded ties prove, stands here; whatever does not is unknown, and nothing is assumed for it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class AwayGoals(StrEnum):
    """Whether goals scored away break a level aggregate."""

    NEVER = "never"
    NINETY_MINUTES = "ninety_minutes"  # those of extra time do not
    ALWAYS = "always"


class IfLevel(StrEnum):
    """What follows when goals (and away goals, where they count) are level."""

    EXTRA_TIME = "extra_time"  # and penalties after it
    PENALTIES = "penalties"
    REPLAY = "replay"
    VISITORS = "visitors"  # the side that plays away goes through


@dataclass(frozen=True, slots=True)
class TieRule:
    """The regulations of one round.

    ``if_level`` is None where nobody here knows it. ``single`` says that the regulations know no
    second leg; without it, whether there is one has to be seen in the calendar.
    """

    if_level: IfLevel | None
    away_goals: AwayGoals = AwayGoals.NEVER
    single: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A rule and where it holds; ``last`` is None as long as it is in force.

    ``rounds`` is matched against the whole name of the round, in lower case.
    """

    leagues: tuple[int, ...]
    first: int
    last: int | None
    rounds: str
    rule: TieRule

    def covers(self, league: int, year: int, round_name: str) -> bool:
        """Whether the rule holds in this round of the season that began in ``year``."""
        in_force = self.first <= year and (self.last is None or year <= self.last)
        return league in self.leagues and in_force and bool(re.fullmatch(self.rounds, round_name))


ANY = r".*"
FINAL = r"(?:.* - )?finals?"
SEMI_FINAL = r"(?:.* - )?semi-?finals?"
PLACEMENT = r"\d(?:rd|th) place.*"

EXTRA_TIME = TieRule(IfLevel.EXTRA_TIME)
PENALTIES = TieRule(IfLevel.PENALTIES)
AWAY_THEN_EXTRA_TIME = TieRule(IfLevel.EXTRA_TIME, AwayGoals.ALWAYS)
AWAY_THEN_PENALTIES = TieRule(IfLevel.PENALTIES, AwayGoals.ALWAYS)
SINGLE_EXTRA_TIME = TieRule(IfLevel.EXTRA_TIME, single=True)
SINGLE_PENALTIES = TieRule(IfLevel.PENALTIES, single=True)
SINGLE_VISITORS = TieRule(IfLevel.VISITORS, single=True)
SINGLE_REPLAY = TieRule(IfLevel.REPLAY, single=True)
SINGLE_UNKNOWN = TieRule(None, single=True)


def _numbered(numbers: str) -> str:
    return rf"(?:[{numbers}](?:st|nd|rd|th) round|round [{numbers}])"


# The first row that covers a round counts, so that a final stands before the rounds before it.
# "Knockout data" are recorded ties with their winners, which the tests go through one by one.
ROWS = (
    # UEFA Champions, Europa and Conference League: the regulations of 2021/22 struck out away
    # goals, which until then counted in extra time too; knockout data 2011/12 to 2022/23.
    Row((2, 3, 848), 2005, None, FINAL, SINGLE_EXTRA_TIME),
    Row((2, 3, 848), 2005, 2020, ANY, AWAY_THEN_EXTRA_TIME),
    Row((2, 3, 848), 2021, None, ANY, EXTRA_TIME),
    # UEFA Super Cup: regulations 2020, article 12; regulations 2023 struck out extra time, and
    # the knockout data of 2023 were settled so.
    Row((531,), 2012, 2022, FINAL, SINGLE_EXTRA_TIME),
    Row((531,), 2023, None, FINAL, SINGLE_PENALTIES),
    # Copa Libertadores: regulations 2018, articles 29 and 30, for the two-legged final; CONMEBOL's
    # council of 25 November 2021 abolished away goals; knockout data 2012 to 2025.
    # Copa Sudamericana alike; its first round is a single match since the regulations of 2023.
    Row((11, 13), 2012, 2018, FINAL, EXTRA_TIME),
    Row((11, 13), 2019, None, FINAL, SINGLE_EXTRA_TIME),
    Row((11, 13), 2012, 2021, ANY, AWAY_THEN_PENALTIES),
    Row((11,), 2023, None, rf"{_numbered('1')}|preliminary round", SINGLE_PENALTIES),
    Row((11, 13), 2022, None, ANY, PENALTIES),
    # Recopa Sudamericana: CONMEBOL's statement for 2015, regulations 2020.
    Row((541,), 2015, None, FINAL, EXTRA_TIME),
    # CONCACAF Champions League: regulations 2022, articles 12.7 and 12.8; still so before the
    # final of the Champions Cup of 2025. Its own final is a single match since 2024.
    Row((16,), 2022, 2023, FINAL, EXTRA_TIME),
    Row((16,), 2024, None, FINAL, SINGLE_UNKNOWN),
    Row((16,), 2022, 2025, ANY, TieRule(IfLevel.PENALTIES, AwayGoals.NINETY_MINUTES)),
    # World Cup: its regulations, third place included; knockout data 2022.
    Row((1,), 2010, None, ANY, SINGLE_EXTRA_TIME),
    # Euro: knockout data 2008 to 2024, the play-offs of the qualifiers from 2020 on. Earlier
    # play-offs had two legs, and are unknown here.
    Row((4,), 2008, None, rf"8th finals|round of 16|quarter.*|semi.*|{FINAL}", SINGLE_EXTRA_TIME),
    Row((4,), 2020, None, r".*path [a-d].*", SINGLE_EXTRA_TIME),
    # Copa América: regulations 2024, articles 26 and 27, as in 2015, 2016 and 2021 (knockout
    # data); in 2019 the quarter-finals alone went straight to penalties.
    Row((9,), 2015, None, FINAL, SINGLE_EXTRA_TIME),
    Row((9,), 2019, 2019, rf"{SEMI_FINAL}|{PLACEMENT}", SINGLE_EXTRA_TIME),
    Row((9,), 2015, None, ANY, SINGLE_PENALTIES),
    # FIFA Club World Cup: knockout data 2011 to 2025; places below the final without extra time.
    Row((15,), 2011, None, PLACEMENT, SINGLE_PENALTIES),
    Row((15,), 2011, None, ANY, SINGLE_EXTRA_TIME),
    # Copa do Brasil: regulations 2017 to 2024, visitors through with a draw in the first round
    # (knockout data 2017 to 2021); regulations 2025, penalties there too; regulations 2026,
    # article 12, for the single matches; away goals out of the final from 2015 and out of all
    # rounds from 2018. Until 2016 an away win by two goals spared the second leg of the first
    # two rounds: such a tie has one match, and is decided by it.
    Row((73,), 2017, 2024, _numbered("1"), SINGLE_VISITORS),
    Row((73,), 2017, 2025, _numbered("12"), SINGLE_PENALTIES),
    Row((73,), 2026, 2026, rf"{_numbered('1234')}|{FINAL}", SINGLE_PENALTIES),
    Row((73,), 2015, 2017, FINAL, PENALTIES),
    Row((73,), 2012, 2017, ANY, AWAY_THEN_PENALTIES),
    Row((73,), 2018, 2026, ANY, PENALTIES),
    # Copa Argentina: every round, the final included (finals of 2021 and 2025); knockout data
    # 2024 and 2025.
    Row((130,), 2012, None, ANY, SINGLE_PENALTIES),
    # DFB-Pokal: the DFB's Durchführungsbestimmungen; no replays since 1991/92.
    Row((81,), 2005, None, ANY, SINGLE_EXTRA_TIME),
    # FA Cup: knockout data 2023/24. No replays from the fifth round since 2018/19, from the third
    # in 2021/22, in any round proper in 2020/21 and since 2024/25; the qualifying rounds kept
    # them in 2024/25. What a drawn match leads to in other seasons is unknown here.
    Row((45,), 2018, 2023, r".* replays?", SINGLE_EXTRA_TIME),
    Row((45,), 2023, 2024, r"(?:extra )?preliminary round|.* round qualifying", SINGLE_REPLAY),
    Row((45,), 2018, 2019, _numbered("1234"), SINGLE_REPLAY),
    Row((45,), 2021, 2021, _numbered("12"), SINGLE_REPLAY),
    Row((45,), 2022, 2023, _numbered("1234"), SINGLE_REPLAY),
    Row((45,), 2020, None, _numbered("1234"), SINGLE_EXTRA_TIME),
    Row((45,), 2018, None, rf"{_numbered('5')}|quarter.*|semi.*|{FINAL}", SINGLE_EXTRA_TIME),
    Row((45,), 2005, None, ANY, SINGLE_UNKNOWN),
    # EFL Cup: rules 14.4 and 14.5 of 2018/19; extra time came back to the semi-finals in 2021/22;
    # those of 2020/21 were single matches.
    Row((48,), 2018, None, FINAL, SINGLE_EXTRA_TIME),
    Row((48,), 2018, 2019, SEMI_FINAL, PENALTIES),
    Row((48,), 2020, 2020, SEMI_FINAL, SINGLE_UNKNOWN),
    Row((48,), 2021, None, SEMI_FINAL, EXTRA_TIME),
    Row((48,), 2018, None, ANY, SINGLE_PENALTIES),
    # Coppa Italia: regulations 2024/25 to 2026/27; whether away goals counted in the semi-finals
    # before them is unknown here.
    Row((137,), 2020, None, FINAL, SINGLE_EXTRA_TIME),
    Row((137,), 2024, None, SEMI_FINAL, EXTRA_TIME),
    Row((137,), 2020, 2023, rf"(?!{SEMI_FINAL}$).*", SINGLE_EXTRA_TIME),
    Row((137,), 2024, None, ANY, SINGLE_PENALTIES),
    # Copa del Rey: regulations 2019/20 (single matches but for the semi-finals); away goals were
    # struck out before the semi-finals of 2021/22, whether they counted in extra time until then
    # is unknown here.
    Row((143,), 2021, None, SEMI_FINAL, EXTRA_TIME),
    Row((143,), 2019, None, rf"(?!{SEMI_FINAL}$).*", SINGLE_EXTRA_TIME),
    # Coupe de France: regulations 2020/21.
    Row((66,), 2020, None, FINAL, SINGLE_EXTRA_TIME),
    Row((66,), 2020, None, ANY, SINGLE_PENALTIES),
    # Taça de Portugal: regulations 2021/22, article 13, for that season's semi-finals; those of
    # other seasons are unknown here.
    Row((96,), 2021, 2021, SEMI_FINAL, AWAY_THEN_EXTRA_TIME),
    Row((96,), 2012, None, rf"(?!{SEMI_FINAL}$).*", SINGLE_EXTRA_TIME),
    # KNVB Beker: single matches, as played from 2017/18 to 2024/25.
    Row((90,), 2017, None, ANY, SINGLE_EXTRA_TIME),
)


def rule_of(league: int | None, season: str, round_name: str) -> TieRule | None:
    """The rule of a round, or None where it is not known.

    ``league`` is API-Football's id; ``season`` begins with its first year: "2024", "2024/25".
    """
    year = re.match(r"\d{4}(?!\d)", season)
    if league is None or year is None:
        return None
    name = round_name.strip().casefold()
    return next(_rules(league, int(year.group()), name), None)


def _rules(league: int, year: int, round_name: str) -> Iterator[TieRule]:
    return (row.rule for row in ROWS if row.covers(league, year, round_name))
