"""What was wrong with a plugin when it was last imported or validated, kept between runs.

``plugins list`` imports no plugin, so it shows this, with its date. A record is stamped with the
plugin's and the distribution's version and forgotten when either changes.
"""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Remembered:
    """A verdict with its reason and cure, when (ISO, UTC) it was reached, and for which code."""

    verdict: str
    reason: str
    cure: str
    when: str
    stamp: str


def recall(path: Path) -> dict[str, Remembered]:
    """All records by plugin id; a missing or unreadable file holds none."""
    try:
        body = json.loads(path.read_text(encoding="utf-8"))
        return {name: Remembered(**record) for name, record in body.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        log.warning("plugin faults cannot be read", path=str(path), error=str(error))
        return {}


def remember(path: Path, records: Mapping[str, Remembered]) -> None:
    """Replace the file, if its content changed; what cannot be written is only warned of."""
    if records == recall(path):
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        body = {name: asdict(record) for name, record in records.items()}
        beside.write_text(json.dumps(body, indent=1, sort_keys=True), encoding="utf-8")
        beside.replace(path)
    except OSError as error:
        log.warning("plugin faults cannot be kept", path=str(path), error=str(error))
