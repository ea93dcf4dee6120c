"""What a user typed, said again: as far as an eye can see it, and not at length."""

LONGEST = 40  # characters


def seen(typed: str) -> str:
    """Without what cannot be seen, such as marks that turn the text around; cut where it is long.

    It is no markup: whoever says it has it escaped.
    """
    kept = "".join(letter for letter in typed if letter.isprintable()).strip()
    return kept if len(kept) <= LONGEST else f"{kept[:LONGEST].rstrip()}…"
