"""Every lock keeps one promise, in a real PostgreSQL, a real Redis, or a file."""

import asyncio
import contextlib
import time

import asyncpg
import pytest
from redis.asyncio import Redis

from phoenix.app.leader import Busy, Lease, LockAway, LockLost
from phoenix.app.leader.file_lock import FileLock
from phoenix.app.leader.postgres import PostgresLock
from phoenix.app.leader.redis_line import RedisLine
from phoenix.app.leader.redis_lock import RedisLock

LEASE = Lease(9.0)  # nothing here waits for it; each answer has a third of it
KINDS = ("file", "postgresql", "postgresql+redis", "redis")
HEARD = """
    SELECT state_change FROM pg_stat_activity JOIN pg_locks USING (pid)
    WHERE locktype = 'advisory' AND granted
"""
every_kind = pytest.mark.parametrize("place", KINDS, indirect=True)


@pytest.fixture
async def locks(place):
    """Two candidates' locks."""
    async with both(place) as two:
        yield two


@contextlib.asynccontextmanager
async def both(place, lease=LEASE):
    """Two locks of one place, closed in the end."""
    first, second = place.lock(lease), place.lock(lease)
    try:
        yield first, second
    finally:
        await first.close()
        await second.close()


async def stirs(lock, limit=20.0):
    """Wait until the lock stirs."""
    async with asyncio.timeout(limit):
        await lock.stirred.wait()
    lock.stirred.clear()


async def held_at_last(lock, limit=30.0):
    """The epoch, asked for again and again."""
    async with asyncio.timeout(limit):
        while isinstance(epoch := await lock.attempt(), Busy):  # noqa: ASYNC110 - not all tell
            await asyncio.sleep(min(epoch.again, 0.05))
        return epoch


@contextlib.asynccontextmanager
async def redis_of(place):
    """A client of Redis that looks behind the locks."""
    async with Redis.from_url(place.redis_url, decode_responses=True) as client:
        yield client


async def true_at_last(look, limit=30.0):
    """Wait until it is so."""
    async with asyncio.timeout(limit):
        while not await look():  # noqa: ASYNC110 - the server tells no event
            await asyncio.sleep(0.02)


async def all_hear(place, *locks):
    """Wait until these locks hear what is told over Redis, where that is their way."""
    if place.redis_url is None:
        return

    async def listen():
        ((_, listeners),) = await redis.pubsub_numsub(locks[0]._channel)
        return listeners == len(locks)

    async with redis_of(place) as redis:
        await true_at_last(listen)


@every_kind
async def test_one_holds_and_the_other_is_told_when_to_ask_again(locks, place):
    """The name of the kind is the one in the log; the wait is shorter than the lease."""
    first, second = locks
    assert first.backend == place.kind
    assert isinstance(await first.attempt(), int)
    busy = await second.attempt()
    assert isinstance(busy, Busy)
    assert 0 < busy.again <= LEASE.interval
    await first.confirm()
    with pytest.raises(LockLost):
        await second.confirm()
    with pytest.raises(LockLost):
        await second.release(clean=True)


@every_kind
async def test_the_epoch_grows_with_every_holder(locks):
    """However often, and whoever it is."""
    epochs = []
    for lock in (*locks, *locks):
        epochs.append(await lock.attempt())
        await lock.release(clean=True)
    assert epochs == sorted(set(epochs))


@every_kind
async def test_a_clean_release_lets_the_next_begin_at_once(locks):
    """It is recorded where the epoch is."""
    first, second = locks
    await first.attempt()
    await first.release(clean=True)
    await second.attempt()
    assert second.clear


@every_kind
async def test_an_unclean_release_makes_the_next_wait_and_the_one_after_if_that_did_not_work(locks):
    """Who gave up while it waited has not recorded that those before have ended."""
    first, second = locks
    await first.attempt()
    for lock in (second, first, second):
        await (first if lock is second else second).release(clean=False)
        await lock.attempt()
        assert not lock.clear


@pytest.mark.parametrize("place", [kind for kind in KINDS if kind != "file"], indirect=True)
async def test_a_waiter_hears_of_a_release(locks, place):
    """It need not ask again and again."""
    first, second = locks
    await first.attempt()
    await second.attempt()
    await all_hear(place, first, second)
    second.stirred.clear()
    await first.release(clean=True)
    await stirs(second)
    assert isinstance(await second.attempt(), int)


@every_kind
async def test_closing_gives_up_what_is_held(locks):
    """Whatever else was not done."""
    first, second = locks
    await first.attempt()
    await first.close()
    assert isinstance(await held_at_last(second), int)
    with pytest.raises(LockLost):
        await first.release(clean=True)


def named(place, name):
    """A lock of one place under a name."""
    if place.kind == "file":
        return FileLock(place.folder, LEASE, name)
    if place.kind == "redis":
        return RedisLock(RedisLine(place.redis_url, 1.0), "holder", LEASE, name)
    return PostgresLock(place.database_url, "holder", LEASE, name)


