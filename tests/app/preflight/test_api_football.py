"""API-Football: a key that opens nothing refuses the start, silence does not."""

import pytest
from answering import answering, as_json, silent
from postgres import free_port
from subscribed import Subscribed
from world_server import HEADERS, WorldTransport, serving

TOKEN = {
    "token": "Error/Missing application key. Go to https://www.api-football.com/documentation-v3 "
    "to learn how to get your API application key."
}
SUSPENDED = {"access": "Your account is suspended, check on https://dashboard.api-football.com."}
SPENT = {"requests": "You have reached the request limit for the day."}
TOO_MANY = {"rateLimit": "Too many requests. Your rate limit is 10 requests per minute."}
COPY = "Copy it from https://dashboard.api-football.com into API_FOOTBALL_KEY once more."


def status(**changes):
    """What ``/status`` answers."""
    subscription = {"plan": "Pro", "end": "2030-01-01T00:00:00+00:00", "active": True}
    requests = {"current": 30, "limit_day": 7500}
    told = {"subscription": subscription, "requests": requests, **changes}
    return as_json({"get": "status", "errors": [], "response": told})


def errors(told):
    """How the provider refuses: with a 200."""
    return as_json({"get": "status", "errors": told, "results": 0, "response": []})


@pytest.fixture
def ask(look, key):
    """Asks a server that answers so."""

    async def asked(answer):
        async with answering(lambda _path: answer) as url:
            return await look("api-football", api_football_key=key, api_football_url=url)

    return asked


async def test_a_key_that_opens_it_passes_with_the_calls_that_are_left(ask):
    """Asking costs none of them."""
    finding = await ask(status())
    assert finding.line == (
        "✓ api-football: the key opens API-Football; 7470 of 7500 calls are left."
    )


async def test_the_world_of_the_suite_is_asked_for_its_subscription(look, key):
    """``/status`` is asked, once, over a real connection."""
    world = Subscribed()
    async with serving(world, lambda: HEADERS) as url:
        finding = await look("api-football", api_football_key=key, api_football_url=url)
    assert finding.verdict == "passed"


@pytest.mark.parametrize("told", [TOKEN, {**TOKEN, **SPENT}])
async def test_a_wrong_key_refuses_the_start_although_the_status_is_200(ask, told):
    """The body says it; among several complaints it is the gravest."""
    finding = await ask(errors(told))
    assert finding.setting == "API_FOOTBALL_KEY"
    assert finding.line == (
        f"✗ api-football: API-Football does not know the key in API_FOOTBALL_KEY. {COPY}"
    )


@pytest.mark.parametrize("code", [401, 403])
async def test_a_key_that_is_refused_by_status_refuses_the_start(ask, code):
    """Gateways in between say it so."""
    finding = await ask((code, {}, b""))
    assert finding.line == (
        f"✗ api-football: API-Football refuses the key in API_FOOTBALL_KEY. {COPY}"
    )


async def test_an_account_that_is_suspended_refuses_the_start(ask):
    """It will not heal by itself."""
    finding = await ask(errors(SUSPENDED))
    assert finding.line == (
        "✗ api-football: the account of API_FOOTBALL_KEY is suspended. See "
        "https://dashboard.api-football.com, or set API_FOOTBALL_KEY to a key of another account."
    )


@pytest.mark.parametrize(
    ("answer", "detail"),
    [
        (errors(SPENT), "API-Football allows no more calls for now"),
        (errors(TOO_MANY), "API-Football allows no more calls for now"),
        (errors({"bug": "This is on our side."}), "API-Football complains of the question"),
        ((429, {}, b""), "API-Football does not answer (status 429)"),
        ((499, {}, b""), "API-Football does not answer (status 499)"),
        ((503, {}, b"down"), "API-Football does not answer (status 503)"),
        (
            (200, {}, b"<h1>Hello</h1>"),
            "what answers at API_FOOTBALL_BASE_URL is not API-Football",
        ),
        (
            as_json({"hello": "world"}),
            "what answers at API_FOOTBALL_BASE_URL is not API-Football",
        ),
        (
            status(requests={"current": 7500, "limit_day": 7500}),
            "all 7500 calls of today are spent",
        ),
    ],
)
async def test_whatever_will_pass_is_done_without(ask, answer, detail):
    """What is stored is used until then."""
    finding = await ask(answer)
    assert (finding.verdict, finding.detail) == ("degraded", detail)
    assert "until then what is stored is used" in finding.cure


async def test_a_plan_that_has_run_out_is_done_without(ask):
    """The key is right, so the rest can work."""
    ended = {"plan": "Pro", "end": "2020-01-01T00:00:00+00:00", "active": False}
    finding = await ask(status(subscription=ended))
    assert finding.verdict == "degraded"
    assert finding.detail == "the plan of API_FOOTBALL_KEY is not active"


@pytest.mark.parametrize("_try", range(8))
async def test_whatever_the_connection_does_it_is_done_without(look, key, _try):
    """Refused, dropped, late, or a status of trouble."""
    transport = WorldTransport(Subscribed(), failing=1.0, seed=_try)
    finding = await look("api-football", transport, api_football_key=key)
    assert finding.verdict == "degraded"


async def test_a_closed_port_is_done_without(look, key):
    """Nobody listens there."""
    url = f"http://127.0.0.1:{free_port()}"
    finding = await look("api-football", api_football_key=key, api_football_url=url)
    assert finding.line == (
        "! api-football: API-Football does not answer (the connection is refused). "
        "It is asked again; until then what is stored is used."
    )


async def test_a_server_that_says_nothing_is_done_without_after_the_limit(look, key):
    """The check ends although the server never does."""
    async with silent() as port:
        finding = await look(
            "api-football", api_football_key=key, api_football_url=f"http://127.0.0.1:{port}",
            preflight_seconds=0.3,
        )  # fmt: skip
    assert finding.verdict == "degraded"
    assert "(no answer in time)" in finding.detail


async def test_an_address_that_leads_nowhere_refuses_the_start(look, key):
    """Waiting would not mend it."""
    finding = await look(
        "api-football", api_football_key=key, api_football_url="https://☃..example"
    )
    assert finding.line == (
        "✗ api-football: API_FOOTBALL_BASE_URL is no address. Write https://HOST."
    )


async def test_without_a_key_nobody_is_asked(look):
    """What follows is said."""
    finding = await look("api-football")
    assert finding.line == (
        "· api-football: API_FOOTBALL_KEY is not set: no fixtures, line-ups and prices are fetched."
    )
