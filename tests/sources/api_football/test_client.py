"""Whatever the provider does ends in an answer or in the right fault, after the right calls."""

import asyncio
import gzip
import json
import logging
import traceback

import pytest
from provider import FINE, KEY, Reply, body

from phoenix.domain.quota import Priority
from phoenix.sources.api_football.client import ApiFootball
from phoenix.sources.api_football.faults import (
    AnswerRefused,
    DayQuotaSpent,
    KeyRefused,
    MinuteQuotaSpent,
    PlanForbids,
    ProviderFault,
    QuestionRefused,
    Unavailable,
)

BUSY = Reply(429)
DOWN = Reply(503)
BURST = [*(Reply(code) for code in (500, 502, 503, 504)), Reply()]
GZIPPED = gzip.compress(body())
LONG_AGO = "Wed, 01 May 2019 12:00:00 GMT"
LIMIT = 15.0  # seconds; the longest is one try's time limit of two seconds, five times


def told(**errors: str) -> Reply:
    """A 200 whose body says what is wrong."""
    return Reply(content=body(errors=errors))


def zipped(content: bytes) -> Reply:
    """A body that claims to be compressed."""
    return Reply(headers={"content-encoding": "gzip"}, content=content)


# What the provider does, what it ends in (None: an answer), and after how many calls.
FAULTS = [
    ("a 429, then an answer", [BUSY, Reply()], None, 2),
    ("429 for ever", [BUSY], Unavailable, 5),
    ("a 429 that says when", [Reply(429, {"retry-after": "0"}), Reply()], None, 2),
    ("a 429 that asks for an hour", [Reply(429, {"retry-after": "3600"})], Unavailable, 1),
    ("a burst of 500, 502, 503 and 504", BURST, None, 5),
    ("503 for ever", [DOWN], Unavailable, 5),
    ("a reset in the middle of the body", [Reply(cut_after=10), Reply()], None, 2),
    ("resets for ever", [Reply(cut_after=10)], Unavailable, 5),
    ("a body that drips", [Reply(drip=0.05), Reply()], None, 2),
    ("a page instead of JSON", [Reply(content=b"<html>Sorry</html>")], AnswerRefused, 1),
    ("an empty body", [Reply(content=b"")], AnswerRefused, 1),
    ("JSON of another shape", [Reply(content=b"[1, 2]")], AnswerRefused, 1),
    ("gzip", [zipped(GZIPPED)], None, 1),
    ("gzip that breaks off", [zipped(GZIPPED[:40])], AnswerRefused, 1),
    ("no gzip at all", [zipped(b"plain"), Reply()], None, 2),
    ("a wrong key", [told(token="Missing application key")], KeyRefused, 1),
    ("a forbidden key", [Reply(403)], KeyRefused, 1),
    ("the day's quota", [told(requests="limit for the day")], DayQuotaSpent, 1),
    ("the plan", [told(plan="no access to this season")], PlanForbids, 1),
    ("a bad parameter", [told(country="cannot be used")], QuestionRefused, 1),
    ("errors in a list", [Reply(content=body(errors=["something"]))], QuestionRefused, 1),
    ("the minute's quota, then an answer", [told(rateLimit="10 a minute"), Reply()], None, 2),
    ("the minute's quota for ever", [told(rateLimit="10")], MinuteQuotaSpent, 5),
    ("a 404", [Reply(404)], AnswerRefused, 1),
    ("a 422", [Reply(422)], QuestionRefused, 1),
    ("a clock of another year", [Reply(headers={"date": LONG_AGO})], None, 1),
]


@pytest.mark.parametrize(("what", "replies", "fault", "calls"), FAULTS, ids=[f[0] for f in FAULTS])
async def test_every_fault_has_its_end(asking, what, replies, fault, calls):
    """Each fault ends in a success or its own error, in time, after a known number of calls."""
    client, provider = await asking(*replies)
    async with asyncio.timeout(LIMIT):
        if fault is None:
            assert (await client.get("status")).response == [{"ok": True}]
        else:
            with pytest.raises(fault):
                await client.get("status")
    assert len(provider.asked) == calls


async def test_a_site_that_is_not_there_is_asked_five_times(asking, unused_tcp_port):
    """A refused connection is tried again, and then says what was asked, how often and why."""
    client, _ = await asking(base_url=f"http://127.0.0.1:{unused_tcp_port}")
    with pytest.raises(Unavailable, match=r"fixtures\?date=2024-05-01.*5 attempts.*ConnectError"):
        await client.get("fixtures", {"date": "2024-05-01"})


