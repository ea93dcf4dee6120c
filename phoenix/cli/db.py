"""``phoenix db``: the schema of the database."""

import asyncio
from typing import Annotated

import typer

app = typer.Typer(help="See and change the schema of the database.", no_args_is_help=True)


@app.command()
def current() -> None:
    """Show where the schema stands."""
    from phoenix.app import database

    typer.echo(asyncio.run(database.current()))


@app.command()
def upgrade() -> None:
    """Bring the schema to the newest revision (every other command does so by itself)."""
    from phoenix.app import database

    typer.echo(asyncio.run(database.upgrade()))


@app.command()
def downgrade(
    revision: Annotated[str, typer.Argument(help="The revision to go back to, or 'base'.")],
) -> None:
    """Take the schema back to an earlier revision; what it did not hold is lost."""
    from phoenix.app import database

    typer.echo(asyncio.run(database.downgrade(revision)))


@app.command()
def check() -> None:
    """Compare the tables with what the migrations make."""
    from phoenix.app import database

    typer.echo(asyncio.run(database.check()))
