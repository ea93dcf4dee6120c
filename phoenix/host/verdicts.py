"""Judge: a verdict per plugin, each with its reason and what mends it; nothing is imported."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from phoenix.host.configuration import Entry, PluginsFile
from phoenix.host.discovery import Candidate
from phoenix.host.memory import Remembered

API_MAJOR = "1"


class Verdict(StrEnum):
    """Whether a plugin takes part."""

    ACTIVE = "active"
    DISABLED = "disabled"
    INCOMPATIBLE = "incompatible"
    MISCONFIGURED = "misconfigured"
    QUARANTINED = "quarantined"
    FAILED = "failed"
    BLOCKED = "blocked"


@dataclass(frozen=True, slots=True)
class Plugin:
    """A candidate, its table in ``plugins.toml`` and the verdict on it.

    ``when`` (ISO, UTC) is set where the verdict was reached in an earlier run.
    """

    candidate: Candidate
    entry: Entry
    verdict: Verdict
    reason: str = ""
    cure: str = ""
    when: str | None = None

    @property
    def id(self) -> str:
        """The plugin's id."""
        return self.candidate.id

    @property
    def stamp(self) -> str:
        """What a remembered verdict holds for: this code and these settings."""
        c = self.candidate
        version = c.manifest.version if c.manifest else "none"
        settings = sorted(self.entry.settings.items())
        return f"{c.distribution} {c.distribution_version} {version} {settings!r}"

    @property
    def deadline(self) -> float:
        """Seconds for one analysis: ``plugins.toml`` stands above the manifest."""
        if self.entry.deadline is not None:
            return float(self.entry.deadline)
        return self.candidate.manifest.deadline if self.candidate.manifest else 0.0

    def found(self, verdict: Verdict, reason: str, cure: str) -> "Plugin":
        """The same plugin under another verdict."""
        return replace(self, verdict=verdict, reason=reason, cure=cure)


def judge(candidates: Sequence[Candidate], configuration: PluginsFile) -> tuple[Plugin, ...]:
    """A verdict on every candidate; of several with one id, the first that we can run stands."""
    owners: dict[str, Candidate] = {}
    for candidate in candidates:
        if candidate.manifest is not None and _speaks_our_api(candidate):
            owners.setdefault(candidate.id, candidate)
    return tuple(
        _judge(candidate, configuration.entry(candidate.id), owners) for candidate in candidates
    )


def _speaks_our_api(candidate: Candidate) -> bool:
    """The group's name decides first: a manifest of another major may be unreadable to us."""
    manifest = candidate.manifest
    ours = manifest is None or manifest.api_major == API_MAJOR
    return ours and candidate.group_major == API_MAJOR


def _judge(candidate: Candidate, entry: Entry, owners: Mapping[str, Candidate]) -> Plugin:
    plugin = Plugin(candidate, entry, Verdict.ACTIVE)
    owner = owners.get(candidate.id, candidate)
    if candidate.manifest is not None and owner is not candidate:
        reason = f"its id {candidate.id!r} belongs to {owner.distribution} already"
        return plugin.found(Verdict.BLOCKED, reason, f"Uninstall {candidate.distribution}")
    if entry.enabled is False:  # before its faults: what is broken can be switched off, too
        return _switched_off(plugin)
    return _judge_usable(plugin)


def _judge_usable(plugin: Plugin) -> Plugin:
    candidate, manifest, fault = plugin.candidate, plugin.candidate.manifest, plugin.entry.fault
    if not _speaks_our_api(candidate):
        spoken = f"{manifest.api if manifest else '?'} in group {candidate.group}"
        return plugin.found(
            Verdict.INCOMPATIBLE,
            f"it speaks plugin API {spoken}, this Phoenix speaks {API_MAJOR}",
            f"Install a version of {candidate.distribution} for API {API_MAJOR}",
        )
    if manifest is None:
        cure = f"Tell the makers of {candidate.distribution}, or uninstall it"
        return plugin.found(Verdict.FAILED, candidate.fault or "no manifest", cure)
    if fault is not None:
        return plugin.found(Verdict.MISCONFIGURED, fault, "Correct it")
    if not (manifest.enabled or plugin.entry.enabled):
        return _switched_off(plugin)
    return plugin


def _switched_off(plugin: Plugin) -> Plugin:
    return plugin.found(Verdict.DISABLED, "switched off", f"phoenix plugins enable {plugin.id}")


def with_memory(plugins: Sequence[Plugin], records: Mapping[str, Remembered]) -> tuple[Plugin, ...]:
    """Active plugins shown under the verdict of the last run, if it was reached for this code."""
    return tuple(_remembered(plugin, records.get(plugin.id)) for plugin in plugins)


def _remembered(plugin: Plugin, record: Remembered | None) -> Plugin:
    if record is None or plugin.verdict is not Verdict.ACTIVE or record.stamp != plugin.stamp:
        return plugin
    if record.verdict not in list(Verdict):  # another Phoenix wrote it
        return plugin
    found = plugin.found(Verdict(record.verdict), record.reason, record.cure)
    return replace(found, when=record.when)
