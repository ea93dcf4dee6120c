"""The HTTP of the loopback Bot API server: requests are read, answers written, and faults made."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

Parameters = dict[str, Any]


@dataclass(frozen=True)
class File:
    """A file within a form."""

    name: str
    kind: str
    content: bytes = field(repr=False)


@dataclass(frozen=True)
class Request:
    """A call: where, and with what."""

    path: str
    parameters: Parameters


@dataclass(frozen=True)
class Answer:
    """A status and a body; ``broken`` cuts the body in the middle."""

    status: int
    body: bytes
    broken: bool = False
    kind: str = "application/json"


class Dropped(Exception):
    """The connection is closed without an answer."""


Serve = Callable[[Request], Awaitable[Answer]]


def parsed(path: str, kind: str, body: bytes) -> Request:
    """A call as the Bot API takes it: in the address, as JSON, or as a form of either kind."""
    parts = urlsplit(path)
    parameters: Parameters = dict(parse_qsl(parts.query, keep_blank_values=True))
    if "application/json" in kind and body:
        parameters |= json.loads(body)
    elif "urlencoded" in kind:
        parameters |= dict(parse_qsl(body.decode(), keep_blank_values=True))
    elif "multipart/form-data" in kind:
        parameters |= dict(_fields(kind, body))
    return Request(unquote(parts.path), parameters)


def _fields(kind: str, body: bytes) -> Iterator[tuple[str, Any]]:
    """The parts of a form: texts, and files."""
    boundary = kind.partition("boundary=")[2].partition(";")[0].strip('"')
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        headers = head.decode()
        name = _found(r'[; ]name="([^"]*)"', headers)
        file = re.search(r'filename\*?="?([^"\r\n;]*)', headers)
        if file is None:
            yield name, content.decode()
        else:
            yield name, File(file[1], _found(r"(?i)content-type: ([^\r\n;]+)", headers), content)


def _found(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found[1] if found else ""


class Http:
    """Serves connections until they are closed; one call after another on each."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self, port: int = 0) -> str:
        """Its address."""
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", port)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def stop(self) -> None:
        """Close every connection, whatever goes on there."""
        self._server.close()
        for task in tuple(self._connections):
            task.cancel()
        if self._connections:
            await asyncio.wait(self._connections)
        await self._server.wait_closed()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """A plain function: the task of a coroutine function would end its cancellation loudly."""
        task = asyncio.get_running_loop().create_task(self._talk(reader, writer))
        self._connections.add(task)
        task.add_done_callback(self._connections.discard)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while (request := await _read(reader)) is not None:
                answer = await self._unless_hung_up(request, reader)
                if answer is None:
                    return
                writer.write(_written(answer))
                await writer.drain()
                if answer.broken:
                    return
        except (ConnectionError, Dropped, asyncio.IncompleteReadError):
            return
        finally:
            writer.close()

    async def _unless_hung_up(
        self, request: Request, reader: asyncio.StreamReader
    ) -> Answer | None:
        """The answer; None if the caller does not wait for it."""
        serving = asyncio.ensure_future(self._serve(request))
        hung_up = asyncio.ensure_future(reader.read(1))
        try:
            await asyncio.wait({serving, hung_up}, return_when=asyncio.FIRST_COMPLETED)
            return serving.result() if serving.done() else None
        finally:
            for task in (serving, hung_up):
                task.cancel()
            await asyncio.wait({serving, hung_up})
            with suppress(ConnectionError, asyncio.CancelledError):
                hung_up.result()


async def _read(reader: asyncio.StreamReader) -> Request | None:
    head = await reader.readline()
    if not head.strip():
        return None
    headers = {}
    while (line := (await reader.readline()).decode()).strip():
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    if headers.get("transfer-encoding") == "chunked":
        body = b"".join([chunk async for chunk in _chunks(reader)])
    else:
        body = await reader.readexactly(int(headers.get("content-length", "0")))
    return parsed(head.split()[1].decode(), headers.get("content-type", ""), body)


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := int((await reader.readline()).partition(b";")[0], 16):
        yield await reader.readexactly(size)
        await reader.readline()
    while (await reader.readline()).strip():
        pass


def _written(answer: Answer) -> bytes:
    lines = [
        f"HTTP/1.1 {answer.status} .", f"content-type: {answer.kind}",
        f"content-length: {len(answer.body)}", "", "",
    ]  # fmt: skip
    body = answer.body[: len(answer.body) // 2] if answer.broken else answer.body
    return "\r\n".join(lines).encode() + body
