"""Strength of leagues: the prior where nothing is known, the truth where much is."""

import csv
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.forecasting.league_strength import (
    Meetings,
    Moves,
    StrengthSettings,
    learn_league_strengths,
    on_prior_scale,
    prior_goals,
)
from phoenix.sources.football_data.reader import read_file

TRUE = StrengthSettings()
LOOSE = StrengthSettings(prior_sd=1.0)
COUNTRIES = ("E", "D", "SP", "I", "F")


def drawn_meetings(rng, strength, n: int, *, clubs: int = 8, unseen: float = 0.3) -> Meetings:
    """Cup matches between leagues, each of which sends ``clubs`` clubs."""
    leagues = len(strength)
    home = rng.integers(0, leagues, n)
    away = (home + rng.integers(1, leagues, n)) % leagues
    club = rng.normal(0, TRUE.club_sd, leagues * clubs)
    standing = rng.normal(TRUE.unseen[0], 0.4, leagues * clubs)
    standing[rng.random(leagues * clubs) < unseen] = np.nan
    ours, theirs = (side * clubs + rng.integers(0, clubs, n) for side in (home, away))
    value = np.where(np.isnan(standing), TRUE.unseen[0], standing) + club
    neutral = rng.random(n) < 0.1
    margin = strength[home] - strength[away] + value[ours] - value[theirs]
    margin = margin + np.where(neutral, 0.0, 0.35) + rng.normal(0, TRUE.match_sd, n)
    return Meetings(
        home, away, ours, theirs, np.maximum(margin, 0.0), np.maximum(-margin, 0.0),
        standing[ours], standing[theirs], neutral, np.ones(n),
    )  # fmt: skip


def drawn_moves(rng, strength, pairs, n: int) -> Moves:
    """Clubs that went up or down between leagues that are linked in ``pairs``."""
    pairs = np.array([*pairs, *(pair[::-1] for pair in pairs)])
    left, entered = pairs[rng.integers(0, len(pairs), n)].T
    before = rng.normal(0, 0.8, n)
    after = strength[left] - strength[entered] + 0.5 * before + rng.normal(0, TRUE.move_sd, n)
    return Moves(left, entered, before, after, np.ones(n))


def drawn_world(seed: int):
    """Fourteen leagues, of which four have no prior and six are met by moves alone."""
    rng = np.random.default_rng(seed)
    prior = np.r_[rng.uniform(0.65, 1.0, 10), [np.nan] * 4]
    strength = prior_goals(prior) + rng.normal(0, TRUE.prior_sd, 14)
    strength[10:] = rng.normal(-2.0, TRUE.unlisted_sd, 4)
    order = np.r_[0:5, 10:13, 5:10, 13]  # the first eight play cups, the others do not
    meetings = drawn_meetings(rng, strength[order[:8]], 600)
    meetings = replace(meetings, home=order[meetings.home], away=order[meetings.away])
    tiers = [(0, 5), (1, 6), (2, 7), (3, 8), (8, 9), (4, 13)]
    return prior, strength, meetings, drawn_moves(rng, strength, tiers, 150)


def met(home, away, margins, **columns) -> Meetings:
    """Matches on neutral ground between clubs that meet nobody else, average unless told."""
    n = len(margins)
    goals = np.asarray(margins, dtype=float)
    plain = Meetings(
        np.full(n, home), np.full(n, away), np.arange(n), np.arange(n, 2 * n),
        np.maximum(goals, 0.0), np.maximum(-goals, 0.0), np.zeros(n), np.zeros(n),
        np.ones(n, dtype=bool), np.ones(n),
    )  # fmt: skip
    return replace(plain, **columns)


def moved(left, entered, after) -> Moves:
    """Clubs that were average where they came from."""
    n = len(after)
    return Moves(
        np.full(n, left), np.full(n, entered), np.zeros(n), np.array(after, float), np.ones(n)
    )


def joined(*parts):
    """The rows of several samples, one below the other."""
    columns = {
        column.name: np.concatenate([getattr(part, column.name) for part in parts])
        for column in fields(parts[0])
    }
    return type(parts[0])(**columns)


def rows_of(sample, order):
    """The same rows in another order."""
    names = [column.name for column in fields(sample)]
    return replace(sample, **{name: getattr(sample, name)[order] for name in names})


PRIORS = st.lists(st.one_of(st.just(np.nan), st.floats(0.3, 1.0)), max_size=8)


