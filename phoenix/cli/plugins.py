"""``phoenix plugins``: none of these commands imports a plugin."""

import json
import os
from typing import Annotated, Any

import typer

app = typer.Typer(help="See plugins and switch them on and off.", no_args_is_help=True)


@app.command("list")
def list_(
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Show every installed plugin, whether it takes part, and if not, why."""
    from phoenix.app.plugins import listed

    rows, strangers = listed(os.environ.get("PHOENIX_LANGUAGE", "pt-BR"))
    for stranger in strangers:
        typer.echo(f"phoenix: {stranger}", err=True)
    if as_json:
        typer.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        typer.echo(_described(row))
    if not rows:
        typer.echo("No plugin is installed. Install phoenix-football again.")


def _described(row: dict[str, Any]) -> str:
    head = f"{row['id']} {row['version'] or '?'}: {row['verdict']}"
    if row["enabled"]:
        head += f", weight {row['weight']:g}"
    lines = [head]
    if row["title"]:
        lines.append(f"  {row['title']}")
    if row["reason"]:
        since = f" (since {row['since']})" if row["since"] else ""
        lines.append(f"  why: {row['reason']}{since}")
        lines.append(f"  cure: {row['cure']}")
    lines.append(
        f"  from {row['distribution']} {row['distribution_version']}, {row['entry_point']}"
    )
    needs = ", ".join(row["needs"]) or "results alone"
    lines.append(
        f"  API {row['api'] or '?'}; forecasts {', '.join(row['quantities']) or '?'}; needs {needs}"
    )
    return "\n".join(lines)


@app.command()
def enable(plugin: Annotated[str, typer.Argument(help="The plugin's id.")]) -> None:
    """Let a plugin take part."""
    _switch(plugin, enabled=True)


@app.command()
def disable(plugin: Annotated[str, typer.Argument(help="The plugin's id.")]) -> None:
    """Take a plugin out, broken or not."""
    _switch(plugin, enabled=False)


def _switch(plugin: str, *, enabled: bool) -> None:
    from phoenix.app.plugins import switch

    path, changed = switch(plugin, enabled=enabled)
    state = "enabled" if enabled else "disabled"
    typer.echo(f"{plugin} is {state}{'' if changed else ' already'} in {path}")
