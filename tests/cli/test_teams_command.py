"""`phoenix data teams`: what is in doubt is listed, answered, and then no more in doubt."""

import asyncio
import shlex
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from phoenix.domain.competitions import Competition
from phoenix.domain.matches import MatchRecord, Score
from phoenix.store.store import Store
from phoenix.store.writing import Origin, save

Phoenix = Callable[..., Any]
COMPETITION = Competition("SP1", "La Liga", "Spain")
NAMES = {"files": ("Ath Madrid", "Getafe", "Ath Bilbao"), "feed": ("Atletico Madrid", "Getafe")}


@pytest.fixture
def in_doubt(own_places: Path) -> None:
    """Two sources know one match; they do not agree how one of its teams is called."""

    async def fill() -> None:
        store = Store(f"sqlite:///{own_places / 'data' / 'phoenix.db'}")
        await store.open()
        for source, (home, away, *others) in NAMES.items():
            pairs = [(home, away), *((other, away) for other in others)]
            records = [
                MatchRecord(COMPETITION, "2024", date(2024, 5, 4), None, *pair, Score(1, 0))
                for pair in pairs
            ]
            await save(store, records, Origin(source, "file", None))
        await store.close()

    asyncio.run(fill())


def test_no_doubts(phoenix: Phoenix) -> None:
    """Where nothing is in doubt, one line says so."""
    ran = phoenix("data", "teams")
    assert (ran.code, ran.out) == (0, "No team is in doubt.\n")


def test_the_list_says_how_to_answer(in_doubt: None, phoenix: Phoenix) -> None:
    """Each doubt is numbered, with the matches of each team, and with what to type."""
    lines = phoenix("data", "teams").out.splitlines()
    assert lines[0] == "1. Atletico Madrid (1 match), Spain: feed Spain/Atletico Madrid"
    assert lines[1] == (
        "   Ath Madrid (1 match)? phoenix data teams same feed 'Spain/Atletico Madrid' 'Ath Madrid'"
    )
    assert lines[2] == "   none of these? phoenix data teams different feed 'Spain/Atletico Madrid'"
    assert lines[-1].startswith("1 in doubt")


def test_what_the_list_says_works(in_doubt: None, phoenix: Phoenix) -> None:
    """The line of a candidate, copied as it stands, makes both one team."""
    line = phoenix("data", "teams").out.splitlines()[1]
    ran = phoenix(*shlex.split(line.partition("? ")[2])[1:])
    assert ran.code == 0
    assert ran.out == (
        "Atletico Madrid is Ath Madrid from now on; "
        "matches that came along: 1, of these known from both: 1\n"
    )
    assert phoenix("data", "teams").out == "No team is in doubt.\n"
    assert "2 matches played" in phoenix("data", "status").out


def test_a_team_of_its_own(in_doubt: None, phoenix: Phoenix) -> None:
    """What a person calls different is not listed again, and keeps its matches."""
    ran = phoenix("data", "teams", "different", "feed", "Spain/Atletico Madrid")
    assert ran.out == "Atletico Madrid (Spain) is a team of its own\n"
    assert phoenix("data", "teams").out == "No team is in doubt.\n"
    assert "3 matches played" in phoenix("data", "status").out


FEED = ("feed", "Spain/Atletico Madrid")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("same", *FEED, "Ath Madird"), "Did you mean Ath Madrid?"),
        (("same", *FEED, "Xyz"), "no team is called 'Xyz'"),
        (("same", *FEED, "Atletico Madrid"), "is the team itself"),
        (("same", "feed", "0", "Getafe"), "'feed' knows no team under '0'"),
        (("same", "nobody", FEED[1], "Getafe"), "'nobody' knows no team"),
        (("same", *FEED, "Getafe"), "they met on 2024-05-04"),
        (("same", *FEED), "Missing argument"),
        (("different", "feed", "0"), "'feed' knows no team under '0'"),
        (("differnt",), "No such command"),
    ],
)
def test_bad_answers(
    in_doubt: None, phoenix: Phoenix, arguments: tuple[str, ...], told: str
) -> None:
    """An answer that cannot be is one line, exit code 2, and changes nothing."""
    before = phoenix("data", "teams").out
    ran = phoenix("data", "teams", *arguments)
    assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1)
    assert told in ran.err
    assert phoenix("data", "teams").out == before
