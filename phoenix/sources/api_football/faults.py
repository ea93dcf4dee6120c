"""What can go wrong between us and the provider.

    SourceError (phoenix.domain.errors)
    └── ProviderFault            asked: what was asked for; caught by whoever can do without
        ├── KeyRefused           the key is missing or wrong: nothing will work until it is mended
        ├── DayQuotaSpent        no calls are left today (by the provider's count or by ours)
        ├── MinuteQuotaSpent     too many calls a minute; retried here, seen only if that fails
        ├── PlanForbids          the plan does not include what was asked
        ├── QuestionRefused      a parameter is wrong or missing: our mistake
        ├── AnswerRefused        what came back is no body of this provider
        └── Unavailable          it did not answer, however often it was asked

The key is in none of them: a fault carries the endpoint and the parameters, never a header.
"""

from collections.abc import Mapping

from phoenix.domain.errors import SourceError


class ProviderFault(SourceError):
    """The provider did not answer a question as hoped."""

    cure = "Try later"

    def __init__(self, asked: str, reason: str) -> None:
        super().__init__(f"API-Football, {asked}: {reason}", type(self).cure)
        self.asked = asked
        self.reason = reason


class KeyRefused(ProviderFault):
    """The key is missing or wrong."""

    cure = "Set API_FOOTBALL_KEY to a valid key"


class DayQuotaSpent(ProviderFault):
    """No calls are left today."""

    cure = "Wait until 00:00 UTC, follow fewer leagues, or choose a larger plan"


class MinuteQuotaSpent(ProviderFault):
    """Too many calls within a minute."""

    cure = "Wait a minute"


class PlanForbids(ProviderFault):
    """The subscription does not include what was asked."""

    cure = "Choose a season that the plan includes, or a larger plan"


class QuestionRefused(ProviderFault):
    """A parameter is wrong or missing."""

    cure = "This is a fault of Phoenix: please report it"


class AnswerRefused(ProviderFault):
    """What came back is no body of this provider."""


class Unavailable(ProviderFault):
    """No answer, however often it was asked."""

    def __init__(self, asked: str, reason: str, attempts: int) -> None:
        super().__init__(asked, f"no answer in {attempts} attempts, at last {reason}")
        self.attempts = attempts


_KINDS: Mapping[str, type[ProviderFault]] = {
    "token": KeyRefused,
    "access": KeyRefused,  # the account is suspended
    "requests": DayQuotaSpent,
    "rateLimit": MinuteQuotaSpent,
    "plan": PlanForbids,
}


def told_in_body(asked: str, errors: Mapping[str, str]) -> ProviderFault:
    """The fault that a non-empty ``errors`` of a 200 body means; the gravest, if several."""
    for key, kind in _KINDS.items():
        if key in errors:
            return kind(asked, errors[key])
    return QuestionRefused(asked, "; ".join(f"{key}: {text}" for key, text in errors.items()))
