"""One update that is dealt with: who asks, and what comes of it.

Handlers only say what is to come; it is written in one transaction with the mark that the update
was dealt with, and sent then. So nothing is lost or said twice, however the process ends.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.bot.chat import Chat, Kind
from phoenix.bot.letter import Act, Letter, Rank
from phoenix.bot.screen import Button, Screen
from phoenix.bot.signing import Signer
from phoenix.bot.words import Words

Change: TypeAlias = Callable[[AsyncConnection], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class User:
    """Who has written or pressed.

    Attributes:
        id: Telegram's number.
        name: the first name, as the user wrote it.
        is_admin: whether the settings name this user as an admin of the bot.
        leads_group: asks Telegram whether the user is an admin of this chat; in private: yes.
    """

    id: int
    name: str
    is_admin: bool
    leads_group: Callable[[], Awaitable[bool]]


@dataclass(frozen=True, slots=True)
class Wish:
    """A job that is asked for; see :meth:`phoenix.jobs.jobs.Jobs.enqueue`."""

    kind: str
    payload: Mapping[str, Any]
    key: str
    owner: str
    subscriber: str | None
    limit: float
    priority: int = 0


@dataclass(slots=True)
class Turn:
    """What a handler is given, and where it leaves what is to be done.

    Attributes:
        update: Telegram's number of the update.
        chat: with its settings.
        user: who asks.
        signer: of buttons.
        pressed: the number of the message whose button was pressed, else None.
        pictured: whether that message has a picture, so that it cannot become a text.
        replied: the text of the message that was answered with this one, if any.
        letters: what is to be sent.
        changes: what is to be written.
        wishes: jobs that are asked for.
        notice: what is shown over the chat when a button was pressed, and whether it must be
            confirmed.
    """

    update: int
    chat: Chat
    user: User
    signer: Signer
    pressed: int | None = None
    pictured: bool = False
    replied: str | None = None
    letters: list[Letter] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)
    notice: tuple[str, bool] = ("", False)

    @property
    def words(self) -> Words:
        """Who speaks to this chat."""
        return self.chat.words

    @property
    def in_group(self) -> bool:
        """Whether others read along."""
        return self.chat.kind is not Kind.PRIVATE

    def button(self, text: str, action: str, *arguments: object) -> Button:
        """A button of this chat."""
        return Button(text, data=self.signer.data(self.chat.id, action, *arguments))

    def say(self, screen: Screen, *, key: str | None = None, silent: bool = False) -> None:
        """Send a new message."""
        self.letters.append(
            Letter(self.chat.id, Act.SEND, screen, key=key, silent=silent, rank=Rank.ANSWER)
        )

    def show(self, screen: Screen) -> None:
        """Where a button was pressed, let its message become this; else send it."""
        if self.pressed is None or self.pictured:
            self.say(screen)
            return
        self.letters.append(Letter(self.chat.id, Act.EDIT, screen, message=self.pressed))

    def note(self, text: str, *, confirm: bool = False) -> None:
        """Show a word over the chat, once a button was pressed; at most 200 characters."""
        self.notice = (text[:200], confirm)

    def also(self, change: Change) -> None:
        """Write something with all the rest."""
        self.changes.append(change)

    def ask(self, wish: Wish) -> None:
        """Ask for a job with all the rest."""
        self.wishes.append(wish)
