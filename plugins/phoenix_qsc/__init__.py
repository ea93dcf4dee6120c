"""QSC: goals from the Quality Score Composite of both sides."""

from collections.abc import Iterable

from phoenix.plugin import Analyzer, hookimpl
from phoenix_qsc.analyzer import QscAnalyzer


@hookimpl
def phoenix_analyzers() -> Iterable[type[Analyzer]]:
    """The one specialist of this plugin."""
    return [QscAnalyzer]
