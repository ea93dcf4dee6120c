"""A dossier for the terminal."""

from collections.abc import Iterator
from io import StringIO

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from phoenix.analysis.page import Block, EvidenceTable, Page, TendencyText
from phoenix.domain.dossier import Dossier

WIDTH = 100


def plain(dossier: Dossier, page: Page) -> str:
    """The dossier without colours, 100 columns wide."""
    del dossier
    console = Console(file=StringIO(), width=WIDTH, color_system=None, legacy_windows=False)
    console.print(renderable(page))
    text = console.file.getvalue()  # type: ignore[attr-defined]
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def renderable(page: Page) -> RenderableType:
    """The dossier for a rich console."""
    return Group(*_parts(page))


def _parts(page: Page) -> Iterator[RenderableType]:
    yield Text(f"🏆 {page.competition}", style="bold")
    yield Text(page.versus, style="bold cyan")
    yield Text(f"🕒 {page.kickoff}")
    yield _heading("💎", page.labels["main"])
    if page.main is None:
        yield Padding(Text(page.no_main), (0, 0, 0, 2))
    else:
        yield _main(page.main, page.labels)
        yield _heading("📊", page.labels["evidence"])
        for table in page.evidence:
            yield _evidence(table, page.labels)
    if page.others:
        yield _heading("🧠", page.labels["others"])
        for place, other in enumerate(page.others, start=1):
            yield _other(place, other)
    for block in (*page.blocks, page.cautions):
        if block.lines:
            yield from _block(block)


def _heading(icon: str, title: str) -> RenderableType:
    return Text(f"\n{icon} {title}", style="bold yellow")


def _main(main: TendencyText, labels: dict[str, str]) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(style="dim", no_wrap=True)
    grid.add_column()
    for name, value, style in (
        ("market", main.market, ""),
        ("tendency", main.tendency, "bold green"),
        ("confidence", main.confidence, "bold"),
        ("justification", main.justification, ""),
    ):
        grid.add_row(f"{labels[name]}:", Text(value, style=style))
    return Padding(grid, (0, 0, 0, 2))


def _evidence(table: EvidenceTable, labels: dict[str, str]) -> RenderableType:
    grid = Table.grid(padding=(0, 1))
    for justify in ("left", "right", "center", "left", "left", "left"):
        grid.add_column(justify=justify, no_wrap=True)
    for line in table.lines:
        style = {"✓": "green", "✗": "red"}.get(line.mark, "dim")
        mark = Text(line.mark, style=style)
        grid.add_row(line.day, line.home, line.score, line.away, line.count, mark)
    parts: list[RenderableType] = [Text(table.title, style="italic"), Padding(grid, (0, 0, 0, 2))]
    if table.mean is not None:
        parts.append(Padding(Text(f"{labels['mean']}: {table.mean}", style="dim"), (0, 0, 0, 2)))
    return Padding(Group(*parts), (0, 0, 0, 2))


def _other(place: int, other: TendencyText) -> RenderableType:
    head = Text.assemble(
        f"{place}. {other.market}: ", (other.tendency, "bold"), f" · {other.confidence}"
    )
    why = Padding(Text(other.justification, style="dim"), (0, 0, 0, 3))
    return Padding(Group(head, why), (0, 0, 0, 2))


def _block(block: Block) -> Iterator[RenderableType]:
    yield _heading(block.icon, block.title)
    for line in block.lines:
        grid = Table.grid(padding=(0, 1))
        grid.add_row("•", Text(line))
        yield Padding(grid, (0, 0, 0, 2))
