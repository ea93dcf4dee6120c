"""``phoenix serve``: around the clock."""

import asyncio
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from phoenix.app.signals import Signals


class Part(StrEnum):
    """What a process may be."""

    ALL = "all"
    WEB = "web"
    BOT = "bot"
    WORKER = "worker"


def serve(
    role: Annotated[Part, typer.Option("--role", help="A part alone; parts need PostgreSQL.")] = (
        Part.ALL
    ),
) -> None:
    """Serve until a signal asks to stop: SIGTERM or SIGINT; SIGHUP reads plugins.toml anew.

    Exit code 78 where a setting is wrong.
    """
    from phoenix.app.signals import early

    with early() as signals:  # before anything that takes time is imported
        raise typer.Exit(_served(role, signals))


def _served(role: Part, signals: "Signals") -> int:
    from phoenix.app import logs
    from phoenix.app.preflight import refusal
    from phoenix.app.service import Role, serve
    from phoenix.app.settings import read_settings, settings_faults

    faults = settings_faults()
    if faults:
        report = refusal(faults)
        for line in report.lines():
            typer.echo(line, err=True)
        return report.exit_code
    settings = read_settings()
    logs.configure_for_service(settings)
    try:
        return asyncio.run(serve(settings, Role(role), signals))
    finally:
        logs.close()
