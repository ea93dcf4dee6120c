"""One dossier, several looks."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from phoenix.domain.dossier import Dossier

FORMATS = ("text", "json", "html", "md")


def render(dossier: Dossier, form: str, language: str, zone: ZoneInfo) -> str:
    """The dossier as plain text, JSON, an HTML page or Markdown.

    Raises:
        KeyError: there is no such format.
    """
    from phoenix.analysis.page import page  # noqa: PLC0415 - only what the format needs
    from phoenix.analysis.wording import wording  # noqa: PLC0415

    words = wording(language)
    return _writer(form)(dossier, page(dossier, words, zone))


def _writer(form: str) -> Callable[..., str]:
    """The function that writes a format; templates and rich are slow to import."""
    if form == "json":
        from phoenix.analysis.formats import as_json  # noqa: PLC0415

        return as_json.write
    if form == "text":
        from phoenix.analysis.formats import as_text  # noqa: PLC0415

        return as_text.plain
    from phoenix.analysis.formats import templated  # noqa: PLC0415

    return {"html": templated.html, "md": templated.markdown}[form]
