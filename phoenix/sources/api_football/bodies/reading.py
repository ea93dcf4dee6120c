"""Reading an answer row by row: what cannot be understood is kept aside and stops nothing."""

import json
import reprlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from phoenix.domain.provided import Reject

T = TypeVar("T")


class Body(BaseModel):
    """A part of an answer; fields that nobody here needs are ignored."""

    model_config = ConfigDict(frozen=True, extra="ignore")


B = TypeVar("B", bound=Body)


@dataclass(frozen=True, slots=True)
class Read(Generic[T]):
    """What an answer told, in its order, and the parts of it that could not be understood."""

    values: tuple[T, ...]
    rejects: tuple[Reject, ...] = ()


class Reader:
    """Reads the parts of one answer to ``asked`` and remembers what it could not."""

    def __init__(self, asked: str) -> None:
        self._asked = asked
        self._rejects: list[Reject] = []

    @property
    def rejects(self) -> tuple[Reject, ...]:
        """What could not be understood so far."""
        return tuple(self._rejects)

    def refuse(self, where: str, problem: str, part: Any) -> None:
        """Keep a part aside; ``where`` is the path of the culprit."""
        body = json.dumps(part, ensure_ascii=False)
        self._rejects.append(Reject(self._asked, f"{where}: {problem}", body))

    def one(self, model: type[B], part: Any, where: str = "") -> B | None:
        """The part as such a body, or None, and then it is kept aside."""
        try:
            return model.model_validate(part)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
        path = ".".join(filter(None, (where, *map(str, first["loc"]))))
        self.refuse(path or "row", first["msg"].removeprefix("Value error, "), part)
        return None

    def each(self, model: type[B], parts: Any, where: str = "") -> Iterator[B]:
        """Those parts that are such bodies; ``where`` names the list, the response if empty."""
        if not isinstance(parts, list):
            self.refuse(where or "response", f"{shown(parts)} is no list", parts)
            return
        for place, part in enumerate(parts):
            body = self.one(model, part, f"{where}.{place}" if where else "")
            if body is not None:
                yield body


def shown(value: Any) -> str:
    """Any value on one short line."""
    return reprlib.repr(value)
