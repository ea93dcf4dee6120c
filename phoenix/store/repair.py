"""What an older schema left empty is filled from what is known; done twice, it mends nothing more.

Runs at the end of a migration, and tells what it mended.
"""

from collections.abc import Mapping

import structlog
from sqlalchemy import Connection, text

log = structlog.get_logger(__name__)

# A file's own name for a team is its alias there. Simulated leagues come from the demo alone.
_ALIASES = """
INSERT INTO team_alias (source, external, team_id, name)
SELECT CASE WHEN EXISTS (
           SELECT 1 FROM competition AS c WHERE c.country = t.country AND c.simulated
       ) THEN 'demo' ELSE 'football-data' END,
       t.country || '/' || t.name, t.id, t.name
FROM team AS t
WHERE NOT EXISTS (SELECT 1 FROM team_alias AS a WHERE a.team_id = t.id)
"""

_STATUS = """
UPDATE fixture SET status = 'finished' WHERE status IS NULL AND home_goals IS NOT NULL
"""

MENDS: Mapping[str, str] = {
    "teams given the name that their files know them by": _ALIASES,
    "played matches marked as finished": _STATUS,
}


def repair(connection: Connection) -> tuple[str, ...]:
    """Fill what is empty; one line for each thing that was mended, none where nothing was."""
    lines = []
    for what, statement in MENDS.items():
        mended = connection.execute(text(statement)).rowcount
        if mended:
            lines.append(f"{mended} {what}")
            log.info("rows mended", what=what, rows=mended)
    return tuple(lines)
