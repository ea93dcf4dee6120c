"""Did you mean ...?"""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A question with the nearest known word, or what is allowed if none is near."""
    names = sorted(map(str, known))
    near = get_close_matches(word, names, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return f"allowed: {', '.join(names)}" if names else "nothing is allowed here"


def advice(word: str, known: Iterable[str]) -> str:
    """The same as a sentence of its own."""
    text = did_you_mean(word, known)
    return text[0].upper() + text[1:]


def unknown_keys(table: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    """A line for each key of ``table`` that is not known."""
    names = tuple(known)
    for key in table:
        if key not in names:
            yield f"unknown key {key!r}, {did_you_mean(key, names)}"
