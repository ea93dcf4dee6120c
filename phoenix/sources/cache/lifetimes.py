"""How long an answer of API-Football may be used: a table, since the provider sends no headers.

Three ages matter. Up to its *lifetime* an answer is fresh and no call is made. After that it is
*servable* for a while longer, if the provider is down and the reader is told how old it is. And it
is *kept* in Redis for as long as it may be of either use.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from phoenix.sources.cache.entry import Entry

NEVER = timedelta(0)
FOREVER = timedelta.max
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)

SKEW = 5 * MINUTE  # clocks of several machines differ by so much without being wrong
FINAL_KEPT = 30 * DAY  # what never changes is kept in the store for ever, in Redis not


@dataclass(frozen=True, slots=True)
class Rule:
    """The lifetime of the answers to some questions.

    ``given`` names parameters that the question must have. ``window`` is a stretch of time before
    kick-off, nearest and farthest; such a rule needs a kick-off that is known. ``stale`` is how
    much longer the answer is servable.
    """

    endpoint: str
    lifetime: timedelta
    given: frozenset[str] = frozenset()
    window: tuple[timedelta, timedelta] | None = None
    stale: timedelta = WEEK

    def fits(self, endpoint: str, names: frozenset[str]) -> bool:
        """Whether it speaks of this question at some time."""
        return self.endpoint == endpoint and self.given <= names

    def holds(self, to_kickoff: timedelta | None) -> bool:
        """Whether it speaks of it now."""
        if self.window is None:
            return True
        nearest, farthest = self.window
        return to_kickoff is not None and nearest <= to_kickoff <= farthest


# The first rule that fits and holds is the one.
RULES = (
    Rule("fixtures", 30 * SECOND, given=frozenset({"live"}), stale=HOUR),
    Rule("fixtures", NEVER, given=frozenset({"ids"})),  # a backfill: the store keeps what it brings
    Rule("fixtures", 30 * MINUTE, given=frozenset({"date"})),
    Rule("fixtures", 6 * HOUR, given=frozenset({"league", "season"})),
    Rule("fixtures", 30 * MINUTE),
    Rule("fixtures/events", 30 * SECOND),
    Rule("fixtures/headtohead", DAY),
    Rule("fixtures/lineups", HOUR, window=(90 * MINUTE, FOREVER)),  # nobody has named a team yet
    Rule("fixtures/lineups", 5 * MINUTE),
    Rule("fixtures/players", MINUTE),
    Rule("fixtures/rounds", DAY),
    Rule("fixtures/statistics", MINUTE),
    Rule("injuries", 4 * HOUR),
    Rule("odds", 15 * MINUTE, window=(NEVER, 3 * HOUR)),
    Rule("odds", HOUR),
    Rule("odds/bets", WEEK),
    Rule("odds/bookmakers", WEEK),
    Rule("odds/live", 30 * SECOND, stale=HOUR),
    Rule("odds/live/bets", WEEK),
    Rule("odds/mapping", DAY),
    Rule("predictions", HOUR),
    Rule("standings", 12 * HOUR),
    Rule("leagues", DAY),
    Rule("leagues/seasons", DAY),
    Rule("teams", WEEK),
    Rule("teams/countries", WEEK),
    Rule("teams/seasons", WEEK),
    Rule("teams/statistics", 12 * HOUR),
    Rule("coachs", DAY),
    Rule("players", DAY),
    Rule("players/squads", WEEK),
    Rule("players/topscorers", DAY),
    Rule("sidelined", DAY),
    Rule("countries", WEEK),
    Rule("timezone", WEEK),
    Rule("venues", WEEK),
    Rule("status", NEVER),  # it is asked for the quota, which every call changes
)
UNKNOWN = Rule("", NEVER)

# Of a match that is over, these do not change any more.
FINAL = frozenset(
    {"fixtures/events", "fixtures/lineups", "fixtures/players", "fixtures/statistics"}
)


def lifetime(
    question: str, *, to_kickoff: timedelta | None = None, final: bool = False
) -> timedelta:
    """How long an answer is fresh; zero: it is not to be cached, nor that of an unknown endpoint.

    Args:
        question: the cache's key, such as ``odds?fixture=1035037``.
        to_kickoff: time from now to the kick-off, negative after it; None if it is not known.
        final: the match is over, and the answer holds its figures (an empty one may yet fill).
    """
    if final and _parts(question)[0] in FINAL:
        return FOREVER
    return _rule(question, to_kickoff).lifetime


def fresh(
    question: str,
    entry: Entry,
    now: datetime,
    *,
    to_kickoff: timedelta | None = None,
    final: bool = False,
    told: timedelta | None = None,
) -> bool:
    """Whether the entry answers the question without a call.

    An entry from the future is not fresh, beyond what clocks may differ by: a clock was wrong.

    Args:
        question: see :func:`lifetime`.
        entry: what the cache holds.
        now: aware.
        to_kickoff: see :func:`lifetime`.
        final: see :func:`lifetime`.
        told: a lifetime to use instead of the table's.
    """
    allowed = lifetime(question, to_kickoff=to_kickoff, final=final) if told is None else told
    return allowed > NEVER and -SKEW <= now - entry.fetched_at < allowed


def servable(
    question: str,
    entry: Entry,
    now: datetime,
    *,
    to_kickoff: timedelta | None = None,
    final: bool = False,
) -> bool:
    """Whether the entry is better than nothing while the provider is down."""
    allowed = lifetime(question, to_kickoff=to_kickoff, final=final)
    return now - entry.fetched_at - _rule(question, to_kickoff).stale < allowed


def kept(question: str) -> timedelta:
    """How long an answer can be of any use, whenever it is asked for; zero: not to be kept."""
    endpoint, names = _parts(question)
    if endpoint in FINAL:
        return FINAL_KEPT
    rules = [rule for rule in RULES if rule.fits(endpoint, names)]
    longest = max((rule.lifetime for rule in rules), default=NEVER)
    return longest + max(rule.stale for rule in rules) if longest else NEVER


def _rule(question: str, to_kickoff: timedelta | None) -> Rule:
    endpoint, names = _parts(question)
    fitting = (rule for rule in RULES if rule.fits(endpoint, names) and rule.holds(to_kickoff))
    return next(fitting, UNKNOWN)


def _parts(question: str) -> tuple[str, frozenset[str]]:
    """The endpoint, and the names of the parameters."""
    endpoint, _, parameters = question.partition("?")
    return endpoint, frozenset(one.partition("=")[0] for one in parameters.split("&"))
