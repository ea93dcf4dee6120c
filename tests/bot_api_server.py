"""A Bot API server on loopback that behaves as Telegram's does, faults included.

    async with bot_api() as server:
        server.say(7, "Flamengo x Palmeiras")
        ...  # a bot polls server.url with TOKEN
        await server.until(lambda: server.sent)

Faults are scripted by method, and used up one a call; what is not scripted works::

    server.fail("sendMessage", Flood(3), Drop(taken=True), Status(502))
"""

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from bot_api_http import Answer, Dropped, Http, Parameters, Request

TOKEN = "123456789:AAEhBOweik6ad9r_QXMENQjcrGbqCr4K-bc"
BOT = {"id": 123456789, "is_bot": True, "first_name": "Phoenix", "username": "phoenix_test_bot"}
LONGEST = 4096  # UTF-16 units of a text

POLLED_ELSEWHERE = (
    "Conflict: terminated by other getUpdates request; "
    "make sure that only one bot instance is running"
)
WEBHOOK_SET = (
    "Conflict: can't use getUpdates method while webhook is active; "
    "use deleteWebhook to delete the webhook first"
)
NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are "
    "exactly the same as a current content and reply markup of the message"
)
OLD_QUERY = "Bad Request: query is too old and response timeout expired or query ID is invalid"


@dataclass(frozen=True)
class Drop:
    """The connection is closed instead of an answer; what was asked may be done all the same."""

    taken: bool = False


@dataclass(frozen=True)
class Half:
    """What was asked is done, and the answer cut in the middle."""


@dataclass(frozen=True)
class Hang:
    """No answer, for as long as the caller waits."""


@dataclass(frozen=True)
class Status:
    """An answer of something that stands before the server."""

    code: int
    body: bytes = b"<html>Bad Gateway</html>"


@dataclass(frozen=True)
class Flood:
    """429: come again after so many seconds."""

    retry_after: int


Fault = Drop | Half | Hang | Status | Flood


class Refused(Exception):
    """A call that Telegram refuses: the code, why, and what may help."""

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


@dataclass(frozen=True)
class Call:
    """A call that reached the server, and when by its loop's clock."""

    method: str
    parameters: Parameters
    at: float


@dataclass
class Message:
    """A message of the bot, as it stands now."""

    id: int
    chat: int
    text: str
    at: float
    markup: Any = None
    edits: int = 0

    def told(self) -> dict[str, Any]:
        """As Telegram tells of it."""
        return {
            "message_id": self.id, "date": int(1_800_000_000 + self.at), "text": self.text,
            "chat": {"id": self.chat, "type": "private"}, "from": BOT,
        }  # fmt: skip


@dataclass
class Webhook:
    """Where updates are sent to; nowhere if the address is empty."""

    url: str = ""
    options: Parameters = field(default_factory=dict)


@dataclass(eq=False)
class _Waiting:
    """A getUpdates that waits, unless another has ended it."""

    ended: bool = False


