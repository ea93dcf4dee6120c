"""Which cache is made of which settings."""

import subprocess
import sys

import pytest
from pydantic import SecretStr

from phoenix.domain.errors import ConfigurationError
from phoenix.sources.cache.choice import make_cache
from phoenix.sources.cache.memory import MemoryCache
from phoenix.sources.cache.redis import RedisCache
from phoenix.sources.cache.saving import SavedCache


def test_settings_choose(tmp_path):
    """Redis if it is named, else a file, else memory alone."""
    file = tmp_path / "cache.bin"
    assert isinstance(make_cache(None), MemoryCache)
    assert isinstance(make_cache(file, SecretStr("")), SavedCache)
    assert isinstance(make_cache(file, SecretStr("redis://host")), RedisCache)
    assert isinstance(make_cache(file, "redis://host"), RedisCache)


def test_redis_is_imported_by_those_who_use_it(tmp_path):
    """A cache in memory does without the client's third of a second."""
    code = (
        "import sys; from pathlib import Path; from phoenix.sources.cache.choice import make_cache;"
        "make_cache(Path('cache.bin')); assert 'redis' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_a_client_that_is_not_installed_is_named(monkeypatch):
    """The error says what to install."""
    monkeypatch.setitem(sys.modules, "redis.asyncio", None)
    monkeypatch.delitem(sys.modules, "phoenix.sources.cache.redis")
    with pytest.raises(ConfigurationError, match=r"phoenix-football\[redis\]"):
        make_cache(None, SecretStr("redis://host"))
