"""Which matches make a tie, how it stands, and who goes through."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from knockouts import api_fixtures, calendar

from phoenix.domain.tie_rules import AwayGoals, IfLevel, TieRule
from phoenix.domain.ties import (
    LEG_GAP,
    Aggregate,
    CupMatch,
    DecidedBy,
    Decision,
    Tie,
    decide,
    is_table_round,
    resolve,
)

START = datetime(2024, 2, 13, 20, tzinfo=UTC)
AWAY_THEN_EXTRA = TieRule(IfLevel.EXTRA_TIME, AwayGoals.ALWAYS)
EXTRA = TieRule(IfLevel.EXTRA_TIME)
PENALTIES = TieRule(IfLevel.PENALTIES)


def _match(home, away, score90=None, *, days=0, **fields) -> CupMatch:
    """A match of a cup that the rule table does not know, ``days`` after the first."""
    known = {
        "key": (home, away, days),
        "competition": "cup",
        "season": "2024",
        "round": "3rd Round",
    }
    return CupMatch(
        **known | fields,
        kickoff=START + timedelta(days=days),
        home=home,
        away=away,
        score90=score90,
        finished=score90 is not None,
    )


def _tie(first, second, rule, extra=None, penalties=None) -> Tie:
    """A tie of teams 1 (at home first) and 2; scores are home side first."""
    last = _match(2, 1, second, days=7, extra=extra, penalties=penalties)
    return Tie(last, 2, _match(1, 2, first), rule)


def test_the_second_leg_knows_the_first():
    """Reversed venue, same round, a week later: two legs, and the score of the first is there."""
    first, second = _match(1, 2, (3, 1)), _match(2, 1, days=7)
    tie = resolve(second, [second, first])
    assert (tie.legs, tie.leg, tie.other) == (2, 2, first)
    assert tie.first_leg_score == (3, 1)
    assert tie.before == Aggregate(goals=(1, 3), away_goals=(1, 0))


def test_the_first_leg_begins_level_whatever_came_later():
    """Nothing of the second leg is seen from before the first."""
    first, second = _match(1, 2, (3, 1)), _match(2, 1, (2, 0), days=7)
    tie = resolve(first, [second])
    assert (tie.legs, tie.leg) == (2, 1)
    assert tie.before == Aggregate((0, 0), (0, 0))
    assert tie.standing == Aggregate((3, 3), (0, 1))


def test_a_first_leg_that_was_not_played_leaves_no_aggregate():
    """Missing is None, not level."""
    tie = resolve(_match(2, 1, days=7), [_match(1, 2)])
    assert (tie.leg, tie.first_leg_score, tie.before) == (2, None, None)


@pytest.mark.parametrize(
    "other",
    [
        _match(1, 2, (1, 0), days=-7),
        _match(2, 1, (1, 0), days=-7, competition="other cup"),
        _match(2, 1, (1, 0), days=-7, season="2023"),
        _match(2, 1, (1, 0), days=-7, round="2nd Round"),
        _match(2, 1, (1, 0), days=-LEG_GAP.days - 1),
        _match(2, 1, (1, 0)),
        _match(3, 4, (1, 0), days=-7),
    ],
    ids=["same venue", "competition", "season", "round", "too far", "same time", "other pair"],
)
def test_what_is_no_return_match_makes_no_second_leg(other):
    """Without the right partner the number of legs is unknown, and so is all that rests on it."""
    tie = resolve(_match(1, 2), [other])
    assert (tie.legs, tie.leg, tie.other, tie.before, tie.standing) == (None,) * 5
    assert decide(tie) is None


def test_a_pair_that_meets_three_times_in_a_round_is_not_guessed_at():
    """Which two of three are the legs cannot be known."""
    meetings = [_match(1, 2, (0, 0)), _match(2, 1, (0, 0), days=7), _match(1, 2, (1, 0), days=14)]
    assert [resolve(match, meetings).legs for match in meetings] == [None] * 3


def test_a_second_leg_not_yet_in_the_calendar_is_unknown_even_after_the_first_legs():
    """That a whole round has been played once does not prove that it is played once."""
    first_legs = [_match(1, 2, (1, 1)), _match(3, 4, (2, 0)), _match(5, 6)]
    assert [resolve(match, first_legs).legs for match in first_legs] == [None] * 3


@pytest.mark.parametrize(
    "proof",
    [
        [_match(3, 4, (1, 1), extra=(0, 1))],
        [_match(3, 4, (1, 1), penalties=(4, 2))],
        [_match(3, 4, (2, 0)), _match(9, 3, days=20, round="Quarter-finals")],
        [_match(7, 1, days=20, round="Quarter-finals")],
    ],
    ids=["extra time", "shoot-out", "moved on", "moved on itself"],
)
def test_a_round_that_was_settled_in_one_match_has_one_leg(proof):
    """Extra time, a shoot-out or a place in a later round ends a tie, and so shows its length."""
    assert resolve(_match(1, 2, (1, 0)), proof).legs == 1


def test_moving_on_to_a_table_proves_nothing():
    """A league that goes on after the first half-year's finals is no later round of the cup."""
    table = _match(1, 9, days=20, round="Clausura - 1")
    assert resolve(_match(1, 2, (1, 0)), [table]).legs is None


