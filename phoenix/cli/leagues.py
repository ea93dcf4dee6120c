"""``phoenix data leagues``: the competitions that could be followed."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from phoenix.app.leagues import League, Leagues
    from phoenix.app.program import Program


def leagues(
    everything: Annotated[
        bool,
        typer.Option("--all", help="Every one, not only the followed, the stored, the foremost."),
    ] = False,
) -> None:
    """Show which competitions could be followed (PHOENIX_LEAGUES), and which fit the plan.

    Exit code 1 if API-Football does not answer, or what is followed is not known.
    """
    from phoenix.cli.running import run

    async def found(program: "Program") -> "Leagues":
        from phoenix.app.leagues import leagues as look

        return await look(program, everything=everything)

    told = run(found, plugins=False)
    for warning in told.warnings:
        typer.echo(f"phoenix: {warning}", err=True)
    _show(told.rows)
    for line in told.lines:
        typer.echo(line)
    raise typer.Exit(0 if told.complete else 1)


def _show(rows: "tuple[League, ...]") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in ("code", "competition", "country", "season", "has", "followed"):
        table.add_column(name, no_wrap=True)
    table.add_column("calls", justify="right", no_wrap=True)
    for name in ("fits", "strength"):
        table.add_column(name, no_wrap=True)
    for row in rows:
        table.add_row(
            row.code, row.name, row.country, row.season or "-", _has(row), _yes(row.followed),
            str(row.calls), _yes(row.fits), _strength(row),
        )  # fmt: skip
    console = Console()
    if not console.is_terminal:
        console.width = 200
    console.print(table)


def _yes(true: bool) -> str:
    return "yes" if true else "no"


def _has(row: "League") -> str:
    from phoenix.app.leagues import letters

    return "-" if row.coverage is None else letters(row.coverage) or "none"


def _strength(row: "League") -> str:
    s = row.strength
    prior = None if s.prior is None else f"{s.prior:.2f}"
    if s.learned is None or s.error is None or not s.matches + s.moves:
        return prior or "-"
    return f"{prior or '?'} -> {s.learned:.2f} ± {s.error:.2f} ({s.matches}/{s.moves})"
