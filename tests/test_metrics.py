"""Instruments cost nothing until a service enables them, and then tell what happened."""

import asyncio
import subprocess
import sys
import uuid

import prometheus_client
import pytest
from exposed import families, values
from hypothesis import given
from hypothesis import strategies as st

from phoenix import metrics
from phoenix.metrics import Counter, State, Timer

PROMISED = {
    "phoenix_updates",
    "phoenix_commands",
    "phoenix_telegram_call_seconds",
    "phoenix_job_seconds",
    "phoenix_job_retries",
    "phoenix_jobs_refused",
    "phoenix_upstream_call_seconds",
    "phoenix_upstream_retries",
    "phoenix_cache_lookups",
    "phoenix_live_facts",
    "phoenix_dossier_seconds",
    "phoenix_analyzer_seconds",
    "phoenix_loop_lag_seconds",
    "phoenix_schedule_ticks",
    "phoenix_supervisor_checks",
    "phoenix_probe_failures",
}

OFF = """
import sys
from phoenix import metrics
metrics.UPDATES.add("message", "handled")
with metrics.DOSSIER.timed():
    metrics.JOB.observe(1.0, "dossier", "done")
assert "prometheus_client" not in sys.modules
try:
    metrics.exposition()
except RuntimeError:
    print("off")
"""


def named(kind, ending, *labels):
    """An instrument that nobody else has."""
    return kind(f"phoenix_test_{uuid.uuid4().hex}{ending}", "Of a test.", *labels)


@pytest.fixture(autouse=True)
def counting():
    """This process counts."""
    metrics.enable()


def shown(*samples):
    """What is exposed."""
    return values(metrics.exposition(samples))


def test_before_it_is_enabled_nothing_is_imported_and_nothing_counted():
    """A command that serves nobody pays nothing, and an exposition is refused."""
    ran = subprocess.run(
        [sys.executable, "-c", OFF], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout == "off\n"


def test_a_counter_counts_by_its_labels():
    """Each set of labels has a count of its own."""
    counter = named(Counter, "_total", "kind")
    counter.add("a")
    counter.add("a", amount=2)
    counter.add("b")
    found = shown()
    assert (found[counter.name, "a"], found[counter.name, "b"]) == (3, 1)


def test_a_counter_without_labels_is_there_from_the_start():
    """What has not happened yet is 0, not unknown."""
    counter = named(Counter, "_total")
    assert shown()[(counter.name,)] == 0
    counter.add()
    assert shown()[(counter.name,)] == 1


def test_a_timer_tells_how_long_and_how_often():
    """Sum and count stand beside the buckets."""
    timer = named(Timer, "_seconds", "kind")
    timer.observe(0.2, "a")
    timer.observe(0.4, "a")
    found = shown()
    assert found[f"{timer.name}_count", "a"] == 2
    assert found[f"{timer.name}_sum", "a"] == pytest.approx(0.6)
    assert found[f"{timer.name}_bucket", "a", "0.25"] == 1


async def cancelled():
    """Raise what a cancelled task raises."""
    raise asyncio.CancelledError


async def test_what_is_timed_has_an_outcome():
    """It is ok, or the kind of fault that was raised; a cancellation is one too."""
    timer = named(Timer, "_seconds", "kind", "outcome")
    with timer.timed("a"):
        pass
    with pytest.raises(KeyError), timer.timed("a"):
        raise KeyError("secret")
    with pytest.raises(asyncio.CancelledError), timer.timed("a"):
        await cancelled()
    found = shown()
    counts = {key[2]: count for key, count in found.items() if key[0] == f"{timer.name}_count"}
    assert counts == {"ok": 1, "KeyError": 1, "CancelledError": 1}


def test_a_state_is_shown_as_long_as_it_is_given():
    """Nothing remembers it: who no longer says so has left it out."""
    state = named(State, "", "of")
    assert shown(state.of(3, "a"), state.of(0, "b"))[state.name, "a"] == 3
    assert state.name not in families(metrics.exposition())


def test_other_labels_than_declared_are_refused():
    """Whether it counts or not: a test without a service finds it too."""
    with pytest.raises(ValueError, match="told apart by"):
        named(Counter, "_total", "kind").add()
    with pytest.raises(ValueError, match="told apart by"):
        named(Timer, "_seconds").observe(1.0, "a")
    with pytest.raises(ValueError, match="told apart by"):
        named(State, "").of(1.0, "a")


def test_a_timer_without_an_outcome_times_nothing():
    """It is refused before the work, which would otherwise be done and then lost."""
    done = []
    with pytest.raises(ValueError, match="told apart by"), named(Timer, "_seconds").timed():
        done.append(1)
    assert done == []


def test_a_name_is_declared_once():
    """Two instruments of one name would be one series of two meanings."""
    counter = named(Counter, "_total")
    with pytest.raises(ValueError, match="declared twice"):
        Counter(counter.name, "Another.")


def test_enabling_twice_keeps_what_was_counted():
    """A second service of a process begins no second count."""
    counter = named(Counter, "_total")
    counter.add()
    metrics.enable()
    assert shown()[(counter.name,)] == 1


def test_the_common_registry_is_left_alone():
    """What other packages count is theirs."""
    common = prometheus_client.generate_latest().decode()
    assert "phoenix_" not in common


def test_process_and_platform_are_told():
    """Memory, processor time, open files and the interpreter come with it."""
    found = families(metrics.exposition())
    assert {"process_resident_memory_bytes", "process_cpu_seconds", "python_info"} <= set(found)


def test_no_series_tells_when_it_began():
    """They would double the answer."""
    assert b"_created" not in metrics.exposition()


def test_every_promised_family_is_there():
    """Those that count are shown with their help before anything has happened."""
    assert set(families(metrics.exposition())) >= PROMISED


def test_names_follow_prometheus():
    """A counter ends in _total, a timer in _seconds, each is explained, no name is taken twice."""
    for name, one in metrics.declared().items():
        assert name.startswith("phoenix_")
        assert name.endswith("_total") == isinstance(one, Counter)
        if isinstance(one, Timer):
            assert name.endswith("_seconds")
        assert one.text
        assert len(set(one.labels)) == len(one.labels)


@given(st.text(st.characters(codec="utf-8")))
def test_whatever_a_label_holds_can_be_read_again(value):
    """Quotes, line ends and signs of all scripts come back as they were."""
    assert shown(metrics.QUOTA_LEFT.of(1, value))[metrics.QUOTA_LEFT.name, value] == 1
