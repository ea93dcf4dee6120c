"""``phoenix smoke``: is a deployment well, seen from outside?"""

import asyncio
from typing import Annotated

import typer


def smoke(
    url: Annotated[str, typer.Argument(help="Where it is: https://HOST")],
    seconds: Annotated[float, typer.Option(min=0.1, help="To wait for one answer.")] = 10.0,
) -> None:
    """Ask a deployment for its page, health, readiness and metrics.

    Exit code 0 if all is well, 1 if something is not.
    """
    from phoenix.app.smoke import smoke as ask
    from phoenix.cli.progress import progress_bar

    with progress_bar("smoke") as progress:
        found = asyncio.run(ask(url, limit=seconds, progress=progress))
    for line in found.lines():
        typer.echo(line)
    raise typer.Exit(0 if found.passed else 1)
