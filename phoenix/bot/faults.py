"""What the Bot API may answer instead of a result.

PhoenixError
└── TelegramFault            caught by the sender, the poller or whoever handles an update
    ├── Unauthorised         the token is wrong, or was revoked: nothing will work any more
    ├── Conflict             another polls with the same token, or a webhook is set
    ├── TooManyRequests      carries how long to wait
    ├── BadRequest           the call itself is wrong; the same call will fail again
    │   ├── NotModified      an edit that would change nothing
    │   └── Forbidden        the user has blocked the bot, or it was put out of the group
    └── TelegramAway         no answer, or none that can be read; later there may be one

None of them holds the token: the address of a call, which does, is in no message and no cause.
"""

from phoenix.app.errors import PhoenixError


class TelegramFault(PhoenixError):
    """A call of the Bot API that brought no result."""


class Unauthorised(TelegramFault):
    """The token is wrong, or was revoked."""

    def __init__(self) -> None:
        super().__init__(
            "Telegram refuses TELEGRAM_BOT_TOKEN", "Get a new token from @BotFather, and set it"
        )


class Conflict(TelegramFault):
    """Updates are not to be had, because another gets them."""

    def __init__(self, description: str) -> None:
        super().__init__(
            f"Telegram: {description}",
            "Let one installation use the bot's token, and set no webhook where it polls",
        )
        self.description = description


class TooManyRequests(TelegramFault):
    """Telegram wants to be left alone for a while; ``retry_after`` in seconds."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"Telegram wants no call for {retry_after:g} s", "Wait so long")
        self.retry_after = retry_after


class BadRequest(TelegramFault):
    """Telegram does not do what was asked for, and will not later."""

    def __init__(self, method: str, description: str) -> None:
        super().__init__(f"Telegram refuses {method}: {description}")
        self.method = method
        self.description = description


class NotModified(BadRequest):
    """The message already is what it should become."""


class Forbidden(BadRequest):
    """The bot may not write there."""


class TelegramAway(TelegramFault):
    """There is no answer; ``taken`` tells whether the call may have been carried out anyway."""

    def __init__(self, method: str, reason: str, *, taken: bool) -> None:
        super().__init__(f"Telegram does not answer {method}: {reason}", "It is asked again")
        self.method = method
        self.reason = reason
        self.taken = taken
