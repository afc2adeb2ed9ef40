"""The door: who comes in, and how whatever goes wrong behind it is said."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from services.notify.problems import Refused, problem
from shared.runtime.bearer import ADMITTED, Bearers, Verdict
from shared.runtime.connection import Client, is_passing
from shared.runtime.logs import logger

_log = logger("notify")

#: What anyone may read: what the events look like.
OPEN = ("/v1/schemas", "/openapi.json", "/docs")

_REFUSALS = {
    Verdict.NO_KEYS: (
        "key_needed",
        "there are no keys yet, so only programs on this machine may ask; `countercount keys add NAME` makes one",
    ),
    Verdict.MISSING: ("key_needed", "expected `Authorization: Bearer cck_...`"),
    Verdict.UNKNOWN: ("key_unknown", "expected a key that `countercount keys list` shows"),
    Verdict.REVOKED: ("key_revoked", "expected a key that is not revoked"),
}


def door(redis: Client, routes: Sequence[BaseRoute]) -> Starlette:
    """The app behind its door."""
    return Starlette(
        routes=list(routes),
        middleware=[Middleware(_Gatekeeper, bearers=Bearers(redis))],
        exception_handlers={Refused: _refused, HTTPException: _http, Exception: _failed},
    )


class _Gatekeeper:
    """Lets in whoever shows a key, or, while there are none, programs on this machine."""

    def __init__(self, app: ASGIApp, bearers: Bearers) -> None:
        self._app, self._bearers = app, bearers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(OPEN):
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        try:
            caller = await self._bearers.check(
                request.headers, request.client.host if request.client else None
            )
        except Exception as error:
            if not is_passing(error):
                raise
            await problem("store_away")(scope, receive, send)
            return
        if caller.verdict in ADMITTED:
            await self._app(scope, receive, send)
            return
        await problem(*_REFUSALS[caller.verdict])(scope, receive, send)


async def _refused(_request: Request, error: Exception) -> Response:
    return error.response if isinstance(error, Refused) else problem("internal")


async def _http(_request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    response = problem({404: "not_found", 405: "method_not_allowed"}.get(status, "internal"))
    if isinstance(error, HTTPException) and error.headers:
        response.headers.update(error.headers)
    return response


async def _failed(_request: Request, error: Exception) -> Response:
    if is_passing(error):
        return problem("store_away", "try again")
    _log.error("request_failed", exc_info=error)
    return problem("internal")
