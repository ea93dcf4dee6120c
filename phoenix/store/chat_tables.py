"""The tables of chats: what they have chosen, what is on its way to them, what they may press."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, text
from sqlmodel import Field, SQLModel

from phoenix.store.tables import UtcDateTime, metadata

_WAITING = text("done IS NULL")
_SEVERAL = text("purpose <> ''")


def _number() -> dict[str, bool]:
    """Of a key that Telegram gives: it is not counted up."""
    return {"autoincrement": False}


class ChatRow(SQLModel, table=True):
    """A private chat, group or channel, and its settings; NULL where nothing was chosen."""

    __tablename__ = "chat"

    id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs=_number())
    kind: str
    language: str | None = None
    zone: str | None = None
    min_confidence: float | None = None
    picture: bool = True
    digest_hour: int | None = None
    created: datetime = Field(sa_type=UtcDateTime)
    gone: datetime | None = Field(default=None, sa_type=UtcDateTime)


class ChatChoiceRow(SQLModel, table=True):
    """Something a chat has chosen, of which there may be many.

    ``kind`` is ``team`` or ``league`` (followed), ``alert`` (an event, with its mode), ``market``
    or ``favourite`` (a league that comes first); ``subject`` which one, ``mode`` on, silent or off,
    ``label`` how it was called when it was chosen.
    """

    __tablename__ = "chat_choice"
    __table_args__ = (Index("ix_chat_choice_kind_subject", "kind", "subject"),)

    chat_id: int = Field(
        sa_type=BigInteger,
        sa_column_args=[ForeignKey("chat.id", ondelete="CASCADE")],
        primary_key=True,
    )
    kind: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    mode: str = "on"
    label: str = ""


class CommandBucketRow(SQLModel, table=True):
    """How many commands a user may still give, and whether that was said."""

    __tablename__ = "command_bucket"

    user_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs=_number())
    tokens: float
    at: datetime = Field(sa_type=UtcDateTime)
    told: bool = False


class PictureRow(SQLModel, table=True):
    """A picture by the digest of what it shows; ``file_id`` once Telegram has it."""

    __tablename__ = "picture"

    digest: str = Field(primary_key=True)
    content: bytes
    file_id: str | None = None
    made: datetime = Field(sa_type=UtcDateTime)


class OutboxRow(SQLModel, table=True):
    """Something to be done in a chat (``bot.letter``).

    ``outcome`` is ``sent``, ``void`` (nothing was left to do), ``blocked`` or ``failed``; ``body``
    is emptied then. ``message`` is the number that Telegram gave what was sent, or the one that is
    edited or deleted; ``of`` the key of the letter that sent it.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting_rank", "rank", "id",
            sqlite_where=_WAITING, postgresql_where=_WAITING,
        ),
        Index("ix_outbox_purpose", "purpose", sqlite_where=_SEVERAL, postgresql_where=_SEVERAL),
        {"sqlite_autoincrement": True},
    )  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    chat: int = Field(sa_type=BigInteger, index=True)
    act: str
    body: str | None = None
    picture: str | None = None
    message: int | None = Field(default=None, sa_type=BigInteger)
    of: str | None = None
    key: str | None = Field(default=None, unique=True)
    rank: int
    silent: bool = False
    purpose: str = ""
    written: datetime = Field(sa_type=UtcDateTime)
    tries: int = 0
    outcome: str | None = None
    error: str | None = None
    done: datetime | None = Field(default=None, sa_type=UtcDateTime, index=True)


class SheetRow(SQLModel, table=True):
    """A dossier as the bot shows it, in every language; the same again is the same row."""

    __tablename__ = "sheet"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(unique=True)
    fixture_id: int | None = Field(
        default=None, sa_column_args=[ForeignKey("fixture.id", ondelete="CASCADE")], index=True
    )
    fingerprint: str
    made: datetime = Field(sa_type=UtcDateTime, index=True)
    body: str


class ChatStateRow(SQLModel, table=True):
    """What a button needs to know that does not fit into its 64 bytes, as JSON."""

    __tablename__ = "chat_state"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    chat_id: int = Field(sa_type=BigInteger)
    body: str
    made: datetime = Field(sa_type=UtcDateTime, index=True)


class BroadcastRow(SQLModel, table=True):
    """A message of an admin to all chats; its letters stand in the outbox."""

    __tablename__ = "broadcast"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    admin: int = Field(sa_type=BigInteger)
    body: str
    made: datetime = Field(sa_type=UtcDateTime)
    state: str


class ComplaintRow(SQLModel, table=True):
    """Somebody says that a dossier looks wrong."""

    __tablename__ = "complaint"

    chat_id: int = Field(primary_key=True, sa_type=BigInteger, sa_column_kwargs=_number())
    sheet_id: int = Field(
        sa_column_args=[ForeignKey("sheet.id", ondelete="CASCADE")], primary_key=True
    )
    fingerprint: str
    made: datetime = Field(sa_type=UtcDateTime)


class ReachedRow(SQLModel, table=True):
    """The moment up to which something was done that is done for every moment."""

    __tablename__ = "reached"

    name: str = Field(primary_key=True)
    at: datetime = Field(sa_type=UtcDateTime)


OUR_TABLES = frozenset(metadata.tables)

broadcast = metadata.tables["broadcast"]
chat = metadata.tables["chat"]
chat_choice = metadata.tables["chat_choice"]
chat_state = metadata.tables["chat_state"]
command_bucket = metadata.tables["command_bucket"]
complaint = metadata.tables["complaint"]
outbox = metadata.tables["outbox"]
picture = metadata.tables["picture"]
reached = metadata.tables["reached"]
sheet = metadata.tables["sheet"]
