"""Line-ups, absences, ties and gaps in words, and who may see them."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from phoenix.analysis.formats import render
from phoenix.analysis.match_day import context, match_day
from phoenix.analysis.news_lines import news_lines, tie_lines
from phoenix.analysis.wording import wording
from phoenix.domain.competitions import Competition
from phoenix.domain.context import SideFeatures
from phoenix.domain.dossier import Consensus, Dossier
from phoenix.domain.errors import NeedNotDeclared
from phoenix.domain.matches import Fixture, Phase, PriceMarket, Prices
from phoenix.domain.needs import Need
from phoenix.domain.news import Gap, News, SideNews, Why
from phoenix.domain.provided import Absence, Lineup, Player
from phoenix.domain.tie_rules import AwayGoals, IfLevel, TieRule
from phoenix.domain.ties import CupMatch, Tie
from phoenix.domain.words import LANGUAGES
from phoenix.forecasting.qsc import QscSettings

KICKOFF = datetime(2025, 8, 20, 22, tzinfo=UTC)
FIXTURE = Fixture(
    Competition("AF73", "Copa", "Brazil"), "2025", date(2025, 8, 20), KICKOFF, "Casa", "Fora"
)
PRICES = (Prices("B", Phase.LATEST, PriceMarket.RESULT, None, (2.1, 3.3, 3.6)),)
WHATS = (
    "table",
    "prices",
    "absences",
    "season",
    "seasons",
    "teams",
    "statistics",
    "day",
    "details",
)


def made(news: News | None = None, *gaps: Gap) -> Dossier:
    """A dossier that says nothing but its news and its gaps."""
    silent = (SideFeatures(None, None),) * 2
    return Dossier(
        FIXTURE, FIXTURE.as_of, (), silent, None, (), Consensus({}, {}, ()), {}, (), "f",
        news=news, gaps=gaps,
    )  # fmt: skip


def lineup(formation: str | None = "4-4-2") -> Lineup:
    """Two who start and one who sits on the bench."""
    named = (("Alves", True), ("Bento", True), ("Reserva", False))
    players = (Player(name, name, None, None, starts) for name, starts in named)
    return Lineup("home", formation, None, tuple(players))


def absence(name: str, reason: str = "Knee Injury", *, doubtful: bool = False) -> Absence:
    return Absence("1", "home", name, name, doubtful, reason)


def said(news: News, language: str = "en") -> list[str]:
    return list(news_lines(made(news), wording(language)))


def leg(number: int, score: tuple[int, int] | None = None) -> CupMatch:
    """The first leg at the visitors' ground (``Fora``), or the second, which is the fixture."""
    home, away = ("Fora", "Casa") if number == 1 else ("Casa", "Fora")
    at = KICKOFF - timedelta(weeks=2 - number)
    return CupMatch(
        number, "AF73", "2025", "Final", at, home, away, score90=score, finished=score is not None
    )


def of_tie(tie: Tie, language: str = "en") -> list[str]:
    return list(tie_lines(made(News(tie=tie)), wording(language)))


SECOND = Tie(leg(2), 2, leg(1, (3, 1)))
TIES = (SECOND, Tie(leg(2), 2, leg(1)), Tie(leg(1), 2, leg(2)), Tie(leg(2), 1), Tie(leg(2), None))
FULL = News(
    SideNews(lineup(), (absence("Souza", "Red Card"), absence("Lima", doubtful=True))),
    SideNews(None, ()),
    PRICES,
    KICKOFF,
    SECOND,
)


def test_a_line_up_names_the_formation_and_those_who_start():
    """Who sits on the bench is not told, and a formation that nobody told leaves no trace."""
    assert said(News(SideNews(lineup())))[0] == "Casa (4-4-2): Alves, Bento"
    assert said(News(SideNews(lineup(None))))[0] == "Casa: Alves, Bento"


