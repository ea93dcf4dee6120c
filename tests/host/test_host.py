"""The host calls each plugin's hooks on their own, and outlives whatever they do."""

import logging
from dataclasses import replace
from pathlib import Path

import pytest

from phoenix.domain.opinions import Abstention, Forecast
from phoenix.host import host as module
from phoenix.host.memory import recall
from phoenix.host.verdicts import Verdict
from phoenix.plugin import App

APP = App("1.2.3", Path("data"))

NOTES = """
import phoenix.plugin
notes = phoenix.plugin.__dict__.setdefault("_notes", [])
"""

MARKETS = "@hookimpl\ndef phoenix_markets():\n    return [Reading('goals', 'both_score', 'yes')]\n"

SOURCE = """
class Scrolls:
    id = "scrolls"
    title = "Scrolls"
    def read(self, path):
        return Batch(())

@hookimpl
def phoenix_sources():
    return [Scrolls()]
"""


@pytest.fixture
def notes():
    """What the plugins of this test wrote down."""
    import phoenix.plugin

    yield phoenix.plugin.__dict__.setdefault("_notes", [])
    del phoenix.plugin.__dict__["_notes"]


@pytest.fixture
def loaded(site, make_host):
    """Makes a loaded host of plugins, given as name=more code."""

    async def load(**plugins):
        for name, more in plugins.items():
            site.add(name, NOTES + more)
        host = make_host()
        await host.load()
        return host

    return load


def hook(name, body, *, arguments="app", prefix=""):
    """The code of one hook implementation."""
    return f"@hookimpl\n{prefix}def phoenix_{name}({arguments}):\n    {body}\n"


async def test_startup_runs_in_order_and_shutdown_in_reverse(loaded, notes):
    """Sync and async hooks stand in one order, that of the plugins."""
    both = [
        hook("startup", f"notes.append('+{name}')", prefix=prefix)
        + hook("shutdown", f"notes.append('-{name}')", prefix=prefix)
        for name, prefix in (("a", ""), ("b", "async "), ("c", ""))
    ]
    host = await loaded(c=both[2], a=both[0], b=both[1])
    await host.startup(APP)
    await host.shutdown(APP)
    assert notes == ["+a", "+b", "+c", "-c", "-b", "-a"]


async def test_a_hook_may_take_fewer_arguments(loaded, notes):
    """An implementation names what it wants, and gets that."""
    host = await loaded(
        few=hook("startup", "notes.append('called')", arguments=""),
        many=hook("startup", "notes.append(app.version)"),
    )
    await host.startup(APP)
    assert notes == ["called", "1.2.3"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("raise OSError('no disk')", "phoenix_startup raised OSError: no disk"),
        ("raise SystemExit(3)", "phoenix_startup raised RuntimeError: SystemExit: 3"),
    ],
)
@pytest.mark.parametrize("prefix", ["", "async "])
async def test_a_startup_that_raises_takes_its_plugin_out(loaded, context, prefix, body, told):
    """It is asked nothing more, not even to shut down, and the dossier says why."""
    sick = hook("startup", body, prefix=prefix) + hook("shutdown", "notes.append('-sick')")
    host = await loaded(healthy="", sick=sick)
    await host.startup(APP)
    healthy, silent = await host.consult(context)
    assert isinstance(healthy.opinion, Forecast)
    assert (silent.analyzer, silent.opinion, silent.fault) == ("sick", Abstention(told), True)
    await host.shutdown(APP)


async def test_who_was_taken_out_is_not_shut_down(loaded, notes):
    """What did not start has nothing to stop."""
    host = await loaded(
        sick=hook("startup", "raise OSError") + hook("shutdown", "notes.append('-sick')"),
        well=hook("shutdown", "notes.append('-well')"),
    )
    await host.startup(APP)
    await host.shutdown(APP)
    assert notes == ["-well"]


async def test_a_startup_that_hangs_takes_its_plugin_out(loaded, monkeypatch):
    """A hook has its time limit."""
    monkeypatch.setattr(module, "HOOK_LIMIT", 0.02)
    host = await loaded(slow=hook("startup", "import threading; threading.Event().wait()"))
    await host.startup(APP)
    assert "Overdue: no answer within 0.02 s" in host.plugins[0].reason


async def test_an_import_that_hangs_takes_its_plugin_out(site, make_host, monkeypatch):
    """A plugin that waits for the network when imported holds up nobody."""
    monkeypatch.setattr(module, "LOAD_LIMIT", 1.0)
    site.add("healthy")
    site.add("stuck", code="import threading; threading.Event().wait()")
    host = make_host()
    await host.load()
    assert [one.plugin for one in host.specialists] == ["healthy"]
    assert host.plugins[1].reason == "importing stuck: Overdue: no answer within 1 s"


async def test_a_shutdown_that_raises_is_only_logged(loaded, notes, caplog):
    """The next plugin is shut down all the same."""
    host = await loaded(
        a=hook("shutdown", "notes.append('-a')"), sick=hook("shutdown", "raise OSError('no')")
    )
    await host.startup(APP)
    await host.shutdown(APP)
    assert notes == ["-a"]
    assert "plugin=sick hook=phoenix_shutdown error='OSError: no'" in caplog.text
    assert all(plugin.verdict is Verdict.ACTIVE for plugin in host.plugins)


async def test_markets_are_collected(loaded):
    """Every plugin's readings, in the order of the plugins."""
    host = await loaded(a=MARKETS, b=MARKETS.replace("yes", "no"))
    assert [reading.selection for reading in await host.markets()] == ["yes", "no"]


