"""What is read from a file of football-data.co.uk."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from phoenix.domain.competitions import Competition
from phoenix.domain.matches import Phase, PriceMarket, Prices, Score, SideCounts
from phoenix.sources.football_data.reader import FootballData
from phoenix.sources.football_data.seasons import autumn_season, written_season

DAYS = st.dates(date(1993, 7, 1), date(2089, 12, 31))


def test_the_main_layout(read_main: Any) -> None:
    """A row of the main layout gives league, season, day, teams and score."""
    (record,) = read_main({}).records
    assert record.competition == Competition("E0", "Premier League", "England")
    assert (record.season, record.day) == ("2023/24", date(2023, 8, 12))
    assert (record.home, record.away, record.score) == ("Alpha", "Beta", Score(2, 1))
    assert record.kickoff is None


def test_the_extra_layout(read_extra: Any) -> None:
    """A row of the extra layout gives the same, under the league's own code."""
    (record,) = read_extra({}).records
    assert record.competition == Competition("BRA", "Brasileirão Série A", "Brazil")
    assert (record.season, record.day) == ("2023", date(2023, 4, 15))
    assert (record.home, record.away, record.score) == ("Alfa", "Beta", Score(2, 1))


def test_a_further_league_of_a_country_has_its_own_code(read_extra: Any) -> None:
    """The second league of a country is no part of its first."""
    (record,) = read_extra({"League": "Copa da Liga"}).records
    assert record.competition == Competition("BRA-COPA-DA-LIGA", "Copa da Liga", "Brazil")


def test_a_league_the_site_added_is_taken_at_its_word(read_main: Any) -> None:
    """A Div code that is not in the catalogue is a competition of that name."""
    (record,) = read_main({"Div": "X9"}).records
    assert record.competition == Competition("X9", "X9", "X9")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(read: Any, encoding: str, end: str) -> None:
    """UTF-8 with and without a mark and cp1252 are read, whatever ends the lines."""
    lines = ("Div,Date,HomeTeam,AwayTeam,FTHG,FTAG", "SP1,12/08/2023,Cádiz,Málaga,0,0", "")
    (record,) = read(end.join(lines).encode(encoding)).records
    assert (record.home, record.away) == ("Cádiz", "Málaga")


@pytest.mark.parametrize("written", ["05/08/23", "5/8/2023", "05/08/2023", "2023-08-05"])
def test_dates(read_main: Any, written: str) -> None:
    """Days come first; years have two or four digits; ISO dates are read too."""
    assert read_main({"Date": written}).records[0].day == date(2023, 8, 5)


def test_two_digit_years_of_the_nineties(read_main: Any) -> None:
    """A year of two digits from 90 on belongs to the last century."""
    assert read_main({"Date": "14/08/93"}).records[0].day == date(1993, 8, 14)


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        ("12/08/2023", datetime(2023, 8, 12, 14, tzinfo=UTC)),
        ("16/12/2023", datetime(2023, 12, 16, 15, tzinfo=UTC)),
    ],
)
def test_kick_off_is_british_local_time(read_main: Any, day: str, utc: datetime) -> None:
    """Three o'clock in Britain is 14:00 UTC in summer and 15:00 in winter."""
    (record,) = read_main({"Date": day, "Time": "15:00"}).records
    assert record.kickoff == utc
    assert record.kickoff.tzinfo is UTC


# The fixture only names a file, which every example writes anew.
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(day=DAYS, minute=st.integers(0, 24 * 60 - 1))
def test_any_kick_off_is_within_an_hour(read_main: Any, day: date, minute: int) -> None:
    """Any kick-off is aware, and at most an hour from the same clock time in UTC."""
    hour, rest = divmod(minute, 60)
    (record,) = read_main({"Date": day.isoformat(), "Time": f"{hour:02d}:{rest:02d}"}).records
    clock = datetime(day.year, day.month, day.day, hour, rest, tzinfo=UTC)
    assert timedelta(0) <= clock - record.kickoff <= timedelta(hours=1)


@pytest.mark.parametrize(
    ("day", "season"),
    [
        (date(2023, 6, 30), "2022/23"),
        (date(2023, 7, 1), "2023/24"),
        (date(1999, 12, 31), "1999/00"),
        (date(2020, 8, 7), "2019/20"),
        (date(2020, 8, 8), "2020/21"),
    ],
)
def test_autumn_seasons(day: date, season: str) -> None:
    """Seasons turn on the first of July, in 2020 on the eighth of August."""
    assert autumn_season(day) == season


@given(st.tuples(DAYS, DAYS).map(sorted))
def test_seasons_never_go_back(days: list[date]) -> None:
    """Of two days the later one never belongs to an earlier season."""
    first, second = (autumn_season(day) for day in days)
    assert first <= second
    assert int(first[:4]) in {days[0].year - 1, days[0].year}


