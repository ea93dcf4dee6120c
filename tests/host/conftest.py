"""Plugins written into a folder of the test's own, as installed distributions are."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from host.installed import Site

from phoenix.domain.competitions import Competition
from phoenix.domain.context import MatchContext
from phoenix.domain.history import History
from phoenix.domain.matches import Fixture
from phoenix.host.configuration import read_plugins_file
from phoenix.host.discovery import Candidate
from phoenix.host.host import Host
from phoenix.host.manifest import Manifest
from phoenix.host.verdicts import judge


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """An empty place for plugins."""
    made = Site(tmp_path / "site")
    made.folder.mkdir()
    monkeypatch.syspath_prepend(str(made.folder))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield made
    for name in list(made.packages):
        made.forget(name)


@pytest.fixture
def make_host(site: Site, tmp_path: Path) -> Callable[..., Host]:
    """Makes a host of the site's plugins, with these lines in its plugins.toml."""

    def make(lines: str = "") -> Host:
        file = tmp_path / "plugins.toml"
        file.write_text(lines, encoding="utf-8")
        return Host(judge(site.found(), read_plugins_file(file)), tmp_path / "memory.json")

    return make


@pytest.fixture
def context(make_history: Callable[..., History]) -> MatchContext:
    """A match between two teams that have met once; no source serves any need."""
    fixture = Fixture(
        Competition("L", "League", "Land"), "2024/25", date(2024, 9, 1), None, "A", "B"
    )
    history = make_history([("2024-08-01", "A", "B", 1, 0)], corners=[(5, 4)])
    return MatchContext(fixture, fixture.as_of, history, {})


@pytest.fixture
def make_candidate() -> Callable[..., Candidate]:
    """Makes a candidate without a package; keywords change its manifest."""

    def make(name: str = "one", *, group: str = "phoenix.analyzers.v1", **changed: object):
        manifest = Manifest(name, "1.0.0", "1.0", name, ("goals",), (), enabled=True, deadline=1.0)
        manifest = replace(manifest, **changed)
        return Candidate(name, name, group, f"phoenix-{name}", "1.0", manifest, None)

    return make
