"""The report as Markdown and on a terminal."""

from datetime import UTC, datetime

from phoenix.app.doctor import Audit, Outcome, Report
from phoenix.app.supervisor import Mended

THEN = datetime(2026, 3, 14, 12, tzinfo=UTC)
AUDITS = (
    Audit("database", "database", Outcome.PASSED, "it answers"),
    Audit("files", "secrets", Outcome.FAILED, "a|b:3 holds a\nkey", "Take it out"),
    Audit("machine", "quota", Outcome.SKIPPED, "no key", "Set one"),
)
MENDED = (
    Mended(THEN, "phoenix db upgrade", 2, "teams named"),
    Mended(THEN, "stuck jobs", 1, "job 7"),
)


def report(*, audits=AUDITS, mended=MENDED) -> Report:
    return Report(audits, mended, THEN, "0.1.0")


def test_the_score_stands_at_the_head() -> None:
    """With what it is made of."""
    assert "score 5.0 out of 10: 1 passed, 1 failed, 1 skipped." in report().as_markdown()


def test_each_finding_has_its_cure() -> None:
    """What passed, or was skipped, is no finding."""
    section = report().as_markdown().partition("## Findings")[2].partition("##")[0].strip()
    assert section == "- **secrets**: a|b:3 holds a key. Cure: Take it out"


def test_every_part_is_in_the_table() -> None:
    """In one line each, whatever stands in its text."""
    lines = report().as_markdown().splitlines()
    assert "| database | database | passed | it answers |" in lines
    assert "| files | secrets | failed | a\\|b:3 holds a key |" in lines


def test_what_was_mended_is_told_the_newest_first() -> None:
    """By migrations and by the supervisor."""
    section = report().as_markdown().partition("self-healing")[2].strip().splitlines()
    assert section == [
        "- 2026-03-14 12:00 UTC, stuck jobs, 1 mended: job 7",
        "- 2026-03-14 12:00 UTC, phoenix db upgrade, 2 mended: teams named",
    ]


def test_where_nothing_is_known_that_is_said() -> None:
    """Neither findings nor fixes are left blank."""
    text = report(audits=AUDITS[:1], mended=()).as_markdown()
    assert "## Findings\n\nNone.\n" in text
    assert "None is kept on this machine." in text


def test_a_terminal_shows_a_line_for_each_and_the_cure() -> None:
    """And the score at the end."""
    assert report().lines() == [
        "✓ database: it answers",
        "✗ secrets: a|b:3 holds a key",
        "    Take it out",
        "· quota: no key",
        "    Set one",
        "score 5.0 out of 10: 1 passed, 1 failed, 1 skipped",
    ]
