"""The world of ``world.py`` told over HTTP on loopback, or in this process; both with faults."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from urllib.parse import parse_qsl, urlsplit

import httpx
from world import World

ATTEMPTS = 5

HEADERS = {
    "x-ratelimit-requests-limit": "7500",
    "x-ratelimit-requests-remaining": "7400",
    "X-RateLimit-Limit": "300",
    "X-RateLimit-Remaining": "299",
}


def told(world: World, target: str) -> bytes:
    """The body that answers a request target such as ``/fixtures?ids=1-2``."""
    parts = urlsplit(target)
    return json.dumps(world.answer(parts.path, dict(parse_qsl(parts.query)))).encode()


@asynccontextmanager
async def serving(
    world: World, headers: Callable[[], Mapping[str, str]] = lambda: HEADERS
) -> AsyncIterator[str]:
    """A server of the world; its address. ``headers`` says what is left of the plan."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await _head(reader):
                body = told(world, head.split()[1])
                told_with = {**headers(), "content-length": str(len(body))}
                lines = ["HTTP/1.1 200 OK", *(f"{n}: {v}" for n, v in told_with.items()), "", ""]
                writer.write("\r\n".join(lines).encode() + body)
                await writer.drain()
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        await server.wait_closed()


async def _head(reader: asyncio.StreamReader) -> str:
    lines = []
    while (line := (await reader.readline()).decode()).strip():
        lines.append(line)
    return lines[0] if lines else ""


class WorldTransport(httpx.AsyncBaseTransport):
    """The world without a socket, for a clock that jumps; fails with a given chance per call.

    It fails as the real thing does: refused and dropped connections, time-outs, 5xx and 429.
    """

    def __init__(self, world: World, failing: float = 0.0, seed: int = 3) -> None:
        self.world = world
        self.calls = 0
        self.down: set[str] = set()
        self.lost: list[str] = []  # questions that failed in all five attempts
        self._failed: Counter[str] = Counter()
        self._failing = failing
        self._chance = random.Random(seed)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.calls += 1
        await asyncio.sleep(0)
        endpoint = request.url.path.strip("/")
        question = request.url.raw_path.decode()
        if endpoint in self.down or self._chance.random() < self._failing:
            self._failed[question] += 1
            if self._failed[question] == ATTEMPTS:
                self.lost.append(question)
                del self._failed[question]
            return self._fault(request)
        del self._failed[question]
        body = told(self.world, question)
        return httpx.Response(200, headers=HEADERS, content=body, request=request)

    def _fault(self, request: httpx.Request) -> httpx.Response:
        kind = self._chance.choice(("refused", "dropped", "late", 500, 502, 503, 429))
        match kind:
            case "refused":
                raise httpx.ConnectError("refused", request=request)
            case "dropped":
                raise httpx.RemoteProtocolError("dropped", request=request)
            case "late":
                raise httpx.ReadTimeout("late", request=request)
            case _:
                return httpx.Response(int(kind), content=b"", request=request)
