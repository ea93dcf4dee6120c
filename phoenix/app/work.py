"""What the workers do: a handler for each kind of job."""

from collections.abc import Mapping
from datetime import date
from functools import partial

from phoenix.app.dossiers import make_dossier
from phoenix.app.program import Program
from phoenix.app.requests import SHEET, Match, Unknown
from phoenix.app.sheet_making import SheetMaker
from phoenix.domain.dossier import Consensus
from phoenix.domain.errors import InputError, TeamNotFound
from phoenix.jobs.ports import Handler, Running
from phoenix.jobs.values import Json

# How far a sheet has come, and the word for it.
FIXTURE, DATA, SPECIALISTS, POOL = (0.05, "fixture"), (0.15, "data"), 0.7, (0.8, "pool")


def handlers(program: Program) -> Mapping[str, Handler]:
    """By kind of job."""
    return {
        SHEET: partial(_sheet, program, SheetMaker(program)),
    }


async def _sheet(program: Program, maker: SheetMaker, running: Running) -> Json:
    """The number of the sheet, or why the match is not known: trying again would not help."""
    match = Match.of(running.job.payload)
    await running.progress(*FIXTURE)
    meant = await _meant(program, match)
    if meant is None:
        return {"unknown": Unknown("gone").to_json()}
    await running.progress(*DATA)
    try:
        dossier = await make_dossier(program, *meant)
    except InputError as error:
        return {"unknown": _unknown(match, error).to_json()}
    await running.progress(SPECIALISTS, _heard(dossier.consensus))
    await running.progress(*POOL)
    return {"sheet": await maker.keep(dossier)}


async def _meant(program: Program, match: Match) -> tuple[str, str, date | None] | None:
    """Both sides and the day; None: there is no such fixture any more."""
    if match.fixture is None:
        return match.home, match.away, match.day
    fixture = await program.archive.fixture(match.fixture)
    return None if fixture is None else (fixture.home, fixture.away, fixture.day)


def _heard(consensus: Consensus) -> str:
    """Of how many specialists how many were heard."""
    heard = {voice.analyzer for voices in consensus.voices.values() for voice in voices}
    asked = heard | {silence.analyzer for silence in consensus.silences}
    return f"specialists:{len(heard)}/{len(asked)}"


def _unknown(match: Match, error: InputError) -> Unknown:
    if not isinstance(error, TeamNotFound):
        return Unknown("match")
    home, away = match.home, match.away
    pairs = tuple(
        (candidate, away) if error.name == home else (home, candidate)
        for candidate in error.candidates
    )
    return Unknown("ambiguous" if error.ambiguous else "team", error.name, pairs)
