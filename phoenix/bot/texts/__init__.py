"""What the bot says, in three languages (Project Fluent): a folder each, a file for each topic."""

from functools import lru_cache
from importlib.resources import files
from typing import Any

from fluent.runtime import FluentBundle, FluentResource

LANGUAGES = ("pt-BR", "en", "es")


def language_of(code: str | None, default: str) -> str:
    """The catalogue that fits Telegram's language code (``pt``, ``es-MX``), or the default."""
    short = (code or "").casefold().split("-")[0]
    return next((tag for tag in LANGUAGES if tag.split("-")[0] == short), default)


def say(language: str, key: str, /, **facts: Any) -> str:
    """One text with its facts filled in, as they are.

    Raises:
        KeyError: the catalogue has no such text.
        ValueError: the text and its facts do not fit.
    """
    bundle = _bundle(language)
    pattern = bundle.get_message(key).value
    if pattern is None:
        raise KeyError(key)
    text, errors = bundle.format_pattern(pattern, facts)
    if errors:
        raise ValueError(f"{language}, {key}: {errors[0]}")
    return str(text)


@lru_cache(maxsize=len(LANGUAGES))
def _bundle(language: str) -> FluentBundle:
    bundle = FluentBundle([language], use_isolating=False)
    topics = sorted(files("phoenix.bot.texts").joinpath(language).iterdir(), key=lambda f: f.name)
    for topic in topics:
        bundle.add_resource(FluentResource(topic.read_text(encoding="utf-8")))
    return bundle
