"""Hands the answers of inline mode to Telegram."""

from collections.abc import Awaitable, Callable

import structlog
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
)
from telegram.constants import ParseMode
from telegram.error import TelegramError

from phoenix.bot.incoming import Sought
from phoenix.bot.screens.inline import Inline, InlineResult
from phoenix.bot.words import Words

log = structlog.get_logger(__name__)

CACHED = 60  # seconds for which Telegram gives the same answer to the same user


def inlining(bot: Bot, inline: Inline) -> Callable[[Sought, Words], Awaitable[None]]:
    """Answers inline queries; one that is too old to be answered is let go."""

    async def answer(sought: Sought, words: Words) -> None:
        found = await inline.answer({"query": sought.text, "offset": sought.offset}, words)
        try:
            await bot.answer_inline_query(
                sought.query, [_article(one) for one in found], CACHED, is_personal=True
            )
        except TelegramError as error:
            log.debug("inline query not answered", error=str(error))

    return answer


def _article(result: InlineResult) -> InlineQueryResultArticle:
    rows = [
        [InlineKeyboardButton(button.text, url=button.url) for button in row]
        for row in result.buttons
    ]
    return InlineQueryResultArticle(
        result.id,
        result.title,
        InputTextMessageContent(str(result.text), ParseMode.HTML),
        InlineKeyboardMarkup(rows) if rows else None,
        description=result.description,
    )
