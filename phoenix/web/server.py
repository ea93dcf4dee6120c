"""The web server, as a stage of ours: uvicorn in our loop, without its signals and its exits."""

import asyncio
import contextlib
from collections.abc import Iterator
from socket import socket

import structlog
import uvicorn
from starlette.types import ASGIApp

from phoenix.app.listening import listen
from phoenix.tasks import spawn

log = structlog.get_logger(__name__)

DRAIN = 3.0  # seconds that requests under way may take when it stops
GRACE = 0.5  # seconds for what was cut to end
MOST_CONNECTIONS = 1000


class _Uvicorn(uvicorn.Server):
    """Leaves signals alone, and says when it listens.

    Uvicorn's own way is to take SIGINT and SIGTERM for itself and to raise them again when it has
    stopped, which ends the process before anything else is stopped.
    """

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listens = asyncio.Event()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket] | None = None) -> None:
        await super().startup(sockets)
        self.listens.set()


class WebServer:
    """Serves an application from :meth:`start` to :meth:`stop`, once.

    Args:
        app: what is served.
        host: an address of this machine.
        port: 0 for any that is free.
        drain: seconds that requests under way may take when it stops.
        most: connections at a time; further ones are told to come back.
    """

    def __init__(
        self,
        app: ASGIApp,
        host: str = "127.0.0.1",
        port: int = 0,
        *,
        drain: float = DRAIN,
        most: int = MOST_CONNECTIONS,
    ) -> None:
        self._app = app
        self._host = host
        self._port = port
        self._drain = drain
        self._most = most
        self._server: _Uvicorn | None = None
        self._serving: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._port

    async def start(self) -> None:
        """Returns when it listens.

        Raises:
            ConfigurationError: it cannot listen there; names the setting.
            Exception: the application cannot be served.
        """
        opened = listen(self._host, self._port)
        self._port = opened.getsockname()[1]
        server = self._server = _Uvicorn(_configuration(self._app, self._most))
        serving = self._serving = spawn(server.serve([opened]), name="web server")
        serving.add_done_callback(lambda _: server.listens.set())
        await server.listens.wait()
        if serving.done():
            await serving
        serving.add_done_callback(_ended)
        log.info("web listens", host=self._host, port=self._port)

    async def stop(self) -> None:
        """Accept nothing more, let what is under way end within the limit, and cut the rest.

        May be called twice, and without a start.
        """
        server, serving = self._server, self._serving
        self._server = self._serving = None
        if server is None or serving is None:
            return
        server.should_exit = True
        await asyncio.wait({serving}, timeout=self._drain)
        if not serving.done():
            await _cut(server)
            await asyncio.wait({serving}, timeout=GRACE)
            serving.cancel()
        log.info("web stopped")


def _configuration(app: ASGIApp, most: int) -> uvicorn.Config:
    """Logs go through ours; nothing is read from the environment."""
    return uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="warning",
        access_log=False,
        workers=1,
        proxy_headers=False,
        server_header=False,
        limit_concurrency=most,
    )


async def _cut(server: uvicorn.Server) -> None:
    """Cancel requests that have not ended, and close what is still connected."""
    tasks = set(server.server_state.tasks)
    if tasks:
        log.warning("requests are cut", count=len(tasks))
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks, timeout=GRACE)
    for connection in set(server.server_state.connections):
        connection.transport.abort()
    server.force_exit = True


def _ended(serving: asyncio.Task[None]) -> None:
    """A server that ends by itself is told; nobody awaits it before the stop."""
    if not serving.cancelled() and (error := serving.exception()) is not None:
        log.error("web server failed", exc_info=error)
