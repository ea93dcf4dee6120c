"""The daily digest: what those whom a chat follows play today, at its hour by its clocks.

Each moment is looked after once: from where the last look ended until now. So a change of the
clocks neither doubles nor skips a digest, and after an outage only those of the last hours are
made up for. A letter's key names chat and day, should a look be begun twice.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from phoenix.app import followed, reached
from phoenix.app.day_tendencies import Matches, Sheets
from phoenix.app.followed import Clock, Follower, Follows
from phoenix.app.match_finder import Match, Status
from phoenix.app.sheets import Sheet
from phoenix.bot.chat import Chat, Defaults, Kind
from phoenix.bot.database import Database
from phoenix.bot.html import Html, joined
from phoenix.bot.letter import Act, Letter, Rank
from phoenix.bot.outbox import put
from phoenix.bot.screen import Button, Screen
from phoenix.bot.screens.match_buttons import DOSSIER, at, short
from phoenix.bot.sheet_words import Reader, brief
from phoenix.bot.signing import Signer
from phoenix.bot.words import Words

log = structlog.get_logger(__name__)

NAME = "digests"
CRON = "*/5 * * * *"
HOUR = 9
LATE = timedelta(hours=3)  # so late a digest is still worth sending
FRESH = timedelta(hours=24)  # of a dossier that is quoted
AT_ONCE = 200  # chats in one transaction
MOST = 20  # matches in one digest
BUTTONS = 8
DAY = timedelta(days=1)

_OFF = frozenset({Status.FINISHED, Status.CANCELLED, Status.POSTPONED, Status.AWARDED})


def due_day(zone: ZoneInfo, hour: int, since: datetime, until: datetime) -> date | None:
    """The day whose digest falls after ``since`` and not after ``until``, by a zone's clocks.

    Of several the last one; an hour that the clocks skip comes when they go on, one that they show
    twice the first time.
    """
    last = until.astimezone(zone).date()
    for day in (last, last - DAY):
        moment = datetime.combine(day, time(hour), zone)
        if since < moment.astimezone(until.tzinfo) <= until:
            return day
    return None


@dataclass(frozen=True, slots=True)
class _Today:
    """A day's matches by teams and by leagues, and what is said of them."""

    day: date
    matches: Mapping[int, Match]
    teams: Mapping[int, Sequence[int]]
    leagues: Mapping[str, Sequence[int]]
    sheets: Mapping[int, Sheet]

    def of(self, follows: Follows) -> tuple[Match, ...]:
        """Those that a chat follows, soonest first."""
        numbers = {n for team in follows.teams for n in self.teams.get(team, ())}
        numbers |= {n for league in follows.leagues for n in self.leagues.get(league, ())}
        return tuple(match for number, match in self.matches.items() if number in numbers)


