"""The hooks: what a plugin may offer. All are optional, and all results are collected.

An implementation may take fewer arguments than are named here, so that arguments can be added
without breaking anybody. The major version stands in the entry-point group's name.
"""

from collections.abc import Awaitable, Iterable
from typing import Any

import pluggy

from phoenix.domain.dossier import Dossier, Section
from phoenix.domain.markets import Reading
from phoenix.plugin.analyzer import Analyzer
from phoenix.plugin.offers import App, Source

API = "1.0"
PROJECT = "phoenix"

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


@hookspec
def phoenix_analyzers() -> Iterable[type[Analyzer]]:  # type: ignore[empty-body]
    """The analyzers that this plugin offers, as classes."""


@hookspec
def phoenix_markets() -> Iterable[Reading]:  # type: ignore[empty-body]
    """Further markets, as readings of a quantity."""


@hookspec
def phoenix_sources() -> Iterable[Source]:  # type: ignore[empty-body]
    """Further readers of match files, used by ``phoenix data import --source ID``."""


@hookspec
def phoenix_startup(app: App) -> Awaitable[None] | None:
    """Called once before the first analysis; what it raises takes this plugin out."""


@hookspec
def phoenix_shutdown(app: App) -> Awaitable[None] | None:
    """Called once after the last analysis, in the reverse order of startup."""


@hookspec
def phoenix_dossier(dossier: Dossier) -> Iterable[Section]:  # type: ignore[empty-body]
    """Further sections of a dossier."""


@hookspec
def phoenix_commands(bot: Any) -> Iterable[Any]:  # type: ignore[empty-body]
    """Further chat commands. Called by the bot."""


@hookspec
def phoenix_settled(forecast: Any, result: Any) -> None:
    """Learn from a settled match. Called by the record."""