def test_a_round_with_two_legs_elsewhere_proves_nothing_for_a_lone_match():
    """Where other pairs meet twice, a lone match may lack its partner."""
    others = [
        _match(3, 4, (0, 0)),
        _match(4, 3, (1, 0), days=7),
        _match(5, 6, (0, 0), extra=(1, 0)),
    ]
    assert resolve(_match(1, 2, (1, 0)), others).legs is None


def test_a_calendar_known_to_be_complete_shows_that_there_is_no_second_leg():
    """A match without a partner weeks later, in a calendar that lacks nothing, stands alone."""
    lone = _match(1, 2, (1, 0))
    assert resolve(lone, [], complete_until=START + LEG_GAP).legs == 1
    assert resolve(lone, [], complete_until=START + LEG_GAP - timedelta(days=1)).legs is None


def test_a_replay_is_no_second_leg_where_the_rules_know_none():
    """In the FA Cup a second meeting filed under the same round is a tie of its own."""
    drawn = _match(1, 2, (1, 1), league=45, season="2023")
    replay = _match(2, 1, (2, 0), days=10, league=45, season="2023")
    assert [resolve(match, [drawn, replay]).legs for match in (drawn, replay)] == [1, 1]
    assert decide(resolve(drawn, [replay])) is None


@pytest.mark.parametrize(
    "name",
    [
        "Group Stage - 3", "League Stage - 2", "Regular Season - 5", "Group A", "Gruppe 7",
        "Group, Matchday 1", "Qualifying Round - 8", "1st Phase - 14", "Championship Round - 2",
    ],
)  # fmt: skip
def test_matches_for_a_table_are_no_ties(name):
    """Groups, leagues and their matchdays have no ties, whatever else the calendar holds."""
    assert is_table_round(name)
    assert resolve(_match(1, 2, round=name), [_match(2, 1, days=7, round=name)]) is None


@pytest.mark.parametrize(
    "name",
    [
        "Round of 16", "1st Round", "Knockout Round Play-offs", "8th Finals", "3rd Place Final",
        "1st Phase - Final", "Qualifying Play-offs Path C - Semi-Finals", "2nd Qualifying Round",
    ],
)  # fmt: skip
def test_knock_out_rounds_are_told_from_tables(name):
    """A number within the name of a round makes no matchday of it."""
    assert not is_table_round(name)


def test_a_round_in_which_a_team_meets_several_is_no_knock_out():
    """Round-robins under a name that does not say so are found out by their pairs."""
    others = [_match(1, 3, (0, 0), days=3), _match(2, 3, (0, 0), days=6)]
    assert resolve(_match(1, 2, (0, 0), round="Second Phase"), others) is not None
    robin = [replace(other, round="Second Phase") for other in others]
    assert resolve(_match(1, 2, (0, 0), round="Second Phase"), robin) is None


def test_both_legs_share_the_verdict_that_they_are_no_legs():
    """An opponent near the one leg but far from the other tells against both."""
    first, second = _match(1, 2), _match(2, 1, days=90)
    near_the_second = _match(2, 3, days=180)
    assert resolve(first, [second, near_the_second]) is None
    assert resolve(second, [first, near_the_second]) is None


def test_the_same_round_of_the_other_half_year_makes_no_round_robin():
    """Another opponent half a year later leaves a tie a tie."""
    spring = [_match(1, 2), _match(2, 1, days=7), _match(1, 3, days=170), _match(3, 1, days=177)]
    assert [resolve(match, spring).legs for match in spring] == [2] * 4


