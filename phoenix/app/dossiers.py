"""Dossiers for the faces: made, and put into a format."""

from datetime import date
from typing import Any

from phoenix.analysis.formats import FORMATS, render
from phoenix.app.program import Program
from phoenix.domain.dossier import Dossier

__all__ = ["FORMATS", "formatted", "make_dossier", "renderable"]


async def make_dossier(program: Program, home: str, away: str, day: date | None) -> Dossier:
    """See :meth:`phoenix.analysis.analyst.Analyst.dossier`."""
    return await program.analyst.dossier(home, away, day, program.taste)


def formatted(program: Program, dossier: Dossier, form: str, language: str) -> str:
    """The dossier as text, JSON, HTML or Markdown."""
    return render(dossier, form, language, program.settings.zone)


def renderable(program: Program, dossier: Dossier, language: str) -> Any:
    """The dossier for a rich console."""
    from phoenix.analysis.formats.as_text import renderable as arrange
    from phoenix.analysis.page import page
    from phoenix.analysis.wording import wording

    return arrange(page(dossier, wording(language), program.settings.zone))
