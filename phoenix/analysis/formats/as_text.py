"""A dossier for the terminal: lines wrapped and aligned here, coloured by rich where one looks.

(Rich's own tables measure every word of every cell; that took longer than the whole analysis.)
"""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from rich.text import Text

from phoenix.analysis.page import Block, EvidenceLine, EvidenceTable, Page, TendencyText
from phoenix.domain.dossier import Dossier

WIDTH = 100
MARKS = {"✓": "green", "✗": "red"}

Line = tuple[str, str]  # text and style


def plain(dossier: Dossier, page: Page) -> str:
    """The dossier without colours, 100 columns wide."""
    del dossier
    return "\n".join(text.rstrip() for text, _ in _lines(page, WIDTH)) + "\n"


def coloured(page: Page, width: int) -> Text:
    """The dossier for a rich console of so many columns."""
    text = Text()
    for line, style in _lines(page, width):
        text.append(f"{line}\n", style=style)
    return text


def _lines(page: Page, width: int) -> Iterator[Line]:
    yield f"🏆 {page.competition}", "bold"
    yield page.versus, "bold cyan"
    yield f"🕒 {page.kickoff}", ""
    yield from _heading("💎", page.labels["main"])
    if page.main is None:
        yield from _wrapped("  ", page.no_main, width)
    else:
        yield from _main(page.main, page.labels, width)
        yield from _heading("📊", page.labels["evidence"])
        for table in page.evidence:
            yield from _evidence(table, page.labels["mean"])
    if page.others:
        yield from _heading("🧠", page.labels["others"])
        yield from _others(page.others, width)
    for block in (*page.blocks, page.cautions):
        if block.lines:
            yield from _block(block, width)


def _heading(icon: str, title: str) -> Iterator[Line]:
    yield "", ""
    yield f"{icon} {title}", "bold yellow"


def _wrapped(mark: str, text: str, width: int, style: str = "") -> Iterator[Line]:
    """Text beside a mark, wrapped under itself."""
    for place, line in enumerate(wrap(text, max(width - len(mark), 20))):
        yield f"{mark if place == 0 else ' ' * len(mark)}{line}", style


def _main(main: TendencyText, labels: dict[str, str], width: int) -> Iterator[Line]:
    rows = (
        (labels["market"], main.market, ""),
        (labels["tendency"], main.tendency, "bold green"),
        (labels["confidence"], main.confidence, "bold"),
        (labels["justification"], main.justification, ""),
    )
    column = max(len(label) for label, _, _ in rows) + 1
    for label, text, style in rows:
        yield from _wrapped(f"  {label + ':':{column}} ", text, width, style)


def _evidence(table: EvidenceTable, mean: str) -> Iterator[Line]:
    yield f"  {table.title}", "italic"
    home, away, count = (
        max((len(getattr(line, name)) for line in table.lines), default=0)
        for name in ("home", "away", "count")
    )
    for line in table.lines:
        yield f"    {_row(line, home, away, count)}", MARKS.get(line.mark, "dim")
    if table.mean is not None:
        yield f"    {mean}: {table.mean}", "dim"


def _row(line: EvidenceLine, home: int, away: int, count: int) -> str:
    sides = f"{line.home:>{home}} {line.score} {line.away:<{away}}"
    return f"{line.day:<10} {sides}  {line.count:<{count}} {line.mark}"


def _others(others: Sequence[TendencyText], width: int) -> Iterator[Line]:
    for place, other in enumerate(others, start=1):
        head = f"{other.market}: {other.tendency} · {other.confidence}"
        yield from _wrapped(f"  {place}. ", head, width, "bold")
        yield from _wrapped("     ", other.justification, width, "dim")


def _block(block: Block, width: int) -> Iterator[Line]:
    yield from _heading(block.icon, block.title)
    for line in block.lines:
        yield from _wrapped("  • ", line, width)