@pytest.mark.parametrize("place", ["file", "postgresql", "redis"], indirect=True)
async def test_a_lock_of_another_name_is_another_lock(place):
    """What is led is part of the lock."""
    locks = [named(place, name) for name in ("poller", "other")]
    for lock in locks:
        assert isinstance(await lock.attempt(), int)
        await lock.confirm()
    for lock in locks:
        await lock.close()


async def test_a_session_that_the_server_ends_is_noticed_before_it_is_asked(in_postgres):
    """The lock stirs by itself; the next holder does not know whether the work has ended."""
    async with both(in_postgres) as (first, second):
        await first.attempt()
        admin = await asyncpg.connect(in_postgres.database_url)
        await admin.fetchval(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'"
        )
        await admin.close()
        await stirs(first)
        with pytest.raises(LockLost, match="closed"):
            await first.confirm()
        await held_at_last(second)
        assert not second.clear


async def test_what_redis_tells_of_the_very_tenure_before_is_believed(in_both):
    """A holder whose session is lost says over Redis that its work has ended."""
    async with both(in_both) as (first, second):
        await first.attempt()
        await second.attempt()
        await all_hear(in_both, first, second)
        first._lock._connection.terminate()
        await held_at_last(second)
        assert not second.clear
        second.stirred.clear()
        with pytest.raises(LockLost):
            await first.release(clean=True)
        await stirs(second)
        assert second.clear


async def test_what_redis_tells_of_another_tenure_is_not_believed(in_both):
    """An epoch may come again after a restored backup; its holder does not."""
    async with both(in_both) as (first, second):
        await first.attempt()
        first._lock._connection.terminate()
        await held_at_last(second)
        second._ring(f"{second._lock.before.epoch} somebody else")
        assert not second.clear


async def test_a_holder_that_is_silent_for_a_lease_loses_its_session(in_postgres, caplog):
    """It may be paused, or cut off; the others do not wait for the network to notice."""
    lease = Lease(0.6)
    async with both(in_postgres, lease) as (first, second):
        begun = time.monotonic()
        await first.attempt()
        await held_at_last(second)
        assert time.monotonic() - begun >= lease.seconds
        assert "LOCK_EVICTED backend=postgresql silent=" in caplog.text
        with pytest.raises(LockLost):
            await first.confirm()


async def test_a_holder_that_asks_is_heard_by_the_server(in_postgres, caplog):
    """Its silence, which alone is held against it, begins anew."""
    async with both(in_postgres) as (first, second):
        await first.attempt()
        admin = await asyncpg.connect(in_postgres.database_url)
        heard = [await admin.fetchval(HEARD)]
        await first.confirm()
        heard.append(await admin.fetchval(HEARD))
        await admin.close()
        assert heard[0] < heard[1]
        assert isinstance(await second.attempt(), Busy)
        assert caplog.text == ""


async def test_a_row_with_another_epoch_means_that_the_lock_is_lost(in_postgres):
    """Behind a pooler two clients may share one session, and both believe that they hold it."""
    async with both(in_postgres) as (first, _):
        await first.attempt()
        admin = await asyncpg.connect(in_postgres.database_url)
        await admin.execute("UPDATE leader SET epoch = epoch + 1")
        await admin.close()
        with pytest.raises(LockLost, match="epoch 2 is in the row"):
            await first.confirm()


async def test_a_session_that_does_not_hold_the_lock_is_noticed(in_postgres):
    """So it is behind a pooler that hands the client another session."""
    async with both(in_postgres) as (first, _):
        await first.attempt()
        await first._connection.execute("SELECT pg_advisory_unlock_all()")
        with pytest.raises(LockLost, match="DATABASE_DIRECT_URL"):
            await first.confirm()


async def test_a_database_without_the_table_is_away(in_postgres):
    """Nothing is held then, and the reason is told."""
    async with both(in_postgres) as (first, second):
        admin = await asyncpg.connect(in_postgres.database_url)
        await admin.execute("ALTER TABLE leader RENAME TO other")
        with pytest.raises(LockAway, match='relation "leader" does not exist'):
            await first.attempt()
        await admin.execute("ALTER TABLE other RENAME TO leader")
        await admin.close()
        assert isinstance(await held_at_last(second), int)


async def test_no_session_is_left_in_the_server(in_postgres):
    """A release closes the holder's, and a waiter's is closed with its lock."""
    async with both(in_postgres) as (first, second):
        await first.attempt()
        await second.attempt()
        await first.release(clean=True)
    admin = await asyncpg.connect(in_postgres.database_url)
    query = "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'phoenix leader'"
    async with asyncio.timeout(20.0):
        while await admin.fetchval(query):  # noqa: ASYNC110 - the server tells no event
            await asyncio.sleep(0.01)
    await admin.close()


async def test_a_holder_sets_short_limits_for_a_network_that_is_gone(in_postgres):
    """The server's own would be two hours."""
    async with both(in_postgres) as (first, _):
        await first.attempt()
        limit = await first._connection.fetchval("SHOW tcp_user_timeout")
        assert limit in {"6000", "0"}  # milliseconds; it is 0 on a system that has none


