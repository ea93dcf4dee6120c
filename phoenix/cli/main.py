"""The commands, and how they fail: one line on stderr, and an exit code.

0    all is well
1    data were imported, but something in them was left out (or the program itself is at fault)
2    what was asked cannot be done; nothing was changed
78   a setting or the configuration is wrong, and `serve` does not start (so does `preflight` say)
130  interrupted
"""

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from typing import Annotated

import typer

from phoenix import __version__
from phoenix.app import logs
from phoenix.app.errors import PhoenixError
from phoenix.app.redaction import redactor
from phoenix.cli import (
    bot,
    data,
    db,
    demo,
    doctor,
    dossier,
    plugins,
    preflight,
    serve,
    settings,
    smoke,
    today,
)

app = typer.Typer(
    name="phoenix",
    help="A football analyst that anyone can extend.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(bot.app, name="bot")
app.add_typer(data.app, name="data")
app.add_typer(db.app, name="db")
app.add_typer(plugins.app, name="plugins")
app.command("dossier")(dossier.dossier)
app.command("today")(today.today)
app.command("demo")(demo.demo)
app.command("serve")(serve.serve)
app.command("preflight")(preflight.preflight)
app.command("smoke")(smoke.smoke)
app.command("doctor")(doctor.doctor)
app.command("settings")(settings.settings)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"phoenix {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version."),
    ] = False,
    debug: Annotated[
        bool, typer.Option("--debug", help="Show tracebacks and debug messages; stands anywhere.")
    ] = False,
) -> None:
    """A football analyst that anyone can extend."""
    del version, debug


def run(arguments: Sequence[str]) -> int:
    """Run a command; its exit code."""
    # Imports and histories are a million objects that stay: looking through them for garbage over
    # and over takes a fifth of a command's time.
    gc.set_threshold(100_000, 50, 50)
    debug = "--debug" in arguments
    logs.configure_for_command(debug=debug)
    rest = [argument for argument in arguments if argument != "--debug"]
    try:
        code = app(rest, standalone_mode=False)
    except typer.Exit as leave:
        return leave.exit_code
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("interrupted", err=True)
        return 130
    except Exception as error:  # noqa: BLE001 - told in one line, in full with --debug
        if debug:
            _tell("".join(traceback.format_exception(error)).rstrip())
        return _fail(error)
    return code if isinstance(code, int) else 0


def _fail(error: Exception) -> int:
    if isinstance(error, typer.TyperException):
        message = error.format_message()
        if not message.startswith("Usage:"):  # a group of commands alone answers with its help
            message = f"phoenix: {message} Add --help to see what is allowed."
        _tell(message)
        return error.exit_code
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    if isinstance(error, PhoenixError):
        _tell(f"phoenix: {error}")
        return 2
    name = type(error).__name__
    _tell(f"phoenix: internal error: {name}: {error}. Run again with --debug.")
    return 1


def _tell(text: str) -> None:
    """On stderr, without secrets: whatever has failed may have one in its message."""
    typer.echo(redactor.clean(text), err=True)
