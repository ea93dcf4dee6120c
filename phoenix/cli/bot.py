"""``phoenix bot``: what the owner may ask of the bot's own standing with Telegram."""

import asyncio

import typer

app = typer.Typer(help="See and change how the bot stands with Telegram.", no_args_is_help=True)
webhook = typer.Typer(help="The webhook, by which Telegram calls us.", no_args_is_help=True)
app.add_typer(webhook, name="webhook")


@webhook.command()
def status() -> None:
    """Show the webhook as Telegram knows it.

    Exit code 1 if it is not as the settings have it.
    """
    from phoenix.app import webhook as hook
    from phoenix.app.settings import read_settings

    found = asyncio.run(hook.status(read_settings()))
    for line in found.lines:
        typer.echo(line)
    raise typer.Exit(0 if found.meant else 1)


@webhook.command("set")
def set_() -> None:
    """Set it as the settings have it; a service with BOT_MODE=webhook does so by itself."""
    from phoenix.app import webhook as hook
    from phoenix.app.settings import read_settings

    typer.echo(f"Telegram calls {asyncio.run(hook.set_webhook(read_settings()))}")


@webhook.command()
def delete() -> None:
    """Delete it, so that the bot may poll; what waits is kept."""
    from phoenix.app import webhook as hook
    from phoenix.app.settings import read_settings

    was = asyncio.run(hook.delete(read_settings()))
    typer.echo("the webhook is deleted" if was else "there was no webhook")
