"""Teams are found by what people type."""

import csv
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.app.nicknames import nicknames
from phoenix.app.team_names import TeamNames
from phoenix.store.calendar import NamedTeam

LISTED = {
    "Brazil": (
        "Flamengo RJ", "Palmeiras", "Atletico-MG", "Atletico GO", "Athletico-PR", "Internacional",
        "Sao Paulo", "Botafogo RJ", "Botafogo SP", "Gremio", "Santos", "Fluminense", "Bragantino",
    ),
    "England": ("Man United", "Man City", "Nott'm Forest", "Sheffield United", "Sheffield Weds"),
    "France": ("Paris SG",),
    "Germany": ("Bayern Munich",),
    "Italy": ("Inter", "Milan"),
    "Spain": ("Ath Madrid", "Real Madrid", "Real Sociedad", "Barcelona"),
    "Ecuador": ("Barcelona",),
    "Phoenix": ("Baía Serena", "Rio Manso", "Serra Fria"),
    "Russia": ("Спартак",),
}  # fmt: skip


def teams_of(listed: Iterable[tuple[str, str]]) -> TeamNames:
    """Teams by country and name, numbered from 1."""
    return TeamNames(
        NamedTeam(number, name, country, frozenset({name}))
        for number, (country, name) in enumerate(listed, 1)
    )


TEAMS = teams_of((country, name) for country, names in LISTED.items() for name in names)


def fitting(typed: str) -> list[str]:
    return [TEAMS.shown(team) for team in TEAMS.fitting(typed)]


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Flamengo RJ", "Flamengo RJ"), ("flamengo", "Flamengo RJ"), ("FLA", "Flamengo RJ"),
        ("flamngo", "Flamengo RJ"), ("mengão", "Flamengo RJ"), ("palmeirs", "Palmeiras"),
        ("Grêmio", "Gremio"), ("são paulo", "Sao Paulo"), ("saopaulo", "Sao Paulo"),
        ("atlético mineiro", "Atletico-MG"), ("galo", "Atletico-MG"),
        ("baia serena", "Baía Serena"), ("baiaserena", "Baía Serena"),
        ("BAÍA  SERENA!", "Baía Serena"),
        ("serra", "Serra Fria"),
        ("man utd", "Man United"), ("nottingham forest", "Nott'm Forest"),
        ("sheff wed", "Sheffield Weds"), ("psg", "Paris SG"), ("bayer munchen", "Bayern Munich"),
        ("barcelona spain", "Barcelona (Spain)"), ("barcelona ecuador", "Barcelona (Ecuador)"),
        ("Спартак", "Спартак"), ("fla\u200fmen\u200fgo", "Flamengo RJ"),
        ("atletico madrid", "Ath Madrid"), ("bragantinho", "Bragantino"),
    ],
)  # fmt: skip
def test_one_team_is_found_by_many_names(typed: str, name: str) -> None:
    """Accents, case, slips, abbreviations, nicknames and what no eye can see are forgiven."""
    assert fitting(typed) == [name]


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("inter", {"Inter", "Internacional"}),
        ("botafogo", {"Botafogo RJ"}),
        ("barcelona", {"Barcelona (Spain)", "Barcelona (Ecuador)"}),
        ("real", {"Real Madrid", "Real Sociedad"}),
        ("sheffield", {"Sheffield United", "Sheffield Weds"}),
    ],
)
def test_a_name_that_fits_several_gives_them_all(typed: str, names: set[str]) -> None:
    """Nothing is guessed; what a nickname says outright is no guess."""
    assert set(fitting(typed)) == names


@pytest.mark.parametrize("typed", ["", " ", "\u200f", "x", "zzzz", "bom dia", "...", "<b>", "ﷺ"])
def test_what_names_nobody_fits_nobody(typed: str) -> None:
    """However strange it is."""
    assert fitting(typed) == []


def test_a_name_that_fits_nobody_has_some_near_it() -> None:
    """The likest first, and no more than are wanted."""
    near = [team.name for team in TEAMS.near("Flamenco United", 6)]
    assert near[0] == "Flamengo RJ"
    assert len(TEAMS.near("Sheffield Madrid", 2)) == 2
    assert TEAMS.near("qwerty", 6) == ()


def test_the_shortest_of_the_names_that_begin_so_comes_first() -> None:
    """Whoever types a beginning rather means it."""
    teams = teams_of([("A", "Santa Cruz"), ("A", "Santos"), ("A", "Santa Clara")])
    assert [team.name for team in teams.fitting("sant")] == ["Santos", "Santa Cruz", "Santa Clara"]


def test_no_other_word_may_be_left_over() -> None:
    """A team that has nothing of one of the words is not the one that was meant."""
    assert fitting("flamengo zagreb") == []


def test_nobody_is_found_among_no_teams() -> None:
    """An empty store is searched like any other."""
    teams = TeamNames(())
    assert teams.fitting("flamengo") == teams.near("flamengo", 6) == ()


@given(st.text(max_size=200))
@settings(deadline=None)
def test_any_text_is_searched(typed: str) -> None:
    """What fits is known, and each team is named once."""
    found = TEAMS.fitting(typed)
    assert len(set(found)) == len(found)
    assert {team.id for team in (*found, *TEAMS.near(typed, 6))} <= TEAMS.teams.keys()


@given(st.sampled_from(sorted(TEAMS.teams.values(), key=lambda team: team.id)), st.data())
@settings(deadline=None)
def test_one_slip_of_a_long_name_is_forgiven(team: NamedTeam, data: st.DataObject) -> None:
    """Whatever letter within its longest word is left out, the team is among those that fit."""
    word = max(team.name.split(), key=len)
    if len(word) < 8:
        return
    at = data.draw(st.integers(1, len(word) - 2))
    typed = team.name.replace(word, word[:at] + word[at + 1 :])
    assert team in TEAMS.fitting(typed)


def test_a_nickname_belongs_to_one_country() -> None:
    """Another country's club of the same name has none of them."""
    assert "colorado" in nicknames("Brazil", {"internacional"})
    assert nicknames("Chile", {"internacional"}) == set()


def test_real_teams_are_found_by_their_own_names(real_files: Path) -> None:
    """Each name of the five big leagues leads to its team, and with its country to it alone."""
    countries = {"E0": "England", "D1": "Germany", "I1": "Italy", "SP1": "Spain", "F1": "France"}
    files = [(real_files / "2324" / f"{code}.csv", land) for code, land in countries.items()]
    listed = {(land, name) for file, land in files for name in _names(file)}
    teams = teams_of(sorted(listed))
    for team in teams.teams.values():
        assert team in teams.fitting(team.name)
        assert len(teams.fitting(f"{team.name} {team.country}")) == 1


def _names(file: Path) -> set[str]:
    with file.open(encoding="utf-8") as lines:
        return {row["HomeTeam"] for row in csv.DictReader(lines)}
