"""What a button says when it is pressed: short, of one version, and signed for one chat.

``1TTTTTTTTTTTaction:argument:argument``: the version, eleven characters of signature, and what is
meant. Who changes a part of it, or presses a button in a chat for which it was not made, is told
that it is of no use any more.
"""

import hashlib
import hmac
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Self

from pydantic import SecretStr

VERSION = "1"
LONGEST = 64  # bytes, as Telegram counts
SIGNATURE = 11  # characters: 64 bits
BETWEEN = ":"


@dataclass(frozen=True, slots=True)
class Pressed:
    """What a button means: an action, and what it is done with."""

    action: str
    arguments: tuple[str, ...] = ()


class Signer:
    """Signs with a key that follows from the bot's token; the token is not in it."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def __repr__(self) -> str:
        return "Signer()"

    @classmethod
    def of(cls, token: SecretStr) -> Self:
        """A signer for the buttons of one bot."""
        secret = token.get_secret_value().encode()
        return cls(hmac.digest(b"phoenix buttons", secret, "sha256"))

    def data(self, chat: int, action: str, *arguments: object) -> str:
        """What a button of this chat says.

        Raises:
            ValueError: it is too long, or a part of it holds a colon.
        """
        parts = [action, *(str(argument) for argument in arguments)]
        if any(BETWEEN in part for part in parts):
            raise ValueError(f"a colon within {parts}")
        meant = BETWEEN.join(parts)
        data = f"{VERSION}{self._signature(chat, meant)}{meant}"
        if len(data.encode()) > LONGEST:
            raise ValueError(f"{len(data.encode())} bytes: {meant}")
        return data

    def read(self, chat: int, data: str) -> Pressed | None:
        """What was meant; None: the button is of another version, another chat, or made up."""
        signature, meant = data[1 : 1 + SIGNATURE], data[1 + SIGNATURE :]
        if not data.startswith(VERSION) or not meant:
            return None
        expected = self._signature(chat, meant)
        if not hmac.compare_digest(signature.encode("utf-8", "surrogatepass"), expected.encode()):
            return None
        action, *arguments = meant.split(BETWEEN)
        return Pressed(action, tuple(arguments))

    def _signature(self, chat: int, meant: str) -> str:
        said = f"{VERSION}\n{chat}\n{meant}".encode("utf-8", "surrogatepass")
        mac = hmac.digest(self._key, said, hashlib.sha256)
        return urlsafe_b64encode(mac).decode()[:SIGNATURE]
