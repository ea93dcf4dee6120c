"""What comes of a turn, written down as the bot writes it: changes first, then letters."""

from collections.abc import Callable
from datetime import UTC, datetime

from visitor import Visitor

from phoenix.bot import outbox
from phoenix.bot.chat import Defaults, known
from phoenix.bot.turn import Turn
from phoenix.store.store import Store

NOW = datetime(2026, 11, 24, 15, 30, tzinfo=UTC)


def now() -> datetime:
    """Half past twelve in São Paulo."""
    return NOW


async def write(store: Store, turn: Turn, clock: Callable[[], datetime] = now) -> None:
    """In one transaction."""
    async with store.writing() as connection:
        for change in turn.changes:
            await change(connection)
        await outbox.put(connection, turn.letters, clock())


async def meet_again(store: Store, visitor: Visitor) -> None:
    """The visitor's chat as it stands in the database by now."""
    chat = visitor.chat
    defaults = Defaults("pt-BR", chat.zone, 6.0)
    async with store.reading() as connection:
        visitor.chat = await known(connection, chat.id, chat.kind, chat.language, defaults)
