"""A deployment, looked at from outside: what everybody can ask of it."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import httpx

from phoenix.app.preflight.reasons import reason
from phoenix.bounded import Overdue, bounded
from phoenix.domain.errors import InputError

LIMIT = 10.0  # seconds for one answer; a small machine that sleeps needs a few to wake
_WORKS = frozenset({"ok", "degraded"})

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Probed:
    """What one address answered, and whether that is well."""

    path: str
    passed: bool
    detail: str

    @property
    def line(self) -> str:
        """As people read it."""
        return f"{'✓' if self.passed else '✗'} {self.path}: {self.detail}"


@dataclass(frozen=True, slots=True)
class Smoke:
    """All answers, in the order of the questions."""

    probed: tuple[Probed, ...]

    @property
    def passed(self) -> bool:
        """Whether all is well."""
        return all(one.passed for one in self.probed)

    def lines(self) -> list[str]:
        """A line per address, and the sum."""
        well = sum(one.passed for one in self.probed)
        return [*(one.line for one in self.probed), f"{well}/{len(self.probed)} passed"]


class _Unwell(Exception):
    """An answer that is not as it should be; never leaves this module."""


def _quiet(_done: int, _total: int, _name: str) -> None:
    """Nobody looks."""


async def smoke(
    url: str,
    *,
    limit: float = LIMIT,
    transport: httpx.AsyncBaseTransport | None = None,
    progress: Progress = _quiet,
) -> Smoke:
    """Ask a deployment for all that it shows.

    Args:
        url: its base, such as ``https://phoenix.example``.
        limit: seconds for one answer.
        transport: instead of the network.
        progress: is told how many of how many have ended, and which.

    Raises:
        InputError: that is no address.
    """
    base = _base(url)
    ended = 0

    async def one(client: httpx.AsyncClient, path: str) -> Probed:
        nonlocal ended
        probed = await _probed(client, path, limit)
        ended += 1
        progress(ended, len(_JUDGES), path)
        return probed

    async with (
        httpx.AsyncClient(base_url=base, transport=transport, timeout=limit) as client,
        asyncio.TaskGroup() as group,
    ):
        tasks = [group.create_task(one(client, path)) for path in _JUDGES]
    return Smoke(tuple(task.result() for task in tasks))


def _base(url: str) -> httpx.URL:
    try:
        urlsplit(url).port  # noqa: B018 - httpx takes ports and brackets that are none
        base = httpx.URL(url)
    except (httpx.InvalidURL, ValueError):
        base = httpx.URL("")
    if base.scheme not in {"http", "https"} or not base.host:
        raise InputError(
            "that is no address of a deployment", "Write https://HOST or http://HOST:PORT"
        )
    return base.copy_with(query=None, fragment=None)


async def _probed(client: httpx.AsyncClient, path: str, limit: float) -> Probed:
    try:
        answer = await bounded(client.get(path), limit)
        return Probed(path, passed=True, detail=_JUDGES[path](answer))
    except _Unwell as error:
        return Probed(path, passed=False, detail=str(error))
    except Overdue:
        return Probed(path, passed=False, detail=f"no answer within {limit:g} s")
    except httpx.HTTPError as error:
        return Probed(path, passed=False, detail=f"no answer ({reason(error)})")


def _welcome(answer: httpx.Response) -> str:
    body = _body(answer, 200)
    if body.get("name") != "phoenix":
        raise _Unwell("what answers is not Phoenix")
    return f"Phoenix {body.get('version')}"


def _live(answer: httpx.Response) -> str:
    if _body(answer, 200).get("live") is not True:
        raise _Unwell("it does not say that it is live")
    return "live"


def _ready(answer: httpx.Response) -> str:
    """One that is not ready says what is missing."""
    body = _body(answer, 200, 503)
    if body.get("ready") is not True:
        missing = "; ".join(_amiss(body.get("missing"))) or "it does not say why"
        raise _Unwell(f"not ready: {missing}")
    return "ready"


def _summary(answer: httpx.Response) -> str:
    """A service that works with less is well, and says with how much less."""
    body = _body(answer, 200)
    status, version, parts = (body.get(name) for name in ("status", "version", "parts"))
    if not isinstance(version, str) or not isinstance(parts, list):
        raise _Unwell("it does not tell its version and parts")
    amiss = "; ".join(_amiss(parts))
    told = f"{status}, version {version}, {len(parts)} parts{f' ({amiss})' if amiss else ''}"
    if status not in _WORKS:
        raise _Unwell(told)
    return told


def _metrics(answer: httpx.Response) -> str:
    from prometheus_client.parser import text_string_to_metric_families

    _expect(answer, 200)
    try:
        families = [family.name for family in text_string_to_metric_families(answer.text)]
    except ValueError:
        raise _Unwell("what is told are no metrics") from None
    if not any(name.startswith("phoenix_") for name in families):
        raise _Unwell("none of Phoenix's metrics is told")
    return f"{len(families)} metrics"


_JUDGES: dict[str, Callable[[httpx.Response], str]] = {
    "/": _welcome,
    "/health/live": _live,
    "/health/ready": _ready,
    "/health": _summary,
    "/metrics": _metrics,
}


def _expect(answer: httpx.Response, *statuses: int) -> None:
    if answer.status_code not in statuses:
        raise _Unwell(f"it answers with status {answer.status_code}")


def _body(answer: httpx.Response, *statuses: int) -> dict[str, Any]:
    _expect(answer, *statuses)
    try:
        body = answer.json()
    except ValueError:
        body = None
    if not isinstance(body, dict):
        raise _Unwell("its answer is none of Phoenix's")
    return body


def _amiss(parts: Any) -> Iterator[str]:
    """Parts that are not well, each with what it says."""
    for part in parts if isinstance(parts, list) else []:
        if isinstance(part, dict) and part.get("state") != "ok":
            yield f"{part.get('name')} is {part.get('state')}: {part.get('detail')}"
