"""How far a dossier has come, in words."""

from phoenix.bot.html import Html
from phoenix.bot.words import Words

WAITING = ""  # a job that has not begun


def progress(words: Words, sides: tuple[str, str], phrase: str) -> Html:
    """What the chat reads meanwhile; ``sides`` are empty where they are not known yet."""
    home, away = sides
    if home and away:
        return words.say("dossier-progress", home=home, away=away, doing=doing(words, phrase))
    return words.say("dossier-progress-unnamed", doing=doing(words, phrase))


def doing(words: Words, phrase: str) -> Html:
    """A worker's phrase: a word, and behind a colon what it counts."""
    word, _, counted = phrase.partition(":")
    if word == "fixture":
        return words.say("dossier-doing-fixture")
    if word == "data":
        if counted:
            return words.say("dossier-doing-data-percent", percent=counted)
        return words.say("dossier-doing-data")
    if word == "specialists":
        heard, _, asked = counted.partition("/")
        return words.say("dossier-doing-specialists", heard=heard, asked=asked)
    if word == "pool":
        return words.say("dossier-doing-pool")
    return words.say("dossier-doing-waiting")
