"""Who talks to chats: takes what they write, and answers it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from phoenix.app.about import about
from phoenix.app.day_tendencies import DayTendencies
from phoenix.app.errors import PhoenixError
from phoenix.app.leader import Lease
from phoenix.app.lifecycle import Stage
from phoenix.app.match_finder import MatchFinder
from phoenix.app.newest_sheets import NewestSheets
from phoenix.app.same_match import SameMatch
from phoenix.app.service.core import Core
from phoenix.app.service.telegram import Telegram
from phoenix.app.settings import Settings
from phoenix.app.wishes import granted
from phoenix.bot.accepting import Accepting
from phoenix.bot.application import BotApplication, Hooks, application
from phoenix.bot.asked import Asked
from phoenix.bot.dispatching import Dispatcher, utc_now
from phoenix.bot.group_admins import GroupAdmins
from phoenix.bot.hooked import path_of
from phoenix.bot.inbox import AT_ONCE, Dealt, Inbox, Update
from phoenix.bot.inlining import inlining
from phoenix.bot.menus import set_menus
from phoenix.bot.mishap import Mishaps
from phoenix.bot.routes import Routes, together
from phoenix.bot.screens.alerts import Alerts
from phoenix.bot.screens.dossier import Dossiers
from phoenix.bot.screens.favourites import Favourites
from phoenix.bot.screens.help import Help
from phoenix.bot.screens.inline import Inline
from phoenix.bot.screens.leagues import Leagues
from phoenix.bot.screens.markets import Markets
from phoenix.bot.screens.matches import Matches
from phoenix.bot.screens.menu import Menu
from phoenix.bot.screens.own_data import OwnData
from phoenix.bot.screens.search import Search
from phoenix.bot.screens.settings import Settings as SettingsScreen
from phoenix.bot.screens.slips import Slips
from phoenix.bot.screens.stars import stars_in
from phoenix.bot.screens.start import Start
from phoenix.bot.turn import Turn
from phoenix.bot.wishing import wish_for
from phoenix.bot.words import Words
from phoenix.domain.errors import ConfigurationError

if TYPE_CHECKING:
    from fastapi import APIRouter
    from telegram import Bot

    from phoenix.store.store import Store


@dataclass(frozen=True)
class Library:
    """What the screens look things up in; one of each for all of them."""

    finder: MatchFinder
    sheets: NewestSheets


@dataclass(frozen=True)
class Talking:
    """The library's application, and the inbox that feeds it."""

    app: BotApplication
    accepting: Accepting
    inbox: Inbox
    library: Library
    settings: Settings

    def webhook(self) -> "APIRouter":
        """The route on which Telegram brings updates.

        Raises:
            ConfigurationError: a setting that it needs is missing.
        """
        from phoenix.bot.webhook import webhook

        url, secret = self.settings.webhook_url, self.settings.webhook_secret_token
        if url is None or secret is None:
            raise ConfigurationError(
                "BOT_MODE=webhook needs WEBHOOK_URL and WEBHOOK_SECRET_TOKEN", "Set both"
            )
        return webhook(self.inbox.accept_one, secret, path=path_of(url))

    def stage(self) -> Stage:
        """What is being answered is answered before the application ends."""
        own = self.app.stage()

        async def stop() -> None:
            await self.accepting.close()
            await self.app.stop()

        return Stage(
            "bot", self.app.start, stop, needs=("store", "jobs"),
            start_limit=own.start_limit, stop_limit=own.stop_limit,
        )  # fmt: skip


def talking(core: Core, road: Telegram, fatal: Callable[[PhoenixError], None]) -> Talking:
    """Put together in the running loop, and not yet started."""
    settings = core.settings
    shelf = Library(MatchFinder(core.store, settings.leagues, utc_now), NewestSheets(core.store))
    routes = _routes(core.store, shelf, settings)
    late = _Late()
    hooks = Hooks(post_init=partial(_menus, routes, settings.bot_admins))
    app = application(settings, late, hooks=hooks, fatal=fatal)
    inline = Inline(
        shelf.finder, shelf.sheets.of, lambda: app.bot.username, settings.min_confidence
    )
    dispatcher = Dispatcher(
        core.store,
        routes,
        signer=road.signer,
        defaults=road.defaults,
        me=app.bot,
        leads=GroupAdmins(app.bot).leads,
        inline=inlining(app.bot, inline),
        admins=frozenset(settings.bot_admins),
        per_minute=settings.commands_per_minute,
    )
    mishaps = Mishaps(settings.bot_admins, Words(settings.language, settings.zone))
    accepting = Accepting(
        dispatcher,
        app.bot,
        grant=partial(granted, core.jobs),
        told=mishaps.told,
        nudge=road.bell.ring,
    )
    late.handle = accepting.handle
    inbox = Inbox(
        core.store, app.feed, Lease(settings.lease_seconds),
        sorry=accepting.sorry, seen=accepting.seen, at_once=AT_ONCE,
    )  # fmt: skip
    return Talking(app, accepting, inbox, shelf, settings)


class _Late:
    """A handler that is known only after who is handed it."""

    def __init__(self) -> None:
        self.handle: Callable[[Update], Awaitable[Dealt | None]] | None = None

    async def __call__(self, update: Update) -> Dealt | None:
        if self.handle is None:
            raise RuntimeError("an update came before the bot was put together")
        return await self.handle(update)


async def _menus(routes: Routes, admins: tuple[int, ...], bot: "Bot") -> Any:
    await set_menus(bot, routes, admins)


def _routes(store: "Store", shelf: Library, settings: Settings) -> Routes:
    """All that can be said and pressed."""
    finder = shelf.finder
    tendencies = DayTendencies(finder, shelf.sheets, utc_now)
    search = Search(finder, _ask)
    words = Words(settings.language, settings.zone)
    dossiers = Dossiers(
        store, finder, most=settings.other_tendencies, admins=settings.bot_admins, words=words,
        now=utc_now,
    )  # fmt: skip
    others = together(
        [
            Matches(finder, search.handle, stars_in(store)).routes(),
            Leagues(finder).routes(),
            search.routes(),
            dossiers.routes(),
            Markets(tendencies, utc_now).routes(),
            Slips(tendencies, SameMatch(store), utc_now).routes(),
            Alerts(store, finder, utc_now).routes(),
            SettingsScreen(store, utc_now).routes(),
            Help(partial(about, store), settings.jobs_kept_hours).routes(),
        ]
    )
    menu = Menu(store, others)
    return together(
        [
            others,
            Favourites(store, utc_now).routes(),
            OwnData(store, utc_now).routes(),
            menu.routes(),
            Start(menu, search.opened, utc_now).routes(),
        ]
    )


async def _ask(turn: Turn, asked: Asked) -> None:
    wish_for(turn, asked)
