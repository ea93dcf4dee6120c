"""The demo league into the store."""

import asyncio

from phoenix.app.program import Program
from phoenix.domain.matches import Fixture
from phoenix.sources.demo.league import LEAGUE, SEED, make_league
from phoenix.store.writing import Origin, Saved, save


async def import_demo(program: Program) -> tuple[Saved, tuple[Fixture, ...]]:
    """Simulate the league, store it, and name the round to come."""
    league = await asyncio.to_thread(make_league)
    saved = await save(program.store, league.records, Origin("demo", f"seed {SEED}", None))
    return saved, await program.archive.next_round(LEAGUE.code)
