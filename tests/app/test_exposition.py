"""States are read when somebody looks; what cannot be read is left out, and counted."""

import asyncio

import pytest
from exposed import families, values
from simulated import simulated
from structlog.testing import capture_logs

from phoenix import metrics
from phoenix.app.exposition import Exposition


class Scripted:
    """A probe that reads or raises one thing after another, the last for ever."""

    def __init__(self, *reads):
        self.reads = list(reads)
        self.calls = 0

    async def __call__(self):
        """See :class:`phoenix.app.exposition.Exposition`."""
        self.calls += 1
        read = self.reads.pop(0) if len(self.reads) > 1 else self.reads[0]
        if isinstance(read, Exception):
            raise read
        return (metrics.QUOTA_LEFT.of(read, "day"),)


async def hangs():
    """A probe that never answers."""
    await asyncio.Event().wait()


def exposing(**probes):
    """An exposition with these probes."""
    exposition = Exposition()
    for name, probe in probes.items():
        exposition.add(name, probe)
    return exposition


def failures(text, probe):
    """How often a probe has failed."""
    return values(text).get(("phoenix_probe_failures_total", probe), 0)


def test_a_state_is_read_when_somebody_looks_and_kept_for_a_moment():
    """Two who look within five seconds make one reading."""

    async def work():
        probe = Scripted(7, 6)
        exposition = exposing(quota=probe)
        assert probe.calls == 0
        for left, wait in ((7, 4.9), (7, 0.2), (6, 0)):
            text = await exposition.text()
            assert values(text)["phoenix_upstream_quota_left_calls", "day"] == left
            await asyncio.sleep(wait)

    simulated(work())


@pytest.mark.parametrize("bad", [Scripted(OSError("no")), hangs])
def test_what_cannot_be_read_is_left_out_and_counted(bad):
    """It is not 0, and it holds up the others no longer than two seconds."""

    async def work():
        exposition = exposing(bad=bad)
        before = failures(metrics.exposition(), "bad")
        text = await exposition.text()
        assert "phoenix_upstream_quota_left_calls" not in families(text)
        assert failures(text, "bad") - before == 1
        assert asyncio.get_running_loop().time() < 2.2

    simulated(work())


def test_a_failing_probe_is_told_once_and_so_is_its_end():
    """However often somebody looks."""

    async def work():
        exposition = exposing(quota=Scripted(OSError("no"), OSError("no"), 3))
        for _ in range(4):
            await exposition.text()
            await asyncio.sleep(6)

    with capture_logs() as logs:
        simulated(work())
    told = [(line["log_level"], line["event"]) for line in logs]
    assert told == [("warning", "metrics probe failed"), ("info", "metrics probe works again")]


def test_two_probes_of_one_name_are_refused():
    """A failure could not be told apart."""
    with pytest.raises(ValueError, match="two probes"):
        exposing(quota=hangs).add("quota", hangs)
