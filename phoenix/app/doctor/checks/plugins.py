"""The plugins: whether each takes part that should; none is imported."""

from phoenix.app.doctor.audit import Told, failed, passed, skipped
from phoenix.app.doctor.examination import Examination
from phoenix.app.doctor.patient import Patient
from phoenix.domain.errors import ConfigurationError
from phoenix.host.configuration import PluginsFile, read_plugins_file
from phoenix.host.discovery import find, ids
from phoenix.host.memory import recall
from phoenix.host.verdicts import Verdict, judge, with_memory

SOUND = frozenset({Verdict.ACTIVE, Verdict.DISABLED})


def configured(patient: Patient) -> Told:
    """Whether ``plugins.toml`` can be read, and speaks of plugins that are here."""
    read = _read(patient)
    if isinstance(read, ConfigurationError):
        return failed(read.problem, read.cure)
    strangers = read.strangers(ids(find()))
    if strangers:
        return failed("; ".join(strangers), f"Correct or remove these tables of {read.path}")
    there = read.path.exists()
    return passed("all its plugins are installed" if there else "not there, and not needed")


def judged(patient: Patient) -> Told:
    """The verdicts, with those that the last run came to."""
    read = _read(patient)
    if isinstance(read, ConfigurationError):
        return skipped("plugins.toml cannot be used")
    memory = recall(patient.installation.plugin_memory)
    plugins = with_memory(judge(find(), read), memory)
    broken = [plugin for plugin in plugins if plugin.verdict not in SOUND]
    if broken:
        problems = "; ".join(f"{one.id} is {one.verdict}: {one.reason}" for one in broken)
        return failed(problems, "; ".join(dict.fromkeys(one.cure for one in broken)))
    active = sum(plugin.verdict is Verdict.ACTIVE for plugin in plugins)
    if not active:
        return failed("no plugin is active", "phoenix plugins list, and phoenix plugins enable ID")
    return passed(f"{active} of {len(plugins)} plugins are active")


def _read(patient: Patient) -> PluginsFile | ConfigurationError:
    try:
        return read_plugins_file(patient.installation.plugins_file)
    except ConfigurationError as error:
        return error


EXAMINATIONS = (
    Examination("plugins", "plugins.toml", configured),
    Examination("plugins", "plugins", judged),
)
