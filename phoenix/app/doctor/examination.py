"""One examination: bounded, and guarded against its own faults."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeAlias

import structlog

from phoenix.app.doctor.audit import Audit, Told, failed
from phoenix.app.doctor.patient import Patient
from phoenix.app.redaction import redactor
from phoenix.app.supervisor.guarded import reason
from phoenix.bounded import as_async, bounded
from phoenix.domain.errors import PhoenixError

log = structlog.get_logger(__name__)

LIMIT = 30.0  # seconds
REPORT_IT = "Run it again with --debug, and report what it says"

Look: TypeAlias = Callable[[Patient], Told | Awaitable[Told]]


@dataclass(frozen=True, slots=True)
class Examination:
    """Of one thing; plain functions run in a thread of their own.

    Attributes:
        part: of the installation, under which the report lists it.
        name: its own.
        look: says how it is, and changes nothing.
        limit: seconds that it may take.
    """

    part: str
    name: str
    look: Look
    limit: float = LIMIT


async def examined(examination: Examination, patient: Patient) -> Audit:
    """What it says of the patient; whatever it does, there is an audit without secrets.

    What cannot be found out has failed: nobody knows that it is well.
    """
    try:
        told: Told = await bounded(as_async(examination.look)(patient), examination.limit)
    except Exception as error:
        log.debug("examination failed", name=examination.name, exc_info=True)
        cure = error.cure if isinstance(error, PhoenixError) else ""
        told = failed(f"it could not be found out: {reason(error)}", cure or REPORT_IT)
    clean = redactor.clean
    return Audit(
        examination.part, examination.name, told.outcome, clean(told.detail), clean(told.cure)
    )
