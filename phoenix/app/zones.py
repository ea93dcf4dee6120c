"""Time zones as people name them: a city or a country in their language, typos forgiven."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from babel import Locale
from babel.core import get_global

from phoenix.domain.names import plain
from phoenix.domain.words import LANGUAGES

USUAL = (
    "America/Sao_Paulo", "America/Manaus", "America/Rio_Branco", "America/Noronha",
    "Europe/Lisbon", "Europe/Madrid", "America/Argentina/Buenos_Aires", "America/Santiago",
    "America/Bogota", "America/Mexico_City", "Europe/London", "America/New_York",
    "America/Chicago", "America/Los_Angeles",
)  # fmt: skip
"""Those that most users live in."""

MOST = 6  # zones that are offered for one name
LONGEST = 64  # characters of a name that is looked for
NEAR = 0.75
BEGUN = 0.95

# Places that have no zone of their own name.
_ALSO: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "America/Sao_Paulo": (
            "brasilia", "rio de janeiro", "belo horizonte", "curitiba", "porto alegre", "goiania",
            "florianopolis", "vitoria",
        ),
        "America/Bahia": ("salvador",),
        "Europe/Lisbon": ("porto", "braga", "coimbra"),
        "Europe/Madrid": ("barcelona", "sevilla", "valencia", "bilbao"),
        "Europe/London": ("manchester", "liverpool", "glasgow", "edinburgh", "england"),
        "America/Bogota": ("medellin", "cali"),
        "America/Mexico_City": ("guadalajara",),
        "America/New_York": ("nova iorque", "miami", "boston", "washington", "orlando"),
        "America/Chicago": ("houston", "dallas"),
        "America/Los_Angeles": ("san francisco", "seattle", "california"),
    }
)  # fmt: skip


def city(zone: str, language: str) -> str:
    """What a zone is named after, as its people's neighbours say."""
    known: str | None = Locale.parse(language, sep="-").time_zones.get(zone, {}).get("city")
    return known or zone.rpartition("/")[2].replace("_", " ")


def found(text: str) -> tuple[str, ...]:
    """The zones that a text may mean, likeliest first; one, if it is a zone's own name.

    The first time takes some tenths of a second, for the names in all our languages: not in a loop.
    """
    text = text[:LONGEST]
    wanted = text.strip().casefold().replace(" ", "_")
    exact = _by_name().get(wanted)
    if exact is not None:
        return (exact,)
    return _near(plain(text)) if plain(text) else ()


@lru_cache(maxsize=256)
def _near(wanted: str) -> tuple[str, ...]:
    scores: dict[str, float] = {}
    for name, zone in _names():
        scores[zone] = max(scores.get(zone, 0.0), _likeness(wanted, name))
    best = max(scores.values())
    if best < NEAR:
        return ()
    order = sorted(scores, key=lambda zone: (-scores[zone], _place(zone), zone))
    least = best if best >= BEGUN else best - 0.1
    return tuple(zone for zone in order if scores[zone] >= least)[:MOST]


def _likeness(wanted: str, name: str) -> float:
    if wanted == name:
        return 1.0
    if len(wanted) >= 3 and name.startswith(wanted):
        return BEGUN
    from rapidfuzz import fuzz  # needed by those alone who name a zone

    return min(BEGUN - 0.01, fuzz.ratio(wanted, name) / 100.0)


def _place(zone: str) -> int:
    return USUAL.index(zone) if zone in USUAL else len(USUAL)


@lru_cache(maxsize=1)
def _by_name() -> Mapping[str, str]:
    """Zones and their older names by how these are typed."""
    aliases = {old.casefold(): zone for old, zone in get_global("zone_aliases").items()}
    named = {zone.casefold(): zone for zone in _territories()}
    return {"utc": "UTC", **aliases, **named}


@lru_cache(maxsize=1)
def _territories() -> Mapping[str, str]:
    told = get_global("zone_territories").items()
    return {zone: territory for zone, territory in told if _exists(zone)}


def _exists(zone: str) -> bool:
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # Babel knows some that are no zones
        return False
    return True


@lru_cache(maxsize=1)
def _names() -> tuple[tuple[str, str], ...]:
    """Every name of a place with its zone, plain."""
    return tuple(sorted({(plain(name), zone) for name, zone in _told() if plain(name)}))


def _told() -> Iterator[tuple[str, str]]:
    countries = [Locale.parse(language, sep="-").territories for language in LANGUAGES]
    for zone, territory in _territories().items():
        yield zone.rpartition("/")[2].replace("_", " "), zone
        yield from ((city(zone, language), zone) for language in LANGUAGES)
        yield from ((names[territory], zone) for names in countries if territory in names)
        yield from ((name, zone) for name in _ALSO.get(zone, ()))
