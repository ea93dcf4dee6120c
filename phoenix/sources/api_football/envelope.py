"""The frame around every answer, success or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from phoenix.sources.api_football.faults import AnswerRefused, told_in_body


class Paging(BaseModel):
    """Which page this is, of how many."""

    model_config = ConfigDict(frozen=True)

    current: int = 1
    total: int = 1


class Envelope(BaseModel):
    """A body: ``errors`` is a list when there are none, an object (or a list) when there are."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    errors: Mapping[str, str]
    paging: Paging = Paging()
    response: Any

    @field_validator("errors", mode="before")
    @classmethod
    def _as_mapping(cls, errors: Any) -> Any:
        if isinstance(errors, list):
            return {str(place): str(text) for place, text in enumerate(errors)}
        if isinstance(errors, dict):
            return {str(key): str(text) for key, text in errors.items()}
        return errors


@dataclass(frozen=True, slots=True)
class Answer:
    """What was asked, what came of it, and when; ``pages`` is how many there are in all."""

    asked: str
    response: Any
    at: datetime
    pages: int = 1


def opened(asked: str, content: bytes) -> Envelope:
    """The envelope of a 200 answer.

    Raises:
        AnswerRefused: it is no JSON, or not of this shape.
        ProviderFault: ``errors`` says what is wrong.
    """
    if not content.strip():
        raise AnswerRefused(asked, "the body is empty")
    try:
        envelope = Envelope.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        raise AnswerRefused(asked, f"the body cannot be understood ({first['msg']})") from None
    if envelope.errors:
        raise told_in_body(asked, envelope.errors)
    return envelope
