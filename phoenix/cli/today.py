"""``phoenix today``."""

from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from phoenix.app.program import Program


def today(
    day: Annotated[
        datetime | None,
        typer.Option("--date", formats=["%Y-%m-%d", "%d/%m/%Y"], help="Another day than today."),
    ] = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Those of competitions that are not followed, too.")
    ] = False,
) -> None:
    """List the day's matches of the followed competitions (PHOENIX_LEAGUES)."""
    from phoenix.cli.running import run

    async def listed(program: "Program") -> list[str]:
        from phoenix.app.today import today as find
        from phoenix.app.today import told

        asked = day.date() if day else None
        return told(program, await find(program, asked, everything=everything))

    for line in run(listed, plugins=False):
        typer.echo(line)
