"""A dossier is wished for: the chat is told so at once, and gets it when it is made."""

from phoenix.app.requests import LIMIT, SHEET, Match
from phoenix.bot.asked import Asked
from phoenix.bot.html import Html
from phoenix.bot.progress_words import WAITING, progress
from phoenix.bot.screen import Screen
from phoenix.bot.subscriber import Chat as Subscriber
from phoenix.bot.turn import Turn, Wish


def wish(asked: Asked, owner: str, subscriber: str | None, priority: int = 0) -> Wish:
    """The job that makes it; whoever wishes for the same match joins that job.

    Args:
        asked: which match.
        owner: whose turn it is.
        subscriber: who is told; None: nobody waits for it.
        priority: see :meth:`phoenix.jobs.jobs.Jobs.enqueue`.
    """
    match = match_of(asked)
    return Wish(SHEET, match.payload, match.key, owner, subscriber, LIMIT, priority)


def match_of(asked: Asked) -> Match:
    """What the worker is asked for."""
    if asked.fixture is not None:
        return Match(asked.fixture)
    return Match(None, asked.home, asked.away, asked.day)


def wish_for(turn: Turn, asked: Asked) -> None:
    """Wish for it on behalf of who has written or pressed, and say that it is on its way."""
    here = Subscriber(turn.chat.id, turn.chat.language, turn.update)
    turn.say(Screen(said(turn, asked)), key=here.progress, silent=True)
    turn.ask(wish(asked, f"telegram:{turn.user.id}", str(here)))


def said(turn: Turn, asked: Asked) -> Html:
    """What is said at once."""
    return progress(turn.words, (asked.home, asked.away), WAITING)
