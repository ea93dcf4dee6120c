"""Letters to the bot's admins: what they should know of."""

from collections.abc import Iterable

from phoenix.bot.html import Html
from phoenix.bot.letter import Act, Letter, Rank
from phoenix.bot.screen import Screen
from phoenix.bot.words import Words

PURPOSE = "notice"


def notices(
    admins: Iterable[int], text: Html, *, key: str | None = None, rank: Rank = Rank.RESULT
) -> tuple[Letter, ...]:
    """A letter to each admin; a second one of the same key is not written."""
    return tuple(
        Letter(
            admin, Act.SEND, Screen(text), rank=rank, silent=True, purpose=PURPOSE,
            key=None if key is None else f"notice:{key}:{admin}",
        )
        for admin in admins
    )  # fmt: skip


def complaints(
    admins: Iterable[int], words: Words, *, chat: int, sheet: int, match: str, fingerprint: str
) -> tuple[Letter, ...]:
    """Somebody says that a dossier looks wrong; once for each chat and dossier.

    Args:
        admins: who is told.
        words: in whose language and clocks.
        chat: where it was said.
        sheet: the number of the dossier as it was shown.
        match: both teams.
        fingerprint: of what the dossier rests on.
    """
    text = words.say("notice-complaint", match=match, fingerprint=fingerprint, sheet=str(sheet))
    return notices(admins, text, key=f"complaint:{chat}:{sheet}")
