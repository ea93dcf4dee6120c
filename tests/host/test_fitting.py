"""Where a specialist learns is told to the host, and each has its own time for it."""

import threading
from dataclasses import replace

import pytest

from phoenix.bounded import Overdue, as_async
from phoenix.domain.opinions import Abstention
from phoenix.host.fitting import FitFailed, ThreadFitter
from phoenix.host.host import Host
from phoenix.host.models import ModelCache


class School:
    """A fitter that teaches everybody the same, or fails."""

    def __init__(self, model="taught", error=None):
        self.model = model
        self.error = error
        self.prepared = []

    def prepare(self, specialists):
        self.prepared = [one.analyzer.id for one in specialists]

    async def fit(self, specialist, history):
        if self.error is not None:
            raise self.error
        return self.model


TELLS = """
    def forecast(self, context, model):
        return Abstention(str(model))
"""


@pytest.fixture
def taught_by(site, make_host):
    """Makes a loaded host of one plugin, with a fitter and a cache of the test's own."""

    async def make(fitter, models=None):
        site.add("one")
        file = site.folder / "one" / "__init__.py"
        body = file.read_text(encoding="utf-8")
        begin = body.index("    def forecast")
        end = body.index("@hookimpl")
        file.write_text(body[:begin] + TELLS.lstrip("\n") + "\n" + body[end:], encoding="utf-8")
        plain = make_host()
        host = Host(plain.plugins, site.folder / "memory.json", fitter=fitter, models=models)
        await host.load()
        return host

    return make


async def test_the_host_has_its_specialists_learn_where_it_was_told(taught_by, context):
    """Its fitter is told who they are, and what it makes is what they forecast from."""
    school, models = School(), ModelCache()
    host = await taught_by(school, models)
    (answer,) = await host.consult(context)
    assert school.prepared == ["one"]
    assert answer.opinion == Abstention("taught")
    assert models.gained == 1


async def test_a_fit_that_failed_elsewhere_is_the_plugins_fault(taught_by, context):
    """The reason is told as it stands."""
    host = await taught_by(School(error=FitFailed("the process has died")))
    (answer,) = await host.consult(context)
    assert (answer.fault, answer.opinion) == (True, Abstention("the process has died"))


async def test_a_thread_is_given_up_after_the_deadline(taught_by, make_history):
    """What never comes is not waited for."""
    host = await taught_by(School())
    never = threading.Event()
    fit = as_async(lambda history: never.wait())
    stuck = replace(host.specialists[0], fit=fit, deadline=0.02)
    with pytest.raises(Overdue):
        await ThreadFitter().fit(stuck, make_history([]))
    never.set()
