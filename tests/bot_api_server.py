"""A Bot API server on loopback that behaves as Telegram's does, faults included.

    async with bot_api() as server:
        server.say(7, "Flamengo x Palmeiras")
        ...  # a bot polls server.url with TOKEN, or has set a webhook there
        await server.until(lambda: server.sent)
        server.press(server.sent[0], 0, 1)  # the second button of the first row

Users and their private chats are there as soon as they are named; groups and channels are made::

    server.user(8, name="Bia", language="es")
    server.group(-1001, admins=(7,))
    server.say(-1001, "@phoenix_test_bot Flamengo", sender=8)

Faults are scripted by method, and used up one a call; what is not scripted works::

    server.fail("sendMessage", Flood(3), Drop(taken=True), Status(502))
    server.limit()  # and from now on Telegram's own limits are kept
"""

import asyncio
import inspect
import json
import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

from bot_api_changes import Changes
from bot_api_chats import BOT, IN, Chat, Chats, User, standing
from bot_api_faults import (
    Drop,
    Fault,
    Flood,
    Half,
    Hang,
    Refusal,
    Refused,
    Script,
    Status,
    flooded,
)
from bot_api_floods import Limits
from bot_api_hook import Delivery, Hook, Webhook
from bot_api_http import Answer, Dropped, Http, Parameters, Request
from bot_api_messages import EPOCH, Message, Messages
from bot_api_pictures import Files, Stored
from bot_api_profile import Profile
from bot_api_queries import Queries
from bot_api_reading import units
from bot_api_updates import Updates

__all__ = [
    "BOT", "TOKEN", "BotApiServer", "Call", "Chat", "Delivery", "Drop", "Fault", "Flood", "Half",
    "Hang", "Message", "Refusal", "Refused", "Status", "Stored", "User", "Webhook", "bot_api",
]  # fmt: skip

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"

_TAGS = re.compile(r"(?P<bot_command>(?<!\S)/[A-Za-z0-9_]{1,64}(?:@\w+)?)|(?P<mention>@\w{5,32})")


@dataclass(frozen=True)
class Call:
    """A call that reached the server, and when by its loop's clock."""

    method: str
    parameters: Parameters
    at: float


