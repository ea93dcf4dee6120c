"""The site's league codes, as listed on football-data.co.uk/data.php."""

import re
from collections.abc import Mapping

from phoenix.domain.competitions import Competition

MAIN: Mapping[str, Competition] = {
    code: Competition(code, name, country)
    for code, name, country in (
        ("E0", "Premier League", "England"),
        ("E1", "Championship", "England"),
        ("E2", "League One", "England"),
        ("E3", "League Two", "England"),
        ("EC", "Conference", "England"),
        ("SC0", "Premiership", "Scotland"),
        ("SC1", "Championship (Scotland)", "Scotland"),
        ("SC2", "League One (Scotland)", "Scotland"),
        ("SC3", "League Two (Scotland)", "Scotland"),
        ("D1", "Bundesliga", "Germany"),
        ("D2", "2. Bundesliga", "Germany"),
        ("I1", "Serie A", "Italy"),
        ("I2", "Serie B", "Italy"),
        ("SP1", "La Liga", "Spain"),
        ("SP2", "La Liga 2", "Spain"),
        ("F1", "Ligue 1", "France"),
        ("F2", "Ligue 2", "France"),
        ("N1", "Eredivisie", "Netherlands"),
        ("B1", "Jupiler Pro League", "Belgium"),
        ("P1", "Primeira Liga", "Portugal"),
        ("T1", "Süper Lig", "Turkey"),
        ("G1", "Super League", "Greece"),
    )
}

# The first league of each file of the "extra leagues", by the country's name in the file.
EXTRA: Mapping[str, tuple[str, str, str]] = {
    "Argentina": ("ARG", "Liga Profesional", "Liga Profesional"),
    "Austria": ("AUT", "Bundesliga", "Bundesliga (Áustria)"),
    "Brazil": ("BRA", "Serie A", "Brasileirão Série A"),
    "China": ("CHN", "Super League", "Super League (China)"),
    "Denmark": ("DNK", "Superliga", "Superliga"),
    "Finland": ("FIN", "Veikkausliiga", "Veikkausliiga"),
    "Ireland": ("IRL", "Premier Division", "Premier Division"),
    "Japan": ("JPN", "J-League", "J-League"),
    "Mexico": ("MEX", "Liga MX", "Liga MX"),
    "Norway": ("NOR", "Eliteserien", "Eliteserien"),
    "Poland": ("POL", "Ekstraklasa", "Ekstraklasa"),
    "Romania": ("ROU", "Liga 1", "Liga 1"),
    "Russia": ("RUS", "Premier League", "Premier League (Rússia)"),
    "Sweden": ("SWE", "Allsvenskan", "Allsvenskan"),
    "Switzerland": ("SWZ", "Super League", "Super League (Suíça)"),
    "USA": ("USA", "MLS", "MLS"),
}

EXTRA_CODES = frozenset(code for code, _, _ in EXTRA.values())


def main_competition(code: str) -> Competition:
    """The competition of a ``Div`` code; one that the site added since is taken at its word."""
    return MAIN.get(code, Competition(code, code, code))


def extra_competition(country: str, league: str) -> Competition:
    """The competition of a ``Country`` and ``League``; further leagues get a code of their own."""
    code, first, name = EXTRA.get(country, (_slug(country), league, league))
    if league == first:
        return Competition(code, name, country)
    return Competition(f"{code}-{_slug(league)}", league, country)


def _slug(words: str) -> str:
    return re.sub(r"\W+", "-", words).strip("-").upper()
