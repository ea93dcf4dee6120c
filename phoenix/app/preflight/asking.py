"""One question over HTTP, whose address and headers may hold a secret: none of it is ever told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from phoenix.app.preflight.reasons import reason
from phoenix.app.preflight.surroundings import Surroundings

LIMIT = 30.0  # seconds for one step; the caller bounds them all


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered."""

    status: int
    content: bytes

    @property
    def json(self) -> Any:
        """The body as JSON; None if it is none."""
        try:
            return httpx.Response(200, content=self.content).json()
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Silence:
    """Nothing was answered, and why; ``address`` is whether the address is none to begin with."""

    reason: str
    address: bool = False


async def ask(
    surroundings: Surroundings, server: str, url: str, headers: Mapping[str, str] | None = None
) -> Reply | Silence:
    """Ask a server once, and note what its clock says."""
    try:
        transport = surroundings.transport
        async with httpx.AsyncClient(transport=transport, timeout=LIMIT) as client:
            answer = await client.get(url, headers=headers)
    except httpx.InvalidURL:
        return Silence("it is no address", address=True)
    except httpx.HTTPError as error:
        return Silence(reason(error))
    _note(surroundings, server, answer)
    return Reply(answer.status_code, answer.content)


def _note(surroundings: Surroundings, server: str, answer: httpx.Response) -> None:
    try:
        theirs = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return
    aware = theirs if theirs.tzinfo else theirs.replace(tzinfo=UTC)
    surroundings.clocks.heard(server, aware, surroundings.now())
