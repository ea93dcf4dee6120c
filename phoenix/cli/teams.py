"""``phoenix data teams``: teams of two sources that may be one."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from phoenix.app.program import Program

app = typer.Typer(invoke_without_command=True)

SourceName = Annotated[str, typer.Argument(help="The source, as the list shows it.")]
External = Annotated[str, typer.Argument(help="The source's own id of the team.")]


@app.callback()
def teams(context: typer.Context) -> None:
    """List teams that may be the same as others; say which are, and which are not."""
    if context.invoked_subcommand is None:
        from phoenix.cli.running import run

        run(_list, plugins=False)


async def _list(program: "Program") -> None:
    from phoenix.app.teams import doubt_lines

    for line in await doubt_lines(program):
        typer.echo(line)


@app.command()
def same(
    source: SourceName,
    external: External,
    team: Annotated[str, typer.Argument(help="The name of the team that it is, in full.")],
) -> None:
    """Make both one team, with the matches of both; this cannot be undone."""
    from phoenix.app.teams import say_same
    from phoenix.cli.running import run

    typer.echo(run(lambda program: say_same(program, source, external, team), plugins=False))


@app.command()
def different(source: SourceName, external: External) -> None:
    """Settle that it is a team of its own."""
    from phoenix.app.teams import say_different
    from phoenix.cli.running import run

    typer.echo(run(lambda program: say_different(program, source, external), plugins=False))