@pytest.mark.parametrize(
    ("written", "season"), [("2012/2013", "2012/13"), ("2012/13", "2012/13"), ("2023", "2023")]
)
def test_written_seasons(read_extra: Any, written: str, season: str) -> None:
    """The extra leagues name their season, which is shortened."""
    assert written_season(written) == season
    assert read_extra({"Season": written}).records[0].season == season


def test_a_row_without_goals_is_a_fixture_to_come(read_main: Any) -> None:
    """A match without goals is kept, and has no score."""
    batch = read_main({"FTHG": "", "FTAG": "", "B365H": "2", "B365D": "3.4", "B365A": "3.9"})
    assert batch.faults == ()
    assert batch.records[0].score is None
    assert len(batch.records[0].prices) == 1


def test_half_time_counts_and_referee(read_main: Any) -> None:
    """Half-time goals, all counts and the referee are read."""
    batch = read_main({
        "HTHG": "1", "HTAG": "0", "Referee": " M Oliver ", "HS": "15", "AS": "6", "HST": "7",
        "AST": "2", "HC": "8", "AC": "3", "HF": "12", "AF": "11", "HY": "2", "AY": "4", "HR": "0",
        "AR": "1",
    })  # fmt: skip
    (record,) = batch.records
    assert record.score == Score(2, 1, 1, 0)
    assert record.referee == "M Oliver"
    assert record.home_counts == SideCounts(15, 7, 8, 12, 2, 0)
    assert record.away_counts == SideCounts(6, 2, 3, 11, 4, 1)
    assert batch.faults == ()


def test_what_is_not_written_is_not_known(read_main: Any) -> None:
    """Empty cells and absent columns are None, never zero."""
    (record,) = read_main({"HTHG": "", "HTAG": "", "HS": "", "AS": "", "Referee": ""}).records
    assert record.score == Score(2, 1)
    assert record.home_counts == record.away_counts == SideCounts()
    assert record.referee is None


def test_prices(read_main: Any) -> None:
    """Results, totals and handicaps are read with bookmaker, phase, line and outcomes."""
    batch = read_main({
        "B365H": "1.8", "B365D": "3.6", "B365A": "4.5", "PSCH": "1.9", "PSCD": "3.5", "PSCA": "4.2",
        "Avg>2.5": "1.7", "Avg<2.5": "2.1", "PC>2.5": "1.6", "PC<2.5": "2.3",
        "AHh": "-0.75", "MaxAHH": "2", "MaxAHA": "1.9", "AHCh": "-1", "BFECAHH": "2.2",
        "BFECAHA": "1.75", "BbAHh": "0", "BbAvAHH": "1.5", "BbAvAHA": "2.5",
    })  # fmt: skip
    opening, closing = Phase.OPENING, Phase.CLOSING
    assert set(batch.records[0].prices) == {
        Prices("bet365", opening, PriceMarket.RESULT, None, (1.8, 3.6, 4.5)),
        Prices("pinnacle", closing, PriceMarket.RESULT, None, (1.9, 3.5, 4.2)),
        Prices("average", opening, PriceMarket.TOTAL, 2.5, (1.7, 2.1)),
        Prices("pinnacle", closing, PriceMarket.TOTAL, 2.5, (1.6, 2.3)),
        Prices("max", opening, PriceMarket.HANDICAP, -0.75, (2.0, 1.9)),
        Prices("betfair_exchange", closing, PriceMarket.HANDICAP, -1.0, (2.2, 1.75)),
        Prices("betbrain_average", opening, PriceMarket.HANDICAP, 0.0, (1.5, 2.5)),
    }
    assert batch.faults == ()


def test_incomplete_prices_are_no_prices(read_main: Any) -> None:
    """A price missing of three, or a handicap without its line, is left out without a fault."""
    batch = read_main(
        {"B365H": "2", "B365D": "", "B365A": "4", "AHh": "", "PAHH": "2", "PAHA": "2"}
    )
    assert (batch.records[0].prices, batch.faults) == ((), ())


def test_blank_lines_are_skipped(read: Any) -> None:
    """Empty lines and lines of commas are neither matches nor faults."""
    text = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG,,\n\n,,,,,\nE0,12/08/23,A,B,1,0,,\n  \n,,,,,,,\n"
    batch = read(text)
    assert (len(batch.records), batch.faults) == (1, ())


def test_the_source_names_itself(tmp_path: Any) -> None:
    """As a source the reader has an id, a title, and reads a file."""
    path = tmp_path / "E0.csv"
    path.write_text("Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\nE0,12/08/23,A,B,1,0\n")
    source = FootballData()
    assert (source.id, source.title) == ("football-data", "football-data.co.uk")
    assert len(source.read(path).records) == 1
