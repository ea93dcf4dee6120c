"""Redis: a wrong password refuses the start, absence does not."""

import builtins

import pytest
from answering import saying, silent
from postgres import free_port
from redis import Redis
from redis_server import redis_server

PASSWORD = "s3cret-of-redis"
WRITE = (
    "Write REDIS_URL as redis://user:password@host:6379/0, with / ? # and @ of the password as %2F"
)
LATER = "It is asked again; if it never does, check REDIS_URL and its server."


@pytest.fixture(scope="module")
def guarded():
    """Host and port of a server with a password, and a user who may only read."""
    with redis_server() as server:
        with Redis.from_url(server.url) as admin:
            admin.execute_command("ACL", "SETUSER", "reader", "on", f">{PASSWORD}", "~*", "+get")
            admin.config_set("requirepass", PASSWORD)
        yield server.url.removeprefix("redis://").removesuffix("/0")


@pytest.fixture
def open_server():
    """A server of the test's own that asks for no password."""
    with redis_server() as server:
        yield server


async def test_a_redis_that_takes_what_is_written_passes(look, guarded):
    """With the right password."""
    finding = await look("redis", redis_url=f"redis://:{PASSWORD}@{guarded}/0")
    assert finding.line == "✓ redis: Redis takes what is written."


@pytest.mark.parametrize("user", [":wr0ng-password@", "", "stranger:s3cret-of-redis@"])
async def test_a_wrong_password_refuses_the_start(look, guarded, user):
    """So does none, and a user that it does not know (WRONGPASS and NOAUTH)."""
    finding = await look("redis", redis_url=f"redis://{user}{guarded}/0")
    assert finding.setting == "REDIS_URL"
    assert finding.line == f"✗ redis: Redis refuses user and password of REDIS_URL. {WRITE}."


async def test_a_password_where_none_is_asked_for_refuses_the_start(look, open_server):
    """Whoever set one believes that the server is guarded."""
    url = open_server.url.replace("redis://", f"redis://:{PASSWORD}@")
    finding = await look("redis", redis_url=url)
    assert finding.line == f"✗ redis: Redis refuses user and password of REDIS_URL. {WRITE}."


async def test_a_user_who_may_only_read_refuses_the_start(look, guarded):
    """Nothing could be kept there."""
    finding = await look("redis", redis_url=f"redis://reader:{PASSWORD}@{guarded}/0")
    assert finding.line == (
        "✗ redis: the user of REDIS_URL may not write. "
        "Let it: ACL SETUSER ... ~phoenix:* &phoenix:* +@all."
    )


async def test_a_database_that_redis_has_not_refuses_the_start(look, open_server):
    """It has sixteen."""
    finding = await look("redis", redis_url=open_server.url.replace("/0", "/99"))
    assert finding.line == (
        "✗ redis: Redis has no database of the number in REDIS_URL. Correct REDIS_URL."
    )


async def test_something_else_that_answers_refuses_the_start(look):
    """A web server, say."""
    async with saying(b"HTTP/1.1 400 Bad Request\r\n\r\n") as port:
        finding = await look("redis", redis_url=f"redis://:{PASSWORD}@127.0.0.1:{port}/0")
    assert finding.line == "✗ redis: what answers at REDIS_URL is no Redis. Correct REDIS_URL."


async def test_a_replica_is_done_without(look, open_server):
    """A fail-over may be under way."""
    with Redis.from_url(open_server.url) as admin:
        admin.execute_command("REPLICAOF", "127.0.0.1", str(free_port()))
    finding = await look("redis", redis_url=open_server.url)
    assert finding.line == (
        "! redis: the Redis of REDIS_URL is a replica that takes no entries. "
        "Point REDIS_URL at the primary."
    )


async def test_a_redis_that_is_full_is_done_without(look, open_server):
    """It takes nothing now, and may later."""
    with Redis.from_url(open_server.url) as admin:
        admin.config_set("maxmemory", 1)
    finding = await look("redis", redis_url=open_server.url)
    assert finding.line == f"! redis: Redis takes no entries (OutOfMemoryError). {LATER}"


async def test_a_closed_port_is_done_without(look):
    """Nobody listens there."""
    finding = await look("redis", redis_url=f"redis://:{PASSWORD}@127.0.0.1:{free_port()}/0")
    assert finding.line == (f"! redis: Redis does not answer (the connection is refused). {LATER}")


@pytest.mark.parametrize("limits", [{"redis_connect_timeout": 0.2}, {"preflight_seconds": 0.3}])
async def test_a_server_that_says_nothing_is_done_without_after_the_limit(look, limits):
    """Whichever limit is the shorter."""
    async with silent() as port:
        finding = await look("redis", redis_url=f"redis://:{PASSWORD}@127.0.0.1:{port}/0", **limits)
    assert finding.line == f"! redis: Redis does not answer (no answer in time). {LATER}"


async def test_an_option_that_does_not_exist_refuses_the_start(look):
    """Waiting would not mend it."""
    finding = await look("redis", redis_url="redis://127.0.0.1:6379/0?health=no")
    assert finding.line == f"✗ redis: REDIS_URL is no address of Redis. {WRITE}."


async def test_a_client_that_is_not_installed_refuses_the_start(look, monkeypatch):
    """It belongs to an extra."""
    real = builtins.__import__

    def without(name, *rest):
        if name.startswith("redis"):
            raise ModuleNotFoundError(name="redis")
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without)
    finding = await look("redis", redis_url="redis://127.0.0.1:6379/0")
    assert finding.line == (
        "✗ redis: REDIS_URL needs the package redis, which is not installed. "
        "pip install 'phoenix-football[redis]', or remove REDIS_URL."
    )


async def test_without_an_address_nobody_is_asked(look):
    """What follows is said."""
    finding = await look("redis")
    assert finding.line == (
        "· redis: REDIS_URL is not set: this process shares no cache with others."
    )


async def test_a_host_that_cannot_be_looked_up_is_not_repeated(look):
    """It may be a part of a password that was not quoted."""
    finding = await look("redis", redis_url="redis://seen..by-nobody:6379/0")
    assert finding.line == f"! redis: Redis does not answer (ConnectionError). {LATER}"