async def test_a_key_in_redis_lives_as_long_as_it_is_confirmed(in_redis):
    """Nobody who dies needs to be buried; the next does not know whether the work has ended."""
    async with both(in_redis) as (first, second), redis_of(in_redis) as redis:
        await first.attempt()
        key, life = first._keys[0], LEASE.seconds * 1000
        assert 0 < await redis.pttl(key) <= life
        await redis.pexpire(key, 10 * int(life))
        await first.confirm()
        assert 0 < await redis.pttl(key) <= life
        await redis.pexpire(key, 1)
        await held_at_last(second)
        assert not second.clear
        with pytest.raises(LockLost):
            await first.confirm()


async def test_a_waiter_asks_again_when_the_key_expires(in_redis):
    """If that is soon; else a third of the lease later."""
    async with both(in_redis) as (first, second), redis_of(in_redis) as redis:
        await first.attempt()
        assert await second.attempt() == Busy(LEASE.interval)
        await redis.pexpire(first._keys[0], 1000)
        busy = await second.attempt()
        assert not isinstance(busy, Busy) or busy.again <= 1.001


async def test_a_redis_that_forgot_everything_grants_no_epoch_twice(in_redis, own_redis):
    """The holder notices at its next question; the next holder waits."""
    async with both(in_redis) as (first, second):
        epochs = [await first.attempt()]
        own_redis.stop()
        own_redis.start()
        with pytest.raises(LockLost):
            await first.confirm()
        epochs.append(await held_at_last(second))
        assert not second.clear
        assert epochs[0] <= epochs[1]
        assert epochs[0] >= 1_700_000_000


async def test_a_redis_that_is_away_cannot_be_asked(in_redis, own_redis):
    """The address is not told, since it may hold a password."""
    async with both(in_redis) as (first, _):
        own_redis.stop()
        with pytest.raises(LockAway) as caught:
            await first.attempt()
        own_redis.start()
        assert own_redis.url not in str(caught.value)


@pytest.mark.parametrize("steps", range(12))
async def test_a_listener_that_is_cancelled_once_ends(own_redis, steps):
    """Whenever that is: on Python 3.11 redis-py may swallow it."""
    line = RedisLine(own_redis.url, limit=2.0)
    task = asyncio.create_task(line.listen("channel", print, lambda: None))
    for _ in range(steps):
        await asyncio.sleep(0)
    task.cancel()
    await asyncio.wait({task}, timeout=20.0)
    assert task.cancelled()
    await line.close()


@pytest.mark.parametrize("steps", range(6))
async def test_a_bell_is_taken_down_at_once(in_redis, steps):
    """Even if a cancellation was swallowed, and nothing is heard for minutes."""
    lock = in_redis.lock(Lease(300.0))
    await lock.attempt()
    for _ in range(steps):
        await asyncio.sleep(0)
    async with asyncio.timeout(20.0):
        await lock.close()


async def test_a_redis_that_answers_nothing_is_noticed(in_redis, own_redis):
    """Its connection is still there, but a ping is not answered; a silence alone is nothing."""
    line = RedisLine(own_redis.url, limit=1.0)
    task = asyncio.create_task(line.listen("channel", print, lambda: None))
    async with redis_of(in_redis) as redis:

        async def pinged():
            return "cmdstat_ping" in await redis.info("commandstats")

        await redis.config_resetstat()
        await true_at_last(pinged)
    assert not task.done()
    own_redis.pause()
    with pytest.raises(LockAway, match="ping"):
        await asyncio.wait_for(task, 20.0)
    own_redis.resume()
    await line.close()


async def test_a_file_that_was_removed_or_replaced_is_held_no_more(in_file):
    """Whoever looks for it finds another."""
    async with both(in_file) as (first, second):
        await first.attempt()
        (file,) = in_file.folder.iterdir()
        file.unlink()
        with pytest.raises(LockLost, match="removed or replaced"):
            await first.confirm()
        await second.attempt()
        with pytest.raises(LockLost, match="removed or replaced"):
            await first.confirm()


@pytest.mark.parametrize("content", [b"", b"\x00\xff rubbish", b"12", b"-3 left\n"])
async def test_whatever_stands_in_the_file_an_epoch_follows(in_file, content):
    """What cannot be read counts as lost; the Unix time is above every earlier epoch."""
    in_file.folder.mkdir(exist_ok=True)
    (in_file.folder / "poller.lock").write_bytes(content)
    async with both(in_file) as (first, _):
        assert await first.attempt() >= 1_700_000_000


async def test_a_folder_that_cannot_be_written_is_away(in_file, tmp_path):
    """A file stands where the folder should be."""
    (tmp_path / "file").write_text("")
    lock = FileLock(tmp_path / "file", LEASE)
    with pytest.raises(LockAway, match="rights"):
        await lock.attempt()
