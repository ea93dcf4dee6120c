"""A record of a log as one line: an event, its fields, and its traceback; secrets hidden."""

import json
import logging
import math
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from enum import Enum
from pathlib import PurePath
from typing import Any
from uuid import UUID

Clean = Callable[[str], str]

DEEPEST = 4  # containers within containers; what is deeper is shown as Python shows it
_OURS = frozenset({"time", "level", "logger", "event", "exception", "stack"})
_CONTROLS = {code: f"\\x{code:02x}" for code in (*range(32), *range(0x7F, 0xA0))} | {
    ord("\n"): "\\n", ord("\r"): "\\r", ord("\t"): "\\t", 0x2028: "\\u2028", 0x2029: "\\u2029",
}  # fmt: skip
_CONTROLS_OF_TRACES = {code: text for code, text in _CONTROLS.items() if chr(code) not in "\n\t"}


class Event(dict[str, Any]):
    """An event and its fields; to whoever knows of no fields it is a text."""

    def __str__(self) -> str:
        return spoken(str(self.get("event", "")), _fields(self, str))


@dataclass(frozen=True, slots=True)
class Line:
    """What a line says; every text in it is clean."""

    time: str
    level: str
    logger: str
    event: str
    fields: Mapping[str, Any]
    trace: str

    def as_json(self) -> str:
        """One line of JSON, tracebacks included."""
        head = {"time": self.time, "level": self.level.lower(), "logger": self.logger}
        tail = {"exception": self.trace} if self.trace else {}
        said = {**head, "event": self.event, **self.fields, **tail}
        return json.dumps(said, ensure_ascii=False)

    def as_console(self) -> str:
        """For people: the traceback stands below."""
        said = spoken(self.event, self.fields)
        return f"{self.time} {self.level:<8} {self.logger}: {said}{self._below()}"

    def as_brief(self) -> str:
        """For whoever has typed a command: neither time nor logger."""
        return f"{self.level}: {spoken(self.event, self.fields)}{self._below()}"

    def _below(self) -> str:
        return f"\n{self.trace.translate(_CONTROLS_OF_TRACES)}" if self.trace else ""


class Lines(logging.Formatter):
    """Writes records of ours and of any library in the same way.

    Args:
        render: how a line is written.
        clean: takes the secrets out of a text.
        context: the fields that hold here for every line; ours have them already.
    """

    def __init__(
        self, render: Callable[[Line], str], clean: Clean, context: Callable[[], Mapping[str, Any]]
    ) -> None:
        super().__init__()
        self._render = render
        self._clean = clean
        self._context = context

    def format(self, record: logging.LogRecord) -> str:
        """The line, which any encoding can hold."""
        said = record.msg if isinstance(record.msg, Event) else self._foreign(record)
        written = self._render(_line(record, said, str))
        if self._clean(written) != written:
            # Cleaned part by part: what is hidden in the whole might be a part of its form.
            written = self._render(_line(record, said, self._clean))
        return written.encode("utf-8", "backslashreplace").decode("utf-8")

    def _foreign(self, record: logging.LogRecord) -> dict[str, Any]:
        return {**self._context(), "event": _message(record)}


def _line(record: logging.LogRecord, said: Mapping[str, Any], clean: Clean) -> Line:
    moment = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    return Line(
        moment.replace("+00:00", "Z"),
        record.levelname,
        clean(record.name),
        clean(str(said.get("event", ""))),
        _fields(said, clean),
        clean(_trace(record)),
    )


def spoken(event: str, fields: Mapping[str, Any]) -> str:
    """An event and its fields as one readable line: ``job retried job=7 wait=2.0``."""
    words = (f"{name}={_word(value)}" for name, value in fields.items())
    return " ".join([event.translate(_CONTROLS), *words])


def _word(value: object) -> str:
    text = str(value)
    bare = bool(text) and not set(text) & set(" \"'=\\") and text.isprintable()
    return text if bare or not isinstance(value, str) else repr(text)


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except Exception:  # noqa: BLE001 - a line whose parts do not fit is still told
        return f"{record.msg} {_shown(record.args)}"


def _trace(record: logging.LogRecord) -> str:
    parts = []
    if record.exc_info and record.exc_info[0] is not None:
        parts.append("".join(traceback.format_exception(*record.exc_info)))
    elif record.exc_text:
        parts.append(record.exc_text)
    if record.stack_info:
        parts.append(record.stack_info)
    return "\n".join(parts).rstrip()


def _fields(said: Mapping[str, Any], clean: Clean) -> dict[str, Any]:
    """Clean; a field that is called like a part of the line is given another name."""
    return {
        clean(f"{name}_" if name in _OURS else name): _field(name, value, clean)
        for name, value in said.items()
        if name != "event"
    }


def _field(name: str, value: object, clean: Clean) -> Any:
    """Of a field whose very name makes it a secret, such as ``password``, nothing is told."""
    told = f"{name}=x"
    return plain(value, clean) if clean(told) == told else clean(told).partition("=")[2]


def plain(value: object, clean: Clean, deep: int = 0) -> Any:
    """What JSON can hold of a value, with its secrets hidden."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return plain(value.value, clean, deep)
    if isinstance(value, int | float):
        text = repr(value)
        kept = clean(text) == text and math.isfinite(value)
        return value if kept else clean(text)
    if isinstance(value, Mapping | list | tuple | set | frozenset) and deep < DEEPEST:
        return _contained(value, clean, deep + 1)
    return clean(_shown(value))


def _contained(value: Mapping[Any, Any] | Iterable[Any], clean: Clean, deep: int) -> Any:
    """As a whole where a secret is in it: a header and its value are told by standing together."""
    text = _shown(value)
    cleaned = clean(text)
    if cleaned != text:
        return cleaned
    if isinstance(value, Mapping):
        return {_shown(key): plain(one, clean, deep) for key, one in value.items()}
    return [plain(one, clean, deep) for one in value]


def _shown(value: object) -> str:
    """As a text; whatever a value's own code does, the line is written."""
    try:
        if isinstance(value, datetime | date | time):
            return value.isoformat()
        if isinstance(value, BaseException):
            return f"{type(value).__name__}: {value}"
        return str(value) if isinstance(value, str | PurePath | UUID) else repr(value)
    except Exception as error:  # noqa: BLE001 - told in the place of the value
        return f"<{type(value).__name__}, which cannot be shown: {type(error).__name__}>"
