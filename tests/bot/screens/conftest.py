"""Who visits the screens (see :mod:`visitor`), and a small calendar to look at."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from fixture_list import ALL, Clock, put
from visitor import Visitor

from phoenix.app.match_finder import MatchFinder
from phoenix.bot.turn import Turn
from phoenix.store.store import Store


@pytest.fixture
def visitor() -> Visitor:
    """Ana, in a private chat in Brazilian Portuguese."""
    return Visitor()


@pytest.fixture
def turn(visitor: Visitor) -> Turn:
    """A turn of an update of hers."""
    return visitor.turn()


@pytest.fixture(scope="session")
def calendar_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with the matches of :mod:`fixture_list`, to be copied."""
    file = tmp_path_factory.mktemp("calendar") / "phoenix.db"
    asyncio.run(_filled(file))
    return file


async def _filled(file: Path) -> None:
    store = Store(f"sqlite:///{file}")
    await store.open()
    await put(store, *ALL)
    await store.close()


@pytest.fixture
async def calendar_store(calendar_file: Path, tmp_path: Path) -> AsyncIterator[Store]:
    """A store of the test's own with these matches."""
    own = shutil.copy(calendar_file, tmp_path / "calendar.db")
    store = Store(f"sqlite:///{own}")
    await store.open()
    yield store
    await store.close()


@pytest.fixture
def clock() -> Clock:
    """It is noon in São Paulo."""
    return Clock()


@pytest.fixture
def finder(calendar_store: Store, clock: Clock) -> MatchFinder:
    """Finds them; the Brazilian leagues are followed."""
    return MatchFinder(calendar_store, ("BRA", "AF72"), clock)
