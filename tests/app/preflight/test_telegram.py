"""Telegram: a token that it does not know refuses the start, silence does not."""

import pytest
from answering import answering, as_json, saying, silent
from postgres import free_port

WELL = as_json({"ok": True, "result": {"id": 7, "is_bot": True, "username": "phoenix_bot"}})


def refusal(code, description):
    """How the Bot API refuses."""
    return as_json({"ok": False, "error_code": code, "description": description}, code)


@pytest.fixture
def ask(look, token):
    """Asks a server that answers so."""

    async def asked(answer):
        async with answering(lambda path: answer if path == f"/bot{token}/getMe" else WELL) as url:
            return await look("telegram", telegram_bot_token=token, telegram_api_url=url)

    return asked


async def test_a_bot_that_telegram_knows_is_named(ask):
    """The name is no secret, and shows which bot it is."""
    finding = await ask(WELL)
    assert finding.line == "✓ telegram: Telegram knows the bot as @phoenix_bot."


async def test_a_token_that_telegram_does_not_know_refuses_the_start(ask):
    """The setting is named, and where to find the right value."""
    finding = await ask(refusal(401, "Unauthorized"))
    assert finding.setting == "TELEGRAM_BOT_TOKEN"
    assert finding.line == (
        "✗ telegram: Telegram does not know the token in TELEGRAM_BOT_TOKEN. "
        "Copy it from @BotFather into TELEGRAM_BOT_TOKEN once more."
    )


async def test_a_token_of_the_wrong_shape_refuses_the_start(ask):
    """Telegram answers 404 to what is no token of its own."""
    finding = await ask(refusal(404, "Not Found"))
    assert finding.line == (
        "✗ telegram: TELEGRAM_BOT_TOKEN is not shaped like a token of Telegram. "
        "Copy it from @BotFather into TELEGRAM_BOT_TOKEN once more."
    )


async def test_an_address_of_something_else_refuses_the_start(ask):
    """A 404 that the Bot API would not say blames the address, not the token."""
    finding = await ask((404, {}, b"<h1>Not Found</h1>"))
    assert finding.setting == "TELEGRAM_API_BASE_URL"
    assert finding.line == (
        "✗ telegram: what answers at TELEGRAM_API_BASE_URL is no Bot API. "
        "Correct TELEGRAM_API_BASE_URL."
    )


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (refusal(429, "Too Many Requests: retry after 5"), "status 429"),
        (refusal(502, "Bad Gateway"), "status 502"),
        ((302, {"location": "https://elsewhere.invalid"}, b""), "status 302"),
        ((200, {}, b"<h1>Sign in to the network</h1>"), "status 200"),
        ((200, {}, b"[true]"), "status 200"),
        ((200, {}, b"\xff"), "status 200"),
    ],
)
async def test_whatever_else_it_answers_is_waited_out(ask, answer, why):
    """Only a plain refusal is one."""
    finding = await ask(answer)
    assert finding.line.startswith(f"! telegram: Telegram does not answer ({why}). It is asked")
    assert finding.verdict == "waiting"


async def test_a_closed_port_is_waited_for(look, token):
    """Nobody listens there."""
    url = f"http://127.0.0.1:{free_port()}"
    finding = await look("telegram", telegram_bot_token=token, telegram_api_url=url)
    assert finding.verdict == "waiting"
    assert "(the connection is refused)" in finding.detail


async def test_a_server_that_says_nothing_is_waited_for_after_the_limit(look, token):
    """The check ends although the server never does."""
    async with silent() as port:
        finding = await look(
            "telegram", telegram_bot_token=token, telegram_api_url=f"http://127.0.0.1:{port}",
            preflight_seconds=0.3,
        )  # fmt: skip
    assert finding.verdict == "waiting"
    assert "(no answer in time)" in finding.detail


async def test_a_server_without_tls_is_waited_for(look, token):
    """The token does not travel: the handshake fails before."""
    async with saying(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        url = f"https://127.0.0.1:{port}"
        finding = await look("telegram", telegram_bot_token=token, telegram_api_url=url)
    assert finding.verdict == "waiting"
    assert "(no TLS is spoken there)" in finding.detail


async def test_an_answer_that_breaks_off_is_waited_out(look, token):
    """Half a head is no answer."""
    async with saying(b"HTTP/1.1 200") as port:
        url = f"http://127.0.0.1:{port}"
        finding = await look("telegram", telegram_bot_token=token, telegram_api_url=url)
    assert finding.verdict == "waiting"
    assert "(the answer breaks off, or is none of HTTP)" in finding.detail


async def test_an_address_that_leads_nowhere_refuses_the_start(look, token):
    """It is found before anything is sent: no host is called so."""
    finding = await look(
        "telegram", telegram_bot_token=token, telegram_api_url="https://☃..example"
    )
    assert finding.line == ("✗ telegram: TELEGRAM_API_BASE_URL is no address. Write https://HOST.")


async def test_without_a_token_nobody_is_asked(look):
    """What follows is said."""
    finding = await look("telegram")
    assert finding.line == (
        "· telegram: TELEGRAM_BOT_TOKEN is not set: nobody is answered in Telegram."
    )


async def test_a_bot_without_a_name_is_still_a_bot(ask):
    """What Telegram leaves out is not made up."""
    finding = await ask(as_json({"ok": True, "result": []}))
    assert finding.detail == "Telegram knows the bot as one without a name"
