"""Goals: Dixon-Coles with time decay."""

from collections.abc import Iterable

from phoenix.plugin import Analyzer, hookimpl
from phoenix_goals.analyzer import GoalsAnalyzer


@hookimpl
def phoenix_analyzers() -> Iterable[type[Analyzer]]:
    """The one specialist of this plugin."""
    return [GoalsAnalyzer]
