"""Plugins written into a folder, as installed distributions are."""

import importlib
import sys
from pathlib import Path

from phoenix.host.discovery import Candidate, find

MANIFEST = """
[plugin]
id = "{id}"
version = "1.0.0"
api = "1.0"
title = "{id}"
quantities = ["goals"]
"""

PLUGIN = """
import numpy as np
from phoenix.plugin import *

class One(Analyzer):
    id = "{id}"
    title = "{id}"
    quantities = frozenset({{Quantity.GOALS}})

    def forecast(self, context, model):
        return Forecast({{Quantity.GOALS: np.full((2, 2), 0.25)}}, 1.0)

@hookimpl
def phoenix_analyzers():
    return [One]
"""


class Site:
    """A folder on ``sys.path`` with packages and their metadata."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.packages: list[str] = []

    def add(
        self,
        name: str,
        more: str = "",
        *,
        code: str | None = None,
        manifest: str | None = None,
        group: str = "phoenix.analyzers.v1",
        value: str | None = None,
    ) -> None:
        """A plugin of one healthy analyzer on goals, and ``more`` code; or the code given."""
        package = self.folder / name
        package.mkdir(parents=True, exist_ok=True)
        body = PLUGIN.format(id=name) + more if code is None else code
        (package / "__init__.py").write_text(body, encoding="utf-8")
        told = MANIFEST.format(id=name) if manifest is None else manifest
        (package / "phoenix.toml").write_text(told, encoding="utf-8")
        self.distribute(f"phoenix-{name}", f"[{group}]\n{name} = {value or name}\n")
        self.forget(name)

    def distribute(self, distribution: str, entry_points: str, metadata: str | None = None) -> None:
        """The metadata of an installed distribution."""
        folder = self.folder / f"{distribution.replace('-', '_')}-1.0.dist-info"
        folder.mkdir(parents=True, exist_ok=True)
        told = f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.0\n"
        (folder / "METADATA").write_text(told if metadata is None else metadata, encoding="utf-8")
        (folder / "entry_points.txt").write_text(entry_points, encoding="utf-8")

    def forget(self, name: str) -> None:
        """Have the package imported afresh the next time."""
        self.packages.append(name)
        for module in [m for m in sys.modules if m.partition(".")[0] == name]:
            del sys.modules[module]
        importlib.invalidate_caches()

    def found(self) -> tuple[Candidate, ...]:
        """What discovery finds here, our own plugins left out."""
        return tuple(one for one in find() if one.distribution != "phoenix-football")
