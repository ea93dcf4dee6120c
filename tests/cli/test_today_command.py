"""`phoenix today`, in a process of its own against a world on loopback."""

import asyncio
import os
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from provider import KEY
from world import World
from world_server import serving

LATE = datetime(2025, 4, 5, 23, 30, tzinfo=UTC)  # 20:30 in São Paulo, and 01:30 two hours later
SAO_PAULO = ZoneInfo("America/Sao_Paulo")


async def today(*options, **environment):
    """Runs the command: exit code, lines on stdout, stderr."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "phoenix", "today", *options,
        env={**os.environ, "PHOENIX_LEAGUES": "BRA", **environment},
        stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    out, err = await process.communicate()
    return process.returncode, out.decode().splitlines(), err.decode()


def key_of(url):
    return {"API_FOOTBALL_KEY": KEY, "API_FOOTBALL_BASE_URL": url}


@pytest.fixture
def world():
    """Three matches of a round, from half past eleven at night in UTC, before any is played."""
    return World(LATE - timedelta(hours=5), teams=6, begin=LATE)


async def test_the_day_is_that_of_the_users_zone(own_places, world):
    """23:30 UTC is 20:30 in São Paulo, 01:30 UTC belongs to the day before, 03:30 to the next."""
    async with serving(world) as url:
        _, lines, err = await today("--date", "2025-04-05", **key_of(url))
        _, others, _ = await today("--date", "06/04/2025", **key_of(url))
    assert err == ""
    assert lines[0] == "Jogos de sábado, 5 de abril de 2025"
    assert lines[2] == "Brasileirão Série A (Brazil)"
    assert [line.split()[0] for line in lines[3:]] == ["20:30", "22:30"]
    assert [line.split()[0] for line in others[3:]] == ["00:30"]
    assert "/fixtures?date=2025-04-05&timezone=America/Sao_Paulo" in world.asked


async def test_without_a_key_what_is_stored_is_listed(own_places, world):
    """The same lines come from the store, and nobody is asked."""
    async with serving(world) as url:
        _, told, _ = await today("--date", "2025-04-05", **key_of(url))
    code, lines, err = await today("--date", "2025-04-05")
    assert (code, lines, err) == (0, told, "")
    assert len(lines) == 5


async def test_without_a_date_it_is_today(own_places, phoenix_day):
    """The heading has the present day of the user's zone."""
    code, lines, _ = await today(PHOENIX_LANGUAGE="en")
    assert code == 0
    assert any(f"{day.day}, {day.year}" in lines[0] for day in phoenix_day())


@pytest.fixture
def phoenix_day():
    """The user's day when the test began and when it ends: midnight may lie between them."""
    before = datetime.now(SAO_PAULO).date()
    return lambda: {before, datetime.now(SAO_PAULO).date()}


async def test_a_wrong_list_is_one_line_and_exit_code_2(own_places):
    """An unknown name in PHOENIX_LEAGUES is named."""
    code, lines, err = await today(PHOENIX_LEAGUES="Kreisliga")
    assert (code, lines, err.count("\n")) == (2, [], 1)
    assert "PHOENIX_LEAGUES" in err
    assert "'Kreisliga'" in err
