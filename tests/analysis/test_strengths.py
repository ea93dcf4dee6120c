"""Strengths of leagues from histories: who is taken for whom, what counts, what real data show."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from histories import history_of

from phoenix.analysis.strengths import Strength, league_strengths
from phoenix.domain.history import History
from phoenix.domain.matches import KnownTeam
from phoenix.forecasting.league_strength import GOALS_PER_UNIT, StrengthSettings
from phoenix.sources.football_data.reader import read_file

TODAY = date(2024, 6, 1)
PRIOR_ERROR = pytest.approx(StrengthSettings().prior_sd / GOALS_PER_UNIT)
LEAGUES = {"One", "Two"}


def together(*parts: tuple[str, str, list]) -> History:
    """One country's history of parts: competition, season, matches (see ``history_of``)."""
    rows = sorted(
        (
            (competition, season, match)
            for competition, season, matches in parts
            for match in matches
        ),
        key=lambda row: row[2][:2],
    )
    plain = history_of([match for _, _, match in rows])
    competitions, seasons = (tuple(sorted({row[at] for row in rows})) for at in (0, 1))
    return replace(
        plain,
        competitions=competitions,
        seasons=seasons,
        competition=np.array([competitions.index(row[0]) for row in rows], dtype=np.intp),
        season=np.array([seasons.index(row[1]) for row in rows], dtype=np.intp),
    )


def league(code: str, *clubs: str, season: str = "2023/24", rounds: int = 10):
    """Each club at home to each other one, round after round; the one named first wins."""
    first = date(int(season[:4]), 8, 1)
    return code, season, [
        (
            f"{first + timedelta(days=7 * turn)}", home, away,
            int(clubs.index(home) < clubs.index(away)),
            int(clubs.index(home) > clubs.index(away)),
        )
        for turn in range(rounds)
        for home in clubs
        for away in clubs
        if home != away
    ]  # fmt: skip


def cup(*pairs: tuple[str, str], goals: tuple[int, int] = (2, 0), code: str = "Cup"):
    """A match of each pair in April."""
    days = (f"{date(2024, 4, 1) + timedelta(days=day)}" for day in range(len(pairs)))
    return code, "2023/24", [(day, *pair, *goals) for day, pair in zip(days, pairs, strict=True)]


def teams_of(**countries: str) -> list[KnownTeam]:
    """Clubs whose names are single letters."""
    return [KnownTeam(name, land) for land, names in countries.items() for name in names]


def learned(histories, teams, priors=None, leagues=LEAGUES) -> dict[str, Strength]:
    return league_strengths(histories, teams, leagues, priors or {}, TODAY)


TWO_LANDS = {"North": together(league("One", *"abcd")), "South": together(league("Two", *"efgh"))}
CLUBS = teams_of(North="abcd", South="efgh")


def test_without_evidence_the_prior_stands_or_nothing_does():
    """A league with a prior is what was told; one without is unknown, as is what nobody stores."""
    found = learned(TWO_LANDS, CLUBS, {"One": 0.8})
    assert found == {
        "One": Strength(0.8, pytest.approx(0.8), PRIOR_ERROR, 0, 0),
        "Two": Strength(None, None, None, 0, 0),
    }
    assert learned({}, [], {"One": 0.8}) == found


def test_clubs_that_meet_in_a_cup_of_many_countries():
    """Winning abroad makes one league stronger, the other weaker, and both surer."""
    met = together(cup(("a", "e"), ("b", "f"), ("c", "g"), ("d", "h")))
    found = learned({**TWO_LANDS, "World": met}, CLUBS, dict.fromkeys(LEAGUES, 0.8))
    assert found["One"].learned > 0.8 > found["Two"].learned
    assert found["One"].error < StrengthSettings().prior_sd / GOALS_PER_UNIT
    assert (found["One"].matches, found["Two"].matches) == (4, 4)


def test_clubs_that_meet_in_a_cup_of_their_country():
    """A league without a prior is placed by the cup, below the one whose clubs won there."""
    history = together(league("One", *"abcd"), league("Two", *"efgh"), cup(("a", "e"), ("f", "b")))
    found = learned({"North": history}, teams_of(North="abcdefgh"), {"One": 0.8})
    assert found["Two"].matches == 2
    assert found["Two"].learned is not None


def test_a_cup_is_no_league():
    """Whoever last played in the cup still belongs to its league, and the cup is not reported."""
    history = together(
        league("One", *"abcd"), league("Two", *"efgh"), cup(("a", "e"), ("a", "f"), ("a", "g"))
    )
    found = learned({"North": history}, teams_of(North="abcdefgh"), {"One": 0.8})
    assert set(found) == LEAGUES
    assert found["One"].matches == 3


