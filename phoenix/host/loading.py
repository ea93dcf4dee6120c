"""Import and register the active plugins, each guarded: what breaks takes out itself alone."""

import hashlib
import importlib
import json
import time
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any

import pluggy

from phoenix.bounded import as_async
from phoenix.domain.words import Words
from phoenix.host.checks import readable
from phoenix.host.spelling import did_you_mean
from phoenix.host.verdicts import Plugin, Verdict
from phoenix.plugin import hookspecs
from phoenix.plugin.analyzer import Analyzer


class Refusal(Exception):
    """Why a plugin cannot take part: verdict, reason and cure. Caught in this module."""

    def __init__(self, verdict: Verdict, reason: str, cure: str) -> None:
        super().__init__(reason)
        self.verdict, self.reason, self.cure = verdict, reason, cure


@dataclass(frozen=True, slots=True)
class Specialist:
    """An analyzer ready to be asked; ``fit`` and ``forecast`` are its methods, made awaitable.

    ``settings`` identifies its settings: a fitted model belongs to them.
    """

    analyzer: Analyzer
    fit: Callable[..., Awaitable[Any]]
    forecast: Callable[..., Awaitable[Any]]
    plugin: str
    version: str
    title: Words
    weight: float
    deadline: float
    settings: str


@dataclass(frozen=True, slots=True)
class Loaded:
    """What became of a plugin: its final verdict, and its specialists if it is active."""

    plugin: Plugin
    specialists: tuple[Specialist, ...]
    import_seconds: float


def new_manager() -> pluggy.PluginManager:
    """A registry that knows our hooks."""
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    return manager


def load(manager: pluggy.PluginManager, plugin: Plugin) -> Loaded:
    """Import, register and equip one plugin; never raises for what the plugin does."""
    if plugin.verdict is not Verdict.ACTIVE:
        return Loaded(plugin, (), 0.0)
    began = time.perf_counter()
    try:
        module = _imported(plugin)
        seconds = time.perf_counter() - began
        _register(manager, plugin, module)
        return Loaded(plugin, _equip(manager, plugin), seconds)
    except Refusal as refusal:
        found = plugin.found(refusal.verdict, refusal.reason, refusal.cure)
    except Exception as error:  # noqa: BLE001 - its classes may do anything when looked at
        reason = f"looking at what it offers raised {describe(error)}"
        found = plugin.found(Verdict.FAILED, reason, _makers(plugin))
    if manager.has_plugin(plugin.id):
        manager.unregister(name=plugin.id)
    return Loaded(found, (), time.perf_counter() - began)


def describe(error: BaseException) -> str:
    """An exception in one line."""
    first = (str(error).strip().splitlines() or [""])[0]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__


def _makers(plugin: Plugin) -> str:
    return f"Tell the makers of {plugin.candidate.distribution}"


def _imported(plugin: Plugin) -> Any:
    module, _, attribute = plugin.candidate.value.partition(":")
    try:
        found: Any = importlib.import_module(module)
        for name in filter(None, attribute.split(".")):
            found = getattr(found, name)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        reason = f"importing {plugin.candidate.value} raised {describe(error)}"
        distribution = plugin.candidate.distribution
        cure = f"Mend or uninstall {distribution}, or: phoenix plugins disable {plugin.id}"
        raise Refusal(Verdict.FAILED, reason, cure) from error
    return found


def _register(manager: pluggy.PluginManager, plugin: Plugin, module: Any) -> None:
    cure = _makers(plugin)
    if manager.is_registered(module):
        reason = f"{plugin.candidate.value} is offered by another plugin already"
        raise Refusal(Verdict.BLOCKED, reason, cure)
    try:
        manager.register(module, name=plugin.id)
    except Exception as error:
        raise Refusal(Verdict.FAILED, _validation(error), cure) from error
    known = [name for name in vars(hookspecs) if name.startswith("phoenix_")]
    for caller in manager.get_hookcallers(module) or ():
        if not caller.has_spec():
            reason = f"there is no hook {caller.name!r}, {did_you_mean(caller.name, known)}"
            raise Refusal(Verdict.FAILED, reason, cure)


def _validation(error: Exception) -> str:
    """In one line: what pluggy says is wrong stands after a line with the plugin's name."""
    if not isinstance(error, pluggy.PluginValidationError):
        return describe(error)
    return " ".join(str(error).split())


