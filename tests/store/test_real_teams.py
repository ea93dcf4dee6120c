"""What football-data and API-Football call the same clubs: none is taken for another."""

import csv
import json
import os
from collections.abc import Iterator
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from verdicts import verdicts

from phoenix.domain.clubs import club_name, folded

LEAGUES = {
    "England": (39, 40, 41, 42, 45, 48), "Spain": (140, 141, 143), "France": (61, 62, 63),
    "Germany": (78, 79, 80, 81, 83, 84), "Italy": (135, 136, 137), "Portugal": (94,),
    "Belgium": (144,), "Greece": (197,), "Brazil": (71, 72, 73), "Argentina": (128,),
    "Netherlands": (88, 89), "Turkey": (203, 204), "Scotland": (179, 180),
}  # fmt: skip
FILES = {
    "England": ("E0", "E1", "E2"), "Spain": ("SP1", "SP2"), "France": ("F1", "F2"),
    "Germany": ("D1", "D2"), "Italy": ("I1", "I2"), "Portugal": ("P1",), "Belgium": ("B1",),
    "Greece": ("G1",), "Brazil": ("BRA",), "Argentina": ("ARG",),
}  # fmt: skip

# football-data's name and the provider's, where they are not one and yet agree. All are one club.
ONE_CLUB = {
    ("Andorra", "FC Andorra"), ("Augsburg", "FC Augsburg"), ("Bayern Munich", "Bayern München"),
    ("Bochum", "VfL Bochum"), ("Cartagena", "FC Cartagena"), ("Darmstadt", "SV Darmstadt 98"),
    ("Dep. Riestra", "Deportivo Riestra"), ("Ein Frankfurt", "Eintracht Frankfurt"),
    ("Elversberg", "SV Elversberg"), ("FC Koln", "1.FC Köln"), ("Freiburg", "SC Freiburg"),
    ("Greuther Furth", "SpVgg Greuther Fürth"), ("Hannover", "Hannover 96"),
    ("Heidenheim", "1. FC Heidenheim"), ("Ind. Rivadavia", "Independ. Rivadavia"),
    ("Ingolstadt", "FC Ingolstadt 04"), ("Kaiserslautern", "1. FC Kaiserslautern"),
    ("Magdeburg", "1. FC Magdeburg"), ("Mainz", "FSV Mainz 05"), ("Man City", "Manchester City"),
    ("Man United", "Manchester United"), ("Milan", "AC Milan"),
    ("Nott'm Forest", "Nottingham Forest"), ("Nurnberg", "1. FC Nürnberg"),
    ("Paderborn", "SC Paderborn 07"), ("Roma", "AS Roma"),
    ("Schalke 04", "FC Schalke 04"), ("Sheffield United", "Sheffield Utd"),
    ("Sheffield Weds", "Sheffield Wednesday"), ("Sp Gijon", "Sporting Gijon"),
    ("St Etienne", "Saint Etienne"), ("Stuttgart", "VfB Stuttgart"), ("Wolfsburg", "VfL Wolfsburg"),
}  # fmt: skip

# One club as well, but its names do not show it: the right one must stand among the doubts.
NOT_SHOWN = {
    "England": {"Hull City": "Hull", "Oxford United": "Oxford", "Stoke City": "Stoke"},
    "Spain": {
        "Athletic Club": "Ath Bilbao", "Atletico Madrid": "Ath Madrid", "Celta Vigo": "Celta",
        "Deportivo La Coruna": "La Coruna", "Espanyol": "Espanol", "Racing Santander": "Santander",
        "Rayo Vallecano": "Vallecano", "Real Betis": "Betis", "Real Sociedad": "Sociedad",
        "Real Sociedad II": "Sociedad B", "UD Logroñés": "Logrones",
    },
    "France": {
        "Clermont Foot": "Clermont", "Estac Troyes": "Troyes", "PAU": "Pau FC",
        "Paris Saint Germain": "Paris SG", "Quevilly": "Quevilly Rouen",
        "RED Star FC 93": "Red Star", "Stade Brestois 29": "Brest",
    },
    "Germany": {
        "1899 Hoffenheim": "Hoffenheim", "Arminia Bielefeld": "Bielefeld",
        "Bayer Leverkusen": "Leverkusen", "Borussia Dortmund": "Dortmund",
        "Borussia Mönchengladbach": "M'gladbach", "Dynamo Dresden": "Dresden",
        "Eintracht Braunschweig": "Braunschweig", "Hamburger SV": "Hamburg",
        "Hertha BSC": "Hertha", "Karlsruher SC": "Karlsruhe",
    },
    "Portugal": {"SC Braga": "Sp Braga", "Sporting CP": "Sp Lisbon"},
    "Belgium": {
        "Club Brugge KV": "Club Brugge", "Standard Liege": "Standard",
        "Union St. Gilloise": "St. Gilloise",
    },
    "Greece": {"AEK Athens FC": "AEK", "Olympiakos Piraeus": "Olympiakos"},
    "Brazil": {
        "America Mineiro": "America MG", "Atletico Goianiense": "Atletico GO",
        "Atletico Paranaense": "Athletico-PR", "Botafogo": "Botafogo RJ",
        "Flamengo": "Flamengo RJ", "Fortaleza EC": "Fortaleza", "RB Bragantino": "Bragantino",
        "Vasco DA Gama": "Vasco",
    },
}  # fmt: skip

