"""What an update says, as far as the bot understands it; whatever else it holds is not looked at.

Nothing is taken on trust: a part of another type than Telegram's own is a part that is missing,
and a number that no column holds is none.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeAlias

from phoenix.bot.chat import Kind

KINDS = ("message", "callback_query", "inline_query", "my_chat_member")
"""The updates that the bot wants of Telegram (``allowed_updates``)."""

MOST = 2**63 - 1
LONGEST = 4096  # characters of a text
LONGEST_NAME = 128
PICTURES = ("photo", "video", "animation", "document", "audio")
AWAY = ("kicked", "left")

NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Sender:
    """Who has done it; ``language`` is the code of the profile, as Telegram tells it."""

    id: int
    name: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """The chat in which it was done."""

    id: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class Written:
    """A text.

    Attributes:
        update: the number of the update, here and below.
        place: where.
        sender: who.
        text: without what no database keeps.
        replied: the text of the message that it answers.
        to: who had written that one.
        for_group: whether an admin writes in the name of the group itself.
    """

    update: int
    place: Place
    sender: Sender
    text: str
    replied: str | None = None
    to: int | None = None
    for_group: bool = False


@dataclass(frozen=True, slots=True)
class Pushed:
    """A button.

    Attributes:
        query: by which Telegram knows it.
        place: where; None: under a message that was made inline.
        data: what the button says.
        message: the one below which it stands; None: the bot cannot reach it any more.
        pictured: whether that is a picture.
    """

    update: int
    query: str
    place: Place | None
    sender: Sender
    data: str
    message: int | None = None
    pictured: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    """The bot was put into a chat, or out of it; a user who blocks it puts it out."""

    update: int
    place: Place
    sender: Sender
    away: bool


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody writes behind the bot's name in any chat; to be answered at once, or never."""

    update: int
    query: str
    sender: Sender
    text: str
    offset: str


Incoming: TypeAlias = Written | Pushed | Moved | Sought


def number_of(update: Mapping[str, Any]) -> int | None:
    """The number of an update; None: it has none that can be kept."""
    return _whole(update.get("update_id"), least=0)


def read(update: Mapping[str, Any]) -> Incoming | None:
    """What an update says; None: nothing that the bot deals with."""
    number = number_of(update)
    if number is None:
        return None
    if message := _part(update, "message"):
        return _written(number, message)
    if query := _part(update, "callback_query"):
        return _pushed(number, query)
    if query := _part(update, "inline_query"):
        return _sought(number, query)
    return _moved(number, _part(update, "my_chat_member"))


def lane(update: Mapping[str, Any]) -> int | None:
    """Whose turn an update is of: the chat's, or the user's where there is none."""
    for kind in KINDS:
        if part := _part(update, kind):
            place = _part(part, "chat") or _part(_part(part, "message"), "chat")
            return _whole((place or _part(part, "from")).get("id"))
    return None


def _written(number: int, message: Mapping[str, Any]) -> Written | None:
    place, sender = _place(message), _sender(message)
    text = _words(message.get("text"), LONGEST)
    speaker = _whole(_part(message, "sender_chat").get("id"))
    if place is None or sender is None or not text:
        return None
    for_group = speaker is not None and speaker == place.id
    if _part(message, "from").get("is_bot") is True and not for_group:
        return None
    answered = _part(message, "reply_to_message")
    replied = _words(answered.get("text") or answered.get("caption"), LONGEST)
    to = _whole(_part(answered, "from").get("id"))
    return Written(number, place, sender, text, replied, to, for_group)


def _pushed(number: int, query: Mapping[str, Any]) -> Pushed | None:
    name, sender = _words(query.get("id"), LONGEST_NAME), _sender(query)
    if not name or sender is None:
        return None
    message = _part(query, "message")
    reached = message.get("date") != 0  # Telegram's own mark of one that is out of reach
    return Pushed(
        number,
        name,
        _place(message),
        sender,
        _words(query.get("data"), LONGEST_NAME) or "",
        _whole(message.get("message_id"), least=1) if reached else None,
        any(kind in message for kind in PICTURES),
    )


def _moved(number: int, member: Mapping[str, Any]) -> Moved | None:
    place, sender = _place(member), _sender(member)
    new = _part(member, "new_chat_member")
    if place is None or sender is None or not isinstance(new.get("status"), str):
        return None
    away = new["status"] in AWAY or new.get("is_member") is False
    return Moved(number, place, sender, away)


def _sought(number: int, query: Mapping[str, Any]) -> Sought | None:
    name, sender = _words(query.get("id"), LONGEST_NAME), _sender(query)
    if not name or sender is None:
        return None
    text, offset = (_words(query.get(part), LONGEST) or "" for part in ("query", "offset"))
    return Sought(number, name, sender, text, offset)


def _place(of: Mapping[str, Any]) -> Place | None:
    chat = _part(of, "chat")
    number, kind = _whole(chat.get("id")), chat.get("type")
    if not number or not isinstance(kind, str):
        return None
    return Place(number, Kind.of(kind))


def _sender(of: Mapping[str, Any]) -> Sender | None:
    user = _part(of, "from")
    number = _whole(user.get("id"), least=1)
    if number is None:
        return None
    name = _words(user.get("first_name"), LONGEST_NAME) or ""
    return Sender(number, name, _words(user.get("language_code"), LONGEST_NAME))


def _part(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    part = of.get(name)
    return part if isinstance(part, Mapping) else NOTHING


def _whole(value: Any, *, least: int = -MOST) -> int | None:
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and least <= value <= MOST else None


def _words(value: Any, most: int) -> str | None:
    """A text without halves of surrogate pairs and NUL, which PostgreSQL refuses; not longer."""
    if not isinstance(value, str):
        return None
    return value[:most].replace("\0", "").encode("utf-8", "replace").decode("utf-8")
