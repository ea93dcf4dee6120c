"""A sound installation has ten points; each fault takes its share, and nothing else."""

import json

import pytest

from phoenix.app.doctor import (
    Audit,
    Examination,
    Outcome,
    examine,
    failed,
    passed,
    score,
    skipped,
)
from phoenix.app.redaction import redactor


def audit(outcome: Outcome) -> Audit:
    return Audit("part", "name", outcome, "detail", "cure")


@pytest.mark.parametrize(
    ("good", "bad", "left", "points"),
    [(4, 0, 0, 10.0), (3, 1, 0, 7.5), (0, 5, 0, 0.0), (1, 1, 7, 5.0), (0, 0, 3, None)],
)
def test_the_score_is_the_share_that_passed(good, bad, left, points) -> None:
    """What was skipped counts neither for nor against."""
    audits = [
        *[audit(Outcome.PASSED)] * good,
        *[audit(Outcome.FAILED)] * bad,
        *[audit(Outcome.SKIPPED)] * left,
    ]
    assert score(audits) == points


async def test_a_sound_installation_has_ten_points(site) -> None:
    """Nothing failed, and what was skipped does not apply to a file of SQLite."""
    report = await site.report()
    assert report.of(Outcome.FAILED) == ()
    assert (report.score, report.exit_code) == (10.0, 0)
    assert report.of(Outcome.SKIPPED) == ()


async def test_without_a_database_the_rest_is_examined(site) -> None:
    """What needs it is skipped; it is not made by looking."""
    site.database.unlink()
    report = await site.report()
    assert [one.name for one in report.of(Outcome.FAILED)] == ["database"]
    assert {one.name for one in report.of(Outcome.SKIPPED)} == {
        "version", "integrity", "migrations", "tables", "backups", "quota", "stuck jobs",
        "old jobs", "stale leader", "naive timestamps",
    }  # fmt: skip
    assert not site.database.exists()


async def test_without_settings_the_rest_is_examined(site, fails) -> None:
    """What needs them is skipped."""
    from phoenix.app.settings import SettingFault

    faults = (SettingFault("PORT", "is no whole number", "Correct it"),)
    told = await fails("settings", site.changed(settings=None, faults=faults))
    assert (told.detail, told.cure) == ("PORT is no whole number", "Correct it")


async def looked(site, look, limit=5.0):
    """What comes of an examination between two that pass."""
    sound = Examination("part", "sound", lambda _: passed("well"))
    report = await examine(
        site.installation, [sound, Examination("part", "own", look, limit), sound]
    )
    assert [one.outcome for one in report.audits[::2]] == [Outcome.PASSED] * 2
    return report


async def test_an_examination_that_raises_has_failed_and_stops_nothing(site) -> None:
    """Nobody knows that it is well."""

    def look(_):
        raise ZeroDivisionError

    report = await looked(site, look)
    assert report.audits[1].detail == "it could not be found out: ZeroDivisionError"
    assert report.score == pytest.approx(20 / 3)


async def test_an_examination_that_hangs_is_cut(site) -> None:
    """Its limit is all that it takes."""
    import asyncio

    async def look(_):
        await asyncio.Event().wait()

    report = await looked(site, look, limit=0.02)
    assert "no answer within 0.02 s" in report.audits[1].detail


async def test_no_secret_is_told(site) -> None:
    """Whatever an examination says, what is secret in it is hidden."""
    redactor.learn(["corn-flakes"])
    report = await looked(site, lambda _: failed("it is corn-flakes", "Change corn-flakes"))
    assert "corn-flakes" not in report.as_markdown()
    assert report.audits[1].detail == "it is ***"


async def test_progress_is_told(site) -> None:
    """How many of how many are done, and what comes next."""
    seen: list[tuple[int, int, str]] = []
    one = Examination("part", "one", lambda _: skipped("no"))
    await examine(site.installation, [one], lambda *told: seen.append(told))
    assert seen == [(0, 1, "one"), (1, 1, "")]


async def test_machines_are_told_the_same(site) -> None:
    """As JSON, with every audit."""
    report = await site.report()
    body = json.loads(json.dumps(report.as_json()))
    assert (body["score"], body["failed"]) == (10.0, 0)
    assert len(body["audits"]) == body["passed"] + body["skipped"]
