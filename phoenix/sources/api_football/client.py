"""The client: one question, one answer, or one typed fault."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import partial
from itertools import count
from types import TracebackType
from typing import Self

import httpx
import structlog
from pydantic import SecretStr

from phoenix import metrics
from phoenix.domain.quota import Priority, Quota, Told
from phoenix.flight import SingleFlight
from phoenix.sources.api_football.breaker import Breaker
from phoenix.sources.api_football.envelope import Answer, opened
from phoenix.sources.api_football.faults import (
    AnswerRefused,
    DayQuotaSpent,
    KeyRefused,
    MinuteQuotaSpent,
    ProviderFault,
    QuestionRefused,
    Unavailable,
)
from phoenix.sources.api_football.quota import FREE_MINUTE, Ledger, OwnLedger, Turnstile
from phoenix.sources.api_football.retrying import Patience, Transient, persistently
from phoenix.sources.cache.entry import Cache, Entry
from phoenix.sources.cache.lifetimes import fresh, lifetime

log = structlog.get_logger(__name__)

SITE = "https://v3.football.api-sports.io"
TRANSIENT = frozenset({429, 500, 502, 503, 504})
SKEW = 300.0

Parameters = Mapping[str, str | int]


@dataclass(frozen=True)
class ClientSettings:
    """Where, with which key, and how patiently."""

    key: SecretStr
    base_url: str = SITE
    patience: Patience = field(default_factory=Patience)
    try_limit: float = 20.0
    minute_limit: int = FREE_MINUTE
    timeout: httpx.Timeout = field(
        default_factory=lambda: httpx.Timeout(connect=5.0, read=15.0, write=5.0, pool=5.0)
    )


class ApiFootball:
    """Asks API-Football. Made inside the loop, closed before it ends; use as ``async with``."""

    def __init__(
        self,
        settings: ClientSettings,
        *,
        transport: httpx.AsyncBaseTransport | None = None,
        ledger: Ledger | None = None,
        cache: Cache | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._now = now
        self._clock = asyncio.get_running_loop().time
        self._http = httpx.AsyncClient(
            base_url=settings.base_url,
            headers={"x-apisports-key": settings.key.get_secret_value()},
            timeout=settings.timeout,
            limits=httpx.Limits(max_connections=20, max_keepalive_connections=10),
            transport=transport,
        )
        self._cache = cache
        self._flights: SingleFlight[Answer] = SingleFlight()
        self._breakers: dict[str, Breaker] = {}
        self._turnstile = Turnstile(ledger or OwnLedger(), now, settings.minute_limit)

    def __repr__(self) -> str:
        return f"ApiFootball({self._settings.base_url!r})"

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close every connection; may be called twice."""
        await self._http.aclose()

    async def quota(self) -> Quota:
        """What the plan allows, and what is known to be left."""
        return await self._turnstile.state()

    async def get(
        self,
        endpoint: str,
        parameters: Parameters | None = None,
        priority: Priority = Priority.WAITING_USER,
        *,
        to_kickoff: timedelta | None = None,
    ) -> Answer:
        """Ask one question; what was answered not long ago is not asked again.

        Args:
            endpoint: such as ``fixtures`` or ``fixtures/statistics``.
            parameters: of the question, as the provider names them.
            priority: who asks; the day's last calls are kept for the more important.
            to_kickoff: time until the match that it is about, if that is known: near it answers
                grow old sooner.

        Raises:
            ProviderFault: there is no answer; which kind says why.
        """
        given = tuple(sorted((name, str(value)) for name, value in (parameters or {}).items()))
        question = _Question(endpoint, given, priority)
        work = partial(self._answered, question, to_kickoff)
        return await self._flights.fly((endpoint, given), work)

    async def _answered(self, question: "_Question", to_kickoff: timedelta | None) -> Answer:
        """From the cache, or by a call: within the flight, so that nobody falls between both."""
        kept = await self._cache.get(question.asked) if self._cache is not None else None
        if kept and fresh(question.asked, kept, self._now(), to_kickoff=to_kickoff):
            metrics.CACHE.add("answers", "hit")
            return _answer(question.asked, kept)
        if self._cache is not None:
            metrics.CACHE.add("answers", "stale" if kept else "miss")
        entry = Entry(await self._guarded(question), self._now())
        if self._cache is not None and lifetime(question.asked, to_kickoff=to_kickoff):
            await self._cache.set(question.asked, entry)
        return _answer(question.asked, entry)

    async def _guarded(self, question: "_Question") -> bytes:
        breaker = self._breakers.setdefault(question.endpoint, Breaker(self._clock))
        if not breaker.admits():
            raise Unavailable(question.asked, "it is left alone after several failures", 0)
        tries = count()

        async def attempt() -> bytes:
            if next(tries):
                metrics.UPSTREAM_RETRIES.add(question.endpoint)
            return await self._try(question)

        try:
            body = await persistently(attempt, question.asked, self._settings.patience)
        except Unavailable:
            breaker.failed()
            raise
        except ProviderFault:
            breaker.succeeded()
            raise
        except BaseException:
            breaker.released()
            raise
        breaker.succeeded()
        return body

    async def _try(self, question: "_Question") -> bytes:
        """One call, counted and bounded."""
        await self._turnstile.enter(question.asked, question.priority)
        with metrics.UPSTREAM_CALL.timed(question.endpoint):
            answer = await self._call(question)
            await self._learn(answer)
            return await self._read(question, answer)

    async def _call(self, question: "_Question") -> httpx.Response:
        try:
            async with asyncio.timeout(self._settings.try_limit):
                return await self._http.get(question.endpoint, params=dict(question.given))
        except TimeoutError:
            reason = f"no whole answer within {self._settings.try_limit:g} s"
            raise Transient(reason) from None
        except httpx.DecodingError:
            raise Transient("a compressed body that breaks off") from None
        except httpx.TransportError as error:
            raise Transient(type(error).__name__) from None

    async def _read(self, question: "_Question", answer: httpx.Response) -> bytes:
        code = answer.status_code
        if code in TRANSIENT:
            raise Transient(f"status {code}", _retry_after(answer))
        if code in {401, 403}:
            raise KeyRefused(question.asked, f"status {code}")
        if code == 404 or code >= 500:
            raise AnswerRefused(question.asked, f"status {code}")
        if code >= 400:
            raise QuestionRefused(question.asked, f"status {code}")
        try:
            opened(question.asked, answer.content)
        except DayQuotaSpent:
            await self._turnstile.exhaust()
            raise
        except MinuteQuotaSpent as fault:
            log.info("too many calls a minute", asked=question.asked, reason=fault.reason)
            raise
        return answer.content

    async def _learn(self, answer: httpx.Response) -> None:
        """Limits and remaining calls stand in the headers of every answer, errors included."""
        moment = _moment(answer)
        if moment is not None and abs((moment - self._now()).total_seconds()) > SKEW:
            log.warning("clock differs from API-Football's", there=moment.isoformat())
        minute_limit, minute_remaining = (_number(answer, f"x-ratelimit-{n}") for n in _LIMITS)
        limit, remaining = (_number(answer, f"x-ratelimit-requests-{n}") for n in _LIMITS)
        day = moment.astimezone(UTC).date() if moment else None
        await self._turnstile.learn(Told(minute_limit, minute_remaining, day, limit, remaining))