@pytest.mark.parametrize(
    ("tie", "winner", "by"),
    [
        (_tie((2, 0), (1, 0), EXTRA), 1, DecidedBy.AGGREGATE),
        (_tie((1, 1), (0, 0), AWAY_THEN_EXTRA), 2, DecidedBy.AWAY_GOALS),
        (_tie((1, 1), (1, 1), AWAY_THEN_EXTRA, (1, 1)), 1, DecidedBy.AWAY_GOALS_AFTER_EXTRA_TIME),
        (_tie((1, 1), (0, 0), EXTRA, (1, 0)), 2, DecidedBy.EXTRA_TIME),
        (_tie((1, 0), (1, 0), PENALTIES, (0, 0), (3, 4)), 1, DecidedBy.PENALTIES),
        (_tie((1, 0), (1, 0), None, penalties=(4, 3)), 2, DecidedBy.PENALTIES),
        (_tie((2, 0), (1, 0), None), 1, DecidedBy.AGGREGATE),
        (Tie(_match(1, 2, (2, 1)), 1), 1, DecidedBy.NINETY_MINUTES),
        (Tie(_match(1, 2, (1, 1), extra=(0, 1)), 1), 2, DecidedBy.EXTRA_TIME),
        (Tie(_match(1, 2, (1, 1)), 1, rule=TieRule(IfLevel.VISITORS)), 2, DecidedBy.VISITORS),
    ],
)
def test_a_tie_is_decided(tie, winner, by):
    """Goals, then what the rule says and what was recorded beyond regular time."""
    assert decide(tie) == Decision(winner, by)


@pytest.mark.parametrize(
    "tie",
    [
        _tie((1, 1), (0, 0), None),
        _tie((1, 1), (0, 0), PENALTIES),
        _tie((1, 1), None, AWAY_THEN_EXTRA),
        _tie((1, 1), (1, 1), TieRule(IfLevel.PENALTIES, AwayGoals.NINETY_MINUTES), (1, 1)),
        _tie((1, 0), (1, 0), PENALTIES, None, (3, 3)),
        Tie(_match(1, 2, (3, 0)), None),
        Tie(_match(1, 2, (3, 0)), 2),
        Tie(_match(1, 2, (1, 1)), 1, rule=TieRule(IfLevel.REPLAY, single=True)),
        Tie(_match(1, 2, (1, 1)), 1, rule=TieRule(None, single=True)),
    ],
    ids=[
        "rule unknown", "shoot-out to come", "second leg to come", "away goals not in extra time",
        "shoot-out level", "legs unknown", "other leg unknown", "replay", "level unknown",
    ],
)  # fmt: skip
def test_what_is_open_stays_open(tie):
    """No winner is made up while something is missing."""
    assert decide(tie) is None


scores = st.tuples(st.integers(0, 6), st.integers(0, 6))
pairs = st.tuples(st.integers(1, 6), st.integers(1, 6)).filter(lambda pair: pair[0] != pair[1])


@st.composite
def calendars(draw) -> list[CupMatch]:
    """Matches of few teams in few rounds, so that they meet often."""
    return [
        _match(
            *draw(pairs),
            draw(st.none() | scores),
            days=draw(st.integers(0, 200)),
            key=number,
            round=draw(st.sampled_from(["1st Round", "Final", "Group A"])),
            penalties=draw(st.none() | scores),
        )
        for number in range(draw(st.integers(1, 8)))
    ]


@settings(deadline=None)
@given(calendars(), st.randoms(use_true_random=False))
def test_the_order_of_the_calendar_does_not_matter(matches, random):
    """Shuffled, it gives the same tie for every match."""
    shuffled = random.sample(matches, len(matches))
    for match in matches:
        assert resolve(match, matches) == resolve(match, shuffled)


@settings(deadline=None)
@given(calendars(), calendars(), st.sampled_from([{"competition": "x"}, {"season": "2023"}]))
def test_other_competitions_and_seasons_do_not_matter(matches, foreign, elsewhere):
    """Matches of another competition or season change no tie."""
    noise = [replace(match, key=("noise", match.key), **elsewhere) for match in foreign]
    for match in matches:
        assert resolve(match, matches) == resolve(match, noise + matches)


@settings(deadline=None)
@given(scores, st.integers(1, LEG_GAP.days), calendars())
def test_other_pairs_do_not_matter_to_two_legs(score, days, others):
    """Two legs stay what they are, whatever other teams do."""
    first, second = _match("a", "b", score), _match("b", "a", days=days)
    assert resolve(second, [first]) == resolve(second, [*others, first])


@settings(deadline=None)
@given(calendars())
def test_both_legs_name_each_other(matches):
    """Of two legs each is the other's, one is the first, and no match is in two ties."""
    for match in matches:
        tie = resolve(match, matches)
        if tie is not None and tie.legs == 2:
            back = resolve(tie.other, matches)
            assert back.other == match
            assert {tie.leg, back.leg} == {1, 2}


