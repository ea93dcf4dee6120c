"""Time zones as people name them."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from phoenix.app import zones


@pytest.mark.parametrize(
    ("text", "zone"),
    [
        ("Europe/Madrid", "Europe/Madrid"),
        ("europe/madrid", "Europe/Madrid"),
        ("america/sao paulo", "America/Sao_Paulo"),
        ("US/Eastern", "America/New_York"),
        ("America/Buenos_Aires", "America/Argentina/Buenos_Aires"),
        ("madrid", "Europe/Madrid"),
        ("Madri", "Europe/Madrid"),
        ("  SÃO PAULO ", "America/Sao_Paulo"),
        ("nueva york", "America/New_York"),
        ("nova iorque", "America/New_York"),
        ("londres", "Europe/London"),
        ("Portugal", "Europe/Lisbon"),
        ("brasília", "America/Sao_Paulo"),
        ("buenos", "America/Argentina/Buenos_Aires"),
    ],
)
def test_a_name_that_means_one_zone_finds_it(text, zone):
    """In any of our languages, by the zone's own name, by its city or its country."""
    assert zones.found(text) == (zone,)


@pytest.mark.parametrize(
    ("text", "zone"), [("madird", "Europe/Madrid"), ("lisbao", "Europe/Lisbon")]
)
def test_typos_are_forgiven(text, zone):
    """The likeliest comes first."""
    assert zones.found(text)[0] == zone


def test_a_country_of_many_zones_offers_several_the_usual_ones_first():
    """Whoever writes Brasil most likely lives in one of these."""
    found = zones.found("Brasil")
    assert found[0] == "America/Sao_Paulo"
    assert 1 < len(found) <= zones.MOST


@pytest.mark.parametrize("text", ["", "  ", "xyzzyq", "../../etc/passwd", "Europe", "a\0b", "💥"])
def test_what_means_no_zone_finds_none(text):
    """And does no harm."""
    assert zones.found(text) == ()


@settings(deadline=None, max_examples=50)
@given(st.text(max_size=300))
def test_whatever_is_found_is_a_zone(text):
    """However it was asked for."""
    assert all(ZoneInfo(zone) for zone in zones.found(text))


def test_the_usual_zones_are_found_by_their_own_names():
    """Their buttons can be pressed."""
    assert all(zones.found(zone) == (zone,) for zone in zones.USUAL)


@pytest.mark.parametrize(
    ("zone", "language", "city"),
    [
        ("America/New_York", "pt-BR", "Nova York"),
        ("America/New_York", "en", "New York"),
        ("America/New_York", "es", "Nueva York"),
        ("America/Sao_Paulo", "pt-BR", "São Paulo"),
        ("UTC", "en", "UTC"),
    ],
)
def test_a_zone_is_called_as_its_neighbours_call_it(zone, language, city):
    """A city in the language of the chat; its own name where there is no other."""
    assert zones.city(zone, language) == city
