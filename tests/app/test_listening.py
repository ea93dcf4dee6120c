"""A socket listens before anything is served, or it is told which setting is wrong."""

import socket

import pytest

from phoenix.app.listening import listen
from phoenix.domain.errors import ConfigurationError


def test_it_listens_on_any_free_port():
    """Whoever connects at once is not refused."""
    with listen("127.0.0.1", 0) as opened:
        assert opened.getsockname()[0] == "127.0.0.1"
        socket.create_connection(opened.getsockname(), timeout=5).close()


def test_a_port_in_use_is_named():
    """With the setting, and what to do."""
    with listen("127.0.0.1", 0) as opened:
        port = opened.getsockname()[1]
        with pytest.raises(ConfigurationError) as raised:
            listen("127.0.0.1", port)
    assert str(raised.value) == (
        f"PORT: {port} is in use on 127.0.0.1. Stop what listens there, or set PORT to another."
    )


def test_a_port_that_was_just_left_can_be_taken_at_once():
    """A restart does not wait for old connections to be forgotten."""
    with listen("127.0.0.1", 0) as opened:
        port = opened.getsockname()[1]
        caller = socket.create_connection(opened.getsockname(), timeout=5)
        opened.setblocking(True)
        accepted, _ = opened.accept()
        accepted.close()
    with listen("127.0.0.1", port):
        caller.close()


@pytest.mark.parametrize("host", ["192.0.2.1", "a" * 64])
def test_an_address_that_is_not_of_this_machine_is_named(host):
    """It is PHOENIX_BIND that is wrong."""
    with pytest.raises(ConfigurationError, match="PHOENIX_BIND"):
        listen(host, 0)
