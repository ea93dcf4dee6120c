"""What shape the text of a setting has to have. No message holds the text itself: it may be secret.

Each rule returns what it was given, or raises with a problem and its cure.
"""

import re
from urllib.parse import SplitResult, urlsplit

from pydantic import SecretStr
from pydantic_core import PydanticCustomError

FEWEST = 8  # characters of a secret: whatever is shorter can be guessed, and cannot be hidden well

_BOT_TOKEN = re.compile(r"[0-9]{6,20}:[A-Za-z0-9_-]{30,}")
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{8,256}")
_DATABASES = {"postgres", "postgresql", "sqlite"}
_QUOTE = "In a password, write what is neither letter nor digit as in a URL: @ as %40, / as %2F"


def refused(problem: str, cure: str) -> PydanticCustomError:
    """What a rule raises."""
    return PydanticCustomError("setting", "{problem}", {"problem": problem, "cure": cure})


def bot_token(secret: SecretStr) -> SecretStr:
    """Of Telegram: the bot's number, a colon, and 30 or more letters."""
    if not _BOT_TOKEN.fullmatch(secret.get_secret_value()):
        raise refused(
            "has not the shape of a bot's token: digits, a colon, and 30 or more letters",
            "Copy the whole token that @BotFather gave, without spaces or quotes",
        )
    return secret


def webhook_secret(secret: SecretStr) -> SecretStr:
    """What Telegram allows, of a length that nobody guesses."""
    if not _WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
        raise refused(
            f"is not {FEWEST} to 256 characters of A-Z, a-z, 0-9, _ and -",
            'Make one: python -c "import secrets; print(secrets.token_urlsafe(32))"',
        )
    return secret


def api_key(secret: SecretStr) -> SecretStr:
    """What can stand in a header of HTTP."""
    text = secret.get_secret_value()
    if len(text) < FEWEST or not text.isascii() or not text.isprintable() or " " in text:
        raise refused(
            f"is not a key: {FEWEST} or more letters and digits without spaces",
            "Copy the key from the dashboard of API-Football",
        )
    return secret


def database_address(secret: SecretStr) -> SecretStr:
    """Of a database that Phoenix knows."""
    parts = _split(
        secret.get_secret_value(), "sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME"
    )
    if parts.scheme.partition("+")[0] not in _DATABASES:
        raise refused(
            "is no address of a database that Phoenix knows",
            "Write sqlite:///FILE or postgresql://USER:PASSWORD@HOST/NAME",
        )
    if parts.scheme.startswith("sqlite") and parts.netloc:
        raise refused("names a host, which SQLite has not", "Write three slashes: sqlite:///FILE")
    return secret


def postgres_address(secret: SecretStr) -> SecretStr:
    """Of a PostgreSQL server."""
    form = "postgresql://USER:PASSWORD@HOST/NAME"
    scheme = _split(secret.get_secret_value(), form).scheme.partition("+")[0]
    if scheme not in _DATABASES - {"sqlite"}:
        raise refused("is no address of a PostgreSQL server", f"Write {form}")
    return secret


def redis_address(secret: SecretStr) -> SecretStr:
    """Of a Redis server."""
    form = "redis://:PASSWORD@HOST:6379/0, rediss:// with TLS, or unix:///PATH"
    parts = _split(secret.get_secret_value(), form)
    reached = parts.path if parts.scheme == "unix" else parts.hostname
    if parts.scheme not in {"redis", "rediss", "unix"} or not reached:
        raise refused("is no address of a Redis server", f"Write {form}")
    return secret


def site(url: str) -> str:
    """Of a server of HTTP."""
    return _site(url, {"http", "https"}, "https://HOST")


def public_site(url: str) -> str:
    """Of a server that Telegram may call: it speaks TLS alone."""
    return _site(url, {"https"}, "https://HOST/PATH")


def _site(url: str, schemes: set[str], form: str) -> str:
    parts = _split(url, form)
    if parts.scheme not in schemes or not parts.hostname or " " in url:
        raise refused(f"is not a URL of the form {form}", f"Write {form}")
    if "@" in parts.netloc:
        raise refused("holds a user or a password, which would be shown", f"Write {form}")
    return url


def _split(url: str, form: str) -> SplitResult:
    if not url.isprintable() or url != url.strip():
        raise refused("begins or ends with a space, or holds a line break", f"Write {form}")
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018 - that it is a number is only looked at here
    except ValueError:
        raise refused("cannot be read as a URL", f"Write {form}. {_QUOTE}") from None
    return parts
