"""The bounds of the queue, as the settings have them."""

from datetime import timedelta

from phoenix.app.settings import Settings
from phoenix.jobs.rules import Rules


def rules(settings: Settings) -> Rules:
    """How many, how often and how long; users find room before work in the background."""
    return Rules(
        most_waiting=settings.jobs_waiting,
        most_in_background=max(1, settings.jobs_waiting // 2),
        slots=settings.jobs_per_user,
        concurrency=settings.jobs_at_once,
        drain=settings.jobs_drain_seconds,
        kept=timedelta(hours=settings.jobs_kept_hours),
    )