class Digests:
    """Writes digests, as the leader.

    Args:
        database: with chats and letters.
        matches: of days.
        sheets: what was said of them last.
        signer: of buttons.
        defaults: what holds for a chat that has chosen nothing.
        now: the clock, in UTC.
    """

    def __init__(
        self,
        database: Database,
        matches: Matches,
        sheets: Sheets,
        *,
        signer: Signer,
        defaults: Defaults,
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._matches = matches
        self._sheets = sheets
        self._signer = signer
        self._defaults = defaults
        self._now = now

    async def send(self, _tick: object = None) -> int:
        """Write those that are due; how many.

        Raises:
            StoreError: the database does not answer; what is missing is written the next time.
        """
        now = self._now()
        last = await self._database.read(partial(reached.reached, name=NAME))
        since = max(min(last or now, now), now - LATE)
        written = 0
        for clock in await self._database.read(followed.clocks):
            zone = ZoneInfo(clock.zone) if clock.zone else self._defaults.zone
            hour = HOUR if clock.hour is None else clock.hour
            if (day := due_day(zone, hour, since, now)) is not None:
                written += await self._of(clock, zone, day)
        await self._database.write(partial(reached.reach, name=NAME, at=now))
        if written:
            log.info("digests written", chats=written)
        return written

    async def _of(self, clock: Clock, zone: ZoneInfo, day: date) -> int:
        """Those of all chats of one clock and hour, in portions."""
        today = await self._today(zone, day)
        after, written = None, 0
        while some := await self._database.read(
            partial(followed.readers, clock=clock, after=after, most=AT_ONCE)
        ):
            after = some[-1].id
            numbers = [one.id for one in some]
            own = await self._database.read(partial(followed.follows, chats=numbers))
            letters = [letter async for letter in self._letters(today, some, own)]
            if letters:
                await self._database.write(partial(_put, letters, self._now()))
                written += len(letters)
        return written

    async def _letters(
        self, today: _Today, chats: Iterable[Follower], own: Mapping[int, Follows]
    ) -> AsyncIterator[Letter]:
        """The loop has its turn after each: a text takes a millisecond."""
        for one in chats:
            await asyncio.sleep(0)
            if matches := today.of(own[one.id]):
                yield self._letter(today, one, matches)

    async def _today(self, zone: ZoneInfo, day: date) -> _Today:
        now = self._now()
        leagues = await self._matches.matches_of(day, zone)
        left = [m for league in leagues for m in league.matches if not _is_over(m)]
        left.sort(key=lambda m: (m.kickoff is None, m.kickoff or now, m.number))
        found = await self._sheets.of(match.number for match in left)
        teams: dict[int, list[int]] = {}
        codes: dict[str, list[int]] = {}
        for match in left:
            codes.setdefault(match.competition.code, []).append(match.number)
            for team in (match.home_id, match.away_id):
                teams.setdefault(team, []).append(match.number)
        fresh = {number: sheet for number, sheet in found.items() if sheet.made > now - FRESH}
        return _Today(day, {match.number: match for match in left}, teams, codes, fresh)

    def _letter(self, today: _Today, one: Follower, matches: Sequence[Match]) -> Letter:
        chat = self._chat(one)
        words = chat.words
        heading = words.say("digest-heading", day=words.day(today.day), n=len(matches))
        lines = [_line(match, today.sheets.get(match.number), chat) for match in matches[:MOST]]
        if (more := len(matches) - MOST) > 0:
            lines.append(words.say("digest-more", n=more))
        rows = tuple((self._button(chat, match),) for match in matches[:BUTTONS])
        return Letter(
            one.id, Act.SEND, Screen(joined((heading, *lines), "\n\n"), rows),
            key=f"digest:{one.id}:{today.day.isoformat()}", rank=Rank.ALERT, silent=one.silent,
            purpose="digest",
        )  # fmt: skip

    def _button(self, chat: Chat, match: Match) -> Button:
        label = chat.words.label("digest-match", home=short(match.home), away=short(match.away))
        return Button(label, self._signer.data(chat.id, DOSSIER, match.number))

    def _chat(self, one: Follower) -> Chat:
        usual = self._defaults
        own = one.min_confidence
        return Chat(
            one.id, Kind(one.kind), one.language or usual.language,
            ZoneInfo(one.zone) if one.zone else usual.zone,
            usual.min_confidence if own is None else own, is_new=False,
        )  # fmt: skip


async def _put(letters: Sequence[Letter], now: datetime, connection: AsyncConnection) -> None:
    await put(connection, letters, now)


def _is_over(match: Match) -> bool:
    return match.status in _OFF or (match.goals is not None and match.status is not Status.LIVE)


def _line(match: Match, sheet: Sheet | None, chat: Chat) -> Html:
    return joined(_lines(match, sheet, chat, chat.words))


def _lines(match: Match, sheet: Sheet | None, chat: Chat, words: Words) -> Iterator[Html]:
    yield words.say(
        "digest-line", when=at(words, match, dated=False), home=match.home, away=match.away
    )
    main = None if sheet is None else Reader(chat, 0).chosen(sheet)[0]
    if main is not None and sheet is not None:
        yield words.say(
            "digest-tendency",
            tendency=brief(main, sheet, words),
            probability=words.percent(main.probability),
        )
