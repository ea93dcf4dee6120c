"""``phoenix demo``."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from phoenix.app.program import Program


def demo() -> None:
    """Store a simulated league and show a dossier of its coming round."""
    from phoenix.cli.running import run

    run(_demo)


async def _demo(program: "Program") -> None:
    from phoenix.app.demo import import_demo
    from phoenix.cli.dossier import show

    saved, coming = await import_demo(program)
    typer.echo(
        f"Liga Simulada Phoenix: SIMULATED football, {saved.new} new matches, {saved.known} known."
    )
    typer.echo("The coming round (phoenix dossier HOME AWAY):")
    for fixture in coming:
        typer.echo(f'  {fixture.day}  "{fixture.home}" "{fixture.away}"')
    typer.echo("")
    if coming:
        await show(program, (coming[0].home, coming[0].away), coming[0].day)
