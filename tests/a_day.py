"""A day's matches and what is said of them; each test names only what is unusual in it."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from phoenix.app.match_finder import LeagueDay, Match, Status
from phoenix.app.picks import Market, Pick
from phoenix.app.sheets import Counted, Offer, Said, Sheet, SheetTendency
from phoenix.domain.competitions import Competition

ZONE = ZoneInfo("America/Sao_Paulo")
NOW = datetime(2026, 11, 24, 15, tzinfo=UTC)  # noon where Ana lives
DAY = date(2026, 11, 24)
KICKOFF = datetime(2026, 11, 25, 0, 30, tzinfo=UTC)  # 21:30 of that day
TEXTS = {"pt-BR": "Mais de 2,5 gols", "en": "Over 2.5 goals", "es": "Más de 2,5 goles"}
FAMILIES = {"total": "totals", "both_score": "both_score"}


class Clock:
    """Stands until it is set."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        """The time."""
        return self.now


def a_pick(fixture: int = 1, **unusual: Any) -> Pick:
    """A tendency of a match tonight, without a price."""
    usual = {
        "sheet": fixture, "fixture": fixture, "league": f"L{fixture}", "home": f"Home {fixture}",
        "away": f"Away {fixture}", "kickoff": KICKOFF, "market": Market.GOALS,
        "reading": "goals:total:over:2.5", "texts": TEXTS, "probability": 0.7, "confidence": 7.0,
        "calibrated": True, "information": 0.05, "price": None,
    }  # fmt: skip
    return Pick(**{**usual, **unusual})


def priced(fixture: int, price: str, **unusual: Any) -> Pick:
    """One with a price."""
    return a_pick(fixture, price=Decimal(price), **unusual)


def a_match(number: int = 1, **unusual: Any) -> Match:
    """A match tonight."""
    usual = {
        "number": number, "league": 1, "competition": Competition("BRA", "Série A", "Brazil"),
        "round": None, "day": DAY, "kickoff": KICKOFF, "status": Status.SCHEDULED,
        "home": f"Home {number}", "away": f"Away {number}", "home_id": 2 * number,
        "away_id": 2 * number + 1, "goals": None,
    }  # fmt: skip
    return Match(**{**usual, **unusual})


def a_tendency(key: str = "goals:total:over:2.5", **unusual: Any) -> SheetTendency:
    """A tendency of a sheet, by the key of its reading; ``price`` is what is offered."""
    quantity, kind, selection, *line = key.split(":")
    counted = Counted(("3 gols",), "3,0 gols")
    price = unusual.pop("price", None)
    texts = unusual.pop("texts", TEXTS)
    usual = {
        "key": key, "quantity": quantity, "kind": kind, "selection": selection,
        "line": float(line[0]) if line else None,
        "family": FAMILIES.get(kind, "result") if quantity == "goals" else quantity,
        "probability": 0.7, "base_rate": 0.5, "confidence": 7.0, "calibrated": False,
        "information": 0.08, "marks": ("✓", "✗"),
        "words": {
            language: Said("Total de gols", text, "porque sim", counted, counted)
            for language, text in texts.items()
        },
        "offer": None if price is None else Offer(price, "a bookmaker"),
    }  # fmt: skip
    return SheetTendency(**{**usual, **unusual})


def a_sheet(fixture: int | None = 1, *tendencies: SheetTendency, **unusual: Any) -> Sheet:
    """A sheet made an hour ago; the most informative tendency first."""
    usual = {
        "fixture": fixture, "code": "BRA", "season": "2026", "competition": "Série A",
        "country": "Brazil", "home": f"Home {fixture}", "away": f"Away {fixture}", "day": DAY,
        "kickoff": KICKOFF, "fingerprint": "f", "active": ("goals",),
        "tendencies": tendencies, "chances": (), "expected": {}, "form": ((), ()),
        "meetings": (), "spoken": {}, "made": NOW - timedelta(hours=1), "id": fixture,
    }  # fmt: skip
    return Sheet(**{**usual, **unusual})


class Matches:
    """Knows these matches; counts how often it was asked."""

    def __init__(self, *matches: Match, followed: bool = True) -> None:
        self.matches = matches
        self.followed = followed
        self.asked = 0

    async def matches_of(self, day: date, zone: ZoneInfo) -> tuple[LeagueDay, ...]:
        """Those of the day, all of them of one league."""
        self.asked += 1
        found = tuple(match for match in self.matches if match.day_in(zone) == day)
        if not found:
            return ()
        return (LeagueDay(1, found[0].competition, self.followed, found),)


class Sheets:
    """Knows these sheets."""

    def __init__(self, *sheets: Sheet) -> None:
        self.sheets = {sheet.fixture: sheet for sheet in sheets}

    async def of(self, fixtures: Iterable[int]) -> Mapping[int, Sheet]:
        """Those of the matches."""
        return {number: self.sheets[number] for number in fixtures if number in self.sheets}
