"""`phoenix data leagues`: the table, what is said below it, and how it fails."""

import asyncio
import os
import re
import sys
from collections.abc import Callable
from typing import Any

import pytest
from provider import KEY
from subscribed import Subscribed
from world_server import serving

from phoenix.sources.api_football.catalogue import catalogue

Phoenix = Callable[..., Any]
HEADER = "Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\n"


def cells(out: str, code: str) -> list[str]:
    """The row of a competition."""
    return next(line.split() for line in out.splitlines() if line.split()[0] == code)


async def asked(world: Subscribed, *options: str) -> tuple[int, str, str]:
    """Runs the command in a process of its own, against the world: exit code, out, err."""
    async with serving(world) as url:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "phoenix", "data", "leagues", *options,
            env={**os.environ, "API_FOOTBALL_KEY": KEY, "API_FOOTBALL_BASE_URL": url},
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )  # fmt: skip
        out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


def test_without_a_key(phoenix: Phoenix) -> None:
    """Nothing is asked; a free plan is assumed in so many words, and a value is proposed."""
    ran = phoenix("data", "leagues")
    assert (ran.code, ran.err) == (0, "")
    assert "No key of API-Football is set" in ran.out
    assert "a free plan's 100 calls a day are assumed" in ran.out
    assert cells(ran.out, "BRA")[-6:] == ["-", "-", "yes", "49", "yes", "0.90"]
    assert cells(ran.out, "AF72")[-6:] == ["-", "-", "yes", "49", "no", "0.72"]
    assert ran.out.splitlines()[-1] == "PHOENIX_LEAGUES=BRA"


def test_every_listed_one(phoenix: Phoenix) -> None:
    """With --all there is a row for each competition of the catalogue."""
    ran = phoenix("data", "leagues", "--all")
    rows = {line.split()[0] for line in ran.out.splitlines() if line}
    assert {listed.code for listed in catalogue()} <= rows


def test_what_is_stored_is_listed(phoenix: Phoenix, own_places: Any) -> None:
    """A league of which matches are stored stands there without being followed."""
    file = own_places / "G1.csv"
    file.write_text(f"{HEADER}G1,12/08/2023,Alpha,Beta,2,1\n")
    assert "Super League" not in phoenix("data", "leagues").out
    assert phoenix("data", "import", str(file)).code == 0
    assert cells(phoenix("data", "leagues").out, "G1")[-4:] == ["no", "49", "no", "0.73"]


def test_invented_leagues_are_not_offered(demo_store: Any, phoenix: Phoenix) -> None:
    """The demo league cannot be followed."""
    ran = phoenix("data", "leagues", "--all")
    assert ran.code == 0
    assert "simulated" not in ran.out.lower()
    assert "DEMO" not in ran.out


def test_a_wrong_setting(phoenix: Phoenix, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown name is one line on stderr and exit code 1; the table helps to mend it."""
    monkeypatch.setenv("PHOENIX_LEAGUES", "Kreisliga,BRA")
    ran = phoenix("data", "leagues")
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert "no competition is called 'Kreisliga'" in ran.err
    assert cells(ran.out, "BRA")[-4] == "yes"


async def test_with_a_key(own_places: Any) -> None:
    """Season, coverage and plan come from the provider; what is followed and not on is told."""
    code, out, err = await asked(Subscribed())
    assert (code, err.count("phoenix: API-Football has no current season of")) == (0, 4)
    assert cells(out, "BRA")[-6:] == ["2025", "SLIP", "yes", "49", "yes", "0.90"]
    assert "plan Pro: 7500 calls a day" in out
    assert out.splitlines()[-1].startswith("PHOENIX_LEAGUES=BRA,AF72,")


async def test_a_contradiction_is_told(own_places: Any) -> None:
    """A listed id under which the provider has another name is a warning on stderr."""
    code, _, err = await asked(Subscribed(league=72, name="Serie C"))
    assert code == 0
    assert err.count("check the name") == 1


async def test_with_a_refused_key(own_places: Any) -> None:
    """Exit code 1, one line that names the setting and not its value; the table is there."""
    refused = {"/status": {"token": "Error/Missing application key."}}
    code, out, err = await asked(Subscribed(refused=refused))
    assert (code, err.count("\n")) == (1, 1)
    assert "API_FOOTBALL_KEY" in err
    assert KEY not in err + out
    assert "The plan is not known" in out
    assert cells(out, "BRA")


def test_learned_strength_is_shown(phoenix: Phoenix, real_files: Any) -> None:
    """With real seasons of two tiers there is a learned value, its error and its evidence."""
    years = [f"{year}{year + 1}" for year in range(20, 24)]
    files = [str(real_files / year / f"{code}.csv") for year in years for code in ("D1", "D2")]
    assert phoenix("data", "import", *files).code in {0, 1}
    ran = phoenix("data", "leagues")
    for code, prior in (("D1", "1.00"), ("D2", "0.82")):
        shown = " ".join(cells(ran.out, code)[-6:])
        assert re.fullmatch(rf"{prior} -> [01]\.\d\d ± 0\.0\d \(0/1[0-9]\)", shown), shown
