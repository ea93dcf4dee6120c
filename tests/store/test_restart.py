"""A database that goes away and comes back: nothing is lost, and nothing is done twice."""

import asyncio
import time
from collections.abc import AsyncIterator, Iterator

import pytest
from postgres import Server, running
from simulated import simulated
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.domain.errors import StoreAway, StoreError
from phoenix.store.retrying import Patience, persistently
from phoenix.store.store import PoolSize, Store

WRITES, TASKS = 1000, 20
SHORT = Patience(first=0.01, longest=0.05, total=0.3)
CREATE = text("CREATE TABLE written (number INTEGER NOT NULL)")
# Idempotent, and yet nothing but the store keeps a number from being there twice.
INSERT = text(
    "INSERT INTO written SELECT CAST(:number AS INTEGER)"
    " WHERE NOT EXISTS (SELECT 1 FROM written WHERE number = :number)"
)


@pytest.fixture(scope="module")
def postgres_server() -> Iterator[Server]:
    """A PostgreSQL server that these tests may stop, and start again."""
    with running() as server:
        yield server


@pytest.fixture
async def away(postgres_server: Server) -> AsyncIterator[Store]:
    """A store whose server has stopped."""
    store = Store(f"{postgres_server.address}/postgres", patience=SHORT)
    await store.open(migrate=False)
    postgres_server.stop("fast")
    yield store
    await store.close()
    postgres_server.start()
    postgres_server.await_ready()


class Numbers:
    """Writes numbers; at some of them it does something first, once, within the transaction."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.begun = 0
        self.before_end = {}

    async def create(self) -> None:
        await self._store.write(lambda connection: connection.execute(CREATE))

    async def write(self, number: int) -> None:
        async def work(connection: AsyncConnection) -> None:
            self.begun += 1
            await connection.execute(INSERT, {"number": number})
            if number in self.before_end:
                await self.before_end.pop(number)()

        await self._store.write(work)

    async def written(self) -> list[int]:
        query = text("SELECT number FROM written ORDER BY number")
        found = await self._store.read(lambda connection: connection.execute(query))
        return list(found.scalars())


@pytest.fixture
async def numbers(store: Store) -> Numbers:
    """A table for numbers, empty."""
    made = Numbers(store)
    await made.create()
    return made


async def test_a_restart_loses_nothing_and_doubles_nothing(postgres_server: Server) -> None:
    """Of 1,000 writes, through four restarts of PostgreSQL, each is there once; none has failed."""
    store = Store(f"{postgres_server.address}/postgres")
    await store.open(migrate=False)
    numbers = Numbers(store)
    await numbers.create()

    async def restart(how: str) -> None:
        await asyncio.to_thread(postgres_server.stop, how)
        postgres_server.start()  # from this thread, which outlives it

    for number, how in ((200, "fast"), (400, "immediate"), (600, "fast"), (800, "immediate")):
        numbers.before_end[number] = lambda how=how: restart(how)
    left = iter(range(WRITES))

    async def writer() -> None:
        for number in left:
            await numbers.write(number)

    async with asyncio.TaskGroup() as group:
        for _ in range(TASKS):
            group.create_task(writer())
    assert await numbers.written() == list(range(WRITES))
    assert numbers.before_end == {}
    assert numbers.begun >= WRITES + 4
    await store.close()


async def test_a_server_that_stays_away_is_given_up(away: Store) -> None:
    """Within the limit one error says what was asked of whom, how often, and what to do."""
    began = time.monotonic()
    with pytest.raises(StoreAway, match=r"127\.0\.0\.1.*asked \d+ times.*server is running"):
        await away.write(lambda connection: connection.execute(text("SELECT 1")))
    assert SHORT.total <= time.monotonic() - began < SHORT.total + 5.0


async def test_a_server_that_is_away_is_told_at_once_to_who_asks_once(away: Store) -> None:
    """A transaction that the store does not repeat fails with the same error."""
    with pytest.raises(StoreAway):
        async with away.reading():
            pass


async def test_what_is_wrong_is_tried_once(store: Store) -> None:
    """A violated constraint and bad SQL are no reason to try again."""
    tried = []
    for statement in ("INSERT INTO revision (id, number) VALUES (1, 1), (1, 1)", "SELEKT 1"):

        async def work(connection: AsyncConnection, statement: str = statement) -> None:
            tried.append(statement)
            await connection.execute(text(statement))

        with pytest.raises(StoreError) as wrong:
            await store.write(work)
        assert not isinstance(wrong.value, StoreAway)
    assert len(tried) == 2


async def test_a_statement_that_took_too_long_is_tried_once(store: Store) -> None:
    """The driver's time-out has no words of its own; it would only be waited for again."""
    tried = []

    async def work(connection: AsyncConnection) -> None:
        tried.append(connection)
        raise TimeoutError

    with pytest.raises(StoreError, match="no answer in time") as late:
        await store.write(work)
    assert not isinstance(late.value, StoreAway)
    assert len(tried) == 1


