"""The plugins of a process are exchanged while it runs, and nobody who asks notices."""

import asyncio
from pathlib import Path

import pytest

from phoenix.domain.errors import ConfigurationError
from phoenix.host.exchange import Hosts
from phoenix.plugin import App

APP = App("1.2.3", Path("data"))

LIFE = """
import phoenix.plugin
notes = phoenix.plugin.__dict__.setdefault("_notes", [])

@hookimpl
def phoenix_startup():
    notes.append("+{name}")

@hookimpl
def phoenix_shutdown():
    notes.append("-{name}")
"""

HELD = """
import numpy as np, phoenix.plugin
from phoenix.plugin import *
asked, go_on = phoenix.plugin.__dict__["_gates"]

class Held(Analyzer):
    id = "b"
    title = "b"
    quantities = frozenset({Quantity.GOALS})

    async def forecast(self, context, model):
        asked.set()
        await go_on.wait()
        return Forecast({Quantity.GOALS: np.full((2, 2), 0.25)}, 1.0)

@hookimpl
def phoenix_analyzers():
    return [Held]
"""


@pytest.fixture
def notes():
    """What the plugins of this test wrote down."""
    import phoenix.plugin

    yield phoenix.plugin.__dict__.setdefault("_notes", [])
    del phoenix.plugin.__dict__["_notes"]


@pytest.fixture
def hosts(site, make_host):
    """Two plugins in use; ``lines`` is what plugins.toml says from then on."""
    for name in ("a", "b"):
        site.add(name, LIFE.format(name=name))
    lines = {"lines": ""}
    made = Hosts(lambda: make_host(lines["lines"]))
    made.lines = lines
    return made


async def test_a_plugin_switched_off_says_nothing_after_a_reload(hosts, context, notes):
    """Those that were there are shut down before those that are to be there start."""
    await hosts.load()
    await hosts.startup(APP)
    hosts.lines["lines"] = "[plugins.a]\nenabled = false\n"
    await hosts.reload(APP)
    answers = await hosts.consult(context)
    assert [answer.analyzer for answer in answers] == ["b"]
    assert notes == ["+a", "+b", "-b", "-a", "+b"]


async def test_a_file_that_cannot_be_used_changes_nothing(site, make_host, context, caplog, notes):
    """The fault is told, and the plugins that were there go on."""
    site.add("a", LIFE.format(name="a"))
    made = [make_host("")]

    def make():
        if made:
            return made.pop()
        raise ConfigurationError("plugins.toml, line 3: no such key", "Correct it")

    hosts = Hosts(make)
    await hosts.load()
    await hosts.startup(APP)
    await hosts.reload(APP)
    assert "plugins not reloaded" in caplog.text
    assert "plugins.toml, line 3" in caplog.text
    assert [answer.analyzer for answer in await hosts.consult(context)] == ["a"]
    assert notes == ["+a"]


@pytest.fixture
def gates():
    """Told when the analyzer is asked, and until when it waits."""
    import phoenix.plugin

    yield phoenix.plugin.__dict__.setdefault("_gates", (asyncio.Event(), asyncio.Event()))
    del phoenix.plugin.__dict__["_gates"]


async def test_an_exchange_waits_for_those_who_use_the_plugins(hosts, site, context, notes, gates):
    """Who is being answered gets the answer of what was there; who asks meanwhile waits."""
    site.add("b", code=HELD)
    await hosts.load()
    await hosts.startup(APP)
    first = asyncio.ensure_future(hosts.consult(context))
    await gates[0].wait()
    reloading = asyncio.ensure_future(hosts.reload(APP))
    await asyncio.wait({reloading}, timeout=0.3)
    later = asyncio.ensure_future(hosts.consult(context))
    assert not reloading.done()
    assert "-a" not in notes
    gates[1].set()
    await reloading
    assert len(await first) == len(await later) == 2
    assert notes == ["+a", "-a", "+a"]
