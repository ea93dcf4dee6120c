"""The listed competitions: facts that hold together, found by what people type."""

import csv
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoenix.domain.names import plain
from phoenix.sources.api_football.catalogue import (
    CompetitionNotFound,
    catalogue,
    competition_of,
    find,
    lookup,
    season_label,
)
from phoenix.sources.football_data.catalogue import (
    EXTRA,
    EXTRA_CODES,
    MAIN,
    extra_competition,
    main_competition,
)
from phoenix.sources.football_data.seasons import autumn_season, written_season

SCOTTISH_LOWER = {"SC2", "SC3"}  # of football-data.co.uk's leagues, the two that are not listed

# Competition, the provider's year, first and last day, and the label.
SEASONS = [
    ("E0", 2019, date(2019, 8, 9), date(2020, 7, 26), "2019/20"),
    ("I1", 1999, date(1999, 8, 28), date(2000, 5, 14), "1999/00"),
    ("AF848", 2025, date(2025, 7, 8), date(2025, 12, 18), "2025/26"),  # the draw goes no further
    ("AF143", 2019, date(2019, 11, 13), date(2021, 4, 3), "2019/20"),  # a final a year late
    ("MEX", 2024, date(2025, 1, 10), date(2025, 5, 25), "2024/25"),  # its second half alone
    ("BRA", 2020, date(2020, 8, 8), date(2021, 2, 26), "2020"),
    ("AF4", 2020, date(2021, 6, 11), date(2021, 7, 11), "2020"),
    ("AF15", 2020, date(2021, 2, 4), date(2021, 2, 11), "2020"),
    ("ARG", 2018, date(2018, 8, 10), date(2019, 4, 7), "2018/19"),
    ("ARG", 2015, date(2015, 2, 13), date(2015, 12, 7), "2015"),
    ("ARG", 2020, date(2020, 10, 30), date(2021, 1, 18), "2020"),
    ("AF17", 2022, date(2022, 4, 7), date(2023, 5, 6), "2022"),
    ("AF17", 2023, date(2023, 8, 15), date(2023, 12, 13), "2023/24"),
    ("JPN", 2025, date(2025, 2, 14), date(2025, 12, 6), "2025"),
    ("JPN", 2026, date(2026, 8, 7), date(2027, 6, 5), "2026/27"),
    (None, 2024, date(2024, 8, 1), date(2025, 5, 30), "2024/25"),
    (None, 2025, date(2024, 8, 1), date(2025, 5, 30), "2024/25"),  # numbered by its end
    (None, 2024, date(2024, 2, 1), date(2024, 11, 30), "2024"),
    (None, 2026, date(2023, 9, 7), date(2025, 11, 18), "2026"),  # qualifiers of three years
]


def test_it_lists_what_the_shared_list_names(real_bodies: Path):
    """Every competition of the shared list is there, under its football-data code and strength."""
    with (real_bodies.parent / "competitions.csv").open(encoding="utf-8") as lines:
        shared = {int(row["api_football_id"]): row for row in csv.DictReader(lines)}
    assert {one.id for one in catalogue()} == set(shared)
    for one in catalogue():
        row = shared[one.id]
        assert one.country_pt == row["country_pt"]
        assert one.strength == (float(row["strength"]) if row["strength"] else None)
        assert row["football_data_code"] in {"", one.code}


def test_no_two_share_an_id_a_code_or_a_name():
    """Ids, codes and names tell all competitions apart, and so do the names that we give them."""
    for values in (
        [one.id for one in catalogue()],
        [one.code for one in catalogue()],
        [plain(one.name) for one in catalogue()],
        [plain(competition_of(one).name) for one in catalogue()],
    ):
        assert len(set(values)) == len(values)


def test_the_countries_are_the_providers(real_bodies: Path):
    """Every country is a word of the provider's own list, and has one Portuguese name."""
    body = json.loads((real_bodies / "countries.json").read_text(encoding="utf-8"))
    assert {one.country for one in catalogue()} <= {entry["name"] for entry in body["response"]}
    pairs = {(one.country, one.country_pt) for one in catalogue()}
    assert len({country for country, _ in pairs}) == len(pairs)


def test_kind_and_strength_are_of_the_allowed():
    """A kind is League or Cup; a strength lies between 0.6 and 1, or is unknown."""
    assert {one.kind for one in catalogue()} == {"League", "Cup"}
    assert all(one.strength is None or 0.6 <= one.strength <= 1.0 for one in catalogue())


@pytest.mark.parametrize("code", sorted(set(MAIN) - SCOTTISH_LOWER))
def test_main_leagues_are_football_datas(code):
    """A league of the main files is the same competition live and imported."""
    assert competition_of(find(code)) == main_competition(code)


