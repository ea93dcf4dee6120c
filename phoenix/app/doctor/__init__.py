"""Audits an installation without starting its service, and says how well it is, out of ten.

``examine`` runs the examinations over an ``Installation`` and makes a ``Report`` of them. Nothing
is changed by it: no database is made or migrated, no plugin is imported, nothing is mended.
Whoever builds a part that may be installed badly writes an ``Examination`` of it beside these.
"""

from phoenix.app.doctor.audit import Audit, Outcome, Told, failed, passed, score, skipped
from phoenix.app.doctor.doctor import EXAMINATIONS, examine
from phoenix.app.doctor.examination import Examination
from phoenix.app.doctor.installation import Installation, installation
from phoenix.app.doctor.patient import Patient
from phoenix.app.doctor.report import Report

__all__ = [
    "EXAMINATIONS",
    "Audit",
    "Examination",
    "Installation",
    "Outcome",
    "Patient",
    "Report",
    "Told",
    "examine",
    "failed",
    "installation",
    "passed",
    "score",
    "skipped",
]
