"""``phoenix doctor``."""

import asyncio
import json
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from phoenix.app.doctor import Report


class Form(StrEnum):
    """How a report may be written."""

    MD = "md"


def doctor(
    report: Annotated[Form | None, typer.Option(help="Write a report, as Markdown.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Examine the installation, and say how well it is, out of 10, and what mends the rest.

    Nothing is started and nothing is changed. Exit code 1 if an examination failed.
    """
    if report and as_json:
        raise typer.BadParameter("choose --report or --json")
    found = _examined()
    if report:
        typer.echo(found.as_markdown())
    elif as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        for line in found.lines():
            typer.echo(line)
    raise typer.Exit(found.exit_code)


def _examined() -> "Report":
    from phoenix.app.doctor import examine, installation
    from phoenix.cli.progress import progress_bar

    with progress_bar("doctor") as progress:
        return asyncio.run(examine(installation(), progress=progress))