def _equip(manager: pluggy.PluginManager, plugin: Plugin) -> tuple[Specialist, ...]:
    classes = []
    for implementation in manager.hook.phoenix_analyzers.get_hookimpls():
        if implementation.plugin_name == plugin.id:
            classes += _offered(plugin, implementation.function)
    _compare(plugin, classes)
    return tuple(_specialist(plugin, kind) for kind in classes)


def _offered(plugin: Plugin, function: Any) -> list[type[Analyzer]]:
    cure = _makers(plugin)
    try:
        offered = list(function())
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        raise Refusal(
            Verdict.FAILED, f"phoenix_analyzers raised {describe(error)}", cure
        ) from error
    for kind in offered:
        if not (isinstance(kind, type) and issubclass(kind, Analyzer)):
            reason = f"phoenix_analyzers offers {kind!r}, which is no subclass of Analyzer"
            raise Refusal(Verdict.FAILED, reason, cure)
        fault = _undeclared(kind, plugin.id)
        if fault is not None:
            raise Refusal(Verdict.FAILED, fault, cure)
    names = [kind.id for kind in offered]
    if len(set(names)) < len(names):
        reason = f"phoenix_analyzers offers several analyzers of one id: {', '.join(names)}"
        raise Refusal(Verdict.FAILED, reason, cure)
    return offered


def _undeclared(kind: type[Analyzer], plugin: str) -> str | None:
    """What an analyzer's class attributes leave open, or None."""
    for name in ("id", "title", "quantities"):
        if not hasattr(kind, name):
            return f"analyzer {kind.__name__} does not say its {name}"
    if kind.id != plugin and not kind.id.startswith(f"{plugin}."):
        return f"analyzer {kind.id!r} is not called {plugin} or {plugin}.NAME"
    if not readable(kind.title):
        return f"analyzer {kind.id!r} has a title that nobody can read: {kind.title!r}"
    return None


def _compare(plugin: Plugin, classes: Iterable[type[Analyzer]]) -> None:
    """The manifest promises exactly what the code offers."""
    manifest = plugin.candidate.manifest
    if manifest is None:
        return
    kinds = tuple(classes)
    pairs = (
        ("quantities", manifest.quantities, {str(q) for kind in kinds for q in kind.quantities}),
        ("needs", manifest.needs, {str(n) for kind in kinds for n in kind.needs}),
    )
    for name, promised, offered in pairs:
        if set(promised) != offered:
            reason = (
                f"phoenix.toml says {name} = {sorted(promised)}, the code says {sorted(offered)}"
            )
            raise Refusal(Verdict.FAILED, reason, _makers(plugin))


def _specialist(plugin: Plugin, kind: type[Analyzer]) -> Specialist:
    manifest = plugin.candidate.manifest
    settings = _settings(plugin, kind)
    try:
        analyzer = kind(settings)
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        reason = f"{kind.__name__}(...) raised {describe(error)}"
        raise Refusal(Verdict.FAILED, reason, _makers(plugin)) from error
    return Specialist(
        analyzer=analyzer,
        fit=as_async(analyzer.fit),
        forecast=as_async(analyzer.forecast),
        plugin=plugin.id,
        version=manifest.version if manifest else "",
        title=kind.title,
        weight=plugin.entry.weight,
        deadline=plugin.deadline,
        settings=_digest(settings),
    )


def _settings(plugin: Plugin, kind: type[Analyzer]) -> Any:
    """The plugin's table, validated by its own model; None where it has no model."""
    from pydantic import ValidationError  # noqa: PLC0415 - slow to import, needed only here

    where = f"{plugin.entry.file}, [plugins.{plugin.id}.settings]"
    if kind.Settings is None:
        if plugin.entry.settings:
            raise Refusal(Verdict.MISCONFIGURED, f"{where}: it has no settings", "Remove the table")
        return None
    known = tuple(kind.Settings.model_fields)
    try:
        return kind.Settings.model_validate(dict(plugin.entry.settings))
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"])
        if first["type"] == "extra_forbidden":
            reason = f"{where}: unknown key {key!r}, {did_you_mean(key, known)}"
        else:
            reason = f"{where}: {key} = {first['input']!r}, allowed: {first['msg']}"
        raise Refusal(Verdict.MISCONFIGURED, reason, "Correct it") from error


def _digest(settings: Any) -> str:
    if settings is None:
        return ""
    text = json.dumps(settings.model_dump(mode="json"), sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()
