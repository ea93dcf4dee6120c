"""A supervisor goes on, whatever its checks do, and tells what it saw."""

import asyncio
import logging
import threading
from datetime import UTC, datetime

import pytest
from simulated import simulated

from phoenix.app.health import State
from phoenix.app.redaction import redactor
from phoenix.app.supervisor import Check, Found, Journal, Scan, Supervisor

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


def clock() -> datetime:
    return NOW


async def well() -> Found:
    return Found()


async def broken() -> Found:
    return Found(3, "three of them")


async def raising() -> Found:
    raise OSError("no disk")


async def hanging() -> Found:
    await asyncio.Event().wait()
    raise AssertionError


async def mend_two() -> int:
    return 2


def check(look=well, *, name="one", limit=0.5, **rest) -> Check:
    return Check(name, look, "Do something", limit=limit, **rest)


async def scanned(*checks: Check, **told) -> tuple[Scan, ...]:
    return await Supervisor(checks, clock, **told).scan()


async def test_a_check_that_finds_nothing_is_well() -> None:
    """Nothing found, nothing mended, no error."""
    (scan,) = await scanned(check())
    assert (scan.check, scan.found, scan.mended, scan.error) == ("one", 0, 0, None)
    assert (scan.outcome, scan.at) == ("well", NOW)


async def test_what_is_found_is_mended() -> None:
    """Found, mended, and what is left."""
    (scan,) = await scanned(check(broken, mend=mend_two))
    assert (scan.found, scan.mended, scan.outcome) == (3, 2, "found")


async def test_nothing_is_mended_where_another_process_does_it() -> None:
    """``where`` is asked each time."""
    (scan,) = await scanned(check(broken, mend=mend_two, where=lambda: False))
    assert (scan.found, scan.mended) == (3, 0)


async def test_nothing_is_mended_where_nothing_is_found() -> None:
    """Mending follows looking."""

    async def mend() -> int:
        raise AssertionError

    (scan,) = await scanned(check(well, mend=mend))
    assert scan.error is None


async def test_a_check_that_raises_is_an_error_and_the_next_one_runs() -> None:
    """The fault becomes the result."""
    first, second = await scanned(check(raising), check(broken, name="two"))
    assert (first.outcome, first.error) == ("error", "OSError: no disk")
    assert second.found == 3


async def test_a_mend_that_raises_leaves_what_was_found() -> None:
    """Found, not mended, and why."""

    async def mend() -> int:
        raise SystemExit(3)

    (scan,) = await scanned(check(broken, mend=mend))
    assert (scan.found, scan.mended) == (3, 0)
    assert scan.error == "RuntimeError: SystemExit: 3"


async def test_a_check_that_hangs_is_cut_and_the_next_one_runs() -> None:
    """The limit of a check is all that it takes."""
    first, second = await scanned(check(hanging, limit=0.02), check(broken, name="two"))
    assert first.error == "Overdue: no answer within 0.02 s"
    assert second.found == 3


async def test_a_thread_that_hangs_is_not_begun_again() -> None:
    """One thread is left behind, not one a minute."""
    gate, began = threading.Event(), []

    def look() -> Found:
        began.append(1)
        gate.wait()
        return Found()

    supervisor = Supervisor([check(look, limit=0.05)], clock)
    (first,) = await supervisor.scan()
    (second,) = await supervisor.scan()
    gate.set()
    assert first.error == "Overdue: no answer within 0.05 s"
    assert "has not ended yet" in str(second.error)
    assert len(began) == 1


async def test_no_secret_is_told() -> None:
    """Results are shown to whoever asks."""
    redactor.learn(["corn-flakes"])

    async def look() -> Found:
        return Found(1, "corn-flakes lie about")

    async def mend() -> int:
        raise OSError("corn-flakes")

    (scan,) = await scanned(check(look, mend=mend))
    assert (scan.detail, scan.error) == ("*** lie about", "OSError: ***")


