"""Runs the examinations, one after another."""

from collections.abc import Callable, Iterable, Sequence

from phoenix import __version__
from phoenix.app.doctor.checks import (
    backups,
    clock,
    database,
    healing,
    ignored,
    permissions,
    plugins,
    quota,
    secrets,
    settings,
)
from phoenix.app.doctor.examination import Examination, examined
from phoenix.app.doctor.installation import Installation
from phoenix.app.doctor.patient import patient
from phoenix.app.doctor.report import Report

EXAMINATIONS: Sequence[Examination] = (
    *settings.EXAMINATIONS,
    *database.EXAMINATIONS,
    *backups.EXAMINATIONS,
    *plugins.EXAMINATIONS,
    *permissions.EXAMINATIONS,
    *secrets.EXAMINATIONS,
    *ignored.EXAMINATIONS,
    *clock.EXAMINATIONS,
    *quota.EXAMINATIONS,
    *healing.EXAMINATIONS,
)

Progress = Callable[[int, int, str], None]


def _quiet(_done: int, _total: int, _name: str) -> None:
    """Nobody looks."""


async def examine(
    installation: Installation,
    examinations: Iterable[Examination] = EXAMINATIONS,
    progress: Progress = _quiet,
) -> Report:
    """What they say of it.

    Args:
        installation: see :func:`phoenix.app.doctor.installation.installation`.
        examinations: in their order.
        progress: is told how many of how many are done, and which comes next.
    """
    listed, audits = tuple(examinations), []
    async with patient(installation) as opened:
        for done, examination in enumerate(listed):
            progress(done, len(listed), examination.name)
            audits.append(await examined(examination, opened))
    progress(len(listed), len(listed), "")
    mended = installation.journal.read()
    return Report(tuple(audits), mended, installation.now(), __version__)
