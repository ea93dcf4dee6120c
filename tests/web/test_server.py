"""The server starts when it listens, stops within its limit, and takes nothing that is not its."""

import asyncio
import signal
import socket

import httpx
import pytest
from structlog.testing import capture_logs

from phoenix.domain.errors import ConfigurationError
from phoenix.web.server import WebServer

AMPLE = 30.0
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Slow:
    """An application that answers when it is let; it may ignore that it is cut."""

    def __init__(self, *, stubborn=False):
        self.begun = asyncio.Event()
        self.let = asyncio.Event()
        self.stubborn = stubborn

    async def __call__(self, scope, receive, send):
        """See the ASGI specification."""
        self.begun.set()
        while not self.let.is_set():
            try:
                await self.let.wait()
            except asyncio.CancelledError:
                if not self.stubborn:
                    return
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body"})


async def asked(server):
    """The answer of one request."""
    address = f"http://127.0.0.1:{server.port}/"
    async with httpx.AsyncClient(trust_env=False, verify=False, timeout=AMPLE) as client:
        return await client.get(address)


async def under_way(app, **options):
    """A server, and a request that has begun."""
    server = WebServer(app, **options)
    await server.start()
    asking = asyncio.ensure_future(asked(server))
    await app.begun.wait()
    return server, asking


async def others():
    """Tasks beside the test's own, after what has ended has gone."""
    for _ in range(10):
        await asyncio.sleep(0)
    return asyncio.all_tasks() - {asyncio.current_task()}


async def test_it_listens_when_the_start_is_over():
    """On a port that it tells, for this machine alone."""
    app = Slow()
    app.let.set()
    server = WebServer(app)
    await server.start()
    assert (await asked(server)).status_code == 204
    assert socket.getaddrinfo("127.0.0.1", server.port)
    await server.stop()
    assert await others() == set()


async def test_after_the_stop_the_port_is_free():
    """Nobody is served any more, and another may take it at once."""
    first = WebServer(Slow())
    await first.start()
    await first.stop()
    second = WebServer(Slow(), port=first.port)
    await second.start()
    await second.stop()
    with pytest.raises(httpx.ConnectError):
        await asked(second)


async def test_a_port_in_use_is_one_clear_error():
    """The program goes on, and can stop what has started."""
    first = WebServer(Slow())
    await first.start()
    second = WebServer(Slow(), port=first.port)
    with pytest.raises(ConfigurationError, match=f"PORT: {first.port} is in use"):
        await second.start()
    await second.stop()
    await first.stop()
    assert await others() == set()


async def test_a_request_under_way_is_finished():
    """The stop waits for it, and serves nobody else meanwhile."""
    app = Slow()
    server, asking = await under_way(app, drain=AMPLE)
    stopping = asyncio.ensure_future(server.stop())
    while not refused(server.port):  # noqa: ASYNC110 - no event tells that a port is closed
        await asyncio.sleep(0.01)
    await asyncio.wait({stopping}, timeout=0.3)
    assert not stopping.done()
    app.let.set()
    assert (await asking).status_code == 204
    await stopping
    assert await others() == set()


def refused(port):
    """Whether nobody listens there."""
    with socket.socket() as caller:
        caller.setblocking(True)
        return caller.connect_ex(("127.0.0.1", port)) != 0


@pytest.mark.parametrize("stubborn", [False, True])
async def test_a_request_that_never_ends_is_cut(stubborn):
    """After the limit, and whether it lets itself be cancelled or not."""
    app = Slow(stubborn=stubborn)
    server, asking = await under_way(app, drain=0.05)
    with capture_logs() as logs:
        await asyncio.wait_for(server.stop(), AMPLE)
    cut = [line for line in logs if line["event"] == "requests are cut"]
    assert [(line["log_level"], line["count"]) for line in cut] == [("warning", 1)]
    (result,) = await asyncio.gather(asking, return_exceptions=True)
    told = isinstance(result, httpx.Response) and result.status_code == 500
    assert told or isinstance(result, httpx.NetworkError | httpx.RemoteProtocolError)
    app.let.set()
    assert await others() == set()


async def test_a_caller_that_says_nothing_does_not_hold_up_the_stop():
    """Nor one that stops in the middle of its question."""
    server = WebServer(Slow(), drain=AMPLE)
    await server.start()
    callers = [await asyncio.open_connection("127.0.0.1", server.port) for _ in range(2)]
    callers[1][1].write(b"GET / HT")
    await callers[1][1].drain()
    await asyncio.wait_for(server.stop(), AMPLE)
    for reader, writer in callers:
        await reader.read()
        writer.close()
    assert await others() == set()


async def test_signals_are_left_alone():
    """They are those of the service, before, during and after."""
    before = signal.signal(signal.SIGHUP, signal.SIG_DFL)  # ignored, where the suite runs detached
    handlers = [signal.getsignal(one) for one in SIGNALS]
    caught = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, caught.set)
    own = [signal.getsignal(one) for one in SIGNALS]
    server = WebServer(Slow())
    await server.start()
    assert [signal.getsignal(one) for one in SIGNALS] == own
    signal.raise_signal(signal.SIGHUP)
    await caught.wait()
    await server.stop()
    assert [signal.getsignal(one) for one in SIGNALS] == own
    asyncio.get_running_loop().remove_signal_handler(signal.SIGHUP)
    assert [signal.getsignal(one) for one in SIGNALS] == handlers
    signal.signal(signal.SIGHUP, before)


async def test_it_may_be_stopped_twice_and_without_a_start():
    """The second time nothing is left to do."""
    server = WebServer(Slow())
    await server.stop()
    await server.start()
    await server.stop()
    await server.stop()
    assert await others() == set()


async def test_more_callers_than_it_can_hold_are_refused_at_once():
    """Each gets an answer, and after that the server has room again."""
    app = Slow()
    server, asking = await under_way(app, drain=AMPLE, most=2)
    held = await asyncio.open_connection("127.0.0.1", server.port)
    assert (await asked(server)).status_code == 503
    held[1].close()
    app.let.set()
    assert (await asking).status_code == 204
    await server.stop()


async def until_cut(server, answers):
    """Ask again and again until nobody answers."""
    address = f"http://127.0.0.1:{server.port}/"
    async with httpx.AsyncClient(trust_env=False, verify=False, timeout=AMPLE) as client:
        while True:
            try:
                answers.append((await client.get(address)).status_code)
            except httpx.TransportError:
                return


async def test_stops_under_load_leave_nothing_behind(caplog):
    """Who is asked again and again while it stops answers, or is gone: no error, no task."""
    app = Slow()
    app.let.set()
    for _ in range(5):
        server, answers = WebServer(app), []
        await server.start()
        asking = [asyncio.ensure_future(until_cut(server, answers)) for _ in range(20)]
        while len(answers) < 50:  # noqa: ASYNC110 - whenever so many have been answered
            await asyncio.sleep(0.001)
        await server.stop()
        await asyncio.gather(*asking)
        assert set(answers) == {204}
        assert await others() == set()
    assert [record for record in caplog.records if record.levelname != "INFO"] == []