_LIMITS = ("limit", "remaining")


@dataclass(frozen=True, slots=True)
class _Question:
    endpoint: str
    given: tuple[tuple[str, str], ...]
    priority: Priority

    @property
    def asked(self) -> str:
        """The question as people read it; it never held the key."""
        parameters = "&".join(f"{name}={value}" for name, value in self.given)
        return f"{self.endpoint}?{parameters}" if parameters else self.endpoint


def _answer(asked: str, entry: Entry) -> Answer:
    envelope = opened(asked, entry.body)
    return Answer(asked, envelope.response, entry.fetched_at, envelope.paging.total)


def _number(answer: httpx.Response, header: str) -> int | None:
    written = answer.headers.get(header, "")
    return int(written) if written.isascii() and written.isdecimal() else None


def _retry_after(answer: httpx.Response) -> float | None:
    """Seconds that ``Retry-After`` asks for, as a number or as a date."""
    written = answer.headers.get("retry-after", "").strip()
    if written.isascii() and written.isdecimal():
        return float(written)
    try:
        until = parsedate_to_datetime(written)
    except ValueError:
        return None
    sent = _moment(answer) or datetime.now(UTC)
    return max(0.0, (until - sent).total_seconds())


def _moment(answer: httpx.Response) -> datetime | None:
    """The provider's own clock."""
    try:
        moment = parsedate_to_datetime(answer.headers.get("date", ""))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
