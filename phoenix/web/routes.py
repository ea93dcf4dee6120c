"""The routes that every process has: what it is, how it is, and what it has counted."""

from fastapi import APIRouter, Response

from phoenix.app.exposition import Exposition
from phoenix.app.health import Health
from phoenix.app.loop_lag import LoopLag
from phoenix.metrics import TEXT
from phoenix.web import schemas

LINKS = schemas.Links(
    health="/health",
    live="/health/live",
    ready="/health/ready",
    metrics="/metrics",
    openapi="/openapi.json",
)


class Text(Response):
    """What Prometheus reads."""

    media_type = TEXT


def routes(health: Health, exposition: Exposition, lag: LoopLag) -> APIRouter:
    """The routes, telling of these."""
    router = APIRouter()

    @router.get("/", summary="What answers here", response_description="The program and its links.")
    async def welcome() -> schemas.Welcome:
        """The program, its version, and where to look next."""
        return schemas.Welcome(version=health.version, links=LINKS)

    @router.get(
        "/health/live",
        summary="Whether the process works at all",
        response_description="It works.",
        responses={503: {"model": schemas.Live, "description": "Its loop is stuck: restart it."}},
    )
    async def live(response: Response) -> schemas.Live:
        """Looks at the loop alone: a database that is away is no reason to restart a process."""
        alive = lag.is_alive
        response.status_code = 200 if alive else 503
        return schemas.Live(live=alive, lag_seconds=lag.last)

    @router.get(
        "/health/ready",
        summary="Whether work may be sent here",
        response_description="It may.",
        responses={503: {"model": schemas.Ready, "description": "Not now: see what is missing."}},
    )
    async def ready(response: Response) -> schemas.Ready:
        """Whether preflight has passed, it does not stop, and the parts that it needs answer."""
        found = await health.readiness()
        response.status_code = 200 if found.ready else 503
        return schemas.Ready.model_validate(found)

    @router.get(
        "/health", summary="How the service is", response_description="Its parts and plugins."
    )
    async def summary() -> schemas.Health:
        """All parts in their states, and the plugins; answers 200 also where something fails."""
        return schemas.Health.model_validate(await health.summary())

    @router.get(
        "/metrics",
        summary="What Prometheus reads",
        response_class=Text,
        response_description="Series, one a line.",
    )
    async def metrics() -> Text:
        """What was counted and timed; a state that could not be read is left out."""
        return Text(await exposition.text())

    return router
