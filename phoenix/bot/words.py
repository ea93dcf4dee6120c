"""Texts, dates and numbers for one chat: in its language and its time zone."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.numbers import format_currency, format_decimal, format_percent

from phoenix.bot.html import Html, html
from phoenix.bot.texts import say


@dataclass(frozen=True, slots=True)
class Words:
    """Says things to one chat.

    Attributes:
        language: one of :data:`phoenix.bot.texts.LANGUAGES`.
        zone: whose clocks are meant.
    """

    language: str
    zone: ZoneInfo

    def say(self, key: str, /, **facts: Any) -> Html:
        """A text as markup; facts that are words are escaped, unless they are markup already.

        Raises:
            KeyError: the catalogue has no such text.
            ValueError: the text and its facts do not fit.
        """
        told = {name: _told(fact) for name, fact in facts.items()}
        return Html(say(self.language, key, **told))

    def label(self, key: str, /, **facts: Any) -> str:
        """A text without markup, as for a button: nothing is escaped."""
        return say(self.language, key, **facts)

    @property
    def locale(self) -> str:
        """As Babel names it."""
        return self.language.replace("-", "_")

    def local(self, moment: datetime) -> datetime:
        """A moment by the chat's clocks."""
        return moment.astimezone(self.zone)

    def time(self, moment: datetime) -> str:
        """The time of day, as 21:30."""
        return format_datetime(self.local(moment), "HH:mm", locale=self.locale)

    def day(self, day: date) -> str:
        """A day with its weekday, as short as can be understood: ``ter., 24/11``."""
        pattern = "EEE, MM/dd" if self.language == "en" else "EEE, dd/MM"
        return format_date(day, pattern, locale=self.locale)

    def full_day(self, day: date) -> str:
        """A day in full."""
        return format_date(day, "full", locale=self.locale)

    def moment(self, moment: datetime) -> str:
        """Day and time."""
        return f"{self.day(self.local(moment).date())} {self.time(moment)}"

    def number(self, value: float, pattern: str = "0.0") -> str:
        """A number; the pattern is Babel's."""
        return format_decimal(value, pattern, locale=self.locale)

    def percent(self, share: float, pattern: str = "0%") -> str:
        """A share of one."""
        return format_percent(share, pattern, locale=self.locale)

    def money(self, amount: float, currency: str = "BRL") -> str:
        """An amount of money."""
        return format_currency(amount, currency, locale=self.locale)


def _told(fact: Any) -> Any:
    return html(fact) if isinstance(fact, str) else fact
