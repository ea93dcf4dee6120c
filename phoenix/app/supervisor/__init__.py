"""Looks every minute for what has gone wrong by itself, and mends what it may.

``Supervisor`` runs a list of checks; ``standard_checks`` makes those of a service. Whoever builds a
part that may go wrong writes a ``Check`` beside it and adds it.
"""

from phoenix.app.supervisor.check import Check, Found
from phoenix.app.supervisor.journal import Journal, Mended
from phoenix.app.supervisor.scan import Scan
from phoenix.app.supervisor.standard import Parts, standard_checks
from phoenix.app.supervisor.supervisor import Supervisor

__all__ = [
    "Check",
    "Found",
    "Journal",
    "Mended",
    "Parts",
    "Scan",
    "Supervisor",
    "standard_checks",
]