@settings(deadline=None)
@given(scores, scores)
def test_the_aggregate_is_its_mirror_image_from_the_other_side(first, second):
    """Seen from the first leg's home side and from the second's, it is turned round."""
    legs = _match(1, 2, first), _match(2, 1, second, days=7)
    seen, turned = (resolve(leg, legs).standing for leg in legs)
    assert seen.goals == turned.goals[::-1]
    assert seen.away_goals == turned.away_goals[::-1]


@settings(deadline=None)
@given(scores, scores, st.none() | scores, st.sampled_from([None, EXTRA, AWAY_THEN_EXTRA]))
def test_teams_that_change_places_change_the_winner(first, second, extra, rule):
    """With team 1 for 2 and 2 for 1 throughout, the other one wins in the same manner."""
    tie = _tie(first, second, rule, extra)
    exchanged = Tie(_renamed(tie.match), 2, _renamed(tie.other), rule)
    found, other = decide(tie), decide(exchanged)
    assert (found is None) == (other is None)
    if found is not None:
        assert (3 - found.winner, found.by) == (other.winner, other.by)


def _renamed(match: CupMatch) -> CupMatch:
    return replace(match, home=3 - match.home, away=3 - match.away)


@pytest.fixture(scope="session")
def api(real_files) -> dict[CupMatch, Tie | None]:
    """Every fixture of API-Football's cups with its tie."""
    matches = api_fixtures(real_files.parent / "knockout")
    return {match: resolve(match, matches) for match in matches}


def test_real_rounds_have_the_legs_that_they_had(api):
    """Two-legged rounds pair up wholly, single ones not at all; unknown is what cannot be seen."""
    legs = defaultdict(set)
    for match, tie in api.items():
        legs[match.competition, match.season, match.round].add("none" if tie is None else tie.legs)
    assert all(len(kinds) == 1 for kinds in legs.values())
    two = {name for name, kinds in legs.items() if kinds == {2}}
    conmebol = {name for name in legs if name[0] in {"11", "13", "541"} and "Group" not in name[2]}
    assert conmebol - two == {
        ("11", "2024", "1st Round"), ("11", "2024", "Final"), ("13", "2024", "Final"),
        ("11", "2025", "1st Round"), ("11", "2025", "Knockout Round Play-offs"),
    }  # fmt: skip
    assert two <= conmebol
    assert {name for name, kinds in legs.items() if kinds == {None}} == {
        ("11", "2025", "Knockout Round Play-offs"),  # its first legs alone are in the file
        ("517", "2024", "Final"),
        ("810", "2024", "Final"),
    }


def test_real_tables_have_no_ties(api):
    """Groups and matchdays are no ties, and nothing else is none."""
    tables = {match.round for match, tie in api.items() if tie is None}
    knock_outs = {match.round for match, tie in api.items() if tie is not None}
    assert all("Group" in name or name[-2:].strip(" -").isdigit() for name in tables)
    assert tables.isdisjoint(knock_outs)
    assert sum(tie is None for tie in api.values()) == 1186


def test_no_real_match_is_in_two_ties(api):
    """Two legs name each other, so that the ties part the fixtures."""
    legs = [(match, tie.other) for match, tie in api.items() if tie is not None and tie.legs == 2]
    assert all(api[other].other == match for match, other in legs)
    assert len(legs) == 136


def test_real_finals_are_single_but_for_the_recopa(api):
    """With the whole calendar known, every final stands alone that did."""
    finals = [match for match in api if match.round in {"Final", "Finals", "1st Phase - Final"}]
    late = max(match.kickoff for match in api) + LEG_GAP
    legs = {match: resolve(match, api, complete_until=late).legs for match in finals}
    assert {match.competition for match, count in legs.items() if count == 2} == {"541"}
    assert set(legs.values()) == {1, 2}


def test_real_ties_of_two_legs_are_found_in_the_calendar(real_files):
    """Of 2,195 knock-out matches all have their legs, but for 2020's and clubs with one name."""
    matches = calendar(real_files.parent / "knockout")
    seasons = defaultdict(list)
    for match in matches:
        seasons[match.competition, match.season].append(match)
    ties = {
        match: resolve(match, seasons[match.competition, match.season])
        for match in matches
        if not match.round.startswith(("Group", "Gruppe"))
    }
    amiss = {match for match, tie in ties.items() if tie is None or tie.legs is None}
    torn = {match for match in amiss if match.season == "2019/20" and match.round == "Round of 16"}
    assert all("River Plate" in match.pair for match in amiss - torn)
    assert (len(torn), len(amiss - torn)) == (8, 12)
    legs = Counter(tie.legs for match, tie in ties.items() if match not in amiss)
    assert legs == {2: 2128, 1: 47}
