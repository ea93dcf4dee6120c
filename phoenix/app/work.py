"""What the workers do: a handler for each kind of job."""

import asyncio
from collections.abc import Mapping
from functools import partial

from phoenix.app.dossiers import formatted, make_dossier
from phoenix.app.program import Program
from phoenix.app.requests import DOSSIER
from phoenix.domain.errors import InputError
from phoenix.jobs.ports import Handler, Running
from phoenix.jobs.values import Json


def handlers(program: Program) -> Mapping[str, Handler]:
    """By kind of job."""
    return {DOSSIER: partial(_dossier, program)}


async def _dossier(program: Program, running: Running) -> Json:
    """The dossier as text; None where the match is not known: trying again would not help."""
    asked = running.job.payload
    await running.progress(0.1, "reading")
    try:
        made = await make_dossier(program, asked["home"], asked["away"], None)
    except InputError:
        return {"text": None}
    await running.progress(0.9, "writing")
    # In a thread: catalogues and templates are read the first time.
    text = await asyncio.to_thread(formatted, program, made, "text", asked["language"])
    return {"text": text}
