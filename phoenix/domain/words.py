"""Text that is shipped with a value, in one language or in several.

A plugin carries its own texts: it cannot add to Phoenix's catalogues. Either a plain string, or a
mapping from language tag to string, such as ``{"pt-BR": "Gols", "en": "Goals"}``.
"""

from collections.abc import Mapping

LANGUAGES = ("pt-BR", "en", "es")

Words = str | Mapping[str, str]


def in_language(words: Words, language: str) -> str:
    """The text in ``language``, else in English, else in whatever language there is."""
    if isinstance(words, str):
        return words
    for tag in (language, language.split("-", maxsplit=1)[0], "en"):
        if tag in words:
            return words[tag]
    return next(iter(words.values()), "")
