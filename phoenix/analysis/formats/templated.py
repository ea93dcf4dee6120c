"""A dossier as an HTML page or as Markdown, by templates."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from phoenix.analysis.page import Page
from phoenix.domain.dossier import Dossier


def html(dossier: Dossier, page: Page) -> str:
    """A page that stands alone: no script, no address outside it."""
    del dossier
    return _environment().get_template("dossier.html").render(page=page)


def markdown(dossier: Dossier, page: Page) -> str:
    """Markdown with tables."""
    del dossier
    return _environment().get_template("dossier.md").render(page=page)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("phoenix.analysis.formats"),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
