"""Countries in a chat's language."""

import pytest

from phoenix.bot.countries import flag, named
from phoenix.sources.api_football.catalogue import catalogue


@pytest.mark.parametrize(
    ("country", "told"),
    [
        ("Brazil", ("🇧🇷", "Brasil", "Brazil", "Brasil")),
        ("England", ("🏴󠁧󠁢󠁥󠁮󠁧󠁿", "Inglaterra", "England", "Inglaterra")),
        ("South-Korea", ("🇰🇷", "Coreia do Sul", "South Korea", "Corea del Sur")),
        ("USA", ("🇺🇸", "Estados Unidos", "United States", "Estados Unidos")),
        ("World", ("🌍", "Internacional", "International", "Internacional")),
        ("Phoenix", ("⚽", "Phoenix", "Phoenix", "Phoenix")),
        ("<b>", ("⚽", "<b>", "<b>", "<b>")),
    ],
)
def test_a_country_has_its_name_and_flag(country: str, told: tuple[str, ...]) -> None:
    """One that nobody knows stays as it was written."""
    names = (named(country, locale) for locale in ("pt_BR", "en", "es"))
    assert (flag(country), *names) == told


def test_every_listed_country_has_a_flag() -> None:
    """Those whose leagues can be followed."""
    without = {one.country for one in catalogue() if flag(one.country) == "⚽"}
    assert without == set()
