"""A preflight that is cut off leaves nothing behind, and no complaint."""

import asyncio
import gc

from phoenix.app.preflight.checks.borrowing import borrow


async def test_a_connection_cut_off_while_it_is_made_complains_of_nothing(postgres_url):
    """Whoever stops a service at its start, at whichever step, finds a quiet log."""
    complaints = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: complaints.append(context))
    for steps in range(60):
        asked = asyncio.ensure_future(borrow(postgres_url, "DATABASE_URL", 5.0))
        for _ in range(steps):
            await asyncio.sleep(0)
        asked.cancel()
        await asyncio.wait({asked})
        left = asyncio.all_tasks() - {asyncio.current_task()}
        if left:
            await asyncio.wait(left, timeout=5.0)
    gc.collect()
    await asyncio.sleep(0)
    assert complaints == []


async def test_a_server_that_says_nothing_delays_it_by_a_moment_only():
    """The cut comes in the end."""

    async def held(reader, writer):
        await reader.read()  # until the other side closes
        writer.close()

    async with await asyncio.start_server(held, "127.0.0.1", 0) as silent:
        port = silent.sockets[0].getsockname()[1]
        url = f"postgresql://u@127.0.0.1:{port}/name"
        asked = asyncio.ensure_future(borrow(url, "DATABASE_URL", 60.0))
        await asyncio.wait({asked}, timeout=0.1)
        asked.cancel()
        done, _ = await asyncio.wait({asked}, timeout=30.0)
    assert done
    assert asked.cancelled()
