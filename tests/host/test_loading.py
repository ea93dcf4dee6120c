"""What is imported is guarded: whatever breaks takes out its own plugin, and says why."""

import sys

import pytest

from phoenix.host.verdicts import Verdict

SETTINGS = """
from pydantic import BaseModel, ConfigDict, Field

class Tuned(BaseModel):
    model_config = ConfigDict(extra="forbid")
    half_life_days: float = Field(300.0, gt=0)

One.Settings = Tuned
"""


@pytest.fixture
def verdict_on(site, make_host):
    """The final verdict on a plugin called ``sick`` that has a healthy neighbour."""

    async def judged(more="", lines="", **changed):
        site.add("healthy")
        site.add("sick", more, **changed)
        host = make_host(lines)
        await host.load()
        healthy, sick = host.plugins
        assert healthy.verdict is Verdict.ACTIVE
        heard = {one.plugin for one in host.specialists}
        assert heard == {"healthy"} | ({"sick"} if sick.verdict is Verdict.ACTIVE else set())
        return sick

    return judged


async def test_a_healthy_plugin_is_active(verdict_on):
    """Nothing is wrong with it, and nothing is said."""
    plugin = await verdict_on()
    assert (plugin.verdict, plugin.reason) == (Verdict.ACTIVE, "")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("raise RuntimeError('first line\\nsecond')", "RuntimeError: first line"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import no_such_module", "ModuleNotFoundError: No module named 'no_such_module'"),
        ("def (", "SyntaxError: "),
        ("class Nasty(BaseException): pass\nraise Nasty", "Nasty"),
        ("import asyncio; raise asyncio.CancelledError", "CancelledError"),
    ],
)
async def test_an_import_that_fails_takes_out_its_plugin(verdict_on, code, told):
    """Whatever is raised, even to leave the program, is one line and a cure that can be typed."""
    plugin = await verdict_on(code=code)
    assert plugin.verdict is Verdict.FAILED
    assert plugin.reason.startswith(f"importing sick raised {told}")
    assert "\n" not in plugin.reason
    assert plugin.cure == "Mend or uninstall phoenix-sick, or: phoenix plugins disable sick"


async def test_an_entry_point_to_a_missing_name_fails(verdict_on):
    """The package is there, what it should offer is not."""
    plugin = await verdict_on(value="sick:nothing")
    assert "importing sick:nothing raised AttributeError" in plugin.reason


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (
            "@hookimpl\ndef phoenix_analyzer(): pass",
            "there is no hook 'phoenix_analyzer', did you mean 'phoenix_analyzers'?",
        ),
        ("@hookimpl\ndef phoenix_startup(apps): pass", "Argument(s) {'apps'} are declared"),
        ("@hookimpl\ndef phoenix_analyzers(): raise SystemExit", "phoenix_analyzers raised System"),
        ("@hookimpl\ndef phoenix_analyzers(): return 3", "phoenix_analyzers raised TypeError"),
        ("@hookimpl\ndef phoenix_analyzers(): return [3]", "offers 3, which is no subclass"),
        ("@hookimpl\ndef phoenix_analyzers(): return [One(None)]", "which is no subclass"),
        ("@hookimpl\ndef phoenix_analyzers(): return [One, One]", "several analyzers of one id"),
        ("@hookimpl\ndef phoenix_analyzers(): return []", "phoenix.toml says quantities"),
        ("One.id = 'other'", "analyzer 'other' is not called sick or sick.NAME"),
        ("One.id = 3", "looking at what it offers raised AttributeError"),
        ("del One.id", "analyzer One does not say its id"),
        ("del One.title", "analyzer One does not say its title"),
        ("del One.quantities", "analyzer One does not say its quantities"),
        ("One.title = {}", "analyzer 'sick' has a title that nobody can read: {}"),
        (
            "One.quantities = {Quantity.CARDS}",
            "phoenix.toml says quantities = ['goals'], the code says ['cards']",
        ),
        (
            "One.needs = {Need.STATISTICS}",
            "phoenix.toml says needs = [], the code says ['statistics']",
        ),
        ("One.quantities = 3", "looking at what it offers raised TypeError"),
        ("One.__init__ = lambda self, settings: 1 / 0", "One(...) raised ZeroDivisionError"),
        (
            "One.__abstractmethods__ = {'forecast'}",
            "One(...) raised TypeError: Can't instantiate abstract class",
        ),
        ("One.Settings = dict", "looking at what it offers raised AttributeError"),
    ],
)
async def test_nonsense_takes_out_its_plugin(verdict_on, more, told):
    """Each mistake of a plugin's makers is named, and its neighbour goes on."""
    plugin = await verdict_on(more)
    assert plugin.verdict is Verdict.FAILED
    assert told in plugin.reason
    assert plugin.cure == "Tell the makers of phoenix-sick"