async def test_sources_are_collected(loaded):
    """What reads files and says its id and title is a source."""
    host = await loaded(a=SOURCE)
    assert [source.id for source in await host.sources()] == ["scrolls"]


async def test_sections_are_collected(loaded):
    """A plugin may write its own part of a dossier, and sees the dossier."""
    body = "return [Section('Note', (dossier,))]"
    host = await loaded(a=hook("dossier", body, arguments="dossier"))
    (section,) = await host.sections("the dossier itself")
    assert section.lines == ("the dossier itself",)


@pytest.mark.parametrize(
    "body",
    [
        "raise OSError('no')",
        "raise SystemExit",
        "return 3",
        "yield from {}['x']",
        "return [1, None]",
    ],
)
async def test_an_implementation_that_breaks_costs_only_itself(loaded, caplog, body):
    """The others' offers arrive, and the log names the culprit."""
    host = await loaded(a=hook("markets", body, arguments=""), b=MARKETS)
    assert [reading.selection for reading in await host.markets()] == ["yes"]
    assert "plugin=a hook=phoenix_markets" in caplog.text


async def test_a_generator_is_read_within_its_limit(loaded, monkeypatch):
    """An endless offer is given up, and runs outside the loop."""
    monkeypatch.setattr(module, "HOOK_LIMIT", 0.5)
    body = "import threading; threading.Event().wait(); yield 1"
    host = await loaded(a=hook("markets", body, arguments=""), b=MARKETS)
    assert len(await host.markets()) == 1


@pytest.mark.parametrize("offer", ["None", "[]", "()"])
async def test_an_offer_of_nothing_is_no_fault(loaded, caplog, offer):
    """A plugin need not have anything to say."""
    host = await loaded(a=hook("markets", f"return {offer}", arguments=""))
    assert await host.markets() == ()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_section_that_cannot_be_read_is_left_out(loaded, caplog):
    """Nonsense among the words would break the page later."""
    body = "return [Section(None, ()), Section('Note', (3,)), Section('Good', ('line',))]"
    host = await loaded(a=hook("dossier", body, arguments="dossier"))
    assert [section.title for section in await host.sections(None)] == ["Good"]
    assert "expected=Section" in caplog.text


async def test_a_source_that_breaks_when_looked_at_is_left_out(loaded):
    """A property that raises costs the plugin its offer."""
    body = SOURCE.replace('id = "scrolls"', "id = property(lambda self: 1 / 0)")
    host = await loaded(a=body, b=SOURCE)
    assert len(await host.sources()) == 1


async def test_every_broken_plugin_is_a_silence_with_its_reason(site, make_host, context):
    """A reader learns who should have spoken; who is switched off is not heard of."""
    site.add("broken", code="raise OSError('no')")
    site.add("odd", group="phoenix.analyzers.v2")
    site.add("off")
    site.add("wrong")
    host = make_host("[plugins.off]\nenabled = false\n[plugins.wrong]\nweight = -1")
    await host.load()
    answers = {answer.analyzer: answer for answer in await host.consult(context)}
    assert set(answers) == {"broken", "odd", "wrong"}
    assert all(answer.fault and answer.weight == 0 for answer in answers.values())
    assert answers["broken"].opinion.reason == "importing broken raised OSError: no"


async def test_faults_are_remembered_until_they_are_mended(site, make_host, tmp_path):
    """The record is written by the run that found the fault, and goes with the next good one."""
    site.add("sick", code="raise OSError('no')")
    host = make_host()
    await host.load()
    record = recall(tmp_path / "memory.json")["sick"]
    assert (record.verdict, record.reason) == ("failed", "importing sick raised OSError: no")
    site.add("sick")
    await make_host().load()
    assert recall(tmp_path / "memory.json") == {}


async def test_the_date_of_a_fault_is_that_of_its_first_run(site, make_host, tmp_path):
    """A fault that is found again is not younger for it, at load or at startup."""
    site.add("early", code="raise OSError('no')")
    site.add("late", NOTES + hook("startup", "raise OSError('no')"))
    memory = tmp_path / "memory.json"
    for _ in range(2):
        host = make_host()
        await host.load()
        await host.startup(APP)
        old = {name: replace(found, when="2024-08-01") for name, found in recall(memory).items()}
        assert set(old) == {"early", "late"}
        module.remember(memory, old)
    host = make_host()
    await host.load()
    await host.startup(APP)
    assert recall(memory) == old


async def test_what_was_not_tried_keeps_its_record(site, make_host, tmp_path):
    """Switching a plugin off does not make it well."""
    site.add("sick", code="raise OSError('no')")
    await make_host().load()
    await make_host("[plugins.sick]\nenabled = false").load()
    assert set(recall(tmp_path / "memory.json")) == {"sick"}


async def test_an_intruder_does_not_harm_whose_id_it_bears(site, make_host, tmp_path):
    """The blocked second of one id leaves the first active and its record clean."""
    site.add("honest")
    site.add("thief", manifest=(site.folder / "honest" / "phoenix.toml").read_text())
    host = make_host()
    await host.load()
    assert [plugin.verdict for plugin in host.plugins] == [Verdict.ACTIVE, Verdict.BLOCKED]
    assert [one.plugin for one in host.specialists] == ["honest"]
    assert recall(tmp_path / "memory.json") == {}


async def test_before_loading_the_verdicts_are_those_of_the_judge(site, make_host):
    """Nothing was imported, so nobody is a specialist."""
    site.add("one")
    host = make_host()
    assert [plugin.verdict for plugin in host.plugins] == [Verdict.ACTIVE]
    assert host.specialists == ()
