"""A user may give so many commands a minute, and is told once when that was too many."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from phoenix.bot.bucket import Bucket, Buckets, Verdict, bucket_of, keep, take

NOW = datetime(2027, 1, 1, 12, tzinfo=UTC)
PER_MINUTE = st.integers(1, 30)
WAITS = st.lists(st.floats(-5.0, 90.0), max_size=60)  # seconds between commands; clocks go back


def verdicts(waits, per_minute):
    """Moment and verdict of commands with these waits between them."""
    bucket, now, told = None, NOW, []
    for wait in waits:
        now += timedelta(seconds=wait)
        bucket, verdict = take(bucket, now, per_minute)
        assert 0.0 <= bucket.tokens <= per_minute
        told.append((now, verdict))
    return told


@given(waits=WAITS, per_minute=PER_MINUTE)
def test_in_no_stretch_of_time_are_more_taken_than_its_minutes_and_one_allow(waits, per_minute):
    """Whatever the order, while the clock goes on."""
    told = verdicts([abs(wait) for wait in waits], per_minute)
    taken = [at for at, verdict in told if verdict is Verdict.TAKEN]
    for first, begin in enumerate(taken):
        for last, finish in enumerate(taken[first:], start=1):
            minutes = (finish - begin).total_seconds() / 60.0
            assert last <= per_minute * (minutes + 1.0) + 1e-3


@given(waits=WAITS, per_minute=PER_MINUTE)
def test_between_two_that_are_taken_at_most_one_refusal_is_said(waits, per_minute):
    """It comes first; all that follow are passed over."""
    said = False
    for _, verdict in verdicts(waits, per_minute):
        if verdict is Verdict.TAKEN:
            said = False
        else:
            assert verdict is (Verdict.PASSED_OVER if said else Verdict.REFUSED)
            said = True


@given(waits=WAITS, per_minute=PER_MINUTE)
def test_who_waits_as_long_as_was_said_is_heard(waits, per_minute):
    """However empty the bucket was."""
    bucket, now = None, NOW
    for wait in waits:
        now += timedelta(seconds=wait)
        bucket, _ = take(bucket, now, per_minute)
    later = now + (Bucket(0.0, now) if bucket is None else bucket).wait(per_minute)
    assert take(bucket, later, per_minute)[1] is Verdict.TAKEN


def test_five_a_minute_are_five_at_once_and_one_every_twelve_seconds():
    """The sixth is refused, and said; the seventh is not."""
    told = verdicts([0.0] * 7 + [12.0, 0.0], 5)
    assert [verdict for _, verdict in told] == [
        *[Verdict.TAKEN] * 5, Verdict.REFUSED, Verdict.PASSED_OVER, Verdict.TAKEN, Verdict.REFUSED,
    ]  # fmt: skip


def test_a_bucket_says_how_long_it_takes():
    """Seconds until the next token."""
    assert Bucket(0.5, NOW).wait(5) == timedelta(seconds=6)
    assert Bucket(3.0, NOW).wait(5) == timedelta()


@pytest.mark.parametrize("bucket", [Bucket(2.5, NOW), Bucket(0.0, NOW, told=True)])
async def test_it_comes_back_as_it_was_written(store, bucket):
    """In both databases; the later one replaces the earlier."""
    await store.write(lambda connection: keep(connection, 7, Bucket(1.0, NOW)))
    await store.write(lambda connection: keep(connection, 7, bucket))
    assert await store.read(lambda connection: bucket_of(connection, 7)) == bucket
    assert await store.read(lambda connection: bucket_of(connection, 8)) is None


def test_buckets_in_memory_forget_who_was_away_longest():
    """They need no more room however many users there are."""
    buckets = Buckets(1, most=2)
    assert [buckets.take(user, NOW) for user in (1, 2, 3)] == [Verdict.TAKEN] * 3
    assert buckets.take(3, NOW) is Verdict.REFUSED
    assert buckets.take(1, NOW) is Verdict.TAKEN
