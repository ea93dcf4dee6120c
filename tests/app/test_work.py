"""What the workers make of a request for a sheet."""

import asyncio
from dataclasses import replace

import pytest
from waiting_chats import NOW

from phoenix.app import sheets
from phoenix.app.program import running
from phoenix.app.requests import SHEET, Match
from phoenix.app.settings import Settings
from phoenix.app.work import handlers
from phoenix.jobs.values import Job, Status

MATCH = Match(None, "baia serena", "rio manso")


class Running:
    """A job as its handler sees it; notes what is said meanwhile."""

    def __init__(self, match):
        self.job = Job(
            1, SHEET, match.key, "o", match.payload, 0, 0, 9.0, Status.RUNNING, 0.0, "", 1, 0, 0,
            None, NOW, NOW, None,
        )  # fmt: skip
        self.said = []

    async def progress(self, fraction, phrase):
        self.said.append((fraction, phrase))


@pytest.fixture
def made(demo_store):
    """What comes of matches of the demo league, one after the other."""
    del demo_store

    async def work(tell):
        async with running(Settings()) as program:
            return await tell(program, handlers(program)[SHEET])

    return lambda tell: asyncio.run(work(tell))


def test_a_match_becomes_a_sheet_and_says_how_far_it_is(made):
    """By its names or by its number it is the same one."""

    async def tell(program, handler):
        by_name = Running(MATCH)
        first = await handler(by_name)
        kept = await program.store.read(lambda c: sheets.read(c, first["sheet"]))
        again = await handler(Running(Match(kept.fixture)))
        return by_name.said, kept, first, again

    said, kept, first, again = made(tell)
    assert first == again
    assert (kept.home, kept.away) == ("Baía Serena", "Rio Manso")
    assert kept.tendencies
    assert [phrase for _, phrase in said] == ["fixture", "data", "specialists:3/3", "pool"]
    assert [far for far, _ in said] == sorted(far for far, _ in said)


def test_what_is_not_known_is_told_with_what_may_have_been_meant(made):
    """Trying again would not help, so that it is no failure."""

    async def tell(_program, handler):
        typo = replace(MATCH, home="Baia Sxrxxa")
        return [
            (await handler(Running(match)))["unknown"]
            for match in (typo, replace(MATCH, away="zzzz"), Match(123456))
        ]

    near, far, gone = made(tell)
    assert ["Baía Serena", "rio manso"] in near["suggestions"]
    assert (far["reason"], far["name"], far["suggestions"]) == ("team", "zzzz", [])
    assert gone["reason"] == "gone"


def test_two_requests_are_the_same_if_they_mean_the_same():
    """Neither case nor room between words matter, nor who asks in which language."""
    assert Match(None, " Baia  SERENA", "Rio manso").key == MATCH.key
    assert Match(None, "rio manso", "baia serena").key != MATCH.key
    assert Match(7).key != Match(8).key
    assert Match.of(MATCH.payload) == MATCH
