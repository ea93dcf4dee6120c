"""``phoenix settings``: what is set, and what may be."""

from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from phoenix.app.described_settings import Present


def settings(
    example: Annotated[
        bool, typer.Option("--example", help="Print .env.example, which explains each setting.")
    ] = False,
) -> None:
    """Show every setting, its value (never a secret's), and where that comes from."""
    if example:
        from phoenix.app.env_example import example as whole

        typer.echo(whole(), nl=False)
        return
    from phoenix.app.described_settings import present
    from phoenix.app.settings import read_settings, settings_faults

    faults = settings_faults()
    for fault in faults:
        typer.echo(f"phoenix: {fault}", err=True)
    if faults:
        raise typer.Exit(2)
    _show(present(read_settings()))


def _show(rows: "tuple[Present, ...]") -> None:
    names = max(len(row.name) for row in rows)
    values = min(max(len(row.value) for row in rows), 40)
    for row in rows:
        typer.echo(f"{row.name:<{names}}  {row.value:<{values}}  {row.source}")
