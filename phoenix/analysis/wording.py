"""Numbers and codes into sentences, from the catalogues in ``texts`` (Project Fluent)."""

from collections.abc import Iterator
from datetime import date, datetime
from functools import lru_cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_timedelta
from babel.numbers import format_decimal, format_percent
from fluent.runtime import FluentBundle, FluentResource

from phoenix.domain.dossier import Caution, RecentMatches, Silence, Tendency
from phoenix.domain.markets import Kind, Reading
from phoenix.domain.matches import Fixture
from phoenix.domain.news import Gap
from phoenix.domain.quantities import Quantity
from phoenix.domain.words import in_language

_SIDES = {Kind.HOME_TOTAL: "why-side-own", Kind.AWAY_TOTAL: "why-side-other"}


@lru_cache(maxsize=8)
def wording(language: str) -> "Wording":
    """The texts of one language, read once."""
    return Wording(language)


@lru_cache(maxsize=256)
def _repeated(language: str, key: str, quantity: str, n: int) -> str:
    """The few texts that a dossier says dozens of times."""
    return wording(language).say(key, quantity=quantity, n=n)


class Wording:
    """Says things in one language.

    Raises:
        KeyError: a text is missing in the catalogue.
        ValueError: a text and the facts it is given do not fit.
    """

    def __init__(self, language: str) -> None:
        self.language = language
        self.locale = language.replace("-", "_")
        source = files("phoenix.analysis").joinpath("texts", f"{language}.ftl")
        self._bundle = FluentBundle([language], use_isolating=False)
        self._bundle.add_resource(FluentResource(source.read_text(encoding="utf-8")))

    def say(self, key: str, **facts: Any) -> str:
        """One text with its facts filled in."""
        message = self._bundle.get_message(key)
        if message.value is None:
            raise KeyError(key)
        text, errors = self._bundle.format_pattern(message.value, facts)
        if errors:
            raise ValueError(f"{self.language}, {key}: {errors[0]}")
        return str(text)

    def quantity(self, quantity: Quantity | str) -> str:
        """The name of a quantity."""
        return _repeated(self.language, "quantity", str(quantity), 2)

    def unit(self, quantity: Quantity | str, n: float) -> str:
        """The unit of a quantity, for a number of them: all languages here tell 1 from others."""
        return _repeated(self.language, "unit", str(quantity), 1 if n == 1 else 2)

    def decimal(self, value: float) -> str:
        """A number with one decimal place."""
        return format_decimal(value, "0.0", locale=self.locale)

    def whole(self, value: float) -> str:
        """A number without decimal places."""
        return format_decimal(value, "0", locale=self.locale)

    def percent(self, value: float) -> str:
        """A share as a percentage."""
        return format_percent(value, locale=self.locale)

    def day(self, day: date) -> str:
        """A short date."""
        return format_date(day, self.say("short-date"), locale=self.locale)

    def kickoff(self, fixture: Fixture, zone: ZoneInfo) -> str:
        """Day and time in the user's zone, or the day alone."""
        if fixture.kickoff is None:
            return self.say("kickoff-unknown", day=self.full_day(fixture.day))
        day = self.full_day(fixture.kickoff.astimezone(zone).date())
        return f"{day}, {self.time(fixture.kickoff, zone)} ({zone.key})"

    def full_day(self, day: date) -> str:
        """A date with its day of the week."""
        return format_date(day, "full", locale=self.locale)

    def time(self, moment: datetime, zone: ZoneInfo) -> str:
        """The time of day in the user's zone."""
        return format_datetime(moment.astimezone(zone), "HH:mm", locale=self.locale)

    def market(self, reading: Reading, fixture: Fixture) -> str:
        """The market of a reading."""
        return self.say(
            "market",
            kind=str(reading.kind),
            quantity=str(reading.quantity),
            quantity_name=self.quantity(reading.quantity),
            home=fixture.home,
            away=fixture.away,
        )

    def tendency(self, reading: Reading, fixture: Fixture) -> str:
        """What the reading says will happen."""
        line = reading.line or 0.0
        handicap = reading.kind is Kind.ASIAN_HANDICAP
        own = -line if reading.selection == "away" else line
        return self.say(
            "tendency",
            selection=f"{reading.selection}_handicap" if handicap else reading.selection,
            quantity=str(reading.quantity),
            quantity_name=self.quantity(reading.quantity),
            unit=self.unit(reading.quantity, line),
            line=line,
            handicap=format_decimal(own, "+0.0;-0.0", locale=self.locale),
            home=fixture.home,
            away=fixture.away,
        )

    def confidence(self, tendency: Tendency) -> str:
        """Confidence out of ten, marked as long as it is no promise."""
        key = "confidence" if tendency.calibrated else "confidence-uncalibrated"
        return self.say(key, value=tendency.confidence)

    def justification(self, tendency: Tendency) -> str:
        """One sentence with the numbers of the evidence, which it never contradicts."""
        clauses = [*self._means(tendency), self._hits(tendency), self._odds(tendency)]
        sentence = "; ".join(clauses)
        return f"{sentence[0].upper()}{sentence[1:]}."

    def _means(self, tendency: Tendency) -> Iterator[str]:
        sides = (("why-where-home", tendency.at_home), ("why-where-away", tendency.away))
        for where, recent in sides:
            if recent.mean is not None:
                yield self._mean(tendency.reading, self.say(where, team=recent.team), recent)

    def _mean(self, reading: Reading, where: str, recent: RecentMatches) -> str:
        mean, home, away = (
            float(m or 0.0) for m in (recent.mean, recent.home_mean, recent.away_mean)
        )
        if reading.kind in {Kind.TOTAL, *_SIDES}:
            return self.say(
                _SIDES.get(reading.kind, "why-side-total"),
                where=where,
                mean=self.decimal(mean),
                unit=self.unit(reading.quantity, mean),
                n=recent.known,
            )
        return self.say(
            "why-side-score",
            where=where,
            home_mean=self.decimal(home),
            away_mean=self.decimal(away),
            quantity_name=self.quantity(reading.quantity),
            n=recent.known,
        )

    def _hits(self, tendency: Tendency) -> str:
        known = tendency.at_home.known + tendency.away.known
        hits = tendency.at_home.came_true + tendency.away.came_true
        if not known:
            return self.say("why-hits-unknown")
        key = "why-hits-for" if 2 * hits >= known else "why-hits-against"
        return self.say(key, hits=hits, n=known)

    def _odds(self, tendency: Tendency) -> str:
        return self.say(
            "why-probability",
            probability=self.percent(tendency.probability),
            base=self.percent(tendency.base_rate),
        )

    def caution(self, caution: Caution) -> str:
        """A warning."""
        facts = dict(caution.facts)
        if "quantity" in facts:
            facts["quantity_name"] = self.quantity(str(facts["quantity"]))
        return self.say(f"caution-{caution.code}", **facts)

    def gap(self, gap: Gap) -> str:
        """What could not be had, why, and how old what is stored instead is."""
        age = "none" if gap.age is None else format_timedelta(gap.age, locale=self.locale)
        return self.say("gap", what=gap.what, why=str(gap.why), age=age)

    def silence(self, silence: Silence) -> str:
        """Who was not heard, and why."""
        return self.say(
            "silence-fault" if silence.fault else "silence-abstained",
            title=in_language(silence.title, self.language),
            reason=in_language(silence.reason, self.language).rstrip("."),
        )
