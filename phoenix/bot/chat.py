"""A chat and what it has chosen; where it has chosen nothing, the service's settings hold."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app.chat_tables import chat as table
from phoenix.app.chat_tables import insert_of
from phoenix.bot.words import Words


class Kind(StrEnum):
    """What sort of chat."""

    PRIVATE = "private"
    GROUP = "group"
    CHANNEL = "channel"

    @classmethod
    def of(cls, told: str) -> "Kind":
        """From Telegram's own word; a supergroup is a group."""
        return {"private": cls.PRIVATE, "channel": cls.CHANNEL}.get(told, cls.GROUP)


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat with its settings.

    Attributes:
        id: Telegram's number; below 0 for groups and channels.
        kind: what sort of chat.
        language: one of :data:`phoenix.bot.texts.LANGUAGES`.
        zone: its clocks.
        min_confidence: 0 to 10, of a tendency that is put forward.
        picture: whether a dossier comes with its card.
        digest_hour: the hour of the daily digest by its clocks; None: the usual one.
        is_new: whether nothing is written of it yet.
        zone_chosen: whether the zone is its own choice.
        language_chosen: whether the language is.
    """

    id: int
    kind: Kind
    language: str
    zone: ZoneInfo
    min_confidence: float
    picture: bool = True
    digest_hour: int | None = None
    is_new: bool = True
    zone_chosen: bool = False
    language_chosen: bool = False

    @property
    def words(self) -> Words:
        """Who speaks to it."""
        return Words(self.language, self.zone)


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where a chat has chosen nothing."""

    language: str
    zone: ZoneInfo
    min_confidence: float


async def known(
    connection: AsyncConnection, chat_id: int, kind: Kind, language: str, defaults: Defaults
) -> Chat:
    """A chat with what it has chosen; ``language`` holds where it has chosen none."""
    row = (await connection.execute(select(table).where(table.c.id == chat_id))).first()
    if row is None:
        return Chat(chat_id, kind, language, defaults.zone, defaults.min_confidence)
    own = row.min_confidence
    return Chat(
        id=chat_id,
        kind=Kind(row.kind),
        language=row.language or language,
        zone=ZoneInfo(row.zone) if row.zone else defaults.zone,
        min_confidence=defaults.min_confidence if own is None else own,
        picture=row.picture,
        digest_hour=row.digest_hour,
        is_new=False,
        zone_chosen=row.zone is not None,
        language_chosen=row.language is not None,
    )


async def noted(connection: AsyncConnection, chat: Chat, now: datetime) -> None:
    """Write a chat down that is new, so that choices can refer to it; one that was gone is back."""
    row = {
        "id": chat.id, "kind": chat.kind.value, "language": chat.language, "picture": True,
        "created": now,
    }  # fmt: skip
    insert = insert_of(connection.dialect.name)(table).values(**row)
    back = insert.on_conflict_do_update(index_elements=["id"], set_={"gone": None})
    await connection.execute(back)
