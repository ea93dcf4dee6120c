"""The site's columns, as explained in football-data.co.uk/notes.txt."""

from dataclasses import dataclass

from phoenix.domain.matches import Phase, PriceMarket

MAIN_REQUIRED = ("Div", "Date", "HomeTeam", "AwayTeam", "FTHG", "FTAG")
EXTRA_REQUIRED = ("Country", "League", "Season", "Date", "Home", "Away", "HG", "AG")

COUNT_COLUMNS = {
    "shots": ("HS", "AS"),
    "shots_on_target": ("HST", "AST"),
    "corners": ("HC", "AC"),
    "fouls": ("HF", "AF"),
    "yellow_cards": ("HY", "AY"),
    "red_cards": ("HR", "AR"),
}

# Prefix in the file -> the name under which prices are kept. Bb... were the aggregates of
# Betbrain until 2019, Max and Avg are those of Oddsportal since.
RESULT_BOOKS = {
    "1XB": "1xbet",
    "B365": "bet365",
    "BF": "betfair",
    "BFE": "betfair_exchange",
    "BS": "blue_square",
    "BW": "bwin",
    "GB": "gamebookers",
    "IW": "interwetten",
    "LB": "ladbrokes",
    "PS": "pinnacle",
    "SB": "sportingbet",
    "SJ": "stan_james",
    "SO": "sporting_odds",
    "SY": "stanleybet",
    "VC": "vc_bet",
    "WH": "william_hill",
    "BbMx": "betbrain_max",
    "BbAv": "betbrain_average",
    "Max": "max",
    "Avg": "average",
}
LINE_BOOKS = {
    "B365": "bet365",
    "BFE": "betfair_exchange",
    "GB": "gamebookers",
    "LB": "ladbrokes",
    "P": "pinnacle",
    "BbMx": "betbrain_max",
    "BbAv": "betbrain_average",
    "Max": "max",
    "Avg": "average",
}


@dataclass(frozen=True, slots=True)
class PriceColumns:
    """The columns of one bookmaker's prices for one market; ``line`` may name a column too."""

    bookmaker: str
    phase: Phase
    market: PriceMarket
    outcomes: tuple[str, ...]
    line: str | None = None


def price_columns() -> tuple[PriceColumns, ...]:
    """All price columns that a file may have."""
    found: list[PriceColumns] = []
    for phase, mark in ((Phase.OPENING, ""), (Phase.CLOSING, "C")):
        for prefix, book in RESULT_BOOKS.items():
            names = tuple(f"{prefix}{mark}{outcome}" for outcome in "HDA")
            found.append(PriceColumns(book, phase, PriceMarket.RESULT, names))
        for prefix, book in LINE_BOOKS.items():
            names = (f"{prefix}{mark}>2.5", f"{prefix}{mark}<2.5")
            found.append(PriceColumns(book, phase, PriceMarket.TOTAL, names))
            line = "BbAHh" if prefix.startswith("Bb") else f"AH{mark}h"
            names = (f"{prefix}{mark}AHH", f"{prefix}{mark}AHA")
            found.append(PriceColumns(book, phase, PriceMarket.HANDICAP, names, line))
    return tuple(found)
