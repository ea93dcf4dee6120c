"""The sections of a dossier: each is there if somebody spoke of what it tells."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from phoenix.app.sheets import Chance, Sheet, SheetTendency
from phoenix.bot.html import Html, bold, html, italic, joined
from phoenix.bot.sheet_words import Reader, brief, decimal, offered, tables
from phoenix.bot.words import Words

TOLD = (0.03, 0.97)  # what is likelier or less likely than this goes without saying

TOTALS = ("total", "home_total", "away_total")
BLOCKS = ("voices", "quality")
SQUAD = ("news", "tie")

# Other markets of goals have sections of their own.
_ELSEWHERE: Mapping[str, Sequence[str]] = MappingProxyType({"goals": TOTALS})

_OUTCOMES = MappingProxyType(
    {
        "home": "dossier-home-wins", "draw": "dossier-draw", "away": "dossier-away-wins",
        "home_or_draw": "dossier-home-or-draw", "home_or_away": "dossier-home-or-away",
        "draw_or_away": "dossier-draw-or-away", "yes": "dossier-yes", "no": "dossier-no",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Section:
    """A section: the key of its button, and what it says (nothing: it is not there)."""

    key: str
    tell: Callable[[Sheet, Reader], Iterator[Html]]


def sections(sheet: Sheet, reader: Reader) -> Iterator[tuple[str, Section]]:
    """Those that are there, by the letter that a button says."""
    for letter, section in SECTIONS.items():
        if next(section.tell(sheet, reader), None) is not None:
            yield letter, section


def text(sheet: Sheet, reader: Reader, letter: str) -> Html:
    """One section.

    Raises:
        ValueError: there is no such section.
    """
    section = SECTIONS.get(letter)
    if section is None:
        raise ValueError(f"no section {letter!r}")
    words = reader.words
    heading = words.say(
        "dossier-section-heading",
        section=words.say(section.key), home=sheet.home, away=sheet.away,
    )  # fmt: skip
    return joined((heading, *section.tell(sheet, reader)), "\n\n")


def _counts(*quantities: str) -> Callable[[Sheet, Reader], Iterator[Html]]:
    def tell(sheet: Sheet, reader: Reader) -> Iterator[Html]:
        for quantity in quantities:
            if quantity in sheet.active and (lines := _count(sheet, quantity, reader.words)):
                yield joined(lines)
                yield from _tendencies(sheet, reader, quantity, _ELSEWHERE.get(quantity, ()))

    return tell


def _count(sheet: Sheet, quantity: str, words: Words) -> list[Html]:
    overs = [
        one
        for kind in TOTALS
        for one in _chances(sheet, quantity, kind)
        if one.selection == "over" and TOLD[0] <= one.probability <= TOLD[1]
    ]
    if not overs:
        return []
    lines = [words.say("dossier-quantity", quantity=quantity)]
    if (means := sheet.expected.get(quantity)) is not None:
        lines.append(
            words.say(
                "dossier-expected",
                home=sheet.home, home_mean=words.number(means[0]),
                away=sheet.away, away_mean=words.number(means[1]),
            )
        )  # fmt: skip
    return [*lines, *(_chance(one, sheet, words) for one in overs)]


def _goal_markets(*kinds: str) -> Callable[[Sheet, Reader], Iterator[Html]]:
    def tell(sheet: Sheet, reader: Reader) -> Iterator[Html]:
        if "goals" not in sheet.active:
            return
        found = [one for kind in kinds for one in _chances(sheet, "goals", kind)]
        if found:
            yield joined(_chance(one, sheet, reader.words) for one in found)
            yield from _tendencies(sheet, reader, "goals", kinds)

    return tell


def _chances(sheet: Sheet, quantity: str, kind: str) -> list[Chance]:
    return [one for one in sheet.chances if one.quantity == quantity and one.kind == kind]


def _chance(one: Chance, sheet: Sheet, words: Words) -> Html:
    facts = {
        "reading": _reading(one, sheet, words),
        "probability": words.percent(one.probability),
        "base": words.percent(one.base_rate),
        "fair": decimal(1.0 / max(one.probability, 0.001), words),
    }
    if one.offer is None:
        return words.say("dossier-chance", **facts)
    return words.say("dossier-chance-offered", **facts, **offered(one.offer, words))


def _reading(one: Chance, sheet: Sheet, words: Words) -> Html:
    """What would have to come true."""
    line = 0.0 if one.line is None else one.line
    teams = {"home": sheet.home, "away": sheet.away}
    if one.kind == "asian_handicap":
        own = -line if one.selection == "away" else line
        shown = words.number(own, "+0.0;-0.0")
        return words.say("dossier-with-handicap", team=teams[one.selection], line=shown)
    if one.kind in {"home_total", "away_total"}:
        team = teams[one.kind.removesuffix("_total")]
        return words.say("dossier-over-of", team=team, line=words.number(line))
    if one.kind == "total":
        return words.say("dossier-over", line=words.number(line))
    return words.say(_OUTCOMES[one.selection], **teams)


def _tendencies(
    sheet: Sheet, reader: Reader, quantity: str, kinds: Sequence[str] = ()
) -> Iterator[Html]:
    """What is sure enough of it, with its reasons."""
    words = reader.words
    main, others = reader.chosen(sheet)
    for one in (main, *others):
        if one is not None and one.quantity == quantity and (not kinds or one.kind in kinds):
            said = one.words[words.language]
            heading = words.say(
                "dossier-other-confidence",
                tendency=bold(f"💎 {brief(one, sheet, words)}"),
                confidence=words.number(one.confidence),
            )
            yield joined((heading, italic(said.justification)))


def _evidence(sheet: Sheet, reader: Reader) -> Iterator[Html]:
    words = reader.words
    main, others = reader.chosen(sheet)
    if main is None:
        return
    yield joined((bold(brief(main, sheet, words)), *list(tables(sheet, main, words))[1:]))
    if others:
        yield joined(_hits(one, sheet, words) for one in others)


def _hits(one: SheetTendency, sheet: Sheet, words: Words) -> Html:
    marks = "".join(one.marks)
    return words.say(
        "dossier-evidence-of",
        tendency=f"{' · '.join(side for side in one.marks if side)} {brief(one, sheet, words)}",
        hits=marks.count("✓"),
        n=len(marks) - marks.count("?"),
    )


def _blocks(names: Sequence[str]) -> Callable[[Sheet, Reader], Iterator[Html]]:
    def tell(sheet: Sheet, reader: Reader) -> Iterator[Html]:
        spoken = sheet.spoken[reader.words.language]
        for block in (spoken.block(name) for name in names):
            if block is not None:
                lines = (html(line) for line in block.lines)
                yield joined((bold(f"{block.icon} {block.title}"), *lines))

    return tell


SECTIONS: Mapping[str, Section] = MappingProxyType(
    {
        "g": Section("dossier-goals", _counts("goals", "first_half_goals")),
        "c": Section("dossier-corners", _counts("corners", "first_half_corners")),
        "k": Section("dossier-cards", _counts("cards")),
        "f": Section("dossier-shots", _counts("shots", "shots_on_target")),
        "r": Section("dossier-winner", _goal_markets("result", "double_chance")),
        "b": Section("dossier-both", _goal_markets("both_score")),
        "h": Section("dossier-handicap", _goal_markets("asian_handicap")),
        "e": Section("dossier-evidence", _evidence),
        "n": Section("dossier-squad", _blocks(SQUAD)),
        "v": Section("dossier-voices", _blocks(BLOCKS)),
    }
)
"""By the letter that a button says."""
