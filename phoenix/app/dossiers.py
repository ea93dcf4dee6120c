"""Dossiers for the faces: made, and put into a format."""

from datetime import date
from typing import Any

from phoenix.analysis.formats import FORMATS, render
from phoenix.app.program import Program
from phoenix.domain.dossier import Dossier

__all__ = ["FORMATS", "coloured", "formatted", "make_dossier"]


async def make_dossier(program: Program, home: str, away: str, day: date | None) -> Dossier:
    """See :meth:`phoenix.analysis.analyst.Analyst.dossier`."""
    return await program.analyst.dossier(home, away, day, program.taste)


def formatted(program: Program, dossier: Dossier, form: str, language: str) -> str:
    """The dossier as text, JSON, HTML or Markdown."""
    return render(dossier, form, language, program.settings.zone)


def coloured(program: Program, dossier: Dossier, language: str, width: int) -> Any:
    """The dossier for a rich console of so many columns."""
    from phoenix.analysis.formats import as_text
    from phoenix.analysis.page import page
    from phoenix.analysis.wording import wording

    return as_text.coloured(page(dossier, wording(language), program.settings.zone), width)
