"""One run of the service: from the first look at its settings to the last thing closed."""

import asyncio
import importlib
import sys
import time
from typing import TYPE_CHECKING

import structlog

from phoenix import __version__
from phoenix.app.preflight import EXIT_REFUSED, Report, preflight, tell
from phoenix.app.service.roles import Role
from phoenix.app.settings import Settings
from phoenix.app.signals import Signals
from phoenix.domain.errors import ConfigurationError

if TYPE_CHECKING:
    from phoenix.app.service.assembly import Service

log = structlog.get_logger(__name__)

EXIT_FAILED = 1
SWITCH = 0.001  # seconds after which a thread that computes gives way to the loop

_EVERYWHERE = (
    "phoenix.app.service.assembly",
    "phoenix.web.application",
    "phoenix.web.server",
)
ROOMS = {False: _EVERYWHERE, True: (*_EVERYWHERE, "phoenix.app.service.working")}
BUDGET = 25.0  # seconds after which a stop that hangs ends the process; Docker's own limit is 30


async def serve(settings: Settings, role: Role, signals: Signals) -> int:
    """Serve until a signal asks to stop; the exit code.

    Returns:
        0 after a stop in order, 78 where a setting is wrong, 1 where the program is at fault.
    """
    began = time.perf_counter()
    log.info("service starting", role=role.value, version=__version__)
    sys.setswitchinterval(SWITCH)
    run = _Run(settings, role)
    async with signals.in_loop(on_reload=run.reload, on_hurry=run.hurry, budget=BUDGET) as asked:
        await asked.unless_stopped(run.whole(), name="service")
        asked.code = run.code
    log.info("service stopped", code=run.code, seconds=round(time.perf_counter() - began, 1))
    return run.code


class _Run:
    """A service that starts, runs and stops."""

    def __init__(self, settings: Settings, role: Role) -> None:
        self._settings = settings
        self._role = role
        self._service: Service | None = None
        self.code = 0

    async def whole(self) -> None:
        """All of it; cancel it to have it stop in order."""
        try:
            await self._served()
        except ConfigurationError as error:
            log.error("service refused", error=str(error))  # noqa: TRY400 - a line for a person, who needs no trace
            self.code = EXIT_REFUSED
        except Exception:
            log.exception("service failed")
            self.code = EXIT_FAILED

    async def reload(self) -> None:
        """Read ``plugins.toml`` anew."""
        if self._service is not None:
            await self._service.reload()

    def hurry(self) -> None:
        """Whoever asked to stop asks again."""
        if self._service is not None:
            self._service.lifecycle.hurry()

    async def _look(self) -> Report:
        required = {"telegram"} if self._role is Role.BOT else set[str]()
        return await preflight(self._settings, required=required)

    def _import(self) -> None:
        """In a thread: the loop goes on."""
        for name in ROOMS[self._role.works]:
            importlib.import_module(name)

    async def _served(self) -> None:
        began = time.perf_counter()
        async with asyncio.TaskGroup() as both:  # what takes long to import is imported meanwhile
            looking = both.create_task(self._look(), name="preflight")
            both.create_task(asyncio.to_thread(self._import), name="imports")
        report = looking.result()
        tell(report)
        self.code = report.exit_code
        if report.refused:
            return
        from phoenix.app.service.assembly import assemble

        service = self._service = assemble(self._settings, self._role, report)
        async with service.lifecycle:
            log.info("service ready", role=self._role.value, ms=_ms_since(began))
            fault = await service.broken
            log.error("service gives up", error=str(fault))
            self.code = EXIT_REFUSED


def _ms_since(began: float) -> int:
    return round(1000.0 * (time.perf_counter() - began))
