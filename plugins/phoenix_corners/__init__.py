"""Corners: negative binomial with opponent-adjusted attack and defence."""

from collections.abc import Iterable

from phoenix.plugin import Analyzer, hookimpl
from phoenix_corners.analyzer import CornersAnalyzer


@hookimpl
def phoenix_analyzers() -> Iterable[type[Analyzer]]:
    """The one specialist of this plugin."""
    return [CornersAnalyzer]
