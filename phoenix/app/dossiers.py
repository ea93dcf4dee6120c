"""Dossiers for the faces: made, kept, and put into a format."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from phoenix import __version__, metrics
from phoenix.analysis.analyst import Found
from phoenix.analysis.formats import FORMATS, render
from phoenix.app.program import Program
from phoenix.domain.dossier import Dossier
from phoenix.domain.matches import Fixture
from phoenix.store.records import KeptDossier, KeptForecast, keep_dossier

POOL = "pool"  # what the specialists' pooled forecast is kept under

__all__ = ["FORMATS", "coloured", "formatted", "make_dossier"]


async def make_dossier(program: Program, home: str, away: str, day: date | None) -> Dossier:
    """The match that is meant, its live facts if a provider is there, and what is said of it.

    What is said of a match to come is kept, with every forecast that it rests on.

    Raises:
        InputError: a team is unknown or ambiguous, or nothing is known before that day.
        StoreError: the store does not answer.
    """
    with metrics.DOSSIER.timed():
        return await _made(program, home, away, day)


async def _made(program: Program, home: str, away: str, day: date | None) -> Dossier:
    found = await _find(program, home, away, day)
    gaps = await program.supply.for_fixture(found.fixture) if program.supply else ()
    if found.fixture.key is not None and program.supply is not None:
        # What was fetched may have moved it, or named its referee.
        renewed = await program.archive.fixture(found.fixture.key)
        found = replace(found, fixture=renewed or found.fixture)
    dossier = await program.analyst.dossier(found, program.taste, gaps)
    made_at = program.now()
    if found.fixture.key is not None and _is_to_come(found.fixture, made_at):
        # Off the loop: the first time, templates and texts are read.
        kept = await asyncio.to_thread(_kept, program, dossier, found.fixture.key, made_at)
        await keep_dossier(program.store, kept)
    return dossier


async def _find(program: Program, home: str, away: str, day: date | None) -> Found:
    """The match; one that no calendar here holds is looked for in the provider's."""
    analyst, zone = program.analyst, program.settings.zone
    found = await analyst.find(home, away, day, zone)
    if found.fixture.scheduled or program.supply is None:
        return found
    await program.supply.calendar(found.fixture.competition.code)
    return await analyst.find(home, away, day, zone)


def _is_to_come(fixture: Fixture, now: datetime) -> bool:
    if fixture.kickoff is not None:
        return now < fixture.kickoff
    return now.astimezone(UTC).date() < fixture.day


def _kept(program: Program, dossier: Dossier, key: int, made_at: datetime) -> KeptDossier:
    forecasts = (
        KeptForecast(v.analyzer, v.version, str(quantity), v.grid, v.coverage, v.share)
        for quantity, voices in dossier.consensus.voices.items()
        for v in voices
    )
    pooled = (
        KeptForecast(POOL, __version__, str(quantity), grid, None, None)
        for quantity, grid in dossier.consensus.grids.items()
    )
    return KeptDossier(
        fixture=key,
        as_of=dossier.as_of,
        made_at=made_at,
        fingerprint=dossier.fingerprint,
        body=formatted(program, dossier, "json", program.settings.language),
        forecasts=(*forecasts, *pooled),
    )


def formatted(program: Program, dossier: Dossier, form: str, language: str) -> str:
    """The dossier as text, JSON, HTML or Markdown."""
    return render(dossier, form, language, program.settings.zone)


def coloured(program: Program, dossier: Dossier, language: str, width: int) -> Any:
    """The dossier for a rich console of so many columns."""
    from phoenix.analysis.formats import as_text
    from phoenix.analysis.page import page
    from phoenix.analysis.wording import wording

    return as_text.coloured(page(dossier, wording(language), program.settings.zone), width)
