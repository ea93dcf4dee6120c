"""Which checks a process has."""

from datetime import UTC, datetime
from pathlib import Path

from phoenix.app.supervisor import Parts, Supervisor, standard_checks

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)


def clock() -> datetime:
    """Noon, always."""
    return NOW


def parts(folder: Path, **more) -> Parts:
    return Parts(folder, folder / "plugins.toml", folder / "memory.json", clock, **more)


def names(checks) -> set[str]:
    return {check.name for check in checks}


def test_a_process_without_parts_looks_at_files(tmp_path) -> None:
    """Neither database nor tasks are asked for."""
    assert names(standard_checks(parts(tmp_path))) == {"abandoned lock", "plugins due"}


async def test_a_fresh_installation_is_well(tmp_path, store) -> None:
    """Every check of the database and of the machine runs, and finds nothing."""
    checks = standard_checks(parts(tmp_path, store=store))
    scans = await Supervisor(checks, clock).scan()
    assert {scan.check: scan.outcome for scan in scans} == dict.fromkeys(
        {
            "stuck jobs", "old jobs", "stale leader", "naive timestamps", "abandoned lock",
            "plugins due",
        },
        "well",
    )  # fmt: skip
