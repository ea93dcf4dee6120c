"""What Phoenix counts and times, in Prometheus's terms.

Instruments are declared when a module is imported, and are no more than a name until a service
calls :func:`enable`: a command that serves nobody never imports prometheus-client. Every room may
use this module::

    from phoenix import metrics

    metrics.UPDATES.add("message", "handled")
    with metrics.DOSSIER.timed():
        ...

Whoever builds something new declares its instruments beside the code that uses them (or here, if
several rooms do), and they appear in ``/metrics`` by themselves::

    REPLIES = metrics.Counter("phoenix_replies_total", "Replies sent.", "language")

What is no event but a state (how many jobs wait, what is left of a quota) is a :class:`State`: it
is read by a probe when somebody looks, see :class:`phoenix.app.exposition.Exposition`. Names begin
with ``phoenix_``; a counter ends in ``_total``, what has a unit in its unit, in the plural. Values
of labels come from the code (a kind of job, an endpoint), never from a user: each one is a series
that stays.
"""

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry, Metric

TEXT = "text/plain; version=0.0.4; charset=utf-8"  # of what exposition() hands back

OK = "ok"  # the outcome of what raised nothing

SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0)
LAG_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)


class _Book:
    """All instruments that were declared, and where they are kept once they count."""

    def __init__(self) -> None:
        self.declared: dict[str, Instrument] = {}
        self.registry: CollectorRegistry | None = None

    def enter(self, instrument: "Instrument") -> None:
        if instrument.name in self.declared:
            raise ValueError(f"{instrument.name} is declared twice")
        self.declared[instrument.name] = instrument
        if self.registry is not None:
            instrument.begin(self.registry)

    def enable(self) -> None:
        if self.registry is not None:
            return
        self.registry = _new_registry()
        for instrument in self.declared.values():
            instrument.begin(self.registry)


class Instrument:
    """Something that is measured: its name, what it is, and what its values are told apart by.

    Raises:
        ValueError: another one has that name, or it was used with other labels than declared.
    """

    def __init__(self, name: str, text: str, *labels: str) -> None:
        self.name = name
        self.text = text
        self.labels = labels
        self._kept: Any = None
        _book.enter(self)

    def begin(self, registry: "CollectorRegistry") -> None:
        """Count from now on; what happened before is not known."""

    def _child(self, values: tuple[str, ...]) -> Any:
        """Where these labels are kept; None before :func:`enable`."""
        self._check(values)
        if self._kept is None:
            return None
        return self._kept.labels(*values) if values else self._kept

    def _check(self, values: tuple[str, ...]) -> None:
        if len(values) != len(self.labels):
            raise ValueError(f"{self.name} is told apart by {self.labels}, not by {values}")


class Counter(Instrument):
    """How often something happened."""

    def begin(self, registry: "CollectorRegistry") -> None:
        """See :class:`Instrument`."""
        import prometheus_client  # noqa: PLC0415 - only a service pays for it

        self._kept = prometheus_client.Counter(self.name, self.text, self.labels, registry=registry)

    def add(self, *labels: str, amount: float = 1.0) -> None:
        """It happened, so many times."""
        child = self._child(labels)
        if child is not None:
            child.inc(amount)


class Timer(Instrument):
    """How long something took, in seconds, and thereby how often it happened."""

    def __init__(
        self, name: str, text: str, *labels: str, buckets: tuple[float, ...] = SECONDS
    ) -> None:
        self._buckets = buckets
        super().__init__(name, text, *labels)

    def begin(self, registry: "CollectorRegistry") -> None:
        """See :class:`Instrument`."""
        import prometheus_client  # noqa: PLC0415 - only a service pays for it

        self._kept = prometheus_client.Histogram(
            self.name, self.text, self.labels, registry=registry, buckets=self._buckets
        )

    def observe(self, seconds: float, *labels: str) -> None:
        """It took so long."""
        child = self._child(labels)
        if child is not None:
            child.observe(seconds)

    @contextmanager
    def timed(self, *labels: str) -> Iterator[None]:
        """Time what is done within; the last label, the outcome, is ``ok`` or the fault's class."""
        self._check((*labels, OK))
        began, outcome = time.perf_counter(), OK
        try:
            yield
        except BaseException as fault:
            outcome = type(fault).__name__
            raise
        finally:
            self.observe(time.perf_counter() - began, *labels, outcome)


@dataclass(frozen=True, slots=True)
class Sample:
    """What a state is, for one set of labels."""

    state: "State"
    labels: tuple[str, ...]
    value: float


class State(Instrument):
    """What is so at the moment; known to whoever is asked, not kept here."""

    def of(self, value: float, *labels: str) -> Sample:
        """That it is so."""
        self._check(labels)
        return Sample(self, labels, float(value))