@pytest.mark.parametrize("country", EXTRA)
def test_extra_leagues_are_football_datas(country):
    """A league of the extra files is the same competition live and imported."""
    code, first, _ = EXTRA[country]
    assert competition_of(find(code)) == extra_competition(country, first)


def test_other_codes_are_the_id():
    """A competition that football-data.co.uk has not is called by its id, name and country."""
    shared = set(MAIN) | EXTRA_CODES
    for one in catalogue():
        assert one.code in shared or one.code == f"AF{one.id}"
    cup = competition_of(find("73"))
    assert (cup.code, cup.name, cup.country) == ("AF73", "Copa do Brasil", "Brazil")


@pytest.mark.parametrize("key", [39, "39", "E0", "e0", " 39 "])
def test_it_is_looked_up_by_id_or_code(key):
    """The provider's id and our code find the same competition, in any case."""
    assert lookup(key) is find("Premier League")


def test_what_is_not_listed_is_not_looked_up():
    """An id that nobody listed is None."""
    assert lookup(475) is None
    assert lookup("") is None


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("brasileirao serie a", "BRA"),
        ("Brasilerão Série B", "AF72"),
        ("libertadores", "AF13"),
        ("Copa Sulamericana", "AF11"),
        ("serie b italia", "I2"),
        ("Serie A Brazil", "BRA"),
        ("England Premier League", "E0"),
        ("Bundesliga", "D1"),
        ("Major League Soccer", "USA"),
        ("eredivise", "N1"),
        ("primera division chile", "AF265"),
    ],
)
def test_people_find_it(words, code):
    """Accents, case, typos, the country and the provider's own name are understood."""
    assert find(words).code == code


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("Série B", {"AF72", "I2"}),
        ("primera división", {"AF162", "AF265", "AF281", "AF299", "AF344"}),
        ("champions league", {"AF2", "AF12", "AF16", "AF17"}),
    ],
)
def test_what_fits_several_is_not_guessed(words, codes):
    """A name that several competitions have is refused, with the codes to type instead."""
    with pytest.raises(CompetitionNotFound) as caught:
        find(words)
    assert caught.value.ambiguous
    offered = {label.rpartition("(")[2].rstrip(")") for label in caught.value.candidates}
    assert offered == codes
    assert str(caught.value).endswith("Type the code.")


def test_a_far_name_brings_the_near_ones():
    """A name too unlike any is refused with those that are near, if any are."""
    with pytest.raises(CompetitionNotFound, match=r"Did you mean .*Ekstraklasa \(POL\)"):
        find("Ekstraliga")
    with pytest.raises(CompetitionNotFound, match="phoenix data leagues"):
        find("xyzzy")
    with pytest.raises(CompetitionNotFound):
        find("")


@pytest.mark.parametrize(("code", "year", "first", "last", "label"), SEASONS)
def test_the_label_of_a_season(code, year, first, last, label):
    """The calendar of the competition labels a season, else its days do; never today's month."""
    assert season_label(lookup(code) if code else None, year, first, last) == label


@given(
    year=st.integers(2010, 2030).filter(lambda year: year != 2020),  # ended in August
    start=st.integers(0, 91),
    length=st.integers(200, 270),
)
def test_a_split_season_is_labelled_as_football_data_does(year, start, length):
    """From the first to the last day of a season, imported matches have the label of live ones."""
    first = date(year, 7, 1) + timedelta(days=start)
    last = min(first + timedelta(days=length), date(year + 1, 6, 30))
    label = season_label(lookup("E0"), year, first, last)
    assert label == autumn_season(first) == autumn_season(last)


@given(year=st.integers(2010, 2030), extra=st.integers(0, 60))
def test_a_season_of_one_year_keeps_its_label(year, extra):
    """A league that plays by calendar year has the provider's year, even if it ends a bit late."""
    last = date(year, 12, 15) + timedelta(days=extra)
    assert season_label(lookup("BRA"), year, date(year, 4, 1), last) == written_season(str(year))


@pytest.mark.parametrize(
    "code", ["E0", "E1", "D1", "I1", "SP1", "F1", "N1", "B1", "T1", "BRA", "ARG"]
)
def test_real_seasons_have_one_label(code, real_files: Path):
    """The days of the seasons of real files give the label that their import gives."""
    for path in sorted(real_files.glob(f"*/{code}.csv")):
        with path.open(encoding="utf-8-sig") as lines:
            rows = list(csv.DictReader(lines))
        days = sorted(date.fromisoformat(row["Date"]) for row in rows)
        written = rows[0].get("Season")
        label = written_season(written) if written else autumn_season(days[0])
        # The last day but one: a match of 2013/14 in Argentina was played in January 2015.
        assert season_label(lookup(code), days[0].year, days[0], days[-2]) == label
