"""`phoenix data sync`, in a process of its own against a world on loopback."""

import asyncio
import copy
import os
import sys
from datetime import UTC, datetime, timedelta

import pytest
from provider import KEY
from subscribed import Subscribed
from world import WEEK, World
from world_server import HEADERS, serving

from phoenix.sources.api_football import SOURCE
from phoenix.store.reading import Archive
from phoenix.store.schedule import Schedule
from phoenix.store.store import Store

ROUNDS = 6  # of eight clubs: 24 matches, more than one batch of statistics


def present(kind=World, **changes):
    """A world around the present day: six rounds are over, the seventh begins in four hours."""
    now = datetime.now(UTC).replace(microsecond=0)
    begin = now + timedelta(hours=4) - ROUNDS * WEEK
    return kind(now, teams=8, year=begin.year, begin=begin, **changes)


async def phoenix(*arguments, **environment):
    """Runs a command with these settings: exit code, out, err."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "phoenix", *arguments,
        env={**os.environ, "PHOENIX_LEAGUES": "BRA", **environment},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


async def sync(url, *options, **environment):
    """Syncs with the provider there, in English."""
    settings = {"API_FOOTBALL_KEY": KEY, "API_FOOTBALL_BASE_URL": url, "PHOENIX_LANGUAGE": "en"}
    return await phoenix("data", "sync", *options, **{**settings, **environment})


@pytest.fixture
async def store(own_places):
    """The store that the commands use, opened when one of them has made it."""
    opened = Store(f"sqlite:///{own_places / 'data' / 'phoenix.db'}")
    yield opened
    await opened.close()


def asked(world, endpoint):
    """The questions to an endpoint."""
    return [question for question in world.asked if question.partition("?")[0] == endpoint]


async def test_sync_fills_the_store_and_asks_nothing_twice(store):
    """Matches, statistics twenty a call, the table and prices come; at once again no call goes."""
    world = present()
    async with serving(world) as url:
        code, out, err = await sync(url)
        assert (code, err) == (0, "")
        assert out == f"BRA Brasileirão Série A {world.year}: 56 new fixtures, 28 changed\n"
        batches = sorted(question.count("-") + 1 for question in asked(world, "/fixtures")[1:])
        assert batches == [1, 1, 1, 1, 4, 20]
        assert [len(asked(world, f"/{one}")) for one in ("leagues", "standings")] == [1, 1]
        assert [len(asked(world, f"/{one}")) for one in ("odds", "injuries")] == [4, 4]
        world.asked.clear()
        assert (await sync(url))[0] == 0
        assert world.asked == []
    await store.open()
    (holding,) = await Archive(store).holdings()
    assert (holding.matches, holding.scheduled) == (24, 32)
    assert (holding.with_corners, holding.with_prices) == (24, 4)
    (season,) = await Schedule(store, SOURCE).seasons()
    assert await Schedule(store, SOURCE).undetailed(season) == ()


async def test_what_could_not_be_had_is_a_line_and_exit_code_1(store):
    """The table is refused: that is said below its competition, and the rest is kept."""
    world = present(Subscribed, refused={"/standings": {"bug": "This is not your fault."}})
    async with serving(world) as url:
        code, out, err = await sync(url, "--days", "0")
    assert (code, err) == (1, "")
    first, second = out.splitlines()
    assert first.startswith("BRA Brasileirão Série A")
    assert second.startswith("  Table: ")
    assert second.endswith(", and nothing is stored.")
    await store.open()
    assert (await Archive(store).holdings())[0].matches == 24


class Two(World):
    """A world that has a second league, of which nobody should ask."""

    def _leagues(self, given):
        (first,) = super()._leagues(given)
        second = copy.deepcopy(first)
        second["league"] |= {"id": 72, "name": "Serie B"}
        return [first, second]


async def test_when_the_calls_run_out_sync_stops_and_keeps_what_came(store):
    """With the last tenth of the day reached nothing more is asked, and what is left is named."""
    world = present(Two)

    def left():
        remaining = {"x-ratelimit-requests-remaining": str(12 - len(world.asked))}
        return {**HEADERS, "x-ratelimit-requests-limit": "100", **remaining}

    async with serving(world, left) as url:
        code, out, err = await sync(url, PHOENIX_LEAGUES="BRA,AF72")
    assert (code, err) == (1, "")
    assert [question.partition("?")[0] for question in world.asked] == ["/leagues", "/fixtures"]
    assert "  Table: the quota of calls is spent, and nothing is stored." in out
    assert out.splitlines()[-1] == "Brasileirão Série B (AF72): left for another time"
    await store.open()
    assert (await Archive(store).holdings())[0].matches == 24


async def test_without_a_key_nothing_is_asked(own_places):
    """No key is one line that says what to set, and exit code 2."""
    code, out, err = await phoenix("data", "sync")
    assert (code, out) == (2, "")
    assert err == "phoenix: no key of API-Football is set. Set API_FOOTBALL_KEY.\n"


async def test_a_wrong_list_is_one_line_before_any_call(own_places):
    """An unknown name in PHOENIX_LEAGUES is named, with exit code 2."""
    world = present()
    async with serving(world) as url:
        code, out, err = await sync(url, PHOENIX_LEAGUES="BRA,Kreisliga")
    assert (code, out, err.count("\n"), world.asked) == (2, "", 1, [])
    assert err.startswith("phoenix: PHOENIX_LEAGUES: ")
    assert "'Kreisliga'" in err
