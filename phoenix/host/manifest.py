"""``phoenix.toml``, the manifest beside a plugin's package: what it is, without importing it."""

import sys
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phoenix.domain.needs import Need
from phoenix.domain.quantities import Quantity
from phoenix.domain.words import Words
from phoenix.host.spelling import did_you_mean, unknown_keys

FILE_NAME = "phoenix.toml"
DEADLINE = 10.0

_KINDS: Mapping[str, tuple[type, ...]] = {
    "id": (str,), "version": (str,), "api": (str,), "title": (str, dict), "quantities": (list,),
    "needs": (list,), "enabled": (bool,), "deadline": (int, float),
}  # fmt: skip
_REQUIRED = ("id", "version", "api", "title", "quantities")


class ManifestError(Exception):
    """What is wrong with a manifest, in one line. Caught by discovery."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Identity and declarations of a plugin.

    ``enabled`` is what holds when ``plugins.toml`` says nothing; ``deadline`` (seconds) bounds one
    analysis.
    """

    id: str
    version: str
    api: str
    title: Words
    quantities: tuple[str, ...]
    needs: tuple[str, ...]
    enabled: bool
    deadline: float

    @property
    def api_major(self) -> str:
        """The part of the API version that must agree."""
        return self.api.partition(".")[0]


def read_manifest(path: Path) -> Manifest:
    """Read and check a manifest.

    Raises:
        ManifestError: it is missing, no TOML, or says something that is not understood.
    """
    try:
        body = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ManifestError(f"{FILE_NAME} is missing beside the package") from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ManifestError(f"{FILE_NAME}: {error}") from error
    table = body.get("plugin")
    if not isinstance(table, dict):
        raise ManifestError(f"{FILE_NAME} has no table [plugin]")
    _check(table)
    return Manifest(
        id=table["id"],
        version=table["version"],
        api=table["api"],
        title=table["title"],
        quantities=tuple(table["quantities"]),
        needs=tuple(table.get("needs", ())),
        enabled=table.get("enabled", True),
        deadline=float(table.get("deadline", DEADLINE)),
    )


def _check(table: Mapping[str, Any]) -> None:
    for problem in unknown_keys(table, _KINDS):
        raise ManifestError(f"{FILE_NAME}, [plugin]: {problem}")
    for key in _REQUIRED:
        if key not in table:
            raise ManifestError(f"{FILE_NAME}, [plugin]: {key} is missing")
    for key, value in table.items():
        if not isinstance(value, _KINDS[key]):
            wanted = " or ".join(kind.__name__ for kind in _KINDS[key])
            raise ManifestError(f"{FILE_NAME}, [plugin]: {key} = {value!r} is not a {wanted}")
    for fault in _nonsense(table):
        raise ManifestError(f"{FILE_NAME}, [plugin]: {fault}")


def _nonsense(table: Mapping[str, Any]) -> Iterator[str]:
    """What has the right type and makes no sense."""
    if not table["id"].isidentifier():
        yield f"id = {table['id']!r} is not a plain name"
    title = table["title"]
    texts = list(title.values()) if isinstance(title, dict) else [title]
    if not texts or not all(isinstance(text, str) and text for text in texts):
        yield f"title = {title!r}, allowed: a text, or a text for each language"
    for key, known in (("quantities", Quantity), ("needs", Need)):
        for word in table.get(key, ()):
            if word not in list(known):
                yield f"{key}: unknown {word!r}, {did_you_mean(str(word), known)}"
    deadline = table.get("deadline", DEADLINE)
    if isinstance(deadline, bool) or not 0 < deadline <= sys.float_info.max:
        yield f"deadline = {deadline!r}, allowed: seconds above 0"