@pytest.mark.parametrize(("_what", "replies", "fault", "calls"), [f for f in FAULTS if f[2]])
async def test_the_key_is_never_seen(asking, caplog, _what, replies, fault, calls):
    """No error, traceback, log line or repr holds the key, though it was sent."""
    caplog.set_level(logging.DEBUG, "phoenix")
    client, provider = await asking(*replies)
    with pytest.raises(ProviderFault) as raised:
        await client.get("status")
    told = "".join(traceback.format_exception(raised.value))
    assert KEY not in told + caplog.text + repr(client) + repr(raised.value)
    assert provider.keys == {KEY}


async def test_two_hundred_who_ask_the_same_make_one_call(asking):
    """Identical questions under way share one call, and one leaving disturbs nobody."""
    client, provider = await asking()
    provider.gate = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        question = {"id": 7, "timezone": "UTC"}
        tasks = [group.create_task(client.get("fixtures", question)) for _ in range(200)]
        await provider.arrived.wait()
        tasks[0].cancel()
        provider.gate.set()
    assert tasks[0].cancelled()
    assert all(task.result().response == [{"ok": True}] for task in tasks[1:])
    assert len(provider.asked) == 1


async def test_after_five_failures_an_endpoint_is_left_alone(asking):
    """The sixth question makes no call; another endpoint is asked as ever."""
    client, provider = await asking(*[DOWN] * 25, Reply(), minute_limit=1000)
    for _ in range(5):
        with pytest.raises(Unavailable):
            await client.get("odds")
    calls = len(provider.asked)
    with pytest.raises(Unavailable, match="left alone"):
        await client.get("odds")
    assert len(provider.asked) == calls
    assert (await client.get("status")).response


async def test_quota_is_learned_from_the_headers(asking):
    """The day's and the minute's limits are the provider's own."""
    headers = {
        "x-ratelimit-requests-limit": "7500",
        "x-ratelimit-requests-remaining": "7490",
        "X-RateLimit-Limit": "300",
        "X-RateLimit-Remaining": "299",
    }
    client, _ = await asking(Reply(headers=headers))
    await client.get("status")
    quota = await client.quota()
    assert (quota.minute_limit, quota.day_limit, quota.day_remaining) == (300, 7500, 7490)


@pytest.mark.parametrize(
    ("remaining", "priority", "asked"),
    [
        (2000, Priority.BACKFILL, False),
        (2000, Priority.TONIGHT, True),
        (700, Priority.TONIGHT, False),
        (700, Priority.WAITING_USER, True),
        (0, Priority.WAITING_USER, False),
    ],
)
async def test_background_work_stops_first(asking, remaining, priority, asked):
    """The day's last calls are kept for whoever waits."""
    headers = {
        "x-ratelimit-requests-limit": "7500",
        "x-ratelimit-requests-remaining": str(remaining),
    }
    client, provider = await asking(Reply(headers=headers))
    await client.get("status")
    if asked:
        await client.get("odds", priority=priority)
    else:
        with pytest.raises(DayQuotaSpent):
            await client.get("odds", priority=priority)
    assert len(provider.asked) == 1 + asked


async def test_a_clock_that_is_wrong_is_told(asking, caplog):
    """A provider that lives in another year is answered, and the difference is logged."""
    client, _ = await asking(Reply(headers={"date": LONG_AGO}))
    await client.get("status")
    assert "clock" in caplog.text


async def test_closing_twice_is_closing(asking):
    """The client may be closed again."""
    client, _ = await asking()
    async with client:
        await client.get("status")
    await client.aclose()
    assert isinstance(client, ApiFootball)


async def test_every_message_seen_is_understood(asking, real_bodies):
    """The provider's own messages become the faults that they are."""
    seen = json.loads((real_bodies / "error_messages_seen.json").read_text())["errors"]
    kinds = {
        "daily_quota": DayQuotaSpent,
        "per_minute": MinuteQuotaSpent,
        "per_minute_paid": MinuteQuotaSpent,
        "plan_season": PlanForbids,
        "plan_date": PlanForbids,
        "bad_key": KeyRefused,
        "required": QuestionRefused,
    }
    assert set(seen) == set(kinds)
    for name, errors in seen.items():
        client, _ = await asking(Reply(content=json.dumps({**FINE, "errors": errors}).encode()))
        with pytest.raises(kinds[name]):
            await client.get("fixtures")


async def test_every_real_body_is_opened(asking, real_bodies):
    """All bodies recorded of the provider are answers or faults, never a surprise."""
    files = sorted(real_bodies.glob("*.json"))
    answers = 0
    for path in files:
        client, _ = await asking(Reply(content=path.read_bytes()))
        try:
            await client.get(path.stem)
        except QuestionRefused:
            assert path.stem.startswith("error_")
        except AnswerRefused:
            assert path.stem == "error_messages_seen"
        else:
            answers += 1
    assert answers == len(files) - 3
