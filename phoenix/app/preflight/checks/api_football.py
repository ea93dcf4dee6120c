"""API-Football: whether the key opens anything. Asking costs nothing of the day's calls."""

from collections.abc import Mapping

from pydantic import ValidationError

from phoenix.app.preflight.asking import Reply, Silence, ask
from phoenix.app.preflight.check import Check
from phoenix.app.preflight.finding import Found, degraded, passed, refused, skipped
from phoenix.app.preflight.surroundings import Surroundings
from phoenix.sources.api_football.envelope import Envelope
from phoenix.sources.api_football.status import Status

KEY = "API_FOOTBALL_KEY"
ADDRESS = "API_FOOTBALL_BASE_URL"
_LATER = "It is asked again; until then what is stored is used"
_DASHBOARD = "https://dashboard.api-football.com"
_COPY = f"Copy it from {_DASHBOARD} into {KEY} once more"


async def look(at: Surroundings) -> Found:
    """Ask ``/status``: a bad key answers 200 with ``errors``, so the body is read."""
    key = at.settings.api_football_key
    if not key:
        return skipped(f"{KEY} is not set: no fixtures, line-ups and prices are fetched", KEY)
    base = at.settings.api_football_url.rstrip("/")
    headers = {"x-apisports-key": key.get_secret_value()}
    match await ask(at, "API-Football", f"{base}/status", headers):
        case Silence(address=True):
            return refused(f"{ADDRESS} is no address", ADDRESS, "Write https://HOST")
        case Silence(why):
            return _away(why)
        case reply:
            return _judged(reply)


def _judged(reply: Reply) -> Found:
    if reply.status in {401, 403}:
        return refused(f"API-Football refuses the key in {KEY}", KEY, _COPY)
    if reply.status != 200:
        return _away(f"status {reply.status}")
    try:
        envelope = Envelope.model_validate_json(reply.content)
        return _complaint(envelope.errors) or _plan(Status.model_validate(envelope.response))
    except ValidationError:
        cure = f"Check {ADDRESS}; until then what is stored is used"
        return degraded(f"what answers at {ADDRESS} is not API-Football", ADDRESS, cure)


def _complaint(errors: Mapping[str, str]) -> Found | None:
    """What ``errors`` of the body means; its words are not passed on, nobody knows what is in them.

    Measured: ``token`` is a missing or unknown key, ``access`` an account that is suspended.
    """
    if "token" in errors:
        return refused(f"API-Football does not know the key in {KEY}", KEY, _COPY)
    if "access" in errors:
        cure = f"See {_DASHBOARD}, or set {KEY} to a key of another account"
        return refused(f"the account of {KEY} is suspended", KEY, cure)
    if errors.keys() & {"requests", "rateLimit"}:
        return degraded("API-Football allows no more calls for now", KEY, _LATER)
    return degraded("API-Football complains of the question", KEY, _LATER) if errors else None


def _plan(status: Status) -> Found:
    plan, calls = status.subscription, status.requests
    if not plan.active:
        return degraded(
            f"the plan of {KEY} is not active", KEY, f"Renew it at {_DASHBOARD}, or choose another"
        )
    left = max(0, calls.limit_day - calls.current)
    if not left:
        return degraded(
            f"all {calls.limit_day} calls of today are spent", KEY,
            "They are given anew at 00:00 UTC; until then what is stored is used",
        )  # fmt: skip
    return passed(f"the key opens API-Football; {left} of {calls.limit_day} calls are left", KEY)


def _away(why: str) -> Found:
    return degraded(f"API-Football does not answer ({why})", ADDRESS, _LATER)


CHECK = Check("api-football", look, _away("no answer in time"))
