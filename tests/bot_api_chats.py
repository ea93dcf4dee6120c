"""Who and what the loopback Bot API server knows: users, groups, channels, and who is in them."""

from dataclasses import dataclass, field
from typing import Any

from bot_api_faults import Refused, bad
from bot_api_http import Parameters
from bot_api_reading import number

BOT = {"id": 123456789, "is_bot": True, "first_name": "Phoenix", "username": "phoenix_test_bot"}

IN = {"creator", "administrator", "member"}

_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages",
    "can_manage_video_chats", "can_restrict_members", "can_promote_members", "can_change_info",
    "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
_ACTIONS = {
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice",
    "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note",
}  # fmt: skip


@dataclass
class User:
    """A person."""

    id: int
    name: str = "Ana"
    language: str | None = "pt-br"
    username: str | None = None

    def told(self) -> dict[str, Any]:
        """As Telegram tells of somebody."""
        told = {
            "id": self.id, "is_bot": False, "first_name": self.name, "username": self.username,
            "language_code": self.language,
        }  # fmt: skip
        return {name: value for name, value in told.items() if value is not None}


@dataclass
class Chat:
    """A conversation.

    Attributes:
        id: of the user in a private one; negative else.
        kind: private, group, supergroup or channel.
        name: of the user, or the title.
        username: if it has one.
        standing: of users in a group: creator, administrator, member, left or kicked.
        bot: the same of the bot.
        moved: where a group has become a supergroup.
        last: the number of its newest message.
    """

    id: int
    kind: str
    name: str
    username: str | None = None
    standing: dict[int, str] = field(default_factory=dict)
    bot: str = "member"
    moved: int | None = None
    last: int = 0

    def told(self) -> dict[str, Any]:
        """As a message tells of it."""
        name = "first_name" if self.kind == "private" else "title"
        told = {"id": self.id, "type": self.kind, name: self.name, "username": self.username}
        return {name: value for name, value in told.items() if value is not None}

    def next(self) -> int:
        """The number of a new message; each chat counts its own."""
        self.last += 1
        return self.last


class Chats:
    """All of them. A positive number that nobody has told of is a user's private chat."""

    def __init__(self) -> None:
        self.users: dict[int, User] = {}
        self.known: dict[int, Chat] = {}
        self.blocked: set[int] = set()
        self.deactivated: set[int] = set()
        self.actions: list[tuple[int, str]] = []

    def user(self, number: int, **changes: Any) -> User:
        """Somebody, as they are or are to be from now on."""
        user = self.users.setdefault(number, User(number))
        for name, value in changes.items():
            setattr(user, name, value)
        return user

    def chat(self, number: int) -> Chat:
        """A conversation.

        Raises:
            Refused: there is none.
        """
        if number in self.known:
            return self.known[number]
        if number < 0:
            raise bad("chat not found")
        user = self.user(number)
        chat = Chat(number, "private", user.name, user.username)
        self.known[number] = chat
        return chat

    def named(self, asked: Parameters) -> Chat:
        """The one that a call names.

        Raises:
            Refused: it names none, or none that there is.
        """
        if not asked.get("chat_id"):
            raise bad("chat_id is empty")
        name = str(asked["chat_id"])
        if name.startswith("@"):
            for chat in self.known.values():
                if chat.username == name[1:]:
                    return chat
            raise bad("chat not found")
        return self.chat(number(asked, "chat_id"))

    def open(self, asked: Parameters) -> Chat:
        """The one that a call names, if the bot may write there.

        Raises:
            Refused: it may not.
        """
        chat = self.named(asked)
        if chat.moved is not None:
            raise Refused(
                400, "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=chat.moved,
            )  # fmt: skip
        if chat.id in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        if chat.id in self.deactivated:
            raise Refused(403, "Forbidden: user is deactivated")
        if chat.bot not in IN:
            raise Refused(403, f"Forbidden: bot was kicked from the {chat.kind} chat")
        return chat

    # Methods

    def act(self, asked: Parameters) -> bool:
        """``sendChatAction``."""
        chat, action = self.open(asked), str(asked.get("action", ""))
        if action not in _ACTIONS:
            raise bad("wrong parameter action in request")
        self.actions.append((chat.id, action))
        return True

    def get(self, asked: Parameters) -> dict[str, Any]:
        """``getChat``."""
        gifts = (
            "unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription",
            "gifts_from_channels",
        )  # fmt: skip
        return {
            **self.named(asked).told(), "accent_color_id": 0, "max_reaction_count": 11,
            "accepted_gift_types": dict.fromkeys(gifts, False),
        }  # fmt: skip

    def member(self, asked: Parameters) -> dict[str, Any]:
        """``getChatMember``."""
        chat, number_ = self.named(asked), number(asked, "user_id")
        if number_ == BOT["id"]:
            return standing(BOT, chat.bot)
        if number_ not in self.users:
            raise bad("user not found")
        return self._standing(chat, number_)

    def admins(self, asked: Parameters) -> list[dict[str, Any]]:
        """``getChatAdministrators``."""
        chat = self.named(asked)
        if chat.kind == "private":
            raise bad("there are no administrators in the private chat")
        leading = {"creator", "administrator"}
        found = [one for one, what in chat.standing.items() if what in leading]
        return [self._standing(chat, one) for one in found]

    def leave(self, asked: Parameters) -> bool:
        """``leaveChat``."""
        self.open(asked).bot = "left"
        return True

    def _standing(self, chat: Chat, user: int) -> dict[str, Any]:
        fallback = "member" if chat.id == user else "left"
        return standing(self.user(user).told(), chat.standing.get(user, fallback))


def standing(user: dict[str, Any], status: str) -> dict[str, Any]:
    """What somebody is in a chat."""
    told = {"user": user, "status": status}
    if status == "creator":
        return {**told, "is_anonymous": False}
    if status == "administrator":
        return {**told, **dict.fromkeys(_RIGHTS, False), "can_manage_chat": True}
    return {**told, "until_date": 0} if status == "kicked" else told
