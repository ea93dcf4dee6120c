"""Where everything stands on a card; parts that are missing take no room."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from phoenix.bot.brush import (
    BLACK,
    BOLD,
    MEDIUM,
    Brush,
    Colour,
    Point,
    fitted,
    font,
    glow,
    shaded,
    shortened,
)
from phoenix.bot.card import FORM, OTHERS, Card, Line, Result

WIDTH, MARGIN = 1200, 60
INSIDE = WIDTH - 2 * MARGIN

TOP: Colour = (11, 15, 32)
BOTTOM: Colour = (20, 27, 54)
PANEL: Colour = (28, 37, 71)
TRACK: Colour = (50, 61, 103)
WHITE: Colour = (246, 248, 255)
PALE: Colour = (168, 179, 214)
EMBER: Colour = (255, 122, 40)
GOLD: Colour = (255, 190, 76)
GREEN: Colour = (61, 214, 140)
RED: Colour = (255, 99, 105)
GREY: Colour = (134, 146, 184)

HEADER = 158  # above the names
NAMES = (60, 54, 48, 42, 37)  # sizes
FORM_HEIGHT = 138
PANEL_HEIGHT, NO_MAIN_HEIGHT = 268, 150
ROW = 74
BAR = 170

# The mark: a bird that rises, in two colours.
WINGS: list[Point] = [
    (0.50, 0.98), (0.38, 0.80), (0.16, 0.70), (0.05, 0.48), (0.04, 0.20), (0.14, 0.36),
    (0.28, 0.46), (0.40, 0.48), (0.46, 0.40), (0.44, 0.24), (0.50, 0.02), (0.56, 0.24),
    (0.54, 0.40), (0.60, 0.48), (0.72, 0.46), (0.86, 0.36), (0.96, 0.20), (0.95, 0.48),
    (0.84, 0.70), (0.62, 0.80),
]  # fmt: skip
HEART: list[Point] = [
    (0.50, 0.90), (0.42, 0.76), (0.40, 0.62), (0.47, 0.52), (0.50, 0.40), (0.53, 0.52),
    (0.60, 0.62), (0.58, 0.76),
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where the parts begin, from top to bottom."""

    names: list[list[str]]
    size: int
    form: int
    main: int
    others: int
    height: int


def picture(card: Card) -> bytes:
    """The card as PNG."""
    plan = _plan(card)
    paper = shaded((WIDTH, plan.height), TOP, BOTTOM)
    glow(paper, (WIDTH - 90, 40), 420, EMBER)
    brush = Brush(paper)
    _header(brush, card)
    _names(brush, plan)
    _forms(brush, card, plan.form)
    if card.main is None:
        _no_main(brush, card, plan.main)
    else:
        _main(brush, card, card.main, plan.main)
    for place, line in enumerate(card.others[:OTHERS]):
        _other(brush, line, plan.others + place * ROW)
    out = BytesIO()
    paper.save(out, "PNG", compress_level=6)
    return out.getvalue()


def _plan(card: Card) -> _Plan:
    names, size = _fitting(card)
    below = HEADER + max(map(len, names)) * round(size * 1.2) + 26
    form = below
    main = form + (FORM_HEIGHT if card.home_form or card.away_form else 0) + 16
    others = main + (NO_MAIN_HEIGHT if card.main is None else PANEL_HEIGHT) + 20
    rows = len(card.others[:OTHERS])
    return _Plan(names, size, form, main, others, others + rows * ROW + MARGIN - 20)


def _fitting(card: Card) -> tuple[list[list[str]], int]:
    """Both names in the same size, the largest in which both are whole."""
    width = INSIDE / 2 - 50
    size = min(int(fitted(name, NAMES, BLACK, width, 2)[1].size) for name in (card.home, card.away))
    return [fitted(name, (size,), BLACK, width, 2)[0] for name in (card.home, card.away)], size


def _header(brush: Brush, card: Card) -> None:
    mark = font(30, BOLD)
    brush.shape((WIDTH - MARGIN - 244, 34), 64, WINGS, EMBER)
    brush.shape((WIDTH - MARGIN - 244, 34), 64, HEART, GOLD)
    brush.spaced((WIDTH - MARGIN - 166, 78), "PHOENIX", mark, WHITE, 5)
    room = INSIDE - 290
    league, when = font(32, MEDIUM), font(36, BOLD)
    brush.text((MARGIN, 72), shortened(card.competition, league, room), league, PALE)
    brush.text((MARGIN, 122), shortened(card.when, when, INSIDE), when, GOLD)


