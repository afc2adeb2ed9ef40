"""Every way in which notify says no, as RFC 9457 problem details that name what came and what is expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from starlette.requests import Request
from starlette.responses import Response

B = TypeVar("B", bound=BaseModel)

#: Bytes of a request's body: subscriptions are small.
LARGEST_BODY = 64 * 1024

_SHOWN = 80

#: Status and title by stable name.
KINDS: dict[str, tuple[int, str]] = {
    "malformed_json": (400, "The body is not JSON"),
    "invalid": (422, "The request is not complete or not valid"),
    "key_needed": (401, "A bearer key is needed"),
    "key_unknown": (401, "The bearer key is not known"),
    "key_revoked": (403, "The bearer key has been revoked"),
    "not_found": (404, "There is nothing here"),
    "method_not_allowed": (405, "This address does not take that method"),
    "too_large": (413, "The body is too large"),
    "store_away": (503, "The store does not answer"),
    "internal": (500, "The service failed"),
}


class Refused(Exception):
    """A request that is answered with a problem."""

    def __init__(self, kind: str, detail: str = "", errors: Sequence[Mapping[str, str]] = ()) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind, self.detail, self.errors = kind, detail, errors

    @property
    def response(self) -> Response:
        """The answer."""
        return problem(self.kind, self.detail, self.errors)


def problem(kind: str, detail: str = "", errors: Sequence[Mapping[str, str]] = ()) -> Response:
    """The problem of this kind as an answer."""
    status, title = KINDS[kind]
    body: dict[str, Any] = {"type": f"/docs#{kind}", "title": title, "status": status, "detail": detail}
    if errors:
        body["errors"] = list(errors)
    headers = {"www-authenticate": "Bearer"} if status == 401 else {}
    if status == 503:
        headers["retry-after"] = "2"
    return Response(orjson.dumps(body), status, headers, "application/problem+json")


def wrong_field(field: str, came: object, expected: str) -> Refused:
    """The refusal that names one field."""
    one = {"field": field, "came": shown(came), "expected": expected}
    return Refused("invalid", f"wrong: {field}", [one])


async def body_as(model: type[B], request: Request) -> B:
    """The body as this model; an empty body is an empty object."""
    raw = bytearray()
    async for piece in request.stream():
        raw += piece
        if len(raw) > LARGEST_BODY:
            raise Refused("too_large", f"expected at most {LARGEST_BODY} bytes")
    try:
        value = orjson.loads(raw) if raw.strip() else {}
    except orjson.JSONDecodeError as error:
        raise Refused("malformed_json", str(error)) from error
    return checked(model, value)


def checked(model: type[B], value: object) -> B:
    """A value as this model, or the refusal that names each wrong field."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        found = [_field(one) for one in error.errors(include_url=False)[:20]]
        named = ", ".join(dict.fromkeys(one["field"] for one in found))
        raise Refused("invalid", f"wrong: {named}", found) from error


def shown(value: object) -> str:
    """A short, harmless picture of what came."""
    if isinstance(value, str) and len(value) > _SHOWN:
        return f"a string of {len(value)} characters"
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "an array"
    return ascii(value)[:_SHOWN]


def _field(error: ErrorDetails) -> dict[str, str]:
    missing = error["type"] == "missing"
    expected = {"missing": "this field", "extra_forbidden": "no field of this name"}.get(
        error["type"], error["msg"]
    )
    return {
        "field": ".".join(str(part) for part in error["loc"]) or "body",
        "came": "nothing" if missing else shown(error.get("input")),
        "expected": expected,
    }
