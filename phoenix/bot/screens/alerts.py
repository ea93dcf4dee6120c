"""``/alertas``: the teams and leagues a chat follows, and what it is told of them."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from types import MappingProxyType

from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app import chat_book, followed
from phoenix.app.chat_book import Choice
from phoenix.app.followed import Event, Mode, modes_of
from phoenix.app.match_finder import MatchFinder
from phoenix.bot.choosing import keep, keep_settings
from phoenix.bot.database import Database
from phoenix.bot.digests import HOUR
from phoenix.bot.for_leaders import for_leaders
from phoenix.bot.routes import Command, Routes
from phoenix.bot.screen import Button, Row, Screen
from phoenix.bot.screens.match_buttons import short
from phoenix.bot.screens.menu import back
from phoenix.bot.screens.paging import page_of, turning
from phoenix.bot.screens.zone_buttons import rows
from phoenix.bot.turn import Turn

MAIN, FOLLOW, STOP, MATCH = "al", "al_f", "al_x", "al_m"
EVENT, TIME, HOW = "al_e", "al_h", "al_q"
MOST = 50  # teams and leagues that a chat may follow
LONGEST = 120  # characters of a name
BEFORE, AHEAD = timedelta(days=14), timedelta(days=60)  # leagues that play then are offered
HOURS = (6, 7, 8, 9, 10, 11, 12, 13, 14, 16, 18, 20)

_KINDS: Mapping[str, chat_book.Kind] = MappingProxyType({"t": "team", "l": "league"})
_SHORT = MappingProxyType({kind: letter for letter, kind in _KINDS.items()})
_EVENTS = MappingProxyType({Event.DIGEST: "alerts-digest"})
_NEXT = MappingProxyType({Mode.ON: Mode.SILENT, Mode.SILENT: Mode.OFF, Mode.OFF: Mode.ON})


def follow_button(turn: Turn, fixture: int) -> Button:
    """A button that leads from a match to its teams and its league."""
    return turn.button(turn.words.label("alerts-follow"), MATCH, fixture)


class Alerts:
    """Shows and changes what a chat is told of; in a group only its admins change it.

    Args:
        database: where it stands.
        finder: of teams and matches.
        now: the clock, in UTC.
    """

    def __init__(
        self, database: Database, finder: MatchFinder, now: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._finder = finder
        self._now = now

    def routes(self) -> Routes:
        """The command and its buttons."""
        command = Command(
            ("alertas", "alerts"),
            self.handle,
            "command-alertas",
            MappingProxyType({"en": "alerts"}),
        )
        buttons = {
            MAIN: self.main,
            FOLLOW: for_leaders(self.follow),
            STOP: for_leaders(self.stop),
            MATCH: for_leaders(self.match),
            EVENT: for_leaders(self.event),
            TIME: for_leaders(self.hour),
            HOW: self.how,
        }
        return Routes((command,), MappingProxyType(buttons))

    async def handle(self, turn: Turn, rest: str) -> None:
        """Deal with ``/alertas`` and ``/alertas flamengo``."""
        name = rest.strip()[:LONGEST]
        if name:
            await self._search(turn, name)
        else:
            turn.show(await self._main(turn, 0))

    async def main(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """All of it, or another page of what is followed.

        Raises:
            ValueError: there is no such page.
        """
        (page,) = arguments or ("0",)
        turn.show(await self._main(turn, int(page)))

    async def how(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Tell how a team is found."""
        del arguments
        turn.show(Screen(turn.words.say("alerts-how"), (_up(turn),)))

    async def follow(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Follow a team or a league.

        Raises:
            ValueError: there is none of this number or code.
        """
        letter, subject = arguments
        one = await self._named(letter, subject)
        taken = await self._turn_on(turn, one)
        turn.show(await self._main(turn, 0, beside=one if taken else None))

    async def stop(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Follow it no longer.

        Raises:
            ValueError: the button does not say what.
        """
        letter, subject = arguments
        self._turn_off(turn, _kind(letter), subject)
        turn.show(await self._main(turn, 0, without=(_kind(letter), subject)))

    async def match(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """The teams and the league of a match, after one of them was pressed.

        Raises:
            ValueError: there is no such match, or it is not what it was.
        """
        number, *pressed = arguments
        match = await self._finder.fixture(int(number))
        if match is None:
            raise ValueError(f"no fixture {number}")
        offered = (
            Choice("team", str(match.home_id), label=match.home),
            Choice("team", str(match.away_id), label=match.away),
            Choice("league", match.competition.code, label=match.competition.name),
        )
        chosen = {_key(one) for one in await self._followed(turn)}
        if pressed:
            letter, subject = pressed
            one = next(
                o for o in (*offered, None) if o is None or _key(o) == (_kind(letter), subject)
            )
            if one is None:
                raise ValueError(f"not of this match: {pressed}")
            chosen = await self._toggled(turn, one, chosen)
        text = turn.words.say("alerts-match", home=match.home, away=match.away)
        buttons = [
            turn.button(_marked(one, chosen), MATCH, number, _SHORT[one.kind], one.subject)
            for one in offered
        ]
        screen = Screen(text, (*rows(buttons, 1), _up(turn)))
        (turn.show if pressed else turn.say)(screen)

    async def event(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """Have an event told aloud, silently or not at all.

        Raises:
            ValueError: there is no such event or mode.
        """
        name, how = arguments
        event, mode = Event(name), Mode(how)
        if event not in _EVENTS:
            raise ValueError(f"nothing is told of {event}")
        choice = Choice("alert", event.value, mode.value)
        keep(turn, self._now(), partial(chat_book.choose, chat_id=turn.chat.id, choice=choice))
        turn.note(turn.words.label("alerts-kept"))
        turn.show(await self._main(turn, 0, changed={event: mode}))

    async def hour(self, turn: Turn, arguments: tuple[str, ...]) -> None:
        """The hours, or the one that was chosen.

        Raises:
            ValueError: it is none of :data:`HOURS`.
        """
        if not arguments:
            own = _hour(turn)
            buttons = (
                turn.button(f"✓ {h:02}:00" if h == own else f"{h:02}:00", TIME, h) for h in HOURS
            )
            turn.show(Screen(turn.words.say("alerts-hour-which"), (*rows(buttons, 4), _up(turn))))
            return
        (chosen,) = arguments
        if int(chosen) not in HOURS:
            raise ValueError(f"no hour that was offered: {chosen}")
        keep_settings(turn, self._now(), digest_hour=int(chosen))
        turn.note(turn.words.label("alerts-kept"))
        turn.show(await self._main(turn, 0, at=int(chosen)))

    async def _search(self, turn: Turn, name: str) -> None:
        teams = await self._finder.teams(name)
        today = turn.words.local(self._now()).date()
        work = partial(followed.leagues_named, text=name, first=today - BEFORE, last=today + AHEAD)
        leagues = await self._database.read(work)
        chosen = {_key(one) for one in await self._followed(turn)}
        offered = [Choice("league", one.code, label=one.name) for one in leagues]
        offered += [Choice("team", str(number), label=label) for number, label in teams]
        buttons = (_follow(turn, one, chosen) for one in offered)
        if offered:
            text = turn.words.say("alerts-found", name=name[:40])
        else:
            text = turn.words.say("alerts-not-found", name=name[:40])
        turn.show(Screen(text, (*rows(buttons), _up(turn))))

    async def _named(self, letter: str, subject: str) -> Choice:
        if _kind(letter) == "team":
            number = int(subject)
            name = await self._database.read(partial(followed.team_named, number=number))
        else:
            league = await self._database.read(partial(followed.league_of, code=subject))
            name = None if league is None else league.name
        if name is None:
            raise ValueError(f"nothing to follow: {letter} {subject}")
        return Choice(_kind(letter), subject, label=name)

    async def _toggled(
        self, turn: Turn, one: Choice, chosen: set[tuple[str, str]]
    ) -> set[tuple[str, str]]:
        if _key(one) in chosen:
            self._turn_off(turn, one.kind, one.subject)
            return chosen - {_key(one)}
        return chosen | {_key(one)} if await self._turn_on(turn, one) else chosen

    async def _turn_on(self, turn: Turn, one: Choice) -> bool:
        """Follow, if there is room; whether it is followed now."""
        chosen = {_key(other) for other in await self._followed(turn)}
        if len(chosen | {_key(one)}) > MOST:
            turn.note(turn.words.label("alerts-many", n=MOST), confirm=True)
            return False
        keep(turn, self._now(), partial(chat_book.choose, chat_id=turn.chat.id, choice=one))
        turn.note(turn.words.label("alerts-following", name=short(one.label)))
        return True

    def _turn_off(self, turn: Turn, kind: chat_book.Kind, subject: str) -> None:
        chat = turn.chat.id

        async def change(connection: AsyncConnection) -> None:
            await chat_book.drop(connection, chat, kind, subject)

        keep(turn, self._now(), change)
        turn.note(turn.words.label("alerts-stopped"))

    async def _followed(self, turn: Turn) -> list[Choice]:
        """Leagues first."""
        found: list[Choice] = []
        kind: chat_book.Kind
        for kind in ("league", "team"):
            work = partial(chat_book.choices, chat_id=turn.chat.id, kind=kind)
            found += await self._database.read(work)
        return found

    async def _main(
        self,
        turn: Turn,
        page: int,
        *,
        beside: Choice | None = None,
        without: tuple[str, str] | None = None,
        changed: Mapping[Event, Mode] = MappingProxyType({}),
        at: int | None = None,
    ) -> Screen:
        """As it stands once this turn is written."""
        chosen = [one for one in await self._followed(turn) if _key(one) != without]
        if beside is not None and _key(beside) not in map(_key, chosen):
            chosen.insert(0, beside)
        events = {**await self._events(turn), **changed}
        words, shown = turn.words, page_of(chosen, page)
        hour = _hour(turn) if at is None else at
        text = words.say("alerts-heading", n=len(chosen), hour=f"{hour:02}:00")
        stops = (_stop(turn, one) for one in shown.shown)
        return Screen(
            text,
            (
                (turn.button(words.label("alerts-add"), HOW),),
                *rows(stops),
                *turning(turn, shown, MAIN),
                *rows(_event_buttons(turn, events), 2),
                (turn.button(words.label("alerts-hour", hour=f"{hour:02}:00"), TIME),),
                back(turn),
            ),
        )

    async def _events(self, turn: Turn) -> dict[Event, Mode]:
        work = partial(chat_book.choices, chat_id=turn.chat.id, kind="alert")
        chosen: Iterable[Choice] = await self._database.read(work)
        return dict(modes_of((one.subject, one.mode) for one in chosen))


def _event_buttons(turn: Turn, events: Mapping[Event, Mode]) -> Iterator[Button]:
    for event, key in _EVENTS.items():
        mode = events[event]
        yield turn.button(turn.words.label(key, mode=mode.value), EVENT, event, _NEXT[mode])


def _follow(turn: Turn, one: Choice, chosen: set[tuple[str, str]]) -> Button:
    action = STOP if _key(one) in chosen else FOLLOW
    return turn.button(_marked(one, chosen), action, _SHORT[one.kind], one.subject)


def _stop(turn: Turn, one: Choice) -> Button:
    return turn.button(f"✖ {_sign(one)} {short(one.label)}", STOP, _SHORT[one.kind], one.subject)


def _marked(one: Choice, chosen: set[tuple[str, str]]) -> str:
    return f"{'✓' if _key(one) in chosen else '+'} {_sign(one)} {short(one.label)}"


def _sign(one: Choice) -> str:
    return "🏆" if one.kind == "league" else "👕"


def _key(one: Choice) -> tuple[str, str]:
    return one.kind, one.subject


def _kind(letter: str) -> chat_book.Kind:
    if letter not in _KINDS:
        raise ValueError(f"nothing is followed by {letter!r}")
    return _KINDS[letter]


def _hour(turn: Turn) -> int:
    return HOUR if turn.chat.digest_hour is None else turn.chat.digest_hour


def _up(turn: Turn) -> Row:
    return (turn.button(turn.words.label("alerts-back"), MAIN), *back(turn))
