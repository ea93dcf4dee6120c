"""What the routes answer, as OpenAPI describes it."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from phoenix.app.health import State

VERSION = "Version of Phoenix."


class Answer(BaseModel):
    """What all answers have in common: they are made from our values, and do not change."""

    model_config = ConfigDict(frozen=True, from_attributes=True)


class Problem(Answer):
    """Why there is no other answer."""

    error: str = Field(description="What is wrong, in one sentence.")
    code: str | None = Field(
        default=None, description="What the service's log tells more under, if it has failed."
    )


class Links(Answer):
    """Paths of this service."""

    health: str = Field(description="How the service is, with its parts.")
    live: str = Field(description="Whether the process works at all.")
    ready: str = Field(description="Whether work may be sent here.")
    metrics: str = Field(description="What Prometheus reads.")
    openapi: str = Field(description="This interface, described.")


class Welcome(Answer):
    """What answers here."""

    name: Literal["phoenix"] = Field(default="phoenix", description="The program.")
    version: str = Field(description=VERSION)
    links: Links = Field(description="Where to look next.")


class Live(Answer):
    """Whether the process works at all."""

    live: bool = Field(description="Whether its loop has lately done what was due.")
    lag_seconds: float = Field(description="How late the loop was the last time, in seconds.")


class Part(Answer):
    """A part of the service."""

    name: str = Field(description="What it is.")
    state: State = Field(description="ok works; degraded works with less; failing does not.")
    detail: str = Field(description="Why; never a secret.")
    since: datetime = Field(description="Since when it was seen in this state, in UTC.")


class Plugin(Answer):
    """A plugin, and whether it takes part."""

    id: str = Field(description="Its id.")
    verdict: str = Field(description="active, or why it does not take part, in one word.")
    reason: str = Field(description="Why it does not take part; empty if it does.")


class Health(Answer):
    """How the service is."""

    status: State = Field(description="The state of its worst part.")
    version: str = Field(description=VERSION)
    role: str = Field(description="What runs in this process: all, web, bot or worker.")
    parts: list[Part] = Field(description="Its parts.")
    plugins: list[Plugin] = Field(description="The plugins that this process knows.")


class Ready(Answer):
    """Whether work may be sent here."""

    ready: bool = Field(description="Whether work may be sent here.")
    missing: list[Part] = Field(description="The parts that stand in the way; none if ready.")
