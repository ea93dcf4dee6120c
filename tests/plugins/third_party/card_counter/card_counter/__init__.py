"""Cards: two Poisson counts with the league's own means."""

from collections.abc import Iterable

from card_counter.analyzer import CardCounter
from phoenix.plugin import Analyzer, hookimpl


@hookimpl
def phoenix_analyzers() -> Iterable[type[Analyzer]]:
    """The one specialist of this plugin."""
    return [CardCounter]
