"""Countries as sources write them, in a chat's language and with their flags."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale

_SPELT: Mapping[str, str] = MappingProxyType(
    {
        "bosnia": "BA", "bosnia and herzegovina": "BA", "cape verde islands": "CV",
        "chinese taipei": "TW", "congo": "CG", "congo dr": "CD", "curacao": "CW",
        "czech republic": "CZ", "hong kong": "HK", "ivory coast": "CI", "macao": "MO",
        "macedonia": "MK", "myanmar": "MM", "palestine": "PS", "rep. of ireland": "IE",
        "republic of ireland": "IE", "korea republic": "KR", "saint kitts and nevis": "KN",
        "trinidad and tobago": "TT", "turkey": "TR", "united arab emirates": "AE",
        "uae": "AE", "usa": "US", "viet nam": "VN",
    }
)  # fmt: skip
_BRITISH: Mapping[str, tuple[str, str, str]] = MappingProxyType(
    {
        "england": ("eng", "Inglaterra", "Inglaterra"),
        "scotland": ("sct", "Escócia", "Escocia"),
        "wales": ("wls", "País de Gales", "Gales"),
    }
)
_WORLD = {"pt_BR": "Internacional", "es": "Internacional", "en": "International"}
_PLANET, _BALL, _BLACK_FLAG = "🌍", "⚽", "🏴"
_TAGS = 0xE0000  # of the letters that follow the black flag of a part of a country
_INDICATORS = 0x1F1E6 - ord("A")


def flag(country: str) -> str:
    """Its flag; a ball where it has none that we know, a globe for the world."""
    name = _plain(country)
    if name == "world":
        return _PLANET
    if name in _BRITISH:
        tagged = "".join(chr(_TAGS + ord(letter)) for letter in f"gb{_BRITISH[name][0]}")
        return f"{_BLACK_FLAG}{tagged}{chr(_TAGS + 0x7F)}"
    code = _codes().get(name)
    return "".join(chr(_INDICATORS + ord(letter)) for letter in code) if code else _BALL


def named(country: str, locale: str) -> str:
    """Its name as Babel has it for a locale (``pt_BR``), else as it was written."""
    name = _plain(country)
    if name == "world":
        return _WORLD[locale]
    if name in _BRITISH:
        return {"pt_BR": _BRITISH[name][1], "es": _BRITISH[name][2]}.get(locale, country)
    code = _codes().get(name)
    return str(Locale.parse(locale).territories[code]) if code else country


def _plain(country: str) -> str:
    return country.casefold().replace("-", " ")


@cache
def _codes() -> Mapping[str, str]:
    """Codes of two letters by English name."""
    territories = Locale.parse("en").territories
    known = {_plain(name): code for code, name in territories.items() if code.isalpha()}
    return {name: code for name, code in {**known, **_SPELT}.items() if len(code) == 2}
