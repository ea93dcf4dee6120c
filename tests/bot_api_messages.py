"""Messages as the loopback Bot API server keeps them, and what can be done with them."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot_api_chats import BOT, Chat, Chats
from bot_api_faults import Refused, bad
from bot_api_html import Marked, marked
from bot_api_http import Parameters
from bot_api_markup import buttons, keyboard
from bot_api_pictures import Files, Stored, media_of
from bot_api_reading import flag, number, record, rows, units

LONGEST = 4096  # UTF-16 units of a text
CAPTION = 1024  # of a caption
EPOCH = 1_800_000_000  # when the loop's clock stands at 0

NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)


@dataclass
class Message:
    """A message as it stands now.

    Attributes:
        id: its number within its chat.
        chat: where it stands.
        text: what it shows: its text, or the caption of its file.
        at: when it was sent, by the loop's clock.
        markup: the keyboard under it.
        edits: how often it was changed.
        entities: what is marked in its text.
        file: its photo or document.
        album: of which it is a part.
        answers: the number of the message that it answers.
        silent: sent without a sound.
        deleted: whether it is gone.
        sender: as Telegram tells of it.
        source: the text as it was sent, with its tags.
    """

    id: int
    chat: int
    text: str
    at: float
    markup: Any = None
    edits: int = 0
    entities: list[dict[str, Any]] = field(default_factory=list)
    file: Stored | None = None
    album: str | None = None
    answers: int | None = None
    silent: bool = False
    deleted: bool = False
    sender: Any = field(default_factory=lambda: BOT)
    source: str = ""
    place: Chat | None = field(default=None, repr=False)

    @property
    def mine(self) -> bool:
        """Whether the bot has sent it."""
        return self.sender is BOT

    @property
    def buttons(self) -> list[list[dict[str, Any]]]:
        """Rows of its buttons."""
        return buttons(self.markup)

    @property
    def labels(self) -> list[str]:
        """What stands on its buttons."""
        return [button["text"] for row in self.buttons for button in row]

    def told(self) -> dict[str, Any]:
        """As Telegram tells of it."""
        told: dict[str, Any] = {
            "message_id": self.id, "date": int(EPOCH + self.at), "from": self.sender,
            "chat": self.place.told() if self.place else {"id": self.chat, "type": "private"},
            **self._content(),
        }  # fmt: skip
        if self.edits:
            told["edit_date"] = told["date"]
        if "inline_keyboard" in (self.markup or {}):
            told["reply_markup"] = self.markup
        return {**told, "media_group_id": self.album} if self.album else told

    def _content(self) -> dict[str, Any]:
        words = "text" if self.file is None else "caption"
        told = {words: self.text} if self.text else {}
        if self.entities:
            told["entities" if self.file is None else "caption_entities"] = self.entities
        return told if self.file is None else {**told, self.file.kind: self.file.told()}


class Messages:
    """All messages of all chats.

    Args:
        chats: where they stand.
        files: what they show.
    """

    def __init__(self, chats: Chats, files: Files) -> None:
        self._chats = chats
        self._files = files
        self._all: dict[tuple[int, int], Message] = {}
        self._albums = 0
        self.sent: list[Message] = []
        self.stale: set[tuple[int, int]] = set()

    def heard(self, chat: Chat, text: str, sender: dict[str, Any], **more: Any) -> Message:
        """A message of a user."""
        message = Message(chat.next(), chat.id, text, _now(), sender=sender, place=chat, **more)
        self._all[chat.id, message.id] = message
        return message

    def at(self, chat: int, number: int) -> Message | None:
        """A message that is there."""
        found = self._all.get((chat, number))
        return None if found is None or found.deleted else found

    def methods(self) -> dict[str, Callable[[Parameters], Any]]:
        """By their names."""
        return {
            "sendMessage": self.send, "sendPhoto": self.send_photo,
            "sendDocument": self.send_document, "sendMediaGroup": self.send_album,
            "editMessageText": self.edit_text, "editMessageCaption": self.edit_caption,
            "editMessageReplyMarkup": self.edit_markup, "editMessageMedia": self.edit_media,
            "deleteMessage": self.delete, "deleteMessages": self.delete_many,
        }  # fmt: skip

    # Sending

    def send(self, asked: Parameters) -> Any:
        """``sendMessage``."""
        chat, words = self._chats.open(asked), _text(asked)
        return self._sent(asked, chat, words).told()

    def send_photo(self, asked: Parameters) -> Any:
        """``sendPhoto``."""
        return self._send_file(asked, "photo")

    def send_document(self, asked: Parameters) -> Any:
        """``sendDocument``."""
        return self._send_file(asked, "document")

    def _send_file(self, asked: Parameters, kind: str) -> Any:
        chat, words = self._chats.open(asked), _caption(asked)
        file = self._files.given(asked, kind, asked.get(kind))
        return self._sent(asked, chat, words, file=file).told()

    def send_album(self, asked: Parameters) -> Any:
        """``sendMediaGroup``."""
        chat, items = self._chats.open(asked), rows(asked, "media")
        if not 2 <= len(items) <= 10:
            raise bad("group of media must have 2-10 items")
        if len({media_of(item) for item in items}) > 1:
            raise bad("document can't be mixed with other media types")
        self._albums += 1
        made = [(_caption(item), self._file_of(asked, item)) for item in items]
        album = str(13_000_000_000_000_000 + self._albums)
        return [
            self._sent({**asked, "reply_markup": None}, chat, words, file=file, album=album).told()
            for words, file in made
        ]

    def _file_of(self, asked: Parameters, item: dict[str, Any]) -> Stored:
        return self._files.given(asked, media_of(item), item.get("media"))

    def _sent(self, asked: Parameters, chat: Chat, words: Marked, **more: Any) -> Message:
        markup, answers = keyboard(asked), self._answered(asked, chat)
        source = str(asked.get("text") or asked.get("caption") or "")
        message = Message(
            chat.next(), chat.id, words.text, _now(), markup, entities=words.entities,
            answers=answers, silent=flag(asked, "disable_notification"), source=source,
            place=chat, **more,
        )  # fmt: skip
        self._all[chat.id, message.id] = message
        self.sent.append(message)
        return message

    def _answered(self, asked: Parameters, chat: Chat) -> int | None:
        """The message that the new one answers."""
        wanted = record(asked, "reply_parameters")
        found = number(wanted, "message_id") or number(asked, "reply_to_message_id")
        if not found or self.at(chat.id, found):
            return found or None
        if wanted.get("allow_sending_without_reply") or flag(asked, "allow_sending_without_reply"):
            return None
        raise bad("message to be replied not found")

    # Editing

    def edit_text(self, asked: Parameters) -> Any:
        """``editMessageText``."""
        message, words = self._editable(asked), _text(asked)
        if message.file is not None:
            raise bad("there is no text in the message to edit")
        return _edited(message, words, message.file, keyboard(asked), asked)

    def edit_caption(self, asked: Parameters) -> Any:
        """``editMessageCaption``."""
        message, words = self._editable(asked), _caption(asked)
        if message.file is None:
            raise bad("there is no caption in the message to edit")
        return _edited(message, words, message.file, keyboard(asked), asked)

    def edit_markup(self, asked: Parameters) -> Any:
        """``editMessageReplyMarkup``."""
        message = self._editable(asked)
        words = Marked(message.text, message.entities)
        return _edited(message, words, message.file, keyboard(asked), asked)

    def edit_media(self, asked: Parameters) -> Any:
        """``editMessageMedia``."""
        message, item = self._editable(asked), record(asked, "media")
        if message.album and message.file and message.file.kind != media_of(item):
            raise bad("message can't be edited")
        file = self._file_of(asked, item)
        return _edited(message, _caption(item), file, keyboard(asked), asked)

    def _editable(self, asked: Parameters) -> Message:
        found = self._named(asked, "message to edit not found")
        if not found.mine:
            raise bad("message can't be edited")
        return found

    def _named(self, asked: Parameters, missing: str) -> Message:
        chat = self._chats.open(asked)
        if "message_id" not in asked:
            raise bad("message identifier is not specified")
        found = self.at(chat.id, number(asked, "message_id"))
        if found is None:
            raise bad(missing)
        return found

    # Deleting

    def delete(self, asked: Parameters) -> bool:
        """``deleteMessage``."""
        found = self._named(asked, "message to delete not found")
        if not found.mine and found.chat < 0:
            raise bad("message can't be deleted")
        if (found.chat, found.id) in self.stale:
            raise bad("message can't be deleted for everyone")
        found.deleted = True
        return True

    def delete_many(self, asked: Parameters) -> bool:
        """``deleteMessages``: those that are not there are passed over."""
        for one in rows(asked, "message_ids"):
            try:
                self.delete({**asked, "message_id": one})
            except Refused as refused:
                if refused.code != 400:
                    raise
        return True


def _edited(
    message: Message, words: Marked, file: Stored | None, markup: Any, asked: Parameters
) -> Any:
    shown = (message.text, message.entities, message.file, message.markup)
    if shown == (words.text, words.entities, file, markup):
        raise bad(NOT_MODIFIED)
    message.text, message.entities, message.file = words.text, words.entities, file
    message.markup = markup
    message.source = str(asked.get("text") or asked.get("caption") or message.source)
    message.edits += 1
    return message.told()


def _text(asked: Parameters) -> Marked:
    words = marked(asked, "text", "entities")
    if not words.text:
        raise bad("message text is empty")
    if units(words.text) > LONGEST:
        raise bad("message is too long")
    return words


def _caption(asked: Parameters) -> Marked:
    words = marked(asked, "caption", "caption_entities")
    if units(words.text) > CAPTION:
        raise bad("message caption is too long")
    return words


def _now() -> float:
    return asyncio.get_running_loop().time()
