"""However a connection to PostgreSQL is cut off while it is made, nothing is left of it."""

import asyncio
import gc

import asyncpg
import pytest
from sqlalchemy import text

from phoenix.connecting import connect
from phoenix.store.store import Store

TURNS = 60  # of the loop; a connection on loopback is made within some twenty


@pytest.fixture
async def complaints():
    """What the loop was told of that nobody had asked for."""
    told = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: told.append(context))
    return told


@pytest.fixture
def cut_off(complaints):
    """Runs something again and again, and cuts it off one turn of the loop later each time."""

    async def run(work):
        for turns in range(TURNS):
            running = asyncio.ensure_future(work())
            for _ in range(turns):
                await asyncio.sleep(0)
            running.cancel()
            await asyncio.wait({running})
            if not running.cancelled() and (made := running.result()) is not None:
                made.terminate()  # it was quicker
            assert asyncio.all_tasks() == {asyncio.current_task()}
        gc.collect()
        await asyncio.sleep(0)
        return complaints

    return run


async def none_of(address):
    """Wait until the server has no connection but ours; it notices one after the other."""
    own = await asyncpg.connect(address)
    others = """
        SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
    """
    async with asyncio.timeout(30.0):
        while await own.fetchval(others):  # each question is a way to wait
            continue
    await own.close()


async def test_it_complains_of_nothing(cut_off, postgres_url):
    """At whichever turn of the loop it was cut off."""
    assert await cut_off(lambda: connect(postgres_url)) == []
    await none_of(postgres_url)


async def test_a_store_that_is_cut_off_while_it_opens_complains_of_nothing(cut_off, postgres_url):
    """Its connections are made the same way."""

    async def opened():
        store = Store(postgres_url)
        try:
            await store.open(migrate=False)
        finally:
            await store.close()

    assert await cut_off(opened) == []
    await none_of(postgres_url)


async def test_a_store_that_is_cut_off_while_it_closes_complains_of_nothing(
    cut_off, postgres_url, caplog
):
    """Its connections are closed to the end."""
    stores = [Store(postgres_url) for _ in range(TURNS)]
    for store in stores:
        await store.open(migrate=False)
    left = iter(stores)
    assert await cut_off(lambda: next(left).close()) == []
    await stores[0].close()  # it was cut off before it began
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    await none_of(postgres_url)


async def test_a_server_that_says_nothing_delays_it_by_a_moment_only():
    """The cut comes in the end."""
    asked = asyncio.Event()

    async def held(reader, writer):
        asked.set()
        await reader.read()  # until the other side closes
        writer.close()

    async with await asyncio.start_server(held, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        making = asyncio.ensure_future(connect(f"postgresql://u@127.0.0.1:{port}/name"))
        await asked.wait()
        making.cancel()
        done, _ = await asyncio.wait({making}, timeout=30.0)
    assert done
    assert making.cancelled()


async def test_what_the_server_refuses_is_raised(postgres_url):
    """Nothing is swallowed."""
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await connect(postgres_url.rpartition("/")[0] + "/nowhere")


async def test_a_store_works_on_such_a_connection(postgres_url):
    """It is asyncpg's own."""
    store = Store(postgres_url)
    await store.open()
    async with store.reading() as connection:
        assert (await connection.execute(text("SELECT 7"))).scalar_one() == 7
    await store.close()
