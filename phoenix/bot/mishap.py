"""Where a fault in a handler ends: the user is told, and the log, and the admins, each once.

The user gets an apology with a code; the log the traceback with the same code; the admins the code
with what failed and where, at most once a minute for each kind of fault, with a count of those that
they were not told of. What an error says of itself is told to nobody but the log, unless it is one
of ours, whose problem and cure are written for admins: others may hold what a user has written.
"""

import asyncio
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from traceback import FrameSummary, extract_tb
from typing import TypeAlias

import structlog

import phoenix
from phoenix.app.errors import PhoenixError
from phoenix.app.redaction import redactor
from phoenix.bot.html import Html, html, joined
from phoenix.bot.letter import Act, Letter, Rank
from phoenix.bot.screen import Screen
from phoenix.bot.words import Words

log = structlog.get_logger(__name__)

EVERY = 60.0  # seconds between two notices of one kind
PACKAGE = Path(phoenix.__file__).parent
KINDS = 256  # of which is remembered when they were last told of
SIGNS = "23456789BCDFGHJKMNPQRSTVWXYZ"  # of codes: none is taken for another, and no word comes out
LENGTH = 6

Kind: TypeAlias = tuple[str, str]
"""The class of a fault, and the place."""


def new_code() -> str:
    """A code that a user can read out to somebody."""
    return "".join(secrets.choice(SIGNS) for _ in range(LENGTH))


@dataclass(slots=True)
class _Told:
    """When the admins were last told of a kind, and of how many they were not since."""

    at: float
    left_out: int = 0


class Mishaps:
    """Tells of faults; made inside the loop.

    Args:
        admins: chats that get a notice.
        words: for the admins.
        every: seconds between two notices of one kind.
        code: makes a new code.
    """

    def __init__(
        self,
        admins: Sequence[int],
        words: Words,
        *,
        every: float = EVERY,
        code: Callable[[], str] = new_code,
    ) -> None:
        self._clock = asyncio.get_running_loop().time
        self._admins = tuple(dict.fromkeys(admins))
        self._words = words
        self._every = every
        self._code = code
        self._told: dict[Kind, _Told] = {}

    def told(
        self, error: BaseException, *, update_id: int, chat: int | None, words: Words
    ) -> tuple[Letter, ...]:
        """Log a fault; the letters that tell of it.

        Args:
            error: with its traceback.
            update_id: Telegram's number of the update that was dealt with.
            chat: that gets the apology; None: none.
            words: for that chat.
        """
        code, kind = self._code(), _kind(error)
        log.error("update failed", code=code, update_id=update_id, chat=chat, exc_info=error)
        letters = [] if chat is None else [_apology(chat, code, words)]
        left_out = self._left_out(kind)
        if left_out is not None:
            letters += self._notices(error, kind, code, left_out)
        return tuple(letters)

    def _left_out(self, kind: Kind) -> int | None:
        """Of how many of this kind nobody was told; None: nor is anybody of this one."""
        now = self._clock()
        told = self._told.get(kind)
        if told is not None and now - told.at < self._every:
            told.left_out += 1
            return None
        self._told.pop(kind, None)
        self._told[kind] = _Told(now)
        if len(self._told) > KINDS:
            del self._told[next(iter(self._told))]
        return 0 if told is None else told.left_out

    def _notices(self, error: BaseException, kind: Kind, code: str, left_out: int) -> list[Letter]:
        text = self._notice(error, kind, code, left_out)
        return [
            Letter(admin, Act.SEND, Screen(text), rank=Rank.ALERT, purpose="mishap")
            for admin in self._admins
        ]

    def _notice(self, error: BaseException, kind: Kind, code: str, left_out: int) -> Html:
        name, place = kind
        lines = [self._words.say("mishap-notice", code=code, fault=name, place=place)]
        if isinstance(error, PhoenixError):
            lines.append(html(redactor.clean(str(error))))
        if left_out:
            lines.append(self._words.say("mishap-left-out", n=left_out))
        return joined(lines)


def _apology(chat: int, code: str, words: Words) -> Letter:
    return Letter(chat, Act.SEND, Screen(words.say("mishap-apology", code=code)))


def _kind(error: BaseException) -> Kind:
    """By the innermost place that is ours, if one is."""
    frames = extract_tb(error.__traceback__)
    ours = [frame for frame in frames if Path(frame.filename).is_relative_to(PACKAGE)]
    innermost = (ours or frames)[-1:]
    return type(error).__qualname__, _place(innermost[0]) if innermost else "?"


def _place(frame: FrameSummary) -> str:
    """Such as ``bot/screens/menu.py:42``."""
    path = Path(frame.filename)
    name = path.relative_to(PACKAGE) if path.is_relative_to(PACKAGE) else path.name
    return f"{name}:{frame.lineno}"