@given(PRIORS)
def test_without_evidence_the_prior_stands(prior):
    """Nothing but the prior goes in, nothing but the prior and its own doubt comes out."""
    learned = learn_league_strengths(np.array(prior), Meetings.none(), Moves.none())
    assert on_prior_scale(learned.goals) == pytest.approx(np.array(prior), nan_ok=True)
    expected = np.where(np.isnan(prior), np.nan, TRUE.prior_sd)
    assert learned.error == pytest.approx(expected, nan_ok=True)
    assert not learned.matches.any()
    assert not learned.moves.any()


@given(st.lists(st.floats(-5, 5)))
def test_the_two_scales_are_inverse(goals):
    """From goals to the scale of the prior and back nothing is lost, above 1.0 either."""
    assert prior_goals(on_prior_scale(np.array(goals))) == pytest.approx(np.array(goals))


def test_the_truth_is_found_within_its_errors():
    """In forty simulated worlds the true strengths lie about the learned ones as the errors say."""
    scores = []
    for seed in range(40):
        prior, truth, meetings, moves = drawn_world(seed)
        learned = learn_league_strengths(prior, meetings, moves)
        scores.append((learned.goals - truth) / learned.error)
    assert np.abs(scores).max() < 4.5
    assert 0.85 < np.mean(np.square(scores)) < 1.15
    assert abs(np.mean(scores)) < 0.15


def test_gaps_are_found_within_their_errors():
    """So do differences between leagues, which are surer than the strengths themselves."""
    scores = []
    for seed in range(40):
        prior, truth, meetings, moves = drawn_world(seed)
        learned = learn_league_strengths(prior, meetings, moves)
        gap, error = learned.gap(0, 5)
        assert error < np.hypot(learned.error[0], learned.error[5])
        scores.append((gap - (truth[0] - truth[5])) / error)
    assert 0.5 < np.mean(np.square(scores)) < 1.6


def test_what_all_leagues_share_is_learned_too():
    """Advantage, the worth of a standing, the unseen one and what a move keeps are found again."""
    rng = np.random.default_rng(3)
    strength = prior_goals(np.linspace(0.7, 1.0, 6))
    meetings = drawn_meetings(rng, strength, 20_000, clubs=60)
    moves = drawn_moves(rng, strength, [(0, 1), (2, 3)], 2000)
    learned = learn_league_strengths(np.linspace(0.7, 1.0, 6), meetings, moves)
    found = (learned.advantage, learned.slope, learned.unseen, learned.carry)
    assert found == pytest.approx((0.35, 1.0, 0.9, 0.5), abs=0.15)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 1000))
def test_labels_and_order_do_not_matter(seed):
    """Leagues and clubs under other numbers, rows in another order: the same strengths."""
    prior, _, meetings, moves = drawn_world(seed)
    rng = np.random.default_rng(seed)
    label = rng.permutation(len(prior))
    renamed = np.empty(len(prior))
    renamed[label] = prior
    clubs = 7 * rng.permutation(200) - 100
    other = replace(
        meetings, home=label[meetings.home], away=label[meetings.away],
        home_club=clubs[meetings.home_club], away_club=clubs[meetings.away_club],
    )  # fmt: skip
    turned = replace(moves, left=label[moves.left], entered=label[moves.entered])
    one = learn_league_strengths(prior, meetings, moves)
    same = learn_league_strengths(
        renamed,
        rows_of(other, rng.permutation(len(other.home))),
        rows_of(turned, rng.permutation(len(turned.left))),
    )
    assert same.goals[label] == pytest.approx(one.goals, abs=1e-6)
    assert same.error[label] == pytest.approx(one.error, abs=1e-6)
    assert (same.matches[label] == one.matches).all()
    assert (same.moves[label] == one.moves).all()


@settings(max_examples=20, deadline=None)
@given(st.floats(0.5, 1.0), st.floats(0.5, 1.0), st.integers(-3, 3))
def test_the_more_is_known_the_less_the_prior_counts(one, other, margin):
    """Two opinions of a league come closer with every match, until they are as good as one."""
    apart = []
    for matches in (0, 10, 100, 2000):
        clubs = np.arange(matches) % 100
        meetings = met(0, 1, [margin] * matches, home_club=clubs, away_club=clubs + 100)
        gaps = [
            learn_league_strengths(np.array([0.8, prior]), meetings, Moves.none()).gap(0, 1)[0]
            for prior in (one, other)
        ]
        apart.append(abs(gaps[0] - gaps[1]))
    assert (np.diff(apart) <= 1e-9).all()
    assert apart[-1] <= 0.1 * apart[0] + 1e-9
    assert gaps[0] == pytest.approx(margin, abs=0.25)


