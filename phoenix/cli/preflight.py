"""``phoenix preflight``: is all there that the service needs?"""

import asyncio
import json
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from phoenix.app.preflight import Report


def preflight(
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Look at settings, secrets, database and all else that the service needs; change nothing.

    Exit code 78 if it would not start, 0 if it would, be it with less.
    """
    report = _report()
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        for line in report.lines():
            typer.echo(line)
    raise typer.Exit(report.exit_code)


def _report() -> "Report":
    from phoenix.app.preflight import refusal
    from phoenix.app.settings import read_settings, settings_faults

    faults = settings_faults()
    if faults:
        return refusal(faults)
    from phoenix.app.preflight import preflight as look
    from phoenix.cli.progress import progress_bar

    with progress_bar("preflight") as progress:
        return asyncio.run(look(read_settings(), progress=progress))
