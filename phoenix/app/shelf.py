"""Which models are shared, and with whom."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import structlog

from phoenix.app.sealed import sealing_key
from phoenix.app.settings import Settings
from phoenix.domain.errors import ConfigurationError
from phoenix.host.verdicts import Plugin, Verdict

if TYPE_CHECKING:
    from phoenix.app.models import SharedModels

log = structlog.get_logger(__name__)


def make_shelf(
    settings: Settings, plugins: Callable[[], Iterable[Plugin]]
) -> "SharedModels | None":
    """Models in Redis for the processes of this installation; not yet open.

    They know each other by a secret that all of them have and that cannot be guessed: the key of
    API-Football, else the bot's token. A database's password might be guessed from a seal.

    Args:
        settings: of the installation.
        plugins: all of them as they are then; models of the active ones are stored.

    Returns:
        None without Redis, or without such a secret.

    Raises:
        ConfigurationError: the address of Redis is wrong, or its client is not installed.
    """
    if not settings.redis_url:
        return None
    key = _key(settings)
    if key is None:
        log.info("models are not shared", reason="no API_FOOTBALL_KEY or TELEGRAM_BOT_TOKEN")
        return None
    try:
        from phoenix.app.models import SharedModels
    except ModuleNotFoundError as error:
        problem = f"models in Redis need {error.name}, which is not installed"
        raise ConfigurationError(problem, "pip install 'phoenix-football[redis]'") from None
    limit = settings.redis_connect_timeout
    url = settings.redis_url.get_secret_value()
    return SharedModels(
        url, key, connect_limit=limit, answer_limit=limit,
        installed=lambda: _packages(plugins()),
        allowed=lambda: _packages(p for p in plugins() if p.verdict is Verdict.ACTIVE),
    )  # fmt: skip


def _packages(plugins: Iterable[Plugin]) -> tuple[str, ...]:
    """Their top packages, each once."""
    modules = (plugin.candidate.value.partition(":")[0] for plugin in plugins)
    return tuple(dict.fromkeys(module.partition(".")[0].strip() for module in modules))


def _key(settings: Settings) -> bytes | None:
    secrets = (settings.api_football_key, settings.telegram_bot_token)
    keys = (sealing_key(secret.get_secret_value()) for secret in secrets if secret is not None)
    return next((key for key in keys if key is not None), None)
