"""Teams that two sources may both know: what is in doubt, and what a person answers."""

import shlex
from collections.abc import Mapping

from phoenix.analysis.teams import NEAR, OFFERS
from phoenix.app.program import Program
from phoenix.domain.errors import InputError, TeamNotFound
from phoenix.domain.names import likeness, plain
from phoenix.store import merging
from phoenix.store.doubts import Doubt, Doubted, compatriots, different, doubtful

COMMAND = "phoenix data teams"


async def doubt_lines(program: Program) -> list[str]:
    """All that is in doubt, numbered, and what to type."""
    doubts = await doubtful(program.store)
    if not doubts:
        return ["No team is in doubt."]
    lines = [
        line for number, doubt in enumerate(doubts, 1) for line in (*_lines(number, doubt), "")
    ]
    return [*lines, f"{len(doubts)} in doubt: each is a team of its own until you say otherwise"]


def _lines(number: int, doubt: Doubt) -> list[str]:
    head = f"{number}. {_counted(doubt)}, {doubt.country}: {doubt.source} {doubt.external}"
    alias = shlex.join([doubt.source, doubt.external])
    same = [
        f"   {_counted(candidate)}? {COMMAND} same {alias} {shlex.quote(candidate.name)}"
        for candidate in doubt.candidates
    ]
    return [head, *same, f"   none of these? {COMMAND} different {alias}"]


def _counted(team: Doubt | Doubted) -> str:
    return f"{team.name} ({team.matches} {'match' if team.matches == 1 else 'matches'})"


async def say_same(program: Program, source: str, external: str, name: str) -> str:
    """The team under a source's id is that other one of its country; what became of it.

    Raises:
        InputError: the source knows no such team, or the two cannot be one.
        TeamNotFound: no team of that country has this name.
    """
    team, others = await compatriots(program.store, source, external)
    if name == team.name:
        raise InputError(f"{name!r} is the team itself", "Name the other one")
    if name not in others:
        raise TeamNotFound(name, _offers(name, others), ambiguous=False)
    merged = await merging.same(program.store, source, external, others[name])
    return (
        f"{team.name} is {name} from now on; matches that came along: {merged.matches}, "
        f"of these known from both: {merged.doubled}"
    )


async def say_different(program: Program, source: str, external: str) -> str:
    """The team under a source's id is a team of its own.

    Raises:
        InputError: the source knows no such team.
    """
    team = await different(program.store, source, external)
    return f"{team.name} ({team.country}) is a team of its own"


def _offers(name: str, others: Mapping[str, int]) -> list[str]:
    wanted = plain(name)
    ranked = sorted((-likeness(wanted, plain(other)), other) for other in others)
    return [other for score, other in ranked if -score >= NEAR][:OFFERS]
