"""Every write of a leader carries its epoch, and is refused when that has passed."""

import asyncio

import asyncpg
import pytest
from sqlalchemy import text

from phoenix.app.leader import Busy, Lease, LockAway, NotLeader, fenced
from phoenix.store.store import Store

LEASE = Lease(3.0)
TABLES = (
    """CREATE TABLE IF NOT EXISTS leader (
        name VARCHAR PRIMARY KEY, epoch BIGINT NOT NULL, holder VARCHAR, since TIMESTAMP NOT NULL
    )""",
    "CREATE TABLE note (epoch BIGINT)",
)


async def opened(url):
    """A store with the leader's table, and one to write into."""
    store = Store(url)
    await store.open(migrate=False)
    async with store.writing() as connection:
        for table in TABLES:
            await connection.execute(text(table))
    return store


@pytest.fixture
async def store(postgres_url):
    """A store in PostgreSQL."""
    store = await opened(postgres_url)
    yield store
    await store.close()


@pytest.fixture
async def embedded(tmp_path):
    """A store in SQLite."""
    store = await opened(f"sqlite:///{tmp_path / 'test.db'}")
    yield store
    await store.close()


@pytest.fixture
async def locks(in_postgres):
    """Two candidates' locks in the same PostgreSQL."""
    two = in_postgres.lock(LEASE), in_postgres.lock(LEASE)
    yield two
    for lock in two:
        await lock.close()


async def note(store, epoch):
    """A leader's write: the note is made, and then refused with all else if the epoch is past."""

    async def write(connection):
        await connection.execute(text("INSERT INTO note VALUES (:epoch)"), {"epoch": epoch})
        await fenced(connection, epoch)

    await store.write(write)


async def notes(store):
    """The epochs of all notes that were kept."""
    async with store.reading() as connection:
        return list((await connection.execute(text("SELECT epoch FROM note ORDER BY 1"))).scalars())


async def taken_over(lock, url):
    """End the holder's session, and let the lock have it."""
    admin = await asyncpg.connect(url)
    await admin.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype='advisory'")
    await admin.close()
    async with asyncio.timeout(30.0):
        while (epoch := await attempted(lock)) is None:  # noqa: ASYNC110 - the server tells no event
            await asyncio.sleep(0.02)
    return epoch


async def attempted(lock):
    """The epoch if the lock is had; it is not while a claim waits too long for a writer."""
    try:
        epoch = await lock.attempt()
    except LockAway:
        return None
    return None if isinstance(epoch, Busy) else epoch


async def test_the_holder_writes_until_another_has_taken_over(store, locks, in_postgres):
    """The old epoch is refused from the moment at which the new one is given out."""
    first, second = locks
    old = await first.attempt()
    await note(store, old)
    new = await taken_over(second, in_postgres.database_url)
    with pytest.raises(NotLeader, match=f"epoch {old} has passed .now {new}."):
        await note(store, old)
    await note(store, new)
    assert await notes(store) == [old, new]


async def test_nobody_writes_after_a_clean_end(store, locks):
    """Who recorded that its work has ended is held to it."""
    epoch = await locks[0].attempt()
    await locks[0].release(clean=True)
    with pytest.raises(NotLeader):
        await note(store, epoch)
    assert await notes(store) == []


@pytest.mark.parametrize("epoch", [None, 1])
async def test_who_does_not_lead_does_not_write(store, embedded, epoch):
    """Neither a process without an epoch, nor one with an epoch that nobody gave out."""
    with pytest.raises(NotLeader):
        await note(store, epoch)
    if epoch is None:
        with pytest.raises(NotLeader, match="does not lead"):
            await note(embedded, epoch)


async def test_a_claim_waits_for_a_write_under_way(store, locks, in_postgres):
    """What passed the fence is kept before another may lead."""
    first, second = locks
    epoch = await first.attempt()
    async with store.writing() as connection:
        await fenced(connection, epoch)
        claim = asyncio.create_task(taken_over(second, in_postgres.database_url))
        await asyncio.wait({claim}, timeout=0.3)
        assert not claim.done()
        await connection.execute(text("INSERT INTO note VALUES (:epoch)"), {"epoch": epoch})
    assert await claim == epoch + 1
    assert await notes(store) == [epoch]


async def test_a_writer_that_is_paused_in_its_transaction_does_not_keep_others_from_leading(
    store, locks, in_postgres
):
    """The server ends the transaction after the lease; when it is tried again, it is refused."""
    first, second = locks
    epoch = await first.attempt()

    async def write(connection):
        await fenced(connection, epoch, lease=Lease(0.3))
        await taken_over(second, in_postgres.database_url)
        await connection.execute(text("INSERT INTO note VALUES (:epoch)"), {"epoch": epoch})

    with pytest.raises(NotLeader):
        await store.write(write)
    assert await notes(store) == []


async def test_elsewhere_the_highest_epoch_that_wrote_may_write(embedded):
    """So a store that does not keep the lock refuses those who were late."""
    for epoch in (5, 5, 7):
        await note(embedded, epoch)
    with pytest.raises(NotLeader, match=r"epoch 5 has passed .now 7."):
        await note(embedded, 5)
    assert await notes(embedded) == [5, 5, 7]