@pytest.mark.parametrize(
    "pairs",
    [[("a", "b")], [("a", "z")], [("z", "y")], [("a", "idle")]],
    ids=["of one league", "a stranger", "two strangers", "without a league match"],
)
def test_meetings_that_say_nothing(pairs):
    """Clubs of one league, and clubs whose league is not known, compare no leagues."""
    teams = [*CLUBS, KnownTeam("y", "East"), KnownTeam("idle", "South")]
    found = learned({**TWO_LANDS, "World": together(cup(*pairs))}, teams, {"One": 0.8})
    assert found["One"].matches == 0


def test_namesakes_are_told_apart():
    """In a cup of many countries a shared name comes with its country, any other one without."""
    lands = {
        "North": together(league("One", "United", *"abc")),
        "South": together(league("Two", *"efg", "United")),
    }
    teams = [*teams_of(North="abc", South="efg"), *(KnownTeam("United", land) for land in lands)]

    def matches(*pairs):
        met = together(cup(*pairs))
        return learned({**lands, "World": met}, teams, {"One": 0.8})["Two"].matches

    assert matches(("United (North)", "e"), ("a", "United (South)")) == 2
    assert matches(("United (North)", "a"), ("e", "United (South)")) == 0
    assert matches(("United", "e")) == 0


def test_clubs_that_change_league():
    """A club that wins below and loses above shows which league is the stronger one."""
    old = [("One", *"abcd"), ("Two", *"efgh")]
    new = [("One", *"abce"), ("Two", *"dfgh")]
    history = together(
        *(league(*clubs, season="2022/23") for clubs in old),
        *(league(*clubs, season="2023/24") for clubs in new),
    )
    found = learned({"North": history}, teams_of(North="abcdefgh"), {"One": 0.8})
    assert (found["One"].moves, found["Two"].moves) == (2, 2)
    assert (found["One"].matches, found["Two"].matches) == (0, 0)
    assert found["Two"].learned < found["One"].learned


def test_a_match_counts_from_the_standing_of_its_day():
    """What a club did after the cup changes nothing of what the cup said."""
    met = together(cup(("a", "e"), ("b", "f")))
    later = ("One", "2023/24", [(f"{date(2024, 5, 1 + day)}", "d", "a", 9, 0) for day in range(9)])
    after = {"North": together(league("One", *"abcd"), later), "South": TWO_LANDS["South"]}
    one, other = (
        learned({**lands, "World": met}, CLUBS, {"One": 0.8}) for lands in (TWO_LANDS, after)
    )
    assert one == other


@pytest.mark.parametrize("turned", [False, True], ids=["at home", "away"])
def test_whom_a_league_sends_counts(turned):
    """Its champion's win abroad says less of a league than the same win of its last club."""

    def strength(club):
        pair, goals = (("e", club), (0, 2)) if turned else ((club, "e"), (2, 0))
        met = together(cup(pair, goals=goals))
        return learned({**TWO_LANDS, "World": met}, CLUBS, {"Two": 0.8})["One"].learned

    assert strength("a") < strength("d")


def test_old_evidence_counts_less():
    """The same cup says less of today's leagues ten years later."""
    met = together(cup(("a", "e"), ("b", "f"), ("c", "g"), ("d", "h")))
    priors = dict.fromkeys(LEAGUES, 0.8)
    now, then = (
        league_strengths({**TWO_LANDS, "World": met}, CLUBS, LEAGUES, priors, day)
        for day in (TODAY, TODAY.replace(year=2034))
    )
    assert 0.8 < then["One"].learned < now["One"].learned
    assert now["One"].error < then["One"].error


TIERS = {"England": ("E0", "E1"), "Germany": ("D1", "D2"), "Italy": ("I1", "I2")}


@pytest.fixture(scope="module")
def countries(real_files) -> dict[str, History]:
    """Ten real seasons of both tiers of three countries."""
    years = [f"{year:02d}{year + 1:02d}" for year in range(14, 24)]
    return {
        land: together(
            *(
                (code, match.season, [
                    (f"{match.day}", match.home, match.away, match.score.home, match.score.away)
                ])
                for code in codes
                for year in years
                for match in read_file(real_files / year / f"{code}.csv").records
                if match.score is not None
            )
        )
        for land, codes in TIERS.items()
    }  # fmt: skip


def test_real_second_tiers_are_weaker(countries):
    """With priors for the first tiers alone, promotion and relegation put the second ones below."""
    teams = [KnownTeam(name, land) for land, h in countries.items() for name in h.teams]
    codes = {code for pair in TIERS.values() for code in pair}
    priors = {first: 1.0 for first, _ in TIERS.values()}
    found = league_strengths(countries, teams, codes, priors, TODAY)
    for first, second in TIERS.values():
        assert found[second].moves > 30
        assert found[second].prior is None
        assert 0.7 < found[second].learned < found[first].learned - 2 * found[second].error
