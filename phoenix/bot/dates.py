"""The day that somebody means: a word, a weekday, a date with or without its year.

All three languages are understood in every chat; only what 12/10 means depends on the language.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType

from babel import Locale

from phoenix.bot.texts import LANGUAGES

FIRST, LAST = date(1900, 1, 1), date(2100, 12, 31)  # what lies beyond is no day of football
LONGEST = 40  # characters

_WORDS: Mapping[str, int] = MappingProxyType(
    {
        "anteontem": -2, "antes de ayer": -2, "anteayer": -2,
        "ontem": -1, "yesterday": -1, "ayer": -1,
        "": 0, "hoje": 0, "today": 0, "hoy": 0, "agora": 0, "now": 0,
        "amanha": 1, "tomorrow": 1, "manana": 1,
        "depois de amanha": 2, "pasado manana": 2, "day after tomorrow": 2,
    }
)  # fmt: skip
_SMALL = frozenset({"de", "of", "the", "del", "dia", "el", "em", "on", "no", "na", "feira"})
_NUMBERS = re.compile(r"(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|o)?")


def day_meant(text: str, today: date, language: str) -> date | None:
    """The day, or None: it is none. A date without a year is the one nearest to today."""
    words = _plain(text[:LONGEST])
    for reading in (_by_word, _by_weekday, _iso, _by_month):
        if (found := reading(words, today)) is not None:
            return found if FIRST <= found <= LAST else None
    return _by_numbers(words, today, month_first=language == "en")


def _plain(text: str) -> str:
    """Small letters without accents; one space between words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(letter for letter in letters if not unicodedata.combining(letter))
    seen = "".join(letter for letter in kept if letter.isprintable() or letter.isspace())
    return " ".join(seen.replace(",", " ").split())


def _by_word(words: str, today: date) -> date | None:
    return today + timedelta(days=_WORDS[words]) if words in _WORDS else None


def _by_weekday(words: str, today: date) -> date | None:
    """The next day of that name; today counts."""
    name = " ".join(word for word in words.replace("-", " ").split() if word not in _SMALL)
    weekday = _named("days").get(name)
    return None if weekday is None else today + timedelta(days=(weekday - today.weekday()) % 7)


def _iso(words: str, today: date) -> date | None:
    del today
    found = _ISO.fullmatch(words)
    return _date(*(int(part) for part in found.groups())) if found else None


def _by_month(words: str, today: date) -> date | None:
    """As 25 de dezembro, Dec 25 or 25 dic 2026."""
    parts = [part.removesuffix(".") for part in words.split()]
    parts = [part for part in parts if part not in _SMALL]
    months = _named("months")
    known = [months[part] for part in parts if part in months]
    days = [int(found[1]) for part in parts if (found := _DAY.fullmatch(part))]
    years = [int(part) for part in parts if part.isascii() and part.isdigit() and len(part) == 4]
    if len(known) != 1 or len(days) != 1 or len(known) + len(days) + len(years) != len(parts):
        return None
    return _date(years[0], known[0], days[0]) if years else _nearest(known[0], days[0], today)


def _by_numbers(words: str, today: date, *, month_first: bool) -> date | None:
    found = _NUMBERS.fullmatch(words)
    if found is None:
        return None
    one, other, year = int(found[1]), int(found[2]), found[3]
    orders = [(one, other), (other, one)] if month_first else [(other, one), (one, other)]
    for month, day in orders:
        full = None if year is None else int(year) + 2000 * (len(year) == 2)
        meant = _nearest(month, day, today) if full is None else _date(full, month, day)
        if meant is not None and FIRST <= meant <= LAST:
            return meant
    return None


def _nearest(month: int, day: int, today: date) -> date | None:
    """Of that day in neighbouring years the one nearest to today."""
    years = range(today.year - 4, today.year + 5)  # in which there is a leap year
    days = [meant for year in years if (meant := _date(year, month, day))]
    return min(days, key=lambda meant: abs(meant - today), default=None)


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _named(kind: str) -> Mapping[str, int]:
    """Numbers of ``days`` (Monday is 0) or ``months`` by their names, long and short."""
    return {
        _plain(name).removesuffix("-feira").removesuffix("."): number
        for language in LANGUAGES
        for width in ("wide", "abbreviated")
        for number, name in getattr(Locale.parse(language, sep="-"), kind)["format"][width].items()
    }
