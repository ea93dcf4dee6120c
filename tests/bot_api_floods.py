"""How many messages Telegram takes: counted on the loop's clock, where a test switches it on."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field

from bot_api_chats import Chat
from bot_api_faults import flooded


@dataclass
class Bucket:
    """So many a second, and so many at once."""

    rate: float
    most: float
    left: float
    since: float

    def wait(self, now: float) -> float:
        """Seconds until the next is due; nothing if it is due now."""
        self.left = min(self.most, self.left + (now - self.since) * self.rate)
        self.since = now
        return max(0.0, (1.0 - self.left) / self.rate)

    def take(self) -> None:
        """One has gone."""
        self.left -= 1.0


@dataclass
class Limits:
    """What Telegram asks for.

    Attributes:
        clock: of the loop.
        overall: messages a second.
        chat: messages a second to one chat.
        group: messages a minute to one group.
        burst: messages to one chat at once.
        slack: seconds that are forgiven, because a sender's clock is not this one's.
        refused: how many calls were too many.
    """

    clock: Callable[[], float]
    overall: float = 30.0
    chat: float = 1.0
    group: float = 20.0
    burst: int = 1
    slack: float = 0.05
    refused: int = 0
    _buckets: dict[object, Bucket] = field(default_factory=dict)

    def check(self, chat: Chat) -> None:
        """Count a message.

        Raises:
            Refused: it is one too many.
        """
        now = self.clock()
        buckets = [
            self._bucket("overall", self.overall, self.overall, now),
            self._bucket(chat.id, self.chat, self.burst, now),
        ]
        if chat.kind != "private":
            rate = self.group / 60.0
            buckets.append(self._bucket((chat.id, "minute"), rate, self.group, now))
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > self.slack:
            self.refused += 1
            raise flooded(math.ceil(wait))
        for bucket in buckets:
            bucket.take()

    def _bucket(self, name: object, rate: float, most: float, now: float) -> Bucket:
        return self._buckets.setdefault(name, Bucket(rate, most, most, now))
