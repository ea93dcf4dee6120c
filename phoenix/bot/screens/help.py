"""What the bot can do, what it stores, and what it is."""

from collections.abc import Awaitable, Callable, Iterator, Sequence
from math import ceil
from typing import TypeAlias

from phoenix.app.about import About, Plugin, Source
from phoenix.bot import outbox
from phoenix.bot.html import Html, folded, joined
from phoenix.bot.routes import Command, Routes
from phoenix.bot.screen import Row, Screen
from phoenix.bot.screens.menu import back
from phoenix.bot.screens.settings import DATA
from phoenix.bot.turn import Turn

HELP = "help"
PRIVACY = "privacy"
ABOUT = "about"

Tell: TypeAlias = Callable[[str], Awaitable[About]]


class Help:
    """Three pages that lead to each other.

    Args:
        about: tells what runs here, in a language.
        jobs_kept_hours: for which a job is remembered after it has ended.
    """

    def __init__(self, about: Tell, jobs_kept_hours: float) -> None:
        self._about = about
        self._hours = jobs_kept_hours

    def routes(self) -> Routes:
        """A command and a button for each page."""
        return Routes(
            (
                Command(
                    ("ajuda", "help", "ayuda"), self.help, "command-ajuda",
                    {"en": "help", "es": "ayuda"},
                ),
                Command(
                    ("privacidade", "privacy", "privacidad"), self.privacy, "command-privacidade",
                    {"en": "privacy", "es": "privacidad"},
                ),
                Command(
                    ("sobre", "about", "acerca"), self.about, "command-sobre",
                    {"en": "about", "es": "acerca"},
                ),
            ),
            {HELP: self.help, PRIVACY: self.privacy, ABOUT: self.about},
        )  # fmt: skip

    async def help(self, turn: Turn, _: object) -> None:
        """What to write, by example."""
        words = turn.words
        examples, groups = words.say("help-examples"), words.say("help-more")
        parts = (words.say("help-heading"), examples, folded(groups), words.say("help-responsibly"))
        turn.show(Screen(joined(parts, "\n\n"), _pages(turn, PRIVACY, ABOUT)))

    async def privacy(self, turn: Turn, _: object) -> None:
        """What is stored, for how long, and how it is deleted."""
        words = turn.words
        data = (turn.button(words.label("settings-data"), DATA),)
        parts = (words.say("help-privacy-heading"), self._stored(turn))
        turn.show(Screen(joined(parts, "\n\n"), (data, *_pages(turn, HELP, ABOUT))))

    async def about(self, turn: Turn, _: object) -> None:
        """Version, plugins, sources, licence."""
        told = await self._about(turn.words.language)
        text = joined(_about(turn, told), "\n\n")
        turn.show(Screen(text, _pages(turn, HELP, PRIVACY)))

    def _stored(self, turn: Turn) -> Html:
        hours = max(1, ceil(self._hours))
        return turn.words.say("help-privacy", days=outbox.KEPT.days, hours=hours)


def _about(turn: Turn, told: About) -> Iterator[Html]:
    words = turn.words
    yield words.say("help-about-heading", version=told.version, license=told.license)
    yield words.say("help-about")
    yield _plugins(turn, told.plugins)
    lines = [_source(turn, source) for source in told.sources]
    yield joined((words.say("help-sources"), *lines)) if lines else words.say("help-sources-none")
    yield words.say("help-responsibly")


def _plugins(turn: Turn, plugins: Sequence[Plugin] | None) -> Html:
    words = turn.words
    if plugins is None:
        return words.say("help-plugins-unknown")
    if not plugins:
        return words.say("help-plugins-none")
    lines = joined(_plugin(turn, plugin) for plugin in plugins)
    return joined((words.say("help-plugins"), folded(lines)))


def _plugin(turn: Turn, plugin: Plugin) -> Html:
    version = plugin.version or "?"
    state = plugin.verdict
    return turn.words.say("help-plugin", title=plugin.title, version=version, state=state)


def _source(turn: Turn, source: Source) -> Html:
    moment = turn.words.moment(source.read)
    return turn.words.say("help-source", name=source.name, moment=moment)


def _pages(turn: Turn, *others: str) -> tuple[Row, ...]:
    label = turn.words.label
    titles = {
        HELP: label("help-page"),
        PRIVACY: label("help-privacy-page"),
        ABOUT: label("help-about-page"),
    }
    return (tuple(turn.button(titles[action], action) for action in others), back(turn))
