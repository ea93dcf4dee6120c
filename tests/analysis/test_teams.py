"""Names as people type them."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoenix.analysis.teams import find_pair, fitting
from phoenix.domain.errors import TeamNotFound
from phoenix.domain.matches import KnownTeam
from phoenix.domain.names import likeness, plain

TEAMS = tuple(
    KnownTeam(name, country)
    for country, names in {
        "England": (
            "Arsenal",
            "Chelsea",
            "Man City",
            "Man United",
            "Leeds United",
            "Newcastle",
            "Nott'm Forest",
        ),
        "Germany": ("M'gladbach", "Bayern Munich"),
        "Spain": ("Ath Bilbao", "Ath Madrid", "Real Madrid", "Sociedad"),
        "Brazil": ("Sao Paulo", "Atletico-MG", "Internacional"),
        "Italy": ("Inter", "Arsenal Torino", "Everton"),
        "Chile": ("Everton", "Colo-Colo"),
    }.items()
    for name in names
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("arsenal", "Arsenal"),
        ("ARSENL", "Arsenal"),
        ("Manchester United", "Man United"),
        ("manchester city", "Man City"),
        ("Newcastle United", "Newcastle"),
        ("Nottingham Forest", "Nott'm Forest"),
        ("Borussia Mönchengladbach", "M'gladbach"),
        ("bayern münchen", "Bayern Munich"),
        ("Athletic Bilbao", "Ath Bilbao"),
        ("Real Sociedad", "Sociedad"),
        ("são paulo", "Sao Paulo"),
        ("Atlético MG", "Atletico-MG"),
        ("Bayern", "Bayern Munich"),
        ("Colo", "Colo-Colo"),
        ("inter", "Inter"),
        ("internacional", "Internacional"),
    ],
)
def test_accents_case_typos_and_abbreviations_are_forgiven(typed, meant):
    """What people type finds the one team they mean."""
    assert [team.name for team in fitting(typed, TEAMS)] == [meant]


@pytest.mark.parametrize("typed", ["Madrid", "United", "Manchester Utd City"])
def test_a_name_that_fits_several_teams_is_not_guessed(typed):
    """Ambiguous names list the candidates."""
    with pytest.raises(TeamNotFound) as raised:
        find_pair(typed, "Chelsea", TEAMS)
    assert len(raised.value.candidates) >= 2


def test_a_name_that_fits_nobody_offers_what_is_near():
    """An unknown name is refused, with the nearest ones."""
    with pytest.raises(TeamNotFound, match="Did you mean Chelsea") as raised:
        find_pair("Chelmsford", "Arsenal", TEAMS)
    assert not raised.value.ambiguous


def test_an_abbreviation_that_cannot_be_derived_is_offered_not_guessed():
    """The site's own "Ath Madrid" is among the offers for Atlético Madrid."""
    with pytest.raises(TeamNotFound) as raised:
        find_pair("Atlético Madrid", "Sociedad", TEAMS)
    assert "Ath Madrid" in raised.value.candidates


def test_the_other_side_settles_a_name_of_two_countries():
    """Everton against Colo-Colo is the Everton of Chile."""
    home, away = find_pair("Everton", "Colo Colo", TEAMS)
    assert (home.country, away.country) == ("Chile", "Chile")


def test_a_name_of_two_countries_is_ambiguous_and_says_which():
    """Against a team of neither country, both are named with their countries."""
    with pytest.raises(TeamNotFound, match=r"Everton \(Italy\), Everton \(Chile\)"):
        find_pair("Everton", "Arsenal", TEAMS)


@given(st.text(max_size=30))
def test_any_text_is_a_name_or_an_error(typed):
    """Whatever is typed, the answer is a pair or an error of ours."""
    with suppress(TeamNotFound):
        home, _ = find_pair(typed, "Chelsea", TEAMS)
        assert home in TEAMS


def test_an_offered_name_can_be_typed_as_it_is_offered():
    """Everton (Chile) is the Everton of Chile, whoever the other side is."""
    home, _ = find_pair("Everton (Chile)", "Arsenal", TEAMS)
    assert home.country == "Chile"


@given(st.text(max_size=20), st.text(max_size=20))
def test_likeness_is_symmetric(one, other):
    """It does not matter which of two names was typed."""
    assert likeness(plain(one), plain(other)) == pytest.approx(likeness(plain(other), plain(one)))
