"""A report in the log: a line per finding, at the level that it deserves."""

from phoenix.app.preflight import Finding, Report, Verdict, tell


def test_a_line_per_finding_at_the_level_that_it_deserves(caplog):
    """What is well is a decision, what is amiss a warning, a refusal an error."""
    caplog.set_level("INFO")
    tell(Report(tuple(Finding("one", verdict, "so", "PORT", "Do", 0.25) for verdict in Verdict)))
    assert [(record.levelname, record.getMessage()) for record in caplog.records] == [
        (level, f"preflight {verdict} check=one detail=so setting=PORT cure=Do seconds=0.25")
        for verdict, level in zip(
            Verdict, ("INFO", "INFO", "WARNING", "WARNING", "ERROR"), strict=True
        )
    ]