def test_moves_alone_tell_leagues_apart():
    """Clubs that fare half a goal worse after promotion show a league half a goal stronger."""
    learned = learn_league_strengths(
        np.array([0.9, 0.9]), Meetings.none(), moved(1, 0, [-0.5] * 300)
    )
    assert learned.gap(0, 1)[0] == pytest.approx(0.5, abs=0.02)
    assert learned.moves.tolist() == [300, 300]
    assert learned.matches.tolist() == [0, 0]


def test_unknown_stays_unknown():
    """Leagues that meet only each other are unknown, however often they meet."""
    learned = learn_league_strengths(
        np.array([1.0, np.nan, np.nan]), met(1, 2, [3] * 50), Moves.none()
    )
    assert learned.goals == pytest.approx([0.0, np.nan, np.nan], nan_ok=True)
    assert np.isnan(learned.error[1:]).all()
    assert np.isnan(learned.gap(0, 1)).all()
    assert np.isnan(learned.gap(1, 2)).all()
    assert learned.matches.tolist() == [0, 50, 50]


def test_a_chain_of_evidence_makes_a_league_known():
    """A league without prior is known through another one that clubs of a known league met."""
    prior = np.array([1.0, np.nan, np.nan])
    learned = learn_league_strengths(prior, met(0, 1, [1] * 400), moved(2, 1, [-0.5] * 400))
    assert learned.goals == pytest.approx([0.0, -1.0, -1.5], abs=0.1)
    assert np.isfinite(learned.error).all()


def test_a_match_that_counts_nothing_links_nothing():
    """Weight 0 is no evidence, neither for a strength nor for the number of matches."""
    meetings = met(0, 1, [1] * 5, weights=np.zeros(5))
    learned = learn_league_strengths(np.array([1.0, np.nan]), meetings, Moves.none())
    assert np.isnan(learned.goals[1])
    assert learned.matches.tolist() == [0, 0]


def test_the_only_league_without_prior_is_what_its_matches_say():
    """With no other league of its kind to lean on, its strength is the margin and as doubtful."""
    learned = learn_league_strengths(np.array([1.0, np.nan]), met(0, 1, [1, 3]), Moves.none())
    assert learned.goals[1] == pytest.approx(-2.0, abs=0.01)
    assert learned.error[1] > TRUE.match_sd / np.sqrt(2)


def test_leagues_without_prior_lean_on_each_other():
    """A league seen once, in a draw with the best, is put near the others without a prior."""
    meetings = joined(*(met(0, league, [2] * 200) for league in (1, 2, 3)), met(0, 4, [0]))
    meetings = replace(
        meetings,
        home_club=np.arange(len(meetings.home)),
        away_club=np.arange(len(meetings.home)) + 1000,
    )
    learned = learn_league_strengths(np.array([1.0, *[np.nan] * 4]), meetings, Moves.none())
    assert learned.goals[1:4] == pytest.approx(-2.0, abs=0.15)
    assert -2.0 < learned.goals[4] < -1.5
    assert learned.error[4] > 2 * learned.error[1]


def test_old_matches_count_less():
    """A match of half the weight leaves more doubt than a match of today."""
    prior = np.array([1.0, np.nan])
    today, old = (
        learn_league_strengths(prior, met(0, 1, [1] * 20, weights=np.full(20, w)), Moves.none())
        for w in (1.0, 0.5)
    )
    assert old.error[1] > today.error[1]


def test_one_club_is_one_witness():
    """Forty matches of the same two clubs say less of their leagues than those of forty."""
    prior = np.array([1.0, np.nan])
    same = {"home_club": np.zeros(40, dtype=int), "away_club": np.ones(40, dtype=int)}
    one, many = (
        learn_league_strengths(prior, met(0, 1, [1] * 40, **clubs), Moves.none())
        for clubs in (same, {})
    )
    assert one.error[1] > many.error[1] + 0.1


def test_an_unknown_standing_is_not_an_average_one():
    """Whoever plays a cup is taken for a good club of its league, whose strength is lower then."""
    prior = np.array([1.0, np.nan])
    average, unseen = (
        learn_league_strengths(
            prior, met(0, 1, [0] * 40, away_standing=np.full(40, standing)), Moves.none()
        )
        for standing in (0.0, np.nan)
    )
    assert unseen.goals[1] == pytest.approx(average.goals[1] - TRUE.unseen[0], abs=0.1)
    assert unseen.error[1] > average.error[1]


