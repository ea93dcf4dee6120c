"""What came of a job is told to the chats that wait for it."""

from collections.abc import Iterator

from phoenix.app.requests import Over
from phoenix.bot.hearing import Say
from phoenix.bot.subscriber import Chat
from phoenix.bot.texts import say

LONGEST = 4096  # UTF-16 units of one message, as Telegram counts


class Answering:
    """Tells each chat that subscribed."""

    def __init__(self, say: Say) -> None:
        self._say = say

    async def tell(self, over: Over) -> None:
        """Send what came of a job; in pieces where it is long."""
        for subscriber in over.subscribers:
            chat = Chat.of(subscriber)
            if chat is not None:
                for piece in pieces(_answer(over, chat.language)):
                    await self._say(chat.id, piece)


def _answer(over: Over, language: str) -> str:
    if over.failed:
        return say(language, "failed")
    if over.text is None:
        return say(language, "unknown", home=over.home, away=over.away)
    return over.text


def pieces(text: str) -> Iterator[str]:
    """The text in messages, cut between lines where that can be."""
    piece = ""
    for line in text.splitlines(keepends=True):
        for part in _cut(line):
            if _units(piece) + _units(part) > LONGEST:
                yield piece
                piece = ""
            piece += part
    if piece.strip():
        yield piece


def _cut(line: str) -> Iterator[str]:
    """A line in parts that fit; a character takes at most two units."""
    step = LONGEST // 2
    for start in range(0, len(line), step):
        yield line[start : start + step]


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2