def _names(brush: Brush, plan: _Plan) -> None:
    face, step = font(plan.size, BLACK), round(plan.size * 1.2)
    most = max(map(len, plan.names))
    sides = ((MARGIN, "ls"), (WIDTH - MARGIN, "rs"))
    for lines, (x, anchor) in zip(plan.names, sides, strict=True):
        first = HEADER + step + (most - len(lines)) * step // 2
        for place, line in enumerate(lines):
            brush.text((x, first + place * step), line, face, WHITE, anchor)
    middle = HEADER + step * (most + 1) // 2
    brush.text((WIDTH // 2, middle), "×", font(plan.size, MEDIUM), GREY, "ms")


def _forms(brush: Brush, card: Card, top: int) -> None:
    step = 58
    home, away = card.home_form[-FORM:], card.away_form[-FORM:]
    _form(brush, home, MARGIN, top, step)
    _form(brush, away, WIDTH - MARGIN - step * len(away) + 10, top, step)


def _form(brush: Brush, results: Sequence[Result], left: int, top: int, step: int) -> None:
    """A column for each match: above the line by as much as it was won, below if it was lost."""
    colours, width, line = {1: GREEN, 0: GREY, -1: RED}, 48, top + 44
    for place, result in enumerate(results):
        x, sign = left + place * step, (result.difference > 0) - (result.difference < 0)
        far = min(12 + 8 * abs(result.difference), 40) if sign else 5
        upper, lower = (line - far, line) if sign > 0 else (line, line + far)
        if not sign:
            upper, lower = line - 4, line + 4
        brush.box((x, upper, x + width, lower), 7 if sign else 4, colours[sign])
        letter = (x + width / 2, top + 122)
        brush.text(letter, result.letter, font(30, BOLD), colours[sign], "ms")


def _main(brush: Brush, card: Card, main: Line, top: int) -> None:
    brush.box((MARGIN, top, WIDTH - MARGIN, top + PANEL_HEIGHT), 32, PANEL)
    centre = (MARGIN + 146, top + PANEL_HEIGHT // 2)
    brush.ring(centre, 102, 22, 1.0, TRACK)
    brush.ring(centre, 102, 22, main.confidence / 10.0, EMBER)
    brush.text((centre[0], centre[1] + 14), main.shown, font(66, BLACK), WHITE, "ms")
    brush.text((centre[0], centre[1] + 54), "/10", font(32, MEDIUM), PALE, "ms")
    left = MARGIN + 290
    room = WIDTH - MARGIN - 32 - left
    lines, face = fitted(main.text, (54, 46, 40), BLACK, room, 2)
    step = round(face.size * 1.14)
    y = top + 52 if len(lines) > 1 else top + 68
    small = font(28, BOLD)
    brush.spaced((left, y), shortened(card.heading.upper(), small, room - 60), small, EMBER, 2)
    plain = font(32, MEDIUM)
    brush.text((left, y + 44), shortened(card.market, plain, room), plain, PALE)
    for place, line in enumerate(lines):
        brush.text((left, y + 54 + (place + 1) * step), line, face, WHITE)
    bottom = y + 54 + len(lines) * step + 46
    brush.text((left, bottom), shortened(card.note, font(30), room), font(30), PALE)


def _no_main(brush: Brush, card: Card, top: int) -> None:
    brush.box((MARGIN, top, WIDTH - MARGIN, top + NO_MAIN_HEIGHT), 32, PANEL)
    lines, face = fitted(card.note, (38, 34), MEDIUM, INSIDE - 96, 2)
    step = round(face.size * 1.3)
    first = top + (NO_MAIN_HEIGHT - len(lines) * step) // 2 + round(face.size * 0.98)
    for place, line in enumerate(lines):
        brush.text((WIDTH // 2, first + place * step), line, face, WHITE, "ms")


def _other(brush: Brush, line: Line, top: int) -> None:
    face, number = font(35, MEDIUM), font(38, BLACK)
    right, base = WIDTH - MARGIN - 12, top + 46
    bar = right - 84 - BAR
    brush.text((MARGIN + 12, base), shortened(line.text, face, bar - MARGIN - 40), face, WHITE)
    brush.box((bar, base - 20, bar + BAR, base - 4), 8, TRACK)
    full = max(round(BAR * min(line.confidence, 10.0) / 10.0), 16)
    brush.box((bar, base - 20, bar + full, base - 4), 8, GOLD)
    brush.text((right, base), line.shown, number, WHITE, "rs")
