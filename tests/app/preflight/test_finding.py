"""A report: its lines, its sum, and what a machine reads."""

import pytest

from phoenix.app.preflight import Finding, Report, Verdict, refusal
from phoenix.app.settings import SettingFault

FINDINGS = {verdict: Finding(f"a {verdict}", verdict, "so") for verdict in Verdict}


@pytest.mark.parametrize(
    ("verdicts", "last", "code"),
    [
        (["passed", "skipped"], "All is well", 0),
        (["passed", "degraded", "waiting"],
         "Phoenix starts with less: a degraded, a waiting", 0),
        (["degraded", "refused", "waiting"], "Phoenix does not start: a refused", 78),
    ],
)  # fmt: skip
def test_the_sum_says_what_comes_of_it(verdicts, last, code):
    """The gravest decides."""
    report = Report(tuple(FINDINGS[verdict] for verdict in verdicts))
    assert (report.lines()[-1], report.exit_code) == (last, code)


def test_every_verdict_has_a_sign():
    """They are told apart without colours."""
    assert [FINDINGS[verdict].line[0] for verdict in Verdict] == ["✓", "·", "!", "!", "✗"]


def test_a_cure_follows_the_problem():
    """With one full stop each."""
    finding = Finding("redis", Verdict.REFUSED, "wrong", cure="Write it as %2F...")
    assert finding.line == "✗ redis: wrong. Write it as %2F."


def test_a_machine_reads_all_of_it():
    """Field by field."""
    report = Report((Finding("redis", Verdict.DEGRADED, "away", "REDIS_URL", "Wait", 0.5),))
    assert report.as_json() == {
        "starts": True,
        "findings": [
            {
                "check": "redis", "verdict": "degraded", "detail": "away",
                "setting": "REDIS_URL", "cure": "Wait", "seconds": 0.5,
            }
        ],
    }  # fmt: skip


def test_settings_that_cannot_be_read_are_refused_one_by_one():
    """Whoever mends them sees all at once."""
    report = refusal(
        [SettingFault("PORT", "is no number", "Mend it"), SettingFault("BOT_MODE", "is odd", "Too")]
    )
    assert report.lines() == [
        "✗ settings: PORT is no number. Mend it.",
        "✗ settings: BOT_MODE is odd. Too.",
        "Phoenix does not start: settings",
    ]
    assert [finding.setting for finding in report.refused] == ["PORT", "BOT_MODE"]
