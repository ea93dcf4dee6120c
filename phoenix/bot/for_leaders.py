"""Buttons that change a chat for all who are in it."""

from phoenix.bot.routes import Press
from phoenix.bot.screen import Screen
from phoenix.bot.turn import Turn


def for_leaders(press: Press) -> Press:
    """The same where the user leads the chat, as everybody leads a private one; others are told."""

    async def guarded(turn: Turn, arguments: tuple[str, ...]) -> None:
        if await turn.user.leads_group():
            await press(turn, arguments)
        elif turn.pressed is None:
            turn.say(Screen(turn.words.say("settings-admins-only")))
        else:
            turn.note(turn.words.label("settings-admins-only"), confirm=True)

    return guarded
