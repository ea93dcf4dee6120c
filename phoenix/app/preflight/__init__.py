"""Before anything opens to the world: is all there that the service needs?

``preflight`` runs every check at once and reports; ``recheck`` runs one again. What is wrong (a
secret, an address, a schema) refuses the start. What is merely away is done without (``Standing``
asks again) or, if it is Telegram, waited for (``wait_for_telegram``). No finding holds the value of
a setting, or any part of one.
"""

from phoenix.app.preflight.checking import CHECKS, preflight, recheck
from phoenix.app.preflight.checks.settings import refusal
from phoenix.app.preflight.finding import EXIT_REFUSED, Finding, Report, Verdict
from phoenix.app.preflight.standing import Standing
from phoenix.app.preflight.telling import tell
from phoenix.app.preflight.waiting import Backoff, wait_for_telegram

__all__ = [
    "CHECKS",
    "EXIT_REFUSED",
    "Backoff",
    "Finding",
    "Report",
    "Standing",
    "Verdict",
    "preflight",
    "recheck",
    "refusal",
    "tell",
    "wait_for_telegram",
]
