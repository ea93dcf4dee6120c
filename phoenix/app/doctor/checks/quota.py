"""What is left of the day's calls of API-Football, as far as was told when the last was made."""

from datetime import datetime
from typing import Any

from sqlalchemy import Row, select

from phoenix.app.doctor.audit import Told, failed, passed, skipped
from phoenix.app.doctor.checks.database import BEHIND
from phoenix.app.doctor.examination import Examination
from phoenix.app.doctor.patient import Patient
from phoenix.domain.quota import Priority, Quota
from phoenix.sources.api_football import SOURCE
from phoenix.store import tables
from phoenix.store.store import Store


async def look(patient: Patient) -> Told:
    """From what the database keeps; nothing is asked of the provider."""
    if patient.settings is None or patient.settings.api_football_key is None:
        return skipped("no key of API-Football is set", "Set API_FOOTBALL_KEY to have live data")
    if patient.current is None:
        return BEHIND
    row = await _kept(patient.current)
    if row is None or row.day_limit is None:
        return skipped("API-Football has not told yet what the plan allows", "phoenix data quota")
    quota = Quota(row.minute_limit, row.day, row.day_limit, row.day_remaining)
    return _judged(quota, patient.installation.now())


async def _kept(store: Store) -> Row[Any] | None:
    query = select(tables.quota).where(tables.quota.c.source == SOURCE)
    async with store.reading() as connection:
        return (await connection.execute(query)).first()


def _judged(kept: Quota, now: datetime) -> Told:
    quota = kept.at(now)
    left = f"{quota.day_remaining} of {quota.day_limit} calls are left today"
    if quota.refusal(Priority.WAITING_USER) is None:
        return passed(left)
    return failed(left, "Wait until 00:00 UTC, follow fewer PHOENIX_LEAGUES, or take a larger plan")


EXAMINATIONS = (Examination("machine", "quota", look),)
