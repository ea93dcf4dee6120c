"""The settings as whoever runs the program sees them: variables, what they do, and their values."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le
from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from phoenix.app.redaction import HIDDEN
from phoenix.app.settings import Settings, variable

UNSET = "not set"


@dataclass(frozen=True, slots=True)
class Described:
    """A variable.

    Attributes:
        path: the field of the settings, and the part of it if it is a part.
        name: in the environment.
        description: what it does, its unit, and what happens without it.
        allowed: the numbers or words that it may be; empty where the description says all.
        default: as it would be written; None if there is none.
    """

    path: tuple[str, ...]
    name: str
    description: str
    allowed: str
    default: str | None


@dataclass(frozen=True, slots=True)
class Present:
    """A variable, its value as it may be shown, and where that comes from."""

    name: str
    value: str
    source: Literal["default", "environment", ".env"]


def described() -> tuple[Described, ...]:
    """Every setting, in the order in which they are declared."""
    return tuple(_described(Settings, ()))


def present(settings: Settings) -> tuple[Present, ...]:
    """Every setting as it is now, in the same order."""
    return tuple(
        Present(one.name, _shown(reduce(getattr, one.path, settings)), _source(settings, one.path))
        for one in described()
    )


def _described(model: type[BaseModel], within: tuple[str, ...]) -> Iterator[Described]:
    for name, field in model.model_fields.items():
        path = (*within, name)
        if isinstance(field.default, BaseModel):
            yield from _described(type(field.default), path)
        else:
            default = None if field.default is None else _written(field.default)
            said = field.description or ""
            yield Described(path, variable(*path), said, _allowed(field), default)


def _written(value: Any) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _shown(value: Any) -> str:
    if value is None:
        return UNSET
    return HIDDEN if isinstance(value, SecretStr) else _written(value)


def _source(settings: Settings, path: tuple[str, ...]) -> Literal["default", "environment", ".env"]:
    *within, name = path
    model: BaseModel = reduce(getattr, within, settings)
    if name not in model.model_fields_set:
        return "default"
    names = {variable(*path), variable(path[0])}
    there = any(os.environ[one] for one in os.environ if one.upper() in names)
    return "environment" if there else ".env"


def _allowed(field: FieldInfo) -> str:
    if get_origin(field.annotation) is Literal:
        return ", ".join(get_args(field.annotation))
    bounds = [_bound(one) for one in field.metadata if isinstance(one, Ge | Gt | Le)]
    return " and ".join(bounds)


def _bound(limit: Ge | Gt | Le) -> str:
    if isinstance(limit, Ge):
        return f"{limit.ge} or more"
    if isinstance(limit, Gt):
        return f"more than {limit.gt}"
    return f"at most {limit.le}"