class BotApiServer:
    """What Telegram knows of one bot."""

    def __init__(self, token: str = TOKEN) -> None:
        self.url = ""
        self.calls: list[Call] = []
        self.latency = 0.0
        self.privacy = True
        self.limits: Limits | None = None
        self._token: str | None = token
        self._thawed = asyncio.Event()
        self._thawed.set()
        self._script = Script()
        self._changes = Changes()
        self.files = Files()
        self.chats = Chats()
        self.messages = Messages(self.chats, self.files)
        self.updates = Updates(self._changes)
        self.queries = Queries(self.chats, self.files, self.updates)
        self.profile = Profile(self.chats)
        self.hook = Hook(self._changes, self.updates, self._perform)
        self._history: dict[int, dict[str, Any]] = {}
        self._methods = {name.lower(): method for name, method in self._all_methods()}

    # Who there is

    def user(self, number: int, **changes: Any) -> User:
        """Somebody, with another ``name``, ``language`` or ``username`` from now on."""
        return self.chats.user(number, **changes)

    def group(
        self,
        number: int,
        title: str = "Torcida",
        *,
        admins: Iterable[int] = (),
        members: Iterable[int] = (),
        kind: str = "supergroup",
        username: str | None = None,
    ) -> Chat:
        """A group in which the bot is; the first admin has made it."""
        chat = Chat(number, kind, title, username)
        self.chats.known[number] = chat
        for member in members:
            self.promote(number, member, "member")
        for place, admin in enumerate(admins):
            self.promote(number, admin, "administrator" if place else "creator")
        return chat

    def promote(self, chat: int, user: int, status: str = "administrator") -> None:
        """From now on somebody is that in a group."""
        self.user(user)
        self.chats.known[chat].standing[user] = status

    def block(self, user: int) -> int:
        """A user blocks the bot; the number of the update."""
        self.chats.blocked.add(user)
        return self._bot_became(self.chats.chat(user), user, "member", "kicked")

    def unblock(self, user: int) -> int:
        """A user lets the bot in again; the number of the update."""
        self.chats.blocked.discard(user)
        return self._bot_became(self.chats.chat(user), user, "kicked", "member")

    def put_out(self, chat: int, by: int) -> int:
        """The bot is put out of a group; the number of the update."""
        return self._moved(self.chats.chat(chat), by, "kicked")

    def let_in(self, chat: int, by: int, status: str = "member") -> int:
        """The bot is taken into a group; the number of the update."""
        return self._moved(self.chats.chat(chat), by, status)

    def migrate(self, group: int, to: int) -> Chat:
        """A group becomes a supergroup: its number is another."""
        old = self.chats.known[group]
        new = Chat(to, "supergroup", old.name, old.username, dict(old.standing))
        old.moved, self.chats.known[to] = to, new
        self._tell_of(old, next(iter(old.standing), 1), migrate_to_chat_id=to)
        return new

    def _moved(self, chat: Chat, by: int, status: str) -> int:
        was, chat.bot = chat.bot, status
        return self._bot_became(chat, by, was, status)

    def _bot_became(self, chat: Chat, by: int, was: str, is_: str) -> int:
        told = {
            "chat": chat.told(), "from": self.user(by).told(), "date": self._date(),
            "old_chat_member": standing(BOT, was), "new_chat_member": standing(BOT, is_),
        }  # fmt: skip
        return self.happens("my_chat_member", **told)

    # What users do

    def say(
        self,
        chat: int,
        text: str,
        *,
        sender: int | None = None,
        language: str | None = None,
        answers: Message | None = None,
    ) -> int:
        """A user writes; the number of the update.

        Args:
            chat: a group, or the user's own number.
            text: commands and names in it are marked.
            sender: who, in a group.
            language: the user's own from now on.
            answers: the message to which this is a reply.
        """
        place = self.chats.chat(chat)
        user = self.user(chat if sender is None else sender)
        user.language = language or user.language
        if place.kind != "private":
            place.standing.setdefault(user.id, "member")
        entities = _tags(text)
        message = self.messages.heard(place, text, user.told(), entities=entities)
        told = message.told()
        if answers is not None:
            told["reply_to_message"] = answers.told()
        if self._reads(place, text, answers):
            return self.happens("message", **told)
        return self.updates.last

    def _reads(self, chat: Chat, text: str, answers: Message | None) -> bool:
        """In a group the bot is told of what is meant for it alone."""
        if chat.kind == "private" or not self.privacy:
            return chat.bot in IN
        name = BOT["username"]
        to_others = re.match(r"/\w+@(\w+)", text)
        if to_others:
            return to_others[1] == name
        return text.startswith("/") or f"@{name}" in text or bool(answers and answers.mine)

    def press(self, message: Message, *button: str | int, user: int | None = None) -> int:
        """A user presses a button under a message; the number of the update.

        Args:
            message: of the bot.
            button: what it says when pressed, which need not stand there; or row and column.
            user: who presses, in a group.
        """
        data = str(button[0])
        if len(button) == 2:
            row, column = button
            data = message.buttons[int(row)][int(column)]["callback_data"]
        return self.queries.press(message, data, message.chat if user is None else user)

    def tap(self, message: Message, label: str, user: int | None = None) -> int:
        """A user presses the button on which this stands; the number of the update."""
        every = [button for row in message.buttons for button in row]
        found = next((one for one in every if label in one["text"]), None)
        assert found is not None, f"no button {label!r} among {message.labels}"
        return self.press(message, found["callback_data"], user=user)

    def ask_inline(self, user: int, text: str, offset: str = "") -> str:
        """A user types behind the bot's name; the id of the query, see ``inline``."""
        return self.queries.ask(user, text, offset)

    def choose(self, user: int, text: str, result: str) -> int:
        """A user sends an inline result; the number of the update."""
        return self.queries.choose(user, text, result)

    def happens(self, kind: str, **content: Any) -> int:
        """An update of any kind; its number, though it is dropped if the bot wants none of them."""
        number = self.updates.happens(kind, content)
        self._history[number] = {"update_id": number, kind: content}
        return number

    def repeat(self, update_id: int) -> None:
        """Deliver an update once more, as if it had not been confirmed."""
        again = {"update_id": update_id, "message": {"text": "again"}}
        self.updates.repeat(dict(self._history.get(update_id, again)))

    def _tell_of(self, chat: Chat, user: int, **what: Any) -> None:
        message = self.messages.heard(chat, "", self.user(user).told())
        self.happens("message", **message.told(), **what)

    def _date(self) -> int:
        return int(EPOCH + asyncio.get_running_loop().time())

    # What a test sees

    @property
    def sent(self) -> list[Message]:
        """Messages of the bot, in the order in which they came; also those that are deleted."""
        return self.messages.sent

    @property
    def pending(self) -> list[int]:
        """Numbers of the updates that nobody has confirmed."""
        return [update["update_id"] for update in self.updates.waiting]

    @property
    def is_polled(self) -> bool:
        """Whether a poll waits."""
        return self.updates.is_polled

    @property
    def conflicts(self) -> int:
        """Polls that were ended by another."""
        return self.updates.conflicts

    @property
    def actions(self) -> list[tuple[int, str]]:
        """Chats, and what the bot was seen to do there."""
        return self.chats.actions

    @property
    def answered(self) -> dict[str, Parameters]:
        """Answers to pressed buttons, by the query."""
        return self.queries.answered

    @property
    def inline(self) -> dict[str, list[dict[str, Any]]]:
        """Results of inline queries, by the query."""
        return self.queries.results

    @property
    def commands(self) -> dict[tuple[str, str], list[Any]]:
        """Commands by scope, such as ``default`` or ``chat:7``, and language."""
        return self.profile.commands

    @property
    def webhook(self) -> Webhook:
        """Where updates are sent to."""
        return self.hook.webhook

    @property
    def deliveries(self) -> list[Delivery]:
        """Every try to deliver to the webhook."""
        return self.hook.deliveries

    @property
    def blocked(self) -> set[int]:
        """Users who have blocked the bot; whoever is added here tells nobody."""
        return self.chats.blocked

    def count(self, method: str) -> int:
        """How often it was called."""
        return sum(call.method == method for call in self.calls)

    def standing_in(self, chat: int) -> list[Message]:
        """The bot's messages that stand in a chat."""
        return [one for one in self.sent if one.chat == chat and not one.deleted]

    def texts(self, chat: int) -> list[str]:
        """What stands in a chat from the bot: texts and captions."""
        return [message.text for message in self.standing_in(chat)]

    async def until(self, look: Callable[[], Any], limit: float = 30.0) -> Any:
        """What ``look`` finds, as soon as a call or an update has changed something."""
        return await self._changes.until(look, limit)

    # What a test lets go wrong

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method fail, one after the other."""
        self._script.add(method, faults)

    def limit(self, **rates: Any) -> Limits:
        """From now on too many messages are refused; see :class:`bot_api_floods.Limits`."""
        self.limits = Limits(asyncio.get_running_loop().time, **rates)
        return self.limits

    def revoke(self) -> None:
        """The token is no more; a poll that waits is ended by that."""
        self._token, self.updates.revoked = None, True
        self.updates.end_poll()

    def freeze(self) -> None:
        """Take calls and answer none, also not those that wait, until :meth:`thaw`."""
        self._thawed.clear()

    def thaw(self) -> None:
        """Go on."""
        self._thawed.set()

    # How it answers

    async def serve(self, request: Request) -> Answer:
        """Answer a call."""
        method = request.path.rpartition("/")[2]
        fault = self._script.next(method)
        self.calls.append(Call(method, request.parameters, asyncio.get_running_loop().time()))
        self._changes.stir()
        await asyncio.sleep(self.latency)
        if isinstance(fault, Hang):
            await asyncio.Event().wait()
        if isinstance(fault, Drop) and not fault.taken:
            raise Dropped
        if isinstance(fault, Status):
            return Answer(fault.code, fault.body)
        answer = await self._answer(request, method, fault)
        await self._thawed.wait()
        self._changes.stir()
        if isinstance(fault, Drop):
            raise Dropped
        broken = isinstance(fault, Half)
        return Answer(answer.status, answer.body, broken=broken, kind=answer.kind)

    async def _answer(self, request: Request, method: str, fault: Fault | None) -> Answer:
        try:
            _suffer(fault)
            if request.path.startswith("/file/"):
                return self._download(request.path)
            self._check_token(request.path)
            told = await self._perform(method, request.parameters)
        except Refused as refused:
            return Answer(refused.code, json.dumps(refused.told()).encode())
        result, *why = told if isinstance(told, tuple) else (told,)
        envelope = {"ok": True, "result": result, **({"description": why[0]} if why else {})}
        return Answer(200, json.dumps(envelope).encode())

    def _download(self, path: str) -> Answer:
        self._check_token(f"{path[5:].rpartition('/')[0].rpartition('/')[0]}/getFile")
        stored = self.files.at(path)
        if stored is None:
            raise Refused(404, "Not Found")
        return Answer(200, stored.content, kind=stored.type)

    def _check_token(self, path: str) -> None:
        place = path.rpartition("/")[0].rpartition("/")[2]
        if not place.startswith("bot") or ":" not in place:
            raise Refused(404, "Not Found")
        if place != f"bot{self._token}":
            raise Refused(401, "Unauthorized")

    async def _perform(self, method: str, asked: Parameters) -> Any:
        """What a call brings.

        Raises:
            Refused: nothing.
        """
        known = self._methods.get(method.lower())
        if known is None:
            raise Refused(404, "Not Found")
        if self.limits and re.match("send(?!ChatAction)|edit", method, re.IGNORECASE):
            self.limits.check(self.chats.named(asked))
        result = known(asked)
        return await result if inspect.isawaitable(result) else result

    def _all_methods(self) -> Iterable[tuple[str, Callable[[Parameters], Any]]]:
        yield from self.messages.methods().items()
        yield from self.queries.methods().items()
        yield from self.profile.methods().items()
        yield from {
            "getUpdates": self.updates.get, "setWebhook": self.hook.set,
            "deleteWebhook": self.hook.delete, "getWebhookInfo": self.hook.info,
            "getFile": self.files.get, "sendChatAction": self.chats.act,
            "getChat": self.chats.get, "getChatMember": self.chats.member,
            "getChatAdministrators": self.chats.admins, "leaveChat": self.chats.leave,
        }.items()  # fmt: skip


@asynccontextmanager
async def bot_api(token: str = TOKEN, port: int = 0) -> AsyncIterator[BotApiServer]:
    """A server that runs in this loop; other processes reach it by its address."""
    server = BotApiServer(token)
    http = Http(server.serve)
    server.url = await http.start(port)
    try:
        yield server
    finally:
        server.thaw()
        await server.hook.stop()
        await http.stop()


def _suffer(fault: Fault | None) -> None:
    """What Telegram itself is told to refuse, it refuses."""
    if isinstance(fault, Flood):
        raise flooded(fault.retry_after)
    if isinstance(fault, Refusal):
        raise Refused(fault.code, fault.description)


def _tags(text: str) -> list[dict[str, Any]]:
    """Commands and names, as Telegram marks them by itself."""
    return [
        {
            "type": found.lastgroup, "offset": units(text[: found.start()]),
            "length": units(found[0]),
        }
        for found in _TAGS.finditer(text)
    ]  # fmt: skip