async def test_two_entry_points_to_one_module_are_one_plugin(site, make_host):
    """The second is blocked; the first goes on."""
    site.add("first")
    site.add("second", value="first")
    host = make_host()
    await host.load()
    assert [p.verdict for p in host.plugins] == [Verdict.ACTIVE, Verdict.BLOCKED]


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("half_life_day = 1", "unknown key 'half_life_day', did you mean 'half_life_days'?"),
        ("x = 1", "unknown key 'x', allowed: half_life_days"),
        (
            "half_life_days = 'long'",
            "half_life_days = 'long', allowed: Input should be a valid num",
        ),
        ("half_life_days = -1", "half_life_days = -1, allowed: Input should be greater than 0"),
    ],
)
async def test_bad_settings_are_misconfigured(verdict_on, tmp_path, line, told):
    """The reason names file, table, key and what is allowed."""
    plugin = await verdict_on(SETTINGS, f"[plugins.sick.settings]\n{line}")
    assert plugin.verdict is Verdict.MISCONFIGURED
    where = f"{tmp_path / 'plugins.toml'}, [plugins.sick.settings]"
    assert plugin.reason.startswith(f"{where}: {told}")


async def test_settings_for_a_plugin_that_has_none_are_misconfigured(verdict_on):
    """A table that would be ignored is an error."""
    plugin = await verdict_on(lines="[plugins.sick.settings]\nx = 1")
    assert plugin.verdict is Verdict.MISCONFIGURED
    assert plugin.reason.endswith("[plugins.sick.settings]: it has no settings")


async def test_a_validator_that_breaks_takes_out_its_plugin(verdict_on):
    """A settings model may raise whatever it likes."""
    more = SETTINGS + "Tuned.model_validate = classmethod(lambda *_: {}['x'])"
    plugin = await verdict_on(more)
    assert (plugin.verdict, "KeyError" in plugin.reason) == (Verdict.FAILED, True)


async def test_good_settings_reach_the_analyzer(site, make_host):
    """The table is validated by the plugin's own model, and identifies the fitted models."""
    site.add("tuned", SETTINGS)
    digests = []
    for lines in ("", "[plugins.tuned.settings]\nhalf_life_days = 7"):
        site.forget("tuned")
        host = make_host(lines)
        await host.load()
        (specialist,) = host.specialists
        digests.append(specialist.settings)
    assert specialist.analyzer.settings.half_life_days == 7.0
    assert len(set(digests)) == 2


async def test_weight_and_deadline_reach_the_specialist(site, make_host):
    """plugins.toml decides what a specialist weighs and how long it may think."""
    site.add("one")
    host = make_host("[plugins.one]\nweight = 0.5\ndeadline = 3")
    await host.load()
    (specialist,) = host.specialists
    assert (specialist.weight, specialist.deadline, specialist.version) == (0.5, 3.0, "1.0.0")


@pytest.mark.parametrize("lines", ["[plugins.quiet]\nenabled = false", "[plugins.quiet]\nx = 1"])
async def test_what_is_not_active_is_not_imported(site, make_host, lines):
    """A plugin that is switched off or misconfigured costs no import."""
    site.add("quiet", code="raise RuntimeError")
    host = make_host(lines)
    await host.load()
    assert "quiet" not in sys.modules
    assert host.specialists == ()


async def test_a_plugin_may_be_an_object(site, make_host):
    """An entry point may name an instance instead of a module."""
    site.add(
        "thing",
        "class Plugin:\n    @hookimpl\n    def phoenix_analyzers(self): return [One]\n"
        "plugin = Plugin()\ndel phoenix_analyzers",
        value="thing:plugin",
    )
    host = make_host()
    await host.load()
    assert [one.plugin for one in host.specialists] == ["thing"]


async def test_an_object_that_cannot_be_looked_at_takes_out_its_plugin(verdict_on):
    """An object may refuse even to name its attributes."""
    more = "class Plugin:\n    def __dir__(self): raise OSError('no')\nplugin = Plugin()"
    plugin = await verdict_on(more, value="sick:plugin")
    assert (plugin.verdict, plugin.reason) == (
        Verdict.FAILED,
        "OSError: no",
    )


async def test_a_plugin_may_offer_several_analyzers(site, make_host):
    """Each bears the plugin's id and a name of its own."""
    site.add(
        "many",
        "class Two(One): id = 'many.two'\n@hookimpl\ndef phoenix_analyzers(): return [One, Two]",
    )
    host = make_host()
    await host.load()
    assert [one.analyzer.id for one in host.specialists] == ["many", "many.two"]
