"""``phoenix data``: what is stored, and how it gets there."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from phoenix.cli import leagues, teams

if TYPE_CHECKING:
    from phoenix.app.imports import ImportReport
    from phoenix.app.program import Program
    from phoenix.app.sync import SyncReport

SOURCE = "football-data"
FAULTS_SHOWN = 50

app = typer.Typer(help="Import matches and see what is stored.", no_args_is_help=True)
app.add_typer(teams.app, name="teams")


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="CSV files, or folders with CSV files.")],
    source: Annotated[str, typer.Option(help="Which reader (phoenix data sources).")] = SOURCE,
) -> None:
    """Import files of football-data.co.uk, both layouts; importing twice changes nothing.

    Exit code 1 if a row or a value was left out, 2 if a file was refused as a whole.
    """
    from phoenix.cli.running import run

    report = run(lambda program: _import(program, paths, source), plugins=source != SOURCE)
    raise typer.Exit(_tell(report))


async def _import(program: "Program", paths: Sequence[Path], source: str) -> "ImportReport":
    from phoenix.app.imports import chosen_source, files_of, import_files
    from phoenix.cli.progress import progress_bar

    reader = await chosen_source(program, source)
    files = files_of(paths)
    with progress_bar("import") as progress:
        return await import_files(program, files, reader, progress)


def _tell(report: "ImportReport") -> int:
    """Print what was done; the exit code."""
    for refused in report.refused:
        typer.echo(f"phoenix: {refused}", err=True)
    for fault in report.faults[:FAULTS_SHOWN]:
        typer.echo(str(fault), err=True)
    more = len(report.faults) - FAULTS_SHOWN
    if more > 0:
        typer.echo(f"... and {more} more like these", err=True)
    rows = sum(fault.row_lost for fault in report.faults)
    typer.echo(
        f"{report.files} files ({report.unchanged} unchanged, {len(report.refused)} refused): "
        f"{report.new} new matches, {report.changed} changed, {report.known} known; "
        f"{rows} rows and {len(report.faults) - rows} single values left out"
    )
    if report.refused:
        return 2
    return 1 if report.faults else 0


@app.command()
def pull(
    league: Annotated[str, typer.Argument(help="The site's code: E0, SP1, BRA, ...")],
    season: Annotated[str | None, typer.Argument(help="Both years' last digits: 2324.")] = None,
) -> None:
    """Download a file of football-data.co.uk and import it."""
    from phoenix.cli.running import run

    raise typer.Exit(_tell(run(lambda program: _pull(program, league, season), plugins=False)))


async def _pull(program: "Program", league: str, season: str | None) -> "ImportReport":
    from phoenix.app.pulls import pull as download
    from phoenix.cli.progress import progress_bar

    with progress_bar("pull") as progress:
        return await download(program, league, season, progress)


@app.command()
def status() -> None:
    """Show what is stored: competitions, seasons, matches, and how many have what."""
    from phoenix.cli.running import run

    run(_status, plugins=False)


async def _status(program: "Program") -> None:
    from rich.console import Console
    from rich.table import Table

    holdings = await program.archive.holdings()
    if not holdings:
        typer.echo("Nothing is stored yet. Run 'phoenix demo' or 'phoenix data import PATH'.")
        return
    table = Table(box=None, pad_edge=False)
    for name in ("code", "competition", "country"):
        table.add_column(name, no_wrap=True)
    for name in (
        "seasons",
        "from",
        "to",
        "played",
        "to come",
        "corners",
        "cards",
        "shots",
        "prices",
    ):
        table.add_column(name, justify="right", no_wrap=True)
    for h in holdings:
        total = h.matches + h.scheduled
        name = f"{h.competition.name}{' (simulated)' if h.competition.simulated else ''}"
        table.add_row(
            h.competition.code, name, h.competition.country, str(h.seasons),
            str(h.first), str(h.last), str(h.matches), str(h.scheduled),
            _share(h.with_corners, h.matches),
            _share(h.with_cards, h.matches), _share(h.with_shots, h.matches),
            _share(h.with_prices, total),
        )  # fmt: skip
    console = Console()
    if not console.is_terminal:
        console.width = 200
    console.print(table)
    matches = sum(h.matches for h in holdings)
    typer.echo(f"{len(holdings)} competitions, {matches} matches played")


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.0%}" if whole else "-"


@app.command()
def sync(
    days: Annotated[
        int, typer.Option(min=0, max=14, help="Prices and absences for so many days to come.")
    ] = 2,
) -> None:
    """Fetch what is due of the followed competitions (PHOENIX_LEAGUES) from API-Football.

    Exit code 1 if something that is due could not be had.
    """
    from phoenix.cli.running import run

    report = run(lambda program: _sync(program, days), plugins=False)
    raise typer.Exit(0 if report.complete else 1)


async def _sync(program: "Program", days: int) -> "SyncReport":
    from phoenix.app.sync import sync as fetch
    from phoenix.app.sync import told
    from phoenix.cli.progress import progress_bar

    with progress_bar("sync") as progress:
        report = await fetch(program, days, progress)
    for line in told(program, report):
        typer.echo(line)
    return report


@app.command()
def quota() -> None:
    """Show the plan of API-Football and how many calls are left."""
    from phoenix.app.quota import quota as ask
    from phoenix.cli.running import run

    typer.echo(run(ask, plugins=False))


@app.command()
def sources() -> None:
    """List the readers of match files, ours and those of plugins."""
    from phoenix.cli.running import run

    run(_sources)


async def _sources(program: "Program") -> None:
    from phoenix.app.imports import source_lines

    for line in await source_lines(program):
        typer.echo(line)


app.command("leagues")(leagues.leagues)
