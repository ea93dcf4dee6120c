"""The database: borrowed from, asked, given back; its schema at the newest revision."""

from phoenix.app.preflight.check import Check
from phoenix.app.preflight.checks.borrowing import Loan, borrow
from phoenix.app.preflight.checks.database_faults import late
from phoenix.app.preflight.finding import Found, passed, refused
from phoenix.app.preflight.surroundings import Surroundings
from phoenix.store import schema

URL = "DATABASE_URL"
FOLDER = "PHOENIX_DATA_DIR"  # where the database lies that nobody named
UPGRADE = "phoenix db upgrade"
_KINDS = {"postgresql": "PostgreSQL", "sqlite": "SQLite"}


async def look(at: Surroundings) -> Found:
    """A database that cannot be used is refused, whatever the reason."""
    settings = at.settings
    name = URL if settings.database_url else FOLDER
    loan = await borrow(settings.database, name, settings.preflight_seconds)
    if isinstance(loan, Found):
        return loan
    if loan.moment is not None:
        at.clocks.heard("the database", loan.moment, at.now())
    return judged(loan, name)


def judged(loan: Loan, name: str = URL) -> Found:
    """What a database that was borrowed from means for the start."""
    if not loan.writes:
        cure = f"Point {name} at the primary, or let its user write"
        return refused(f"the database of {name} takes no writes", name, cure)
    if loan.revision == schema.HEAD:
        return passed(
            f"{_KINDS[loan.dialect]} answers, its schema {schema.HEAD} is the newest", name
        )
    if loan.revision not in {None, *schema.REVISIONS}:
        cure = f"Install the Phoenix that made it, or point {name} at another database"
        return refused("the database's schema is none that Phoenix knows", name, cure)
    stands = f"its schema is {loan.revision or 'not made yet'}, the newest is {schema.HEAD}"
    if loan.dialect == "sqlite":
        return passed(f"SQLite answers; {stands}: it is migrated at the start", name)
    return refused(f"the database is behind: {stands}", name, f"Run '{UPGRADE}'")


CHECK = Check("database", look, late(URL))
