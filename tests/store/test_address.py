"""The address of a database, as hosts hand it out."""

import pytest

from phoenix.domain.errors import StoreError
from phoenix.store.store import address


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg"])
def test_every_way_to_write_postgresql_is_reached_by_one_driver(scheme):
    """Hosts do not agree on the scheme."""
    assert address(f"{scheme}://u:p@host/name").drivername == "postgresql+asyncpg"


@pytest.mark.parametrize("name", ["sslmode", "ssl"])
def test_encryption_is_asked_for_in_libpqs_words_or_asyncpgs(name):
    """``?sslmode=require`` is what most hosts hand out."""
    assert address(f"postgres://host/name?{name}=require&x=1").query == {"ssl": "require", "x": "1"}


@pytest.mark.parametrize("url", ["", "mysql://host/name", "postgresql://host:port/name", "phoenix"])
def test_what_is_no_address_is_told_without_repeating_it(url):
    """It may hold a password."""
    with pytest.raises(StoreError, match="DATABASE_URL is no address") as told:
        address(url)
    assert not url or url not in str(told.value)