async def test_no_connection_that_is_free_is_told_at_once(sqlite_url: str) -> None:
    """Who asks for more connections than there may be is not kept waiting again and again."""
    store = Store(sqlite_url, PoolSize(1, 1, wait=0.01))
    await store.open()
    async with store.reading():
        with pytest.raises(StoreError, match="Raise DB_POOL_MAX") as busy:
            await store.read(lambda connection: connection.execute(text("SELECT 1")))
    assert not isinstance(busy.value, StoreAway)
    await store.close()


async def test_a_fault_in_the_work_is_raised_as_it_is(numbers: Numbers) -> None:
    """What was written before it is undone."""

    async def fail() -> None:
        raise LookupError("ours")

    numbers.before_end[1] = fail
    with pytest.raises(LookupError, match="ours"):
        await numbers.write(1)
    assert await numbers.written() == []


async def test_a_cancelled_write_leaves_nothing(url: str) -> None:
    """It is rolled back, and its connection, the only one, serves the next."""
    store = Store(url, PoolSize(1, 1))
    await store.open()
    numbers, inside = Numbers(store), asyncio.Event()
    await numbers.create()

    async def stay() -> None:
        inside.set()
        await asyncio.Event().wait()

    numbers.before_end[1] = stay
    writing = asyncio.create_task(numbers.write(1))
    await inside.wait()
    writing.cancel()
    with pytest.raises(asyncio.CancelledError):
        await writing
    assert await numbers.written() == []
    await numbers.write(2)
    assert await numbers.written() == [2]
    await store.close()


async def test_a_statement_that_is_cancelled_gives_its_connection_back(postgres_url: str) -> None:
    """Where the server was still at work, the next statement is served all the same."""
    store = Store(postgres_url, PoolSize(1, 1))
    await store.open()
    sleep = text("SELECT pg_sleep(60)")
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.05):
            await store.write(lambda connection: connection.execute(sleep))
    one = await store.read(lambda connection: connection.execute(text("SELECT 1")))
    assert one.scalar() == 1
    await store.close()


async def test_a_file_that_another_process_holds_is_waited_for(sqlite_url: str) -> None:
    """A locked SQLite file is asked again until it is free."""
    refused = asyncio.Event()

    def on_failure() -> float:
        refused.set()
        return 0.0

    store = Store(sqlite_url, PoolSize(1, 1), Patience(jitter=on_failure))
    other = Store(sqlite_url)
    await store.open()
    await other.open()
    numbers = Numbers(store)
    await numbers.create()
    impatient = text("PRAGMA busy_timeout = 0")
    async with other.writing():
        await store.read(lambda connection: connection.execute(impatient))
        writing = asyncio.create_task(numbers.write(1))
        async with asyncio.timeout(10.0):
            await refused.wait()
    await writing
    assert await numbers.written() == [1]
    await store.close()
    await other.close()


class Away:
    """Work of which the first attempts find the database away, after some seconds."""

    def __init__(self, times: int, after: float = 0.0) -> None:
        self._times, self._after = times, after
        self.began = []

    async def __call__(self) -> str:
        self.began.append(asyncio.get_running_loop().time())
        await asyncio.sleep(self._after)
        if len(self.began) <= self._times:
            raise StoreAway("gone", "wait")
        return "done"


def test_waits_double_up_to_the_longest() -> None:
    """Attempts come after 0.1, 0.2, 0.4, 0.4 s, each wait lengthened by the jitter's half."""
    work = Away(times=4)
    patience = Patience(first=0.1, longest=0.4, total=30.0, jitter=lambda: 1.0)
    assert simulated(persistently(work, patience)) == "done"
    assert work.began == pytest.approx([0.0, 0.15, 0.45, 1.05, 1.65])


def test_the_time_is_counted_from_the_first_failure() -> None:
    """Attempts end when the time is up, the last of them at its very end."""
    work = Away(times=1000)
    with pytest.raises(StoreAway, match=r"gone \(asked 6 times\)"):
        simulated(persistently(work, Patience(0.1, 1.0, total=2.0, jitter=lambda: 0.0)))
    assert work.began == pytest.approx([0.0, 0.1, 0.3, 0.7, 1.5, 2.0])


def test_work_that_took_long_is_still_tried_again() -> None:
    """An hour of work before the loss does not use up the patience."""
    work = Away(times=1, after=3600.0)
    assert simulated(persistently(work, Patience())) == "done"
