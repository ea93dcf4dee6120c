"""The way to the database past a pooler: it leads, and it leads to the same one."""

from phoenix.app.preflight.check import Check
from phoenix.app.preflight.checks.borrowing import Loan, borrow
from phoenix.app.preflight.checks.database_faults import late
from phoenix.app.preflight.finding import Found, passed, refused, skipped
from phoenix.app.preflight.surroundings import Surroundings

URL = "DATABASE_DIRECT_URL"
OTHER = "DATABASE_URL"


async def look(at: Surroundings) -> Found:
    """Borrow from it too; without it everything goes by way of ``DATABASE_URL``."""
    settings = at.settings
    if not settings.database_direct_url:
        return skipped(f"{URL} is not set: locks and migrations use {OTHER}", URL)
    direct = settings.database_direct_url.get_secret_value()
    if settings.database.startswith("sqlite"):
        return skipped(f"{URL} is not used: the database is a file", URL)
    return await _asked(direct, settings.database, settings.preflight_seconds)


async def _asked(direct: str, other: str, limit: float) -> Found:
    loan = await borrow(direct, URL, limit)
    if isinstance(loan, Found):
        return loan
    if not loan.writes:
        cure = f"Point {URL} at the primary, or let its user write"
        return refused(f"the database of {URL} takes no writes", URL, cure)
    return compared(loan, await borrow(other, OTHER, limit))


def compared(loan: Loan, main: Loan | Found) -> Found:
    """Compared with what ``DATABASE_URL`` lends; if nothing, its own check tells why."""
    if isinstance(main, Found) or None in {main.identity, loan.identity}:
        return passed("the direct way leads to a database; whether to the same is not known", URL)
    if main.identity != loan.identity:
        return _elsewhere()
    return passed("the direct way leads to the same database", URL)


def _elsewhere() -> Found:
    cure = f"Point {URL} at the server behind the pooler, at the same database"
    return refused(f"{URL} leads to another database than {OTHER}", URL, cure)


CHECK = Check("direct-database", look, late(URL))
