"""What runs here."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import insert

from phoenix import __version__
from phoenix.app.about import Source, about
from phoenix.store.store import Store
from phoenix.store.tables import metadata

MORNING = datetime(2026, 11, 24, 9, tzinfo=UTC)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture(params=["made_sqlite_url", "made_postgres_url"])
def database_url(request):
    """An empty database of each kind."""
    return request.getfixturevalue(request.param)


@pytest.fixture
async def store(database_url):
    """A store with all its tables."""
    opened = Store(database_url)
    await opened.open()
    yield opened
    await opened.close()


async def test_each_source_is_told_with_its_latest_reading(store):
    """Whether it was asked, or its file was imported."""
    async with store.writing() as connection:
        fetched = [
            {"source": "api-football", "what": what, "subject": "1", "at": at}
            for what, at in (("table", MORNING), ("fixtures", NOON))
        ]
        await connection.execute(insert(metadata.tables["fetched"]), fetched)
        file = {
            "digest": "d", "source": "football-data", "name": "E0.csv", "matches": 380,
            "imported_at": MORNING,
        }  # fmt: skip
        await connection.execute(insert(metadata.tables["imported_file"]), [file])
    told = await about(store, "en")
    assert told.sources == (Source("api-football", NOON), Source("football-data", MORNING))


async def test_version_and_plugins_are_told(store):
    """Ours come along, each with a version and a verdict."""
    told = await about(store, "pt-BR")
    assert told.version == __version__
    assert told.sources == ()
    assert {plugin.verdict for plugin in told.plugins} == {"active"}
    assert all(plugin.version for plugin in told.plugins)


async def test_a_broken_plugins_file_costs_only_the_list(store, own_places, caplog):
    """The page is shown all the same, and the log says why."""
    (own_places / "plugins.toml").write_text("[[", encoding="utf-8")
    told = await about(store, "en")
    assert told.plugins is None
    assert "plugins not listed" in caplog.text
