"""The application: routes, their descriptions, and what stands around them."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp

from phoenix.app.exposition import Exposition
from phoenix.app.health import Health
from phoenix.app.loop_lag import LoopLag
from phoenix.web import schemas
from phoenix.web.routes import routes
from phoenix.web.shields import Faults, Headers

MOST_BODY = 1024 * 1024  # bytes; an update of Telegram has some thousand

FAILED: dict[int | str, dict[str, Any]] = {
    500: {"model": schemas.Problem, "description": "The service has failed; its log tells more."}
}


def application(
    health: Health,
    exposition: Exposition,
    lag: LoopLag,
    *,
    routers: Sequence[APIRouter] = (),
    most_body: int = MOST_BODY,
) -> ASGIApp:
    """What :class:`~phoenix.web.server.WebServer` serves.

    Args:
        health: of the service.
        exposition: of its metrics.
        lag: of its loop.
        routers: further routes, such as the webhook.
        most_body: bytes of a request's body.
    """
    app = FastAPI(
        title="Phoenix",
        summary="How a football analyst is, for those who run it.",
        version=health.version,
        docs_url=None,  # its page would be fetched from elsewhere
        redoc_url=None,
        responses=FAILED,
        max_body_size=most_body,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},
    )
    app.include_router(routes(health, exposition, lag))
    for router in routers:
        app.include_router(router)
    app.add_middleware(Faults)
    app.add_exception_handler(HTTPException, _refused)
    app.add_exception_handler(RequestValidationError, _not_understood)
    return Headers(app)


async def _refused(_: Request, error: Exception) -> JSONResponse:
    """No such page, no such method, too large a body: in one form."""
    status = getattr(error, "status_code", 500)
    phrase = HTTPStatus(status).phrase
    told = schemas.Problem(error=f"{getattr(error, 'detail', '') or phrase}.")
    return JSONResponse(told.model_dump(), status, getattr(error, "headers", None))


async def _not_understood(_: Request, error: Exception) -> JSONResponse:
    """Which field is wrong, and why; what was sent is not repeated."""
    found = error.errors() if isinstance(error, RequestValidationError) else ()
    wrong = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in found)
    return JSONResponse(schemas.Problem(error=f"{wrong}.").model_dump(), 422)
