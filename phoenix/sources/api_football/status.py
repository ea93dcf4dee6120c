"""The state of the subscription, from ``/status`` (a call that costs nothing of the day's)."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, ValidationError

from phoenix.sources.api_football.client import ApiFootball
from phoenix.sources.api_football.faults import AnswerRefused


class _Subscription(BaseModel):
    model_config = ConfigDict(frozen=True)

    plan: str
    end: datetime
    active: bool


class _Requests(BaseModel):
    model_config = ConfigDict(frozen=True)

    current: int
    limit_day: int


class Status(BaseModel):
    """The plan, until when it runs, and the calls of today; the owner's name is not read."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    subscription: _Subscription
    requests: _Requests


async def status(client: ApiFootball) -> Status:
    """Ask for the subscription.

    Raises:
        ProviderFault: there is no answer; a bad key is refused here.
    """
    answer = await client.get("status")
    try:
        return Status.model_validate(answer.response)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise AnswerRefused("status", f"{where or 'the answer'}: {first['msg']}") from None
