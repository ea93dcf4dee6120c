"""Every chat gets its digest at its hour, once a day."""

import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from a_day import KICKOFF, NOW, Clock, Matches, Sheets, a_match, a_sheet, a_tendency
from hypothesis import given
from hypothesis import strategies as st
from waiting_chats import DEFAULTS, SIGNER, add_chat, letters

from phoenix.app import chat_book
from phoenix.app.chat_book import Choice
from phoenix.bot.digests import LATE, Digests, due_day

ZONES = ("America/Sao_Paulo", "Europe/London", "America/New_York", "Australia/Lord_Howe", "UTC")
MORNING = datetime(2026, 11, 24, 11, 55, tzinfo=UTC)  # 8:55 in São Paulo


@pytest.fixture
def clock():
    """It is five to nine."""
    return Clock(MORNING)


@pytest.fixture
def digests(store, clock):
    """Of a day with two matches, of which one has a dossier."""
    sheet = a_sheet(1, a_tendency(), made=NOW - timedelta(hours=4))
    matches = Matches(a_match(1), a_match(2, kickoff=KICKOFF - timedelta(hours=2)))
    return Digests(store, matches, Sheets(sheet), signer=SIGNER, defaults=DEFAULTS, now=clock)


async def follow(store, number, *choices, **chosen):
    """A chat that has chosen these."""
    await add_chat(store, number, **chosen)
    for choice in choices:
        await store.write(lambda c, choice=choice: chat_book.choose(c, number, choice))


async def ticks(digests, clock, *minutes):
    """Look so many minutes after five to nine; how many were written each time."""
    written = []
    for after in minutes:
        clock.now = MORNING + timedelta(minutes=after)
        written.append(await digests.send())
    return written


TEAM, LEAGUE = Choice("team", "2"), Choice("league", "BRA")


async def test_a_digest_comes_at_its_hour_and_once(store, digests, clock):
    """With the matches of whom the chat follows, soonest first, and what is said of them."""
    await follow(store, 7, LEAGUE)
    assert await ticks(digests, clock, 0, 4, 5, 10) == [0, 0, 1, 0]
    [letter] = await letters(store)
    assert letter.key == "digest:7:2026-11-24"
    text = json.loads(letter.body)["text"]
    assert text.index("Home 2") < text.index("Home 1")
    assert "💎 Mais de 2,5 gols" in text


async def test_only_what_is_followed_is_told(store, digests, clock):
    """Who follows nothing, or nobody who plays today, is left in peace."""
    await follow(store, 5)
    await follow(store, 6, Choice("team", "99"))
    await follow(store, 7, TEAM)
    assert await ticks(digests, clock, 0, 5) == [0, 1]
    assert "Home 2" not in (await letters(store))[0].body


async def test_silent_off_and_gone(store, digests, clock):
    """Each as it was chosen."""
    await follow(store, 5, TEAM, Choice("alert", "digest", "silent"))
    await follow(store, 6, TEAM, Choice("alert", "digest", "off"))
    await follow(store, 7, TEAM, gone=NOW)
    await ticks(digests, clock, 0, 5)
    assert [(one.chat, one.silent) for one in await letters(store)] == [(5, True)]


async def test_an_outage_is_made_up_for_within_three_hours(store, digests, clock):
    """Later it is no use any more."""
    await follow(store, 7, TEAM)
    await follow(store, 8, TEAM, digest_hour=10)
    late = int(LATE.total_seconds() / 60)
    assert await ticks(digests, clock, 0, 5 + late) == [0, 1]
    assert [one.chat for one in await letters(store)] == [8]


async def test_each_zone_has_its_own_nine_oclock(store, digests, clock):
    """Nine in London is long past."""
    await follow(store, 7, LEAGUE, zone="Europe/London")
    await follow(store, 8, LEAGUE, zone="America/New_York", digest_hour=7)
    assert await ticks(digests, clock, 0, 5) == [0, 1]
    assert [one.chat for one in await letters(store)] == [8]


async def test_a_look_that_is_begun_twice_doubles_nothing(store, digests, clock):
    """The letters of the first one are known by their keys."""
    await follow(store, 7, TEAM)
    await ticks(digests, clock, 0, 5, 0, 5)
    assert len(await letters(store)) == 1


STEPS = st.lists(st.integers(1, 170), min_size=5, max_size=80)


@given(
    zone=st.sampled_from(ZONES), hour=st.integers(0, 23), steps=STEPS,
    start=st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)),  # noqa: DTZ001 - hypothesis wants them bare
)  # fmt: skip
def test_every_day_has_one_digest_whatever_the_looks(zone, hour, steps, start):
    """No day is doubled or skipped, also where the clocks change."""
    zone, since = ZoneInfo(zone), start.replace(tzinfo=UTC)
    first, days = since, []
    for minutes in steps:
        until = since + timedelta(minutes=minutes)
        day = due_day(zone, hour, since, until)
        days += [] if day is None else [day]
        since = until
    assert days == sorted(set(days))
    whole = (since.astimezone(zone).date() - first.astimezone(zone).date()).days
    assert whole - 1 <= len(days) <= whole + 1
    assert all(b - a == timedelta(days=1) for a, b in pairwise(days))
