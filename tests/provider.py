"""A provider on loopback that does what the real one does, faults included."""

import asyncio
import json
from dataclasses import dataclass, field
from typing import Any

KEY = "k3y-that-must-never-be-seen"
FINE = {"get": "status", "parameters": [], "errors": [], "results": 1, "response": [{"ok": True}]}


def body(**changes: Any) -> bytes:
    return json.dumps({**FINE, **changes}).encode()


@dataclass
class Reply:
    """What the provider sends: status, headers, body, and how it breaks while sending."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    content: bytes = field(default_factory=body)
    cut_after: int | None = None
    drip: float | None = None


@dataclass
class Provider:
    """Serves replies in order, the last one for ever; counts what it is asked."""

    replies: list[Reply]
    asked: list[str] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)
    gate: asyncio.Event | None = None
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := await self._head(reader):
                self.asked.append(head.split()[1])
                place = min(len(self.asked), len(self.replies)) - 1
                self.arrived.set()
                if self.gate is not None:
                    await self.gate.wait()
                if not await self._send(writer, self.replies[place]):
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    async def _head(self, reader: asyncio.StreamReader) -> str:
        lines = []
        while (line := (await reader.readline()).decode()).strip():
            lines.append(line)
            name, _, value = line.partition(":")
            if name.lower() == "x-apisports-key":
                self.keys.add(value.strip())
        return lines[0] if lines else ""

    async def _send(self, writer: asyncio.StreamWriter, reply: Reply) -> bool:
        headers = {"content-type": "application/json", **reply.headers}
        headers["content-length"] = str(len(reply.content))
        lines = [f"HTTP/1.1 {reply.status} X", *(f"{n}: {v}" for n, v in headers.items()), "", ""]
        writer.write("\r\n".join(lines).encode())
        if reply.cut_after is not None:
            writer.write(reply.content[: reply.cut_after])
            await writer.drain()
            writer.transport.abort()
            return False
        if reply.drip is not None:
            for place in range(len(reply.content)):
                writer.write(reply.content[place : place + 1])
                await writer.drain()
                await asyncio.sleep(reply.drip)
            return True
        writer.write(reply.content)
        await writer.drain()
        return True