def test_each_side_is_told_under_its_own_name():
    """Line-up and absences of the visitors are not those of the home side."""
    lines = said(News(SideNews(None, ()), SideNews(lineup(), (absence("Souza"),))))
    assert [line.split()[0].strip(":,") for line in lines] == ["Casa", "Casa", "Fora", "Fora"]
    assert lines[2] == "Fora (4-4-2): Alves, Bento"
    assert "Souza" in lines[3]


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_of_it_can_be_said(language):
    """Line-ups told and not told, somebody and nobody missing: four different lines."""
    lines = said(FULL, language)
    assert len(set(lines)) == 4
    assert "{" not in "".join(lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_player_may_be_missing_in_four_ways(language):
    """Suspended, injured, doubtful and otherwise are told apart."""
    ways = [
        absence("X", "Red Card"), absence("X"), absence("X", doubtful=True),
        absence("X", "Coach's decision"),
    ]  # fmt: skip
    lines = [said(News(SideNews(None, (way,))), language)[1] for way in ways]
    assert len(set(lines)) == 4


@pytest.mark.parametrize(
    ("reason", "told"),
    [
        ("Suspended", "suspended"), ("Red card Suspended", "suspended"),
        ("Yellow Cards", "suspended"), ("Jumpers knee", "injured"), ("Muscle bruise", "injured"),
        ("Cardiac problems", "injured"), ("ineligible", "other reason"),
        ("National selection", "other reason"), ("Rest", "other reason"), ("", "other reason"),
        ("Illness", "other reason"),
        ("Arrested development", "injured"),
    ],
)  # fmt: skip
def test_reasons_of_the_provider_are_understood(reason, told):
    """What it writes in English is one of three kinds; a reason that was not told is no injury."""
    (_, line, *_) = said(News(SideNews(None, (absence("Souza", reason),))))
    assert f"Souza ({told})" in line


def test_nobody_asked_is_not_nobody_missing():
    """Absences that were never asked for are passed over; that nobody is missing is told."""
    assert len(said(News(SideNews(lineup()), SideNews()))) == 2
    assert len(said(News(SideNews(lineup(), ()), SideNews()))) == 3


def test_without_news_nothing_is_said():
    """Neither of a match that no provider tells of, nor of one of which nothing is known."""
    for news in (None, News(), News(prices=PRICES)):
        dossier = made(news)
        assert list(news_lines(dossier, wording("en"))) == []
        assert list(tie_lines(dossier, wording("en"))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_leg_has_words_of_its_own(language):
    """First, second, second of an unknown first, single, and not yet known."""
    lines = [of_tie(tie, language) for tie in TIES]
    assert len({line for (line,) in lines}) == len(TIES)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_legs_score_stands_as_it_was_played(language):
    """It was 3-1 for those who are the visitors now: their name comes first, and their goals."""
    (line,) = of_tie(SECOND, language)
    assert line.index("Fora") < line.index("3") < line.index("1") < line.index("Casa")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("away_goals", list(AwayGoals))
def test_what_decides_a_level_tie_is_told(language, away_goals):
    """Each way of deciding sounds different, and none is said where no rule is known."""
    lines = [
        of_tie(replace(SECOND, rule=TieRule(if_level, away_goals)), language)[1]
        for if_level in IfLevel
    ]
    assert len(set(lines)) == len(IfLevel)
    assert len(of_tie(replace(SECOND, rule=TieRule(None, away_goals)), language)) == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_gap_can_be_said(language):
    """Each fact and each reason, with what is stored and without: no two sound alike."""
    words = wording(language)
    lines = [
        words.gap(Gap(what, why, KICKOFF, since))
        for what in WHATS
        for why in Why
        for since in (None, KICKOFF - timedelta(days=3))
    ]
    assert len(set(lines)) == len(WHATS) * len(Why) * 2


@pytest.mark.parametrize(
    ("language", "age"), [("pt-BR", "há 3 dias"), ("en", "3 days ago"), ("es", "hace 3 días")]
)
def test_a_gap_says_how_old_what_is_stored_is(language, age):
    """The age is told in the reader's language."""
    gap = Gap("table", Why.UNAVAILABLE, KICKOFF, KICKOFF - timedelta(days=3))
    assert age in wording(language).gap(gap)


@pytest.mark.parametrize("form", ["text", "md", "html"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_tells_news_tie_and_gaps(form, language):
    """Whoever reads the dossier finds all three."""
    gap = Gap("prices", Why.QUOTA, KICKOFF, None)
    shown = render(made(FULL, gap), form, language, ZoneInfo("UTC"))
    words = wording(language)
    assert "Alves, Bento" in shown
    assert "Souza" in shown
    for key in ("heading-news", "heading-tie"):
        assert words.say(key) in shown
    assert " ".join(words.gap(gap).split()[:3]) in " ".join(shown.split())


def test_json_holds_all_of_it():
    """Line-ups, absences, prices and their age, the tie as it stood, and each gap."""
    gap = Gap("prices", Why.QUOTA, KICKOFF, KICKOFF - timedelta(hours=1))
    told = json.loads(render(made(FULL, gap), "json", "en", ZoneInfo("UTC")))
    news = told["news"]
    assert [one["name"] for one in news["home"]["lineup"]["players"]] == [
        "Alves", "Bento", "Reserva",
    ]  # fmt: skip
    assert [one["doubtful"] for one in news["home"]["absences"]] == [False, True]
    assert news["away"] == {"lineup": None, "absences": []}
    assert news["prices"][0]["outcomes"] == [2.1, 3.3, 3.6]
    assert news["prices_taken"] == "2025-08-20T22:00:00+00:00"
    assert news["tie"] == {"legs": 2, "leg": 2, "first_leg": [3, 1]}
    assert told["gaps"] == [
        {
            "what": "prices", "why": "quota", "at": "2025-08-20T22:00:00+00:00",
            "since": "2025-08-20T21:00:00+00:00",
        }
    ]  # fmt: skip


def test_json_of_a_match_without_a_provider_has_no_news():
    """Nothing is invented: news are null, gaps are none."""
    told = json.loads(render(made(), "json", "en", ZoneInfo("UTC")))
    assert (told["news"], told["gaps"]) == (None, [])


@pytest.fixture
def seen(make_history):
    """Makes the context of the fixture with some news."""

    def make(news: News | None):
        history = make_history([("2025-08-01", "Casa", "Fora", 1, 0)], competition="AF73")
        return context(match_day(history, FIXTURE, QscSettings()), FIXTURE, news)

    return make


PARTS = {
    "lineups": Need.LINEUPS,
    "absences": Need.ABSENCES,
    "prices": Need.PRICES,
    "tie": Need.FIRST_LEG,
}


def test_news_are_parts_of_the_context(seen):
    """A specialist that declares them sees what is known, and where nothing is, that."""
    context = seen(FULL)
    assert set(PARTS.values()) <= context.supplied
    assert context.lineups == (FULL.home.lineup, None)
    assert context.absences == (FULL.home.absences, ())
    assert context.prices == PRICES
    assert context.tie == SECOND


@pytest.mark.parametrize("news", [None, News()])
def test_what_nobody_told_is_no_part_of_the_context(seen, news):
    """Nothing is supplied, and each part says so in its own way."""
    context = seen(news)
    assert not set(PARTS.values()) & context.supplied
    assert context.lineups == context.absences == (None, None)
    assert (context.prices, context.tie) == ((), None)


@pytest.mark.parametrize(("name", "need"), PARTS.items())
def test_what_is_not_declared_is_not_reachable(seen, name, need):
    """Each part opens to its own need alone, and the fault names that need."""
    context = seen(FULL)
    assert getattr(context.seen_by({need}), name) == getattr(context, name)
    with pytest.raises(NeedNotDeclared, match=str(need)):
        getattr(context.seen_by(set(Need) - {need}), name)
    assert need not in context.seen_by(set(Need) - {need}).supplied
