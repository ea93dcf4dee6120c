"""Buttons that are pressed, and what is asked inline, in the loopback Bot API server."""

import itertools
from collections.abc import Callable
from typing import Any

from bot_api_chats import Chats
from bot_api_faults import bad
from bot_api_html import marked
from bot_api_http import Parameters
from bot_api_markup import keyboard
from bot_api_messages import LONGEST, Message
from bot_api_pictures import Files
from bot_api_reading import rows, text, units
from bot_api_updates import Updates

LONGEST_NOTICE = 200  # UTF-16 units
MOST_RESULTS = 50
LONGEST_ID = 64  # bytes, of a result and of an offset
OLD_QUERY = "query is too old and response timeout expired or query ID is invalid"

_PICTURED = {"photo": "photo_file_id", "document": "document_file_id"}


class Queries:
    """What users ask by pressing and by typing behind the bot's name; each is answered once."""

    def __init__(self, chats: Chats, files: Files, updates: Updates) -> None:
        self._chats = chats
        self._files = files
        self._updates = updates
        self._numbers = itertools.count(1)
        self._open: set[str] = set()
        self._inline: dict[str, int] = {}
        self.answered: dict[str, Parameters] = {}
        self.results: dict[str, list[dict[str, Any]]] = {}

    def methods(self) -> dict[str, Callable[[Parameters], Any]]:
        """By their names."""
        return {
            "answerCallbackQuery": self.answer, "answerInlineQuery": self.answer_inline,
        }  # fmt: skip

    def press(self, message: Message, data: str, user: int) -> int:
        """Somebody presses a button; the number of the update."""
        query = f"query-{next(self._numbers)}"
        self._open.add(query)
        told = {
            "id": query, "data": data, "message": message.told(), "chat_instance": "1",
            "from": self._chats.user(user).told(),
        }  # fmt: skip
        return self._updates.happens("callback_query", told)

    def ask(self, user: int, words: str, offset: str) -> str:
        """Somebody types behind the bot's name; the id of the query."""
        query = f"inline-{next(self._numbers)}"
        self._inline[query] = user
        told = {
            "id": query, "query": words, "offset": offset, "chat_type": "sender",
            "from": self._chats.user(user).told(),
        }  # fmt: skip
        self._updates.happens("inline_query", told)
        return query

    def choose(self, user: int, words: str, result: str) -> int:
        """Somebody sends one of the results; the number of the update."""
        told = {"result_id": result, "query": words, "from": self._chats.user(user).told()}
        return self._updates.happens("chosen_inline_result", told)

    def grow_old(self) -> None:
        """It is too late to answer what was asked up to now."""
        self._open.clear()
        self._inline.clear()

    def answer(self, asked: Parameters) -> bool:
        """``answerCallbackQuery``."""
        query = text(asked, "callback_query_id")
        if query not in self._open:
            raise bad(OLD_QUERY)
        if units(text(asked, "text")) > LONGEST_NOTICE:
            raise bad("MESSAGE_TOO_LONG")
        self._open.discard(query)
        self.answered[query] = asked
        return True

    def answer_inline(self, asked: Parameters) -> bool:
        """``answerInlineQuery``."""
        query, results = text(asked, "inline_query_id"), rows(asked, "results")
        if query not in self._inline:
            raise bad(OLD_QUERY)
        if len(results) > MOST_RESULTS:
            raise bad("RESULTS_TOO_MUCH")
        if len(text(asked, "next_offset").encode()) > LONGEST_ID:
            raise bad("NEXT_OFFSET_INVALID")
        for result in results:
            self._check(result)
        if len({result["id"] for result in results}) < len(results):
            raise bad("RESULT_ID_DUPLICATE")
        del self._inline[query]
        self.results[query] = results
        return True

    def _check(self, result: Any) -> None:
        if not isinstance(result, dict) or "type" not in result:
            raise bad("can't parse InlineQueryResult: expected an Object")
        if not 1 <= len(str(result.get("id", "")).encode()) <= LONGEST_ID:
            raise bad("RESULT_ID_INVALID")
        keyboard(result)
        kind, content = result["type"], result.get("input_message_content")
        if kind == "article":
            _check_article(result, content)
        elif kind not in _PICTURED:
            raise bad(f"can't parse InlineQueryResult: unsupported type {kind!r}")
        elif file := result.get(_PICTURED[kind]):
            self._files.given({}, kind, file)
        elif not result.get(f"{kind}_url"):
            raise bad(f"{kind.upper()}_INVALID")
        if content is not None:
            _check_content(content)


def _check_article(result: dict[str, Any], content: Any) -> None:
    if not str(result.get("title", "")).strip():
        raise bad("ARTICLE_TITLE_EMPTY")
    if content is None:
        raise bad("can't parse InlineQueryResult: input message content is not specified")


def _check_content(content: Any) -> None:
    words = marked(content, "message_text", "entities").text
    if not words:
        raise bad("MESSAGE_EMPTY")
    if units(words) > LONGEST:
        raise bad("MESSAGE_TOO_LONG")
