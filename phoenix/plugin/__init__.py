"""All that a plugin needs of Phoenix, besides ``phoenix.domain`` and ``phoenix.forecasting``."""

from phoenix.domain.batches import Batch, RowFault
from phoenix.domain.context import MatchContext, Qsc, SideFeatures, TableRow, WeightedMetric
from phoenix.domain.dossier import Dossier, Section, Tendency
from phoenix.domain.history import History
from phoenix.domain.markets import Kind, Reading
from phoenix.domain.matches import Fixture, MatchRecord
from phoenix.domain.needs import Need
from phoenix.domain.opinions import Abstention, Evidence, Forecast, Opinion, Proposition
from phoenix.domain.quantities import Quantity
from phoenix.domain.words import Words
from phoenix.plugin.analyzer import Analyzer
from phoenix.plugin.hookspecs import API, hookimpl
from phoenix.plugin.offers import App, Source

__all__ = [
    "API",
    "Abstention",
    "Analyzer",
    "App",
    "Batch",
    "Dossier",
    "Evidence",
    "Fixture",
    "Forecast",
    "History",
    "Kind",
    "MatchContext",
    "MatchRecord",
    "Need",
    "Opinion",
    "Proposition",
    "Qsc",
    "Quantity",
    "Reading",
    "RowFault",
    "Section",
    "SideFeatures",
    "Source",
    "TableRow",
    "Tendency",
    "WeightedMetric",
    "Words",
    "hookimpl",
]