# Clubs that the provider's recordings name without their country.
AT_HOME = {
    "England": {
        "Arsenal", "Aston Villa", "Bournemouth", "Brentford", "Brighton", "Burnley", "Chelsea",
        "Crystal Palace", "Everton", "Fulham", "Leeds", "Liverpool", "Manchester City",
        "Manchester United", "Newcastle", "Nottingham Forest", "Sunderland", "Tottenham",
        "West Ham", "Wolves",
    },
    "Germany": {
        "1. FC Heidenheim", "1899 Hoffenheim", "Borussia Mönchengladbach", "Eintracht Frankfurt",
        "Hamburger SV", "RB Leipzig", "VfL Wolfsburg",
    },
    "Portugal": {"Benfica", "SC Braga"},
    "Belgium": {"Club Brugge KV", "Union St. Gilloise"},
    "Greece": {"AEK Athens FC", "Olympiakos Piraeus", "PAOK", "Panathinaikos"},
    "Argentina": {
        "Aldosivi", "Banfield", "Estudiantes L.P.", "Godoy Cruz", "Independ. Rivadavia",
        "Independiente", "Lanus", "Racing Club", "River Plate", "Rosario Central",
        "Talleres Cordoba",
    },
}  # fmt: skip


@pytest.fixture(scope="session")
def file_names(real_files: Path) -> dict[str, set[str]]:
    """Every name in football-data's files, by country."""
    return {
        country: {
            row.get("HomeTeam") or row["Home"]
            for code in codes
            for path in real_files.glob(f"*/{code}.csv")
            for row in csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines())
        }
        for country, codes in FILES.items()
    }


@pytest.fixture(scope="session")
def provider_names(real_files: Path) -> dict[str | None, set[str]]:
    """Every name in the provider's recorded answers, by country; under None where none is told."""
    folder = real_files.parent / "api-football"
    if not folder.is_dir():
        told = f"the provider's answers are not in {folder}"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(told)
    countries = {league: country for country, ids in LEAGUES.items() for league in ids}
    names: dict[str | None, set[str]] = {None: set(), **{country: set() for country in LEAGUES}}
    for league, name in _told(folder):
        names[countries.get(league)].add(name)
    for country, clubs in AT_HOME.items():
        assert clubs <= names[None] | names[country]
        names[country] |= clubs
    names[None] -= set().union(*(names[country] for country in LEAGUES))
    return names


def _told(folder: Path) -> Iterator[tuple[int | None, str]]:
    """(league, team's name), as often as they are told."""
    recorded = folder / "recorded-2025-10"
    for fixture in _read(recorded / "finished_fixtures.json"):
        for league in fixture["league_candidates"] or [None]:
            yield from ((league, fixture[side]["name"]) for side in ("home", "away"))
    fixtures = _read(recorded / "fixtures_upcoming.json")
    for path in folder.glob("fixtures*.json"):
        fixtures += [row for row in _read(path)["response"] if "teams" in row]
    for fixture in fixtures:
        teams = fixture["teams"].values()
        yield from ((fixture["league"]["id"], team["name"]) for team in teams)
    for table in _read(recorded / "standings.json"):
        yield from ((table["league_id"], row["team"]["name"]) for row in table["table"])
    yield from ((135, row["team"]["name"]) for row in _read(folder / "teams.json")["response"])


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8"))


def test_no_real_club_is_taken_for_another(
    file_names: dict[str, set[str]], provider_names: dict[str | None, set[str]]
) -> None:
    """Of all pairs of real names, those that would be matched if nobody else were there are right.

    What is matched in company is matched alone (see above), so that this covers whichever club
    one of the sources leaves out. Names whose country is not told are tried in every one.
    """
    matched = {
        (ours, theirs)
        for country, names in file_names.items()
        for ours, theirs in product(names, provider_names[country] | provider_names[None])
        if agree(ours, theirs) and verdicts([theirs], [ours]) == {theirs: ours}
    }
    assert {pair for pair in matched if folded(pair[0]) != folded(pair[1])} == ONE_CLUB


def test_no_two_clubs_of_one_source_agree(
    file_names: dict[str, set[str]], provider_names: dict[str | None, set[str]]
) -> None:
    """Within a source and a country each name is a club's own; one file name has two spellings."""
    pools = [*file_names.values(), *provider_names.values()]
    alike = [pair for pool in pools for pair in combinations(sorted(pool), 2) if agree(*pair)]
    assert alike == [("Colon Santa FE", "Colon Santa Fe")]


def agree(one: str, other: str) -> bool:
    """Whether nothing in the names forbids a match."""
    return folded(one) == folded(other) or club_name(one).agrees(club_name(other))


@pytest.mark.parametrize(
    ("country", "figures"),
    [
        ("England", (42, 3, 1)),
        ("Spain", (31, 22, 35)),
        ("France", (37, 9, 7)),
        ("Germany", (25, 12, 35)),
        ("Italy", (39, 0, 2)),
        ("Portugal", (1, 2, 1)),
        ("Belgium", (1, 3, 0)),
        ("Greece", (2, 2, 0)),
        ("Brazil", (20, 10, 10)),
        ("Argentina", (13, 0, 0)),
    ],
)
def test_real_clubs_are_matched_doubted_or_new(
    country: str,
    figures: tuple[int, int, int],
    file_names: dict[str, set[str]],
    provider_names: dict[str | None, set[str]],
) -> None:
    """So many of the provider's clubs are found in the files; the right one is among the doubts."""
    found = verdicts(sorted(provider_names[country]), sorted(file_names[country]))
    told = list(found.values())
    counts = (sum(isinstance(t, str) for t in told), sum(isinstance(t, tuple) for t in told))
    assert (*counts, told.count(None)) == figures
    for name, right in NOT_SHOWN.get(country, {}).items():
        assert right in (found[name] or ()), name
