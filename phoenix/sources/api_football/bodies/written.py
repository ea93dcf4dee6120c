"""How the provider writes ids, numbers, texts and instants: what is accepted, and as what.

Whatever passes here can be stored: numbers are small, texts hold no NUL (PostgreSQL has none).
"""

from datetime import UTC, date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainValidator, StringConstraints

from phoenix.sources.api_football.bodies.reading import shown

HIGHEST_COUNT = 999
LONGEST_ID = 18


def number(value: Any) -> int:
    """A whole number, which may come as a string.

    Raises:
        ValueError: it is something else; ``true`` is no number.
    """
    if type(value) is int:  # true is an instance of int too
        return value
    if isinstance(value, str) and value.isascii() and value.removeprefix("-").isdecimal():
        return int(value)
    raise ValueError(f"{shown(value)} is no whole number")


def count(value: Any) -> int:
    """A number of goals, cards, shots; see :func:`number`."""
    counted = number(value)
    if 0 <= counted <= HIGHEST_COUNT:
        return counted
    raise ValueError(f"{shown(value)} is no count")


def _id(value: Any) -> str:
    """Ids are numbers there and texts here; 0 stands for nobody there."""
    written = str(number(value))
    if len(written) <= LONGEST_ID and int(written) > 0:
        return written
    raise ValueError(f"{shown(value)} is no id")


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(_text(value))
    if moment.tzinfo is None:
        raise ValueError(f"{shown(value)} names no time zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError(f"{shown(value)} is out of range") from None


def _day(value: Any) -> date:
    return date.fromisoformat(_text(value))


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value
    raise ValueError(f"{shown(value)} is no date")


def _blank_is_none(value: Any) -> Any:
    return None if isinstance(value, str) and not value.strip() else value


Id = Annotated[str, PlainValidator(_id)]
Count = Annotated[int, PlainValidator(count)]
Points = Annotated[int, BeforeValidator(number), Field(ge=-HIGHEST_COUNT, le=HIGHEST_COUNT)]
Year = Annotated[int, BeforeValidator(number), Field(ge=1850, le=2200)]
Moment = Annotated[datetime, PlainValidator(_moment)]
Day = Annotated[date, PlainValidator(_day)]
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=300, pattern=r"^[^\x00]*$"),
]
MaybeText = Annotated[Text | None, BeforeValidator(_blank_is_none)]
