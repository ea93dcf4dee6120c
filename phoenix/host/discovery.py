"""Find: entry points of the plugin groups, each with its manifest; no plugin is imported."""

import importlib.metadata
import importlib.util
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import structlog

from phoenix.host.manifest import FILE_NAME, Manifest, ManifestError, read_manifest

log = structlog.get_logger(__name__)

GROUP_PREFIX = "phoenix.analyzers.v"
OUR_DISTRIBUTION = "phoenix-football"


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entry point, where it comes from, and its manifest or what is wrong with it."""

    name: str
    value: str
    group: str
    distribution: str
    distribution_version: str
    manifest: Manifest | None
    fault: str | None

    @property
    def id(self) -> str:
        """The plugin's id; the entry point's name as long as no manifest could be read."""
        return self.manifest.id if self.manifest else self.name

    @property
    def group_major(self) -> str:
        """The API major that the entry point was registered for."""
        return self.group.removeprefix(GROUP_PREFIX)


def find() -> tuple[Candidate, ...]:
    """All installed plugins, ours first, then by distribution and name."""
    seen: set[str] = set()
    found: list[Candidate] = []
    for distribution in importlib.metadata.distributions():
        points = _points(distribution)
        if points and distribution.name not in seen:  # the first on the path hides the others
            seen.add(distribution.name)
            found += [_candidate(point, distribution) for point in points]
    return tuple(sorted(found, key=_order))


def _points(distribution: importlib.metadata.Distribution) -> list[importlib.metadata.EntryPoint]:
    """Ours among its entry points; none of a distribution whose metadata are damaged."""
    try:
        points = [p for p in distribution.entry_points if p.group.startswith(GROUP_PREFIX)]
        # Names are slow to parse: only those of distributions that concern us are.
        named = bool(points) and bool(distribution.name)
    except Exception as error:  # noqa: BLE001 - whatever the parser makes of a damaged file
        log.debug("distribution passed over", error=str(error))
        return []
    return points if named else []


def _order(candidate: Candidate) -> tuple[bool, str, str]:
    theirs = candidate.distribution != OUR_DISTRIBUTION
    return (theirs, candidate.distribution, candidate.name)


def _candidate(
    point: importlib.metadata.EntryPoint, distribution: importlib.metadata.Distribution
) -> Candidate:
    manifest, fault = None, None
    try:
        manifest = read_manifest(_manifest_path(point.value.partition(":")[0].strip()))
    except ManifestError as error:
        fault = str(error)
    return Candidate(
        point.name,
        point.value,
        point.group,
        distribution.name,
        distribution.version,
        manifest,
        fault,
    )


def _manifest_path(module: str) -> Path:
    """Beside the top-level package, which ``find_spec`` finds without importing it."""
    package = module.partition(".")[0]
    try:
        spec = importlib.util.find_spec(package)
    except (ImportError, ValueError) as error:
        raise ManifestError(f"package {package} cannot be looked up: {error}") from error
    if spec is None or spec.origin is None:
        raise ManifestError(f"package {package} is not there: install its distribution again")
    return Path(spec.origin).with_name(FILE_NAME)


def ids(candidates: Iterable[Candidate]) -> tuple[str, ...]:
    """The ids of all candidates, each once."""
    return tuple(dict.fromkeys(candidate.id for candidate in candidates))