def enable() -> None:
    """Begin to count in this process, once and for all; may be called again."""
    _book.enable()


def declared() -> Mapping[str, Instrument]:
    """All instruments by their names."""
    return MappingProxyType(_book.declared)


def exposition(samples: Iterable[Sample] = ()) -> bytes:
    """All that was counted, and these states, as :data:`TEXT`.

    Raises:
        RuntimeError: nothing is counted yet.
    """
    from prometheus_client import generate_latest  # noqa: PLC0415 - only a service pays for it

    if _book.registry is None:
        raise RuntimeError("call enable() first")
    return generate_latest(_Exposed(_book.registry, tuple(samples)))


@dataclass(frozen=True, slots=True)
class _Exposed:
    """What prometheus-client writes down: it asks for no more than this method."""

    registry: "CollectorRegistry"
    samples: tuple[Sample, ...]

    def collect(self) -> "Iterator[Metric]":
        for metric in self.registry.collect():
            # When a series began is of no use to anybody here, and would double the answer.
            began = f"{metric.name}_created"
            metric.samples = [sample for sample in metric.samples if sample.name != began]
            yield metric
        yield from _families(self.samples)


def _families(samples: tuple[Sample, ...]) -> "Iterator[Metric]":
    from prometheus_client.core import GaugeMetricFamily  # noqa: PLC0415 - see exposition()

    for state in dict.fromkeys(sample.state for sample in samples):
        family = GaugeMetricFamily(state.name, state.text, labels=state.labels)
        for sample in samples:
            if sample.state is state:
                family.add_metric(sample.labels, sample.value)
        yield family


def _new_registry() -> "CollectorRegistry":
    """Our own: the library's common one holds whatever other packages put into it."""
    import prometheus_client as client  # noqa: PLC0415 - only a service pays for it

    registry = client.CollectorRegistry()
    client.ProcessCollector(registry=registry)
    client.PlatformCollector(registry=registry)
    return registry


_book = _Book()

UPDATES = Counter("phoenix_updates_total", "Updates from Telegram.", "kind", "outcome")
COMMANDS = Counter("phoenix_commands_total", "Commands of users.", "command", "outcome")
TELEGRAM_CALL = Timer("phoenix_telegram_call_seconds", "Calls of the Bot API.", "method", "outcome")

JOBS = State("phoenix_jobs", "Jobs that wait or run, in all processes.", "status")
OLDEST_WAITING = State(
    "phoenix_jobs_oldest_waiting_seconds", "Age of the job that waits longest; 0 if none does."
)
JOB = Timer("phoenix_job_seconds", "Attempts at jobs.", "kind", "outcome")
JOB_RETRIES = Counter("phoenix_job_retries_total", "Jobs that are tried again.", "kind")
JOBS_REFUSED = Counter("phoenix_jobs_refused_total", "Jobs that found no place.", "reason")

UPSTREAM_CALL = Timer(
    "phoenix_upstream_call_seconds", "Calls of API-Football.", "endpoint", "outcome"
)
UPSTREAM_RETRIES = Counter(
    "phoenix_upstream_retries_total", "Calls of API-Football made again.", "endpoint"
)
QUOTA_LEFT = State("phoenix_upstream_quota_left_calls", "Calls that are left.", "window")
CACHE = Counter(
    "phoenix_cache_lookups_total", "Looks into a cache: hit, stale or miss.", "cache", "outcome"
)
LIVE_FACTS = Counter(
    "phoenix_live_facts_total",
    "Live facts that were due, and what came.",
    "fact",
    "outcome",
)

DOSSIER = Timer("phoenix_dossier_seconds", "Dossiers made.", "outcome")
ANALYZER = Timer("phoenix_analyzer_seconds", "Answers of analyzers.", "analyzer", "outcome")
PLUGINS = State("phoenix_plugin_state", "1 for the verdict on each plugin.", "plugin", "verdict")

LOOP_LAG = Timer(
    "phoenix_loop_lag_seconds", "How late the loop does what is due.", buckets=LAG_SECONDS
)
LEADER_EPOCH = State("phoenix_leader_epoch", "The epoch in which this process leads; 0 if not.")
SCHEDULE_TICKS = Counter(
    "phoenix_schedule_ticks_total", "Times that a schedule was due.", "schedule", "outcome"
)
SUPERVISOR_CHECKS = Counter(
    "phoenix_supervisor_checks_total", "Checks of the supervisor.", "check", "outcome"
)
DB_CONNECTIONS = State(
    "phoenix_db_connections", "Connections of this process to the database.", "state"
)
PROBE_FAILURES = Counter(
    "phoenix_probe_failures_total", "States that could not be read for /metrics.", "probe"
)