@pytest.mark.parametrize(
    ("meetings", "moves", "reason"),
    [
        (met(0, 2, [1]), Moves.none(), "not among the 2"),
        (met(-1, 1, [1]), Moves.none(), "not among the 2"),
        (Meetings.none(), moved(0, 5, [0.1]), "not among the 2"),
        (met(0, 1, [np.nan]), Moves.none(), "may not be missing"),
        (met(0, 1, [1], weights=np.array([np.nan])), Moves.none(), "may not be missing"),
        (Meetings.none(), moved(0, 1, [np.nan]), "may not be missing"),
        (met(0, 1, [1], home_standing=np.array([np.inf])), Moves.none(), "infinite"),
        (met(0, 1, [1], weights=np.array([-1.0])), Moves.none(), "negative"),
    ],
)
def test_what_makes_no_sense_is_refused(meetings, moves, reason):
    """Leagues out of range, missing numbers and negative weights are errors, not evidence."""
    with pytest.raises(ValueError, match=reason):
        learn_league_strengths(np.array([1.0, 0.9]), meetings, moves)


def season_standings(paths) -> dict[tuple[str, int, str], float]:
    """Goal difference a match by (league, first year of the season, club)."""
    margins: dict[tuple[str, int, str], list[int]] = {}
    for path in paths:
        for match in read_file(path).records:
            year = int(match.season[:4])
            margin = match.score.home - match.score.away
            for club, goals in ((match.home, margin), (match.away, -margin)):
                margins.setdefault((match.competition.code, year, club), []).append(goals)
    return {key: float(np.mean(goals)) for key, goals in margins.items()}


def moves_between(leagues, standings) -> Moves:
    """Every club that was in one of the leagues, and in another one the season after."""
    rows = [
        (leagues.index(left), leagues.index(entered), before, standings[entered, year + 1, club])
        for (left, year, club), before in standings.items()
        for entered in leagues
        if entered != left and (entered, year + 1, club) in standings
    ]
    left, entered, before, after = map(np.array, zip(*rows, strict=True))
    return Moves(left, entered, before, after, np.ones(len(rows)))


@pytest.mark.parametrize("country", COUNTRIES)
def test_the_first_tier_is_the_stronger_one(real_files, country):
    """Promotion and relegation tell the tiers apart, with nothing said of them beforehand."""
    leagues = ("E0", "E1") if country == "E" else (f"{country}1", f"{country}2")
    second = sorted(real_files.glob(f"*/{leagues[1]}.csv"))
    paths = [path.with_stem(league) for path in second for league in leagues]
    moves = moves_between(leagues, season_standings(paths))
    assert len(moves.left) > 40
    learned = learn_league_strengths(np.array([0.9, 0.9]), Meetings.none(), moves, LOOSE)
    gap, error = learned.gap(0, 1)
    assert gap > 3 * error
    assert 0.3 < gap < 1.3
    assert 0 < learned.carry < 1


def european_meetings(path):
    """Countries, and the matches of European cups between their clubs, without any standing."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            row
            for row in csv.DictReader(file)
            if row["competition"].startswith("UEFA")
            and row["home_country"] != row["away_country"]
            and row["ft_h"]
        ]
    countries, leagues = np.unique(
        [[row["home_country"], row["away_country"]] for row in rows], return_inverse=True
    )
    _, clubs = np.unique([[row["home"], row["away"]] for row in rows], return_inverse=True)
    goals = np.array([[row["ft_h"], row["ft_a"]] for row in rows], dtype=float)
    nowhere = np.full(len(rows), np.nan)
    neutral = np.array([row["stage"] == "Final" for row in rows])
    return countries.tolist(), Meetings(
        *leagues.reshape(-1, 2).T, *clubs.reshape(-1, 2).T, *goals.T, nowhere, nowhere, neutral,
        np.ones(len(rows)),
    )  # fmt: skip


def test_cups_put_the_strong_countries_above_those_they_meet(real_files):
    """Of countries called equal beforehand, cup matches put the four big ones on top."""
    countries, meetings = european_meetings(real_files.parent / "knockout" / "matches.csv")
    equal = np.full(len(countries), 0.8)
    learned = learn_league_strengths(equal, meetings, Moves.none(), LOOSE)
    for strong in ("ENG", "ESP", "GER", "ITA"):
        for weak in ("AUT", "BEL", "CRO", "CZE", "DEN", "GRE", "SCO", "SUI", "TUR"):
            gap, error = learned.gap(countries.index(strong), countries.index(weak))
            assert gap > 2 * error, (strong, weak)
