"""Servers on loopback that answer as they are told, answer nothing, or are not there."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeAlias

Answer: TypeAlias = tuple[int, Mapping[str, str], bytes]
Serve: TypeAlias = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Any]


def as_json(body: object, status: int = 200, **headers: str) -> Answer:
    """An answer with a JSON body."""
    return status, headers, json.dumps(body).encode()


@asynccontextmanager
async def listening(serve: Serve) -> AsyncIterator[int]:
    """A port of loopback; whoever connects is served."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()
        await server.wait_closed()


@asynccontextmanager
async def answering(answer: Callable[[str], Answer]) -> AsyncIterator[str]:
    """The address of an HTTP server; ``answer`` is given the path that is asked for."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        status, headers, body = answer(head.split()[1].decode())
        told = {"connection": "close", "content-length": str(len(body)), **headers}
        lines = [f"HTTP/1.1 {status} X", *(f"{n}: {v}" for n, v in told.items()), "", ""]
        writer.write("\r\n".join(lines).encode() + body)
        await writer.drain()
        writer.close()

    async with listening(serve) as port:
        yield f"http://127.0.0.1:{port}"


@asynccontextmanager
async def silent() -> AsyncIterator[int]:
    """The port of a server that takes whatever is sent, and says nothing."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await reader.read()
        except ConnectionError:
            pass
        finally:
            writer.close()

    async with listening(serve) as port:
        yield port


@asynccontextmanager
async def saying(words: bytes) -> AsyncIterator[int]:
    """The port of a server that says this to everybody, whatever was asked, and hangs up."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1)
        writer.write(words)
        await writer.drain()
        writer.close()

    async with listening(serve) as port:
        yield port