async def test_a_cancelled_scan_ends() -> None:
    """What is not a check's own fault is not swallowed."""
    task = asyncio.ensure_future(scanned(check(hanging, limit=60.0)))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_two_checks_of_one_name_are_refused() -> None:
    """Metrics and reports tell checks apart by their names."""
    with pytest.raises(ValueError, match="two checks are called one"):
        Supervisor([check(), check()], clock)


async def test_the_latest_results_are_kept_in_the_order_of_the_checks() -> None:
    """A check that was added later stands at the end; one that has not run is not there."""
    supervisor = Supervisor([check(broken)], clock)
    assert supervisor.latest() == ()
    supervisor.add(check(name="two"))
    await supervisor.scan()
    assert [(scan.check, scan.found) for scan in supervisor.latest()] == [("one", 3), ("two", 0)]


async def test_a_rare_check_keeps_its_result_meanwhile() -> None:
    """What reads much is looked at once in its interval."""
    supervisor = Supervisor([check(broken, every=3600.0)], clock)
    assert len(await supervisor.scan()) == 1
    assert await supervisor.scan() == ()
    assert [scan.found for scan in supervisor.latest()] == [3]


def test_it_scans_every_minute_until_it_is_cancelled() -> None:
    """Five minutes, five looks."""
    seen: list[Scan] = []

    async def story() -> None:
        task = asyncio.ensure_future(Supervisor([check()], clock, on_scan=seen.append).run())
        await asyncio.sleep(305.0)
        task.cancel()
        await asyncio.wait({task})

    simulated(story())
    assert len(seen) == 5


async def test_who_is_told_may_fail(caplog) -> None:
    """A listener's fault is logged, and the next check runs."""

    def listener(scan: Scan) -> None:
        raise KeyError(scan.check)

    assert len(await scanned(check(), check(name="two"), on_scan=listener)) == 2


@pytest.mark.parametrize(
    ("look", "mend", "state"),
    [
        (well, None, State.OK),
        (broken, None, State.DEGRADED),
        (raising, None, State.DEGRADED),
    ],
)
async def test_the_service_is_degraded_by_what_is_left(look, mend, state) -> None:
    """What is left, or could not be found out, shows in the service's health."""
    supervisor = Supervisor([check(look, mend=mend)], clock)
    await supervisor.scan()
    condition = await supervisor.condition()
    assert condition.state is state
    assert (state is State.OK) == (condition.detail == "")


async def test_what_was_mended_stands_in_the_journal(tmp_path) -> None:
    """Beyond the end of the process."""
    path = tmp_path / "folder" / "mended.jsonl"
    await scanned(check(broken, mend=mend_two), journal=Journal(path))
    (kept,) = Journal(path).read()
    assert (kept.at, kept.by, kept.count, kept.what) == (NOW, "one", 2, "three of them")


async def test_routine_is_not_kept(tmp_path) -> None:
    """What is tidied up every minute would push out what matters."""
    path = tmp_path / "mended.jsonl"
    await scanned(check(broken, mend=mend_two, routine=True), journal=Journal(path))
    assert Journal(path).read() == ()


async def levels(caplog, *checks_in_turn) -> list[str]:
    """Of what is logged when one check looks with each of these in turn."""
    turns = iter(checks_in_turn)

    async def look() -> Found:
        return await next(turns)()

    supervisor = Supervisor([check(look)], clock)
    with caplog.at_level(logging.DEBUG, "phoenix.app.supervisor"):
        for _ in checks_in_turn:
            await supervisor.scan()
    return [
        record.levelname
        for record in caplog.records
        if record.name == "phoenix.app.supervisor.supervisor"
    ]


async def test_it_warns_of_what_is_new_and_says_the_same_once(caplog) -> None:
    """Well: debug; found: a warning; the same again: debug; well again: info."""
    told = await levels(caplog, well, broken, broken, raising, raising, well, well)
    assert told == ["DEBUG", "WARNING", "DEBUG", "WARNING", "DEBUG", "INFO", "DEBUG"]
