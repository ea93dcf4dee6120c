"""``phoenix dossier``."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from phoenix.app.program import Program


class Format(StrEnum):
    """How a dossier may be written."""

    TEXT = "text"
    JSON = "json"
    HTML = "html"
    MD = "md"


class Language(StrEnum):
    """What a dossier may be written in."""

    PT_BR = "pt-BR"
    EN = "en"
    ES = "es"


def dossier(
    home: Annotated[str, typer.Argument(help="The home side.")],
    away: Annotated[str, typer.Argument(help="The away side.")],
    day: Annotated[
        datetime | None,
        typer.Option(
            "--date", formats=["%Y-%m-%d", "%d/%m/%Y"], help="The day of the match (2023-10-21)."
        ),
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to write it.")] = Format.TEXT,
    language: Annotated[
        Language | None, typer.Option("--lang", help="The language (default: PHOENIX_LANGUAGE).")
    ] = None,
) -> None:
    """Say what is to be expected of a match, from what was known before its day."""
    from phoenix.cli.running import run

    asked = day.date() if day else None
    run(lambda program: show(program, (home, away), asked, form, language))


async def show(
    program: "Program",
    sides: tuple[str, str],
    day: date | None,
    form: Format = Format.TEXT,
    language: Language | None = None,
) -> None:
    """Make a dossier and print it, in colours where a person looks."""
    from rich.console import Console

    from phoenix.app import dossiers

    made = await dossiers.make_dossier(program, *sides, day)
    tongue = language or program.settings.language
    console = Console()
    if form is Format.TEXT and console.is_terminal:
        console.print(dossiers.coloured(program, made, tongue, console.width), end="")
    else:
        typer.echo(dossiers.formatted(program, made, form, tongue), nl=False)