class BotApiServer:
    """What Telegram knows of one bot."""

    def __init__(self, token: str = TOKEN) -> None:
        self.url = ""
        self.calls: list[Call] = []
        self.sent: list[Message] = []
        self.conflicts = 0
        self.actions: list[tuple[int, str]] = []
        self.answered: dict[str, Parameters] = {}
        self.commands: dict[tuple[str, str], list[Any]] = {}
        self.webhook = Webhook()
        self.blocked: set[int] = set()
        self.latency = 0.0
        self._token: str | None = token
        self._pending: list[dict[str, Any]] = []
        self._allowed: list[str] = []
        self._last_update = 1000
        self._faults: dict[str, deque[Fault]] = {}
        self._poll: _Waiting | None = None
        self._thawed = asyncio.Event()
        self._thawed.set()
        self._changed = asyncio.Condition()
        self._queries: set[str] = set()

    # What a test does and sees

    def say(self, chat: int, text: str, *, language: str = "pt-br") -> int:
        """A user writes to the bot; the number of the update."""
        user = {"id": chat, "is_bot": False, "first_name": "Ana", "language_code": language}
        return self.happens(
            "message",
            message_id=self._last_update, date=1_800_000_000, text=text,
            chat={"id": chat, "type": "private", "first_name": "Ana"}, **{"from": user},
        )  # fmt: skip

    def press(self, message: Message, data: str) -> int:
        """A user presses a button under a message; the number of the update."""
        query = f"query-{self._last_update + 1}"
        self._queries.add(query)
        return self.happens(
            "callback_query",
            id=query, data=data, message=message.told(), chat_instance="1",
            **{"from": {"id": message.chat, "is_bot": False, "first_name": "Ana"}},
        )  # fmt: skip

    def happens(self, kind: str, **content: Any) -> int:
        """An update of any kind; its number, though it is dropped if the bot wants none of them."""
        self._last_update += 1
        if not self._allowed or kind in self._allowed:
            self._pending.append({"update_id": self._last_update, kind: content})
            self._stir()
        return self._last_update

    def repeat(self, update_id: int) -> None:
        """Forget that an update was confirmed, by delivering it once more as a message."""
        self._pending.insert(0, {"update_id": update_id, "message": {"text": "again"}})
        self._stir()

    @property
    def pending(self) -> list[int]:
        """Numbers of the updates that no poll has confirmed."""
        return [update["update_id"] for update in self._pending]

    @property
    def is_polled(self) -> bool:
        """Whether a poll waits."""
        return self._poll is not None

    def count(self, method: str) -> int:
        """How often it was called."""
        return sum(call.method == method for call in self.calls)

    def texts(self, chat: int) -> list[str]:
        """What stands in a chat from the bot."""
        return [message.text for message in self.sent if message.chat == chat]

    def fail(self, method: str, *faults: Fault) -> None:
        """Let the next calls of a method fail, one after the other."""
        self._faults.setdefault(method.lower(), deque()).extend(faults)

    def revoke(self) -> None:
        """The token is no more; a poll that waits is ended by that."""
        self._token = None
        self._end_poll()

    def freeze(self) -> None:
        """Take calls and answer none, also not those that wait, until :meth:`thaw`."""
        self._thawed.clear()

    def thaw(self) -> None:
        """Go on."""
        self._thawed.set()

    async def until(self, look: Callable[[], Any], limit: float = 30.0) -> Any:
        """What ``look`` finds, as soon as a call or an update has changed something."""
        async with asyncio.timeout(limit), self._changed:
            while not (found := look()):
                await self._changed.wait()
            return found

    # How it answers

    async def serve(self, request: Request) -> Answer:
        """Answer a call."""
        method = request.path.rpartition("/")[2]
        fault = self._fault(method)
        self._note(method, request.parameters)
        await asyncio.sleep(self.latency)
        match fault:
            case Hang():
                await asyncio.Event().wait()
            case Drop(taken=False):
                raise Dropped
            case Status(code, body):
                return Answer(code, body)
            case Flood(seconds):
                return _refusal(_flood(seconds))
        answer = await self._answer(request, method)
        await self._thawed.wait()
        self._stir()
        if isinstance(fault, Drop):
            raise Dropped
        return Answer(answer.status, answer.body, broken=isinstance(fault, Half))

    async def _answer(self, request: Request, method: str) -> Answer:
        try:
            self._check_token(request.path)
            result = await self._methods(method)(request.parameters)
        except Refused as refused:
            return _refusal(refused)
        return Answer(200, json.dumps({"ok": True, "result": result}).encode())

    def _check_token(self, path: str) -> None:
        place = path.rpartition("/")[0].rpartition("/")[2]
        if not place.startswith("bot") or ":" not in place:
            raise Refused(404, "Not Found")
        if place != f"bot{self._token}":
            raise Refused(401, "Unauthorized")

    def _methods(self, method: str) -> Callable[[Parameters], Any]:
        known = {
            "getme": self._get_me, "getupdates": self._get_updates,
            "setwebhook": self._set_webhook, "deletewebhook": self._delete_webhook,
            "getwebhookinfo": self._get_webhook_info, "sendmessage": self._send_message,
            "editmessagetext": self._edit_message_text, "setmycommands": self._set_my_commands,
            "answercallbackquery": self._answer_callback_query,
            "sendchataction": self._send_chat_action,
        }  # fmt: skip
        if method.lower() not in known:
            raise Refused(404, "Not Found")
        return known[method.lower()]

    def _fault(self, method: str) -> Fault | None:
        scripted = self._faults.get(method.lower())
        return scripted.popleft() if scripted else None

    def _note(self, method: str, parameters: Parameters) -> None:
        now = asyncio.get_running_loop().time()
        self.calls.append(Call(method, parameters, now))
        self._stir()

    def _stir(self) -> None:
        """Wake whoever waits for something to change."""
        task = asyncio.ensure_future(self._notified())
        _stirring.add(task)
        task.add_done_callback(_stirring.discard)

    async def _notified(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def _get_me(self, asked: Parameters) -> Any:
        return {**BOT, "can_join_groups": True, "supports_inline_queries": False}

    async def _get_updates(self, asked: Parameters) -> Any:
        if self.webhook.url:
            raise Refused(409, WEBHOOK_SET)
        if (allowed := _listed(asked, "allowed_updates")) is not None:
            self._allowed = allowed
        self._confirm(_number(asked, "offset", 0))
        self._end_poll()
        self._poll = poll = _Waiting()
        self._stir()
        try:
            await self._wait(poll, _number(asked, "timeout", 0))
        finally:
            if self._poll is poll:
                self._poll = None
                self._stir()
        if self._token is None:
            raise Refused(401, "Unauthorized")
        if poll.ended:
            self.conflicts += 1
            raise Refused(409, POLLED_ELSEWHERE)
        most = min(max(_number(asked, "limit", 100), 1), 100)
        return self._pending[:most]

    def _end_poll(self) -> None:
        if self._poll is not None:
            self._poll.ended = True
            self._stir()

    async def _wait(self, poll: _Waiting, seconds: int) -> None:
        """Until there is something to tell, or this poll was ended."""
        try:
            await self.until(lambda: self._pending or poll.ended, seconds)
        except TimeoutError:
            return

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._pending = self._pending[offset:]
        elif offset > 0:
            self._pending = [one for one in self._pending if one["update_id"] >= offset]

    async def _set_webhook(self, asked: Parameters) -> Any:
        self.webhook = Webhook(str(asked.get("url", "")), asked)
        if _flag(asked, "drop_pending_updates"):
            self._pending.clear()
        self._end_poll()
        return True

    async def _delete_webhook(self, asked: Parameters) -> Any:
        return await self._set_webhook({**asked, "url": ""})

    async def _get_webhook_info(self, asked: Parameters) -> Any:
        return {
            "url": self.webhook.url, "has_custom_certificate": "certificate" in
            self.webhook.options, "pending_update_count": len(self._pending),
        }  # fmt: skip

    async def _send_message(self, asked: Parameters) -> Any:
        chat, text = self._chat(asked), _text(asked)
        at = asyncio.get_running_loop().time()
        message = Message(len(self.sent) + 1, chat, text, at, _json(asked, "reply_markup"))
        self.sent.append(message)
        return message.told()

    def _chat(self, asked: Parameters) -> int:
        if "chat_id" not in asked:
            raise Refused(400, "Bad Request: chat_id is empty")
        chat = _number(asked, "chat_id", 0)
        if chat in self.blocked:
            raise Refused(403, "Forbidden: bot was blocked by the user")
        return chat

    async def _edit_message_text(self, asked: Parameters) -> Any:
        chat, number = self._chat(asked), _number(asked, "message_id", 0)
        found = [one for one in self.sent if (one.chat, one.id) == (chat, number)]
        if not found:
            raise Refused(400, "Bad Request: message to edit not found")
        text, markup = _text(asked), _json(asked, "reply_markup")
        if (found[0].text, found[0].markup) == (text, markup):
            raise Refused(400, NOT_MODIFIED)
        found[0].text, found[0].markup = text, markup
        found[0].edits += 1
        return found[0].told()

    async def _answer_callback_query(self, asked: Parameters) -> Any:
        query = asked.get("callback_query_id")
        if query not in self._queries:
            raise Refused(400, OLD_QUERY)
        self.answered[query] = asked
        return True

    async def _set_my_commands(self, asked: Parameters) -> Any:
        scope = (_json(asked, "scope") or {}).get("type", "default")
        self.commands[scope, asked.get("language_code", "")] = _json(asked, "commands")
        return True

    async def _send_chat_action(self, asked: Parameters) -> Any:
        self.actions.append((self._chat(asked), asked.get("action", "")))
        return True


_stirring: set[asyncio.Future[None]] = set()


@asynccontextmanager
async def bot_api(token: str = TOKEN) -> AsyncIterator[BotApiServer]:
    """A server that runs in this loop; other processes reach it by its address."""
    server = BotApiServer(token)
    http = Http(server.serve)
    server.url = await http.start()
    try:
        yield server
    finally:
        server.thaw()
        await http.stop()
        while _stirring:
            await asyncio.wait(_stirring)


def _flood(seconds: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def _refusal(refused: Refused) -> Answer:
    told: Mapping[str, Any] = {
        "ok": False, "error_code": refused.code, "description": refused.description,
        **({"parameters": refused.parameters} if refused.parameters else {}),
    }  # fmt: skip
    return Answer(refused.code, json.dumps(told).encode())


def _text(asked: Parameters) -> str:
    text = str(asked.get("text", ""))
    if not text.strip():
        raise Refused(400, "Bad Request: message text is empty")
    if len(text.encode("utf-16-le")) // 2 > LONGEST:
        raise Refused(400, "Bad Request: message is too long")
    return text


def _number(asked: Parameters, name: str, default: int) -> int:
    """Numbers come as text from forms."""
    try:
        return int(asked.get(name, default))
    except (TypeError, ValueError):
        raise Refused(400, f"Bad Request: invalid {name} specified") from None


def _json(asked: Parameters, name: str) -> Any:
    """What is no plain value comes as JSON within a form."""
    value = asked.get(name)
    return json.loads(value) if isinstance(value, str) else value


def _listed(asked: Parameters, name: str) -> list[str] | None:
    value = _json(asked, name)
    return None if value is None else list(value)


def _flag(asked: Parameters, name: str) -> bool:
    return asked.get(name) in {True, "true", "True", "1"}
