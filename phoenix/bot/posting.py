"""Does with Telegram what a letter says, and tells what came of it.

    what Telegram says of a letter            what becomes of it
    it is done, or nothing was to be changed  sent
    there is no such message (any more)       void
    the bot is blocked, put out, or the chat  blocked
    is gone
    its markup cannot be read                 sent without it; that is a fault of ours, and told
    it does not know the picture any more     sent with the picture itself
    anything else is wrong with it            failed; that is told

What Telegram does not say (it wants a rest, or does not answer) is raised: the letter waits.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import unescape
from typing import Any

import structlog
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden

from phoenix.bot.letter import Act
from phoenix.bot.outbox import Outcome, Waiting

log = structlog.get_logger(__name__)

NOT_MODIFIED = "message is not modified"
NO_TEXT = "there is no text in the message to edit"
UNREADABLE = "can't parse entities"
NO_MESSAGE = (
    "message to edit not found", "message to delete not found", "message can't be edited",
    "message can't be deleted", "message_id_invalid", "message identifier is not specified",
)  # fmt: skip
NO_CHAT = ("chat not found", "peer_id_invalid", "user is deactivated", "group chat was deactivated")
NO_FILE = ("wrong file identifier", "wrong remote file identifier", "file reference")

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, and what Telegram calls it once it has it."""

    content: bytes
    file_id: str | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """What came of a letter.

    Attributes:
        outcome: see :class:`phoenix.bot.outbox.Outcome`.
        message: the number that Telegram gave it, if it is new.
        file_id: what Telegram calls its picture.
        error: why it was not sent.
    """

    outcome: Outcome
    message: int | None = None
    file_id: str | None = None
    error: str | None = None


async def post(bot: Bot, letter: Waiting, picture: Picture | None = None) -> Posted:
    """Send a message, edit or delete one.

    Raises:
        telegram.error.RetryAfter: Telegram wants a rest.
        telegram.error.NetworkError: it does not answer; what was asked may be done all the same.
    """
    try:
        return await _done(_Words(bot, letter), picture)
    except (Forbidden, ChatMigrated) as refused:
        return Posted(Outcome.BLOCKED, error=str(refused))
    except BadRequest as refused:
        return await _refused(bot, letter, picture, refused)


class _Words:
    """A letter in PTB's own terms."""

    def __init__(self, bot: Bot, letter: Waiting, *, marked_up: bool = True) -> None:
        body: Mapping[str, Any] = letter.body or {"text": "", "buttons": []}
        self.bot = bot
        self.letter = letter
        self.text = body["text"] if marked_up else unescape(_TAG.sub("", body["text"]))
        self.mode = ParseMode.HTML if marked_up else None
        self.buttons = _markup(body["buttons"])

    async def send(self) -> Posted:
        sent = await self.bot.send_message(
            self.letter.chat,
            self.text,
            parse_mode=self.mode,
            link_preview_options=_NO_PREVIEW,
            disable_notification=self.letter.silent,
            reply_markup=self.buttons,
        )
        return Posted(Outcome.SENT, sent.message_id)

    async def send_photo(self, picture: Picture) -> Posted:
        sent = await self.bot.send_photo(
            self.letter.chat,
            picture.file_id or picture.content,
            caption=self.text,
            parse_mode=self.mode,
            disable_notification=self.letter.silent,
            reply_markup=self.buttons,
        )
        file_id = sent.photo[-1].file_id if sent.photo else None
        return Posted(Outcome.SENT, sent.message_id, file_id)

    async def edit(self, message: int) -> Posted:
        await self.bot.edit_message_text(
            self.text,
            chat_id=self.letter.chat,
            message_id=message,
            parse_mode=self.mode,
            link_preview_options=_NO_PREVIEW,
            reply_markup=self.buttons,
        )
        return Posted(Outcome.SENT)

    async def edit_caption(self, message: int) -> Posted:
        await self.bot.edit_message_caption(
            chat_id=self.letter.chat,
            message_id=message,
            caption=self.text,
            parse_mode=self.mode,
            reply_markup=self.buttons,
        )
        return Posted(Outcome.SENT)


async def _done(words: _Words, picture: Picture | None) -> Posted:
    letter = words.letter
    if letter.act is Act.SEND:
        return await (words.send() if picture is None else words.send_photo(picture))
    if letter.message is None:
        return Posted(Outcome.VOID, error="its message was never sent")
    if letter.act is Act.DELETE:
        await words.bot.delete_message(letter.chat, letter.message)
        return Posted(Outcome.SENT)
    if letter.picture is not None:
        return await words.edit_caption(letter.message)
    return await words.edit(letter.message)


async def _refused(
    bot: Bot, letter: Waiting, picture: Picture | None, refused: BadRequest
) -> Posted:
    """Another way, where there is one; the same again would be refused again."""
    why = str(refused).casefold()
    try:
        if NO_TEXT in why and letter.message is not None:
            return await _Words(bot, letter).edit_caption(letter.message)
        if UNREADABLE in why:
            log.error("markup is wrong", letter=letter.id, chat=letter.chat, error=str(refused))
            return await _done(_Words(bot, letter, marked_up=False), picture)
        if picture is not None and picture.file_id and any(said in why for said in NO_FILE):
            return await _done(_Words(bot, letter), Picture(picture.content))
    except BadRequest as again:
        return _judged(letter, str(again))
    except (Forbidden, ChatMigrated) as again:
        return Posted(Outcome.BLOCKED, error=str(again))
    return _judged(letter, str(refused))


def _judged(letter: Waiting, why: str) -> Posted:
    said = why.casefold()
    if NOT_MODIFIED in said:
        return Posted(Outcome.SENT)
    if any(part in said for part in NO_MESSAGE):
        return Posted(Outcome.VOID, error=why)
    if any(part in said for part in NO_CHAT):
        return Posted(Outcome.BLOCKED, error=why)
    log.error("letter refused", letter=letter.id, chat=letter.chat, error=why)
    return Posted(Outcome.FAILED, error=why)


def _markup(rows: list[list[dict[str, str]]]) -> InlineKeyboardMarkup | None:
    if not rows:
        return None
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in rows])


def _button(told: Mapping[str, str]) -> InlineKeyboardButton:
    return InlineKeyboardButton(
        told["text"],
        callback_data=told.get("data"),
        url=told.get("url"),
        switch_inline_query=told.get("inline"),
    )
