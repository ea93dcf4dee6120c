"""Behind a pooler that lends its connections for one transaction each."""

import asyncio
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from postgres import as_nobody, free_port
from sqlalchemy import URL, make_url

from phoenix.domain.matches import SideCounts
from phoenix.store.reading import Archive
from phoenix.store.store import Store
from phoenix.store.writing import Origin, Saved, save

CONNECTIONS, CLIENTS, TASKS, ROUNDS = 3, 2, 20, 2
CONFIGURATION = """
[databases]
{database} = {server}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {listen}
auth_type = any
unix_socket_dir =
pool_mode = transaction
default_pool_size = {connections}
log_connections = 0
log_disconnections = 0
"""


@pytest.fixture
def pooler_url(postgres_url: str) -> Iterator[str]:
    """The test's own database, reached through pgbouncer."""
    program = shutil.which("pgbouncer")
    if program is None:
        pytest.skip("pgbouncer is not on the PATH")
    direct, listen = make_url(postgres_url), free_port()
    with tempfile.TemporaryDirectory(prefix="phoenix-pgbouncer-") as name:
        file = Path(name) / "pgbouncer.ini"
        file.write_text(configuration(direct, listen))
        with subprocess.Popen(
            [*as_nobody(Path(name)), program, file], cwd="/", stderr=subprocess.PIPE, text=True
        ) as pooler:
            assert any("process up" in line for line in pooler.stderr)
            yield direct.set(host="127.0.0.1", port=listen).render_as_string(hide_password=False)
            pooler.terminate()


def configuration(url: URL, listen: int) -> str:
    """A pooler in transaction mode before a database."""
    told = {"host": url.host, "port": url.port, "user": url.username, "password": url.password}
    server = " ".join(f"{name}='{value}'" for name, value in told.items() if value)
    return CONFIGURATION.format(
        database=url.database, server=server, listen=listen, connections=CONNECTIONS
    )


@pytest.fixture
async def clients(postgres_url: str, pooler_url: str) -> AsyncIterator[list[Store]]:
    """Stores before one pooler; the schema was made without it."""
    direct = Store(postgres_url)
    await direct.open()
    await direct.close()
    stores = [Store(pooler_url) for _ in range(CLIENTS)]
    for store in stores:
        await store.open()
    yield stores
    for store in stores:
        await store.close()


async def test_many_tasks_share_few_connections(
    clients: list[Store], match: Any, origin: Origin
) -> None:
    """Two clients of twenty tasks each write and read through three connections without fault."""

    async def task(store: Store, number: int) -> None:
        for place in range(ROUNDS):
            record = match(home=f"H{number}", away=f"A{place}", home_counts=SideCounts(corners=3))
            assert await save(store, [record], origin) == Saved(new=1)
            history = await Archive(store).history("Land", date(2024, 1, 1), date(2024, 12, 31))
            assert len(history) > place

    async with asyncio.TaskGroup() as group:
        for number in range(CLIENTS * TASKS):
            group.create_task(task(clients[number % CLIENTS], number))
    everything = CLIENTS * TASKS * ROUNDS
    assert [await Archive(store).revision() for store in clients] == [everything] * CLIENTS
