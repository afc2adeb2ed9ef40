"""The OpenAPI 3.1 document of ingest, made from the models that the service itself uses."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from services.ingest.core.answers import Accepted, ArticleStanding, FeedList, LineAnswer
from services.ingest.core.problems import KINDS, FieldError, Kind, Problem
from services.ingest.core.submission import Submission
from services.ingest.settings import IngestSettings

VERSION = "1"

_MODELS: tuple[tuple[type[BaseModel], str], ...] = (
    (Submission, "validation"),
    (Accepted, "serialization"),
    (LineAnswer, "serialization"),
    (ArticleStanding, "serialization"),
    (FeedList, "serialization"),
    (Problem, "serialization"),
)

_INTRO = """Articles go in here; figures and contradictions come out further down the line.

An article is answered with 202 when it is on disk. Sending it again is harmless: the same page has the same
id, and the same text is never read twice. A changed text under a known address is a new revision."""

#: Problems of every address that takes a key.
_ALWAYS = (Kind.KEY_MISSING, Kind.KEY_REVOKED, Kind.STORE_AWAY, Kind.INTERNAL)
_BODIES = (
    Kind.MALFORMED_JSON, Kind.SLOW_BODY, Kind.KEY_IN_USE, Kind.TOO_LARGE, Kind.UNSUPPORTED_TYPE, Kind.INVALID_ARTICLE,
    Kind.RATE_LIMITED, Kind.BACKLOG,
)  # fmt: skip

_EXAMPLE_ACCEPTED = {"id": "art_6d4f0c7e2a9b81d35c10", "revision": 1, "known": False, "ignored": []}
_EXAMPLE_PROBLEM = Problem(
    type="/docs#invalid_article",
    title=KINDS[Kind.INVALID_ARTICLE][1],
    status=422,
    detail="wrong: published_at",
    errors=(
        FieldError(
            field="published_at",
            came='"9999-01-01"',
            expected="a date from 1900-01-01 to the day after tomorrow",
        ),
    ),
).model_dump(exclude_defaults=True)


def document(settings: IngestSettings) -> dict[str, Any]:
    """The document, with this deployment's limits."""
    _, schemas = models_json_schema(
        [(model, mode) for model, mode in _MODELS],  # type: ignore[misc]
        ref_template="#/components/schemas/{model}",
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "Countercount ingest", "version": VERSION, "description": _INTRO},
        "servers": [{"url": "/"}],
        "security": [{"key": []}, {}],
        "paths": {
            "/v1/articles": {"post": _post_article(settings)},
            "/v1/articles:batch": {"post": _post_batch(settings)},
            "/v1/articles/{id}": {"get": _get_article()},
            "/v1/feeds": {"get": _get_feeds()},
        },
        "components": {
            "schemas": schemas["$defs"],
            "securitySchemes": {
                "key": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "`countercount keys add NAME` makes one. Without any key the service takes "
                    "articles from programs on its own machine only.",
                }
            },
        },
    }


def _post_article(settings: IngestSettings) -> dict[str, Any]:
    page = {"schema": {"type": "string"}}
    return {
        "operationId": "postArticle",
        "summary": "Send one article",
        "description": f"At most {settings.ingest_max_body} bytes; `Content-Encoding: gzip` is taken. Plain text and "
        "HTML may also be the body itself, with the other fields in the query.",
        "parameters": [_idempotency(), *_query_fields()],
        "requestBody": {
            "required": True,
            "content": {
                "application/json": {"schema": _ref(Submission)},
                "text/plain": page,
                "text/html": page,
            },
        },
        "responses": {
            "202": {
                "description": "The article is on disk.",
                "headers": {
                    "Location": {
                        "description": "Where the article can be followed.",
                        "schema": {"type": "string"},
                    },
                    "Idempotent-Replayed": _replayed(),
                },
                "content": {"application/json": {"schema": _ref(Accepted), "example": _EXAMPLE_ACCEPTED}},
            },
            **_problems(*_BODIES, *_ALWAYS),
        },
    }


def _post_batch(settings: IngestSettings) -> dict[str, Any]:
    lines = {"application/x-ndjson": {"schema": _lines(LineAnswer)}}
    return {
        "operationId": "postArticles",
        "summary": "Send many articles, one JSON object a line",
        "description": f"At most {settings.ingest_max_lines} lines and {settings.ingest_max_batch} bytes, "
        f"{settings.ingest_max_batch_unpacked} when unpacked. The answer has one line for each line, in order.",
        "parameters": [_idempotency()],
        "requestBody": {
            "required": True,
            "content": {"application/x-ndjson": {"schema": _lines(Submission)}},
        },
        "responses": {
            "202": {
                "description": "Every line is on disk.",
                "headers": {"Idempotent-Replayed": _replayed()},
                "content": lines,
            },
            "207": {"description": "Some lines are on disk; each line says which.", "content": lines},
            **_problems(*_BODIES, *_ALWAYS),
            "422": {
                "description": "No line was taken; each line says why.",
                "content": lines | _problem_content(),
            },
        },
    }


def _get_article() -> dict[str, Any]:
    return {
        "operationId": "getArticle",
        "summary": "Where an article is in the line, its figures, and what its newest revision changed",
        "parameters": [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}],
        "responses": {
            "200": {
                "description": "The article.",
                "content": {"application/json": {"schema": _ref(ArticleStanding)}},
            },
            **_problems(Kind.NOT_FOUND, *_ALWAYS),
        },
    }


def _get_feeds() -> dict[str, Any]:
    return {
        "operationId": "getFeeds",
        "summary": "The feeds that are polled, and what goes wrong with them",
        "responses": {
            "200": {"description": "All feeds.", "content": {"application/json": {"schema": _ref(FeedList)}}},
            **_problems(*_ALWAYS),
        },
    }


def _problems(*kinds: Kind) -> dict[str, Any]:
    said: dict[str, list[str]] = {}
    for kind in kinds:
        status, title = KINDS[kind]
        said.setdefault(str(status), []).append(title)
    responses: dict[str, Any] = {}
    for code, titles in sorted(said.items()):
        response: dict[str, Any] = {"description": "; ".join(titles) + ".", "content": _problem_content()}
        if code in ("409", "429", "503"):
            seconds = {"description": "Seconds after which to try again.", "schema": {"type": "integer"}}
            response["headers"] = {"Retry-After": seconds}
        responses[code] = response
    return responses


def _problem_content() -> dict[str, Any]:
    return {"application/problem+json": {"schema": _ref(Problem), "example": _EXAMPLE_PROBLEM}}


def _idempotency() -> dict[str, Any]:
    return {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A request that is sent again with the same key within a day gets the first one's answer.",
        "schema": {"type": "string", "minLength": 1, "maxLength": 255},
    }


def _query_fields() -> list[dict[str, Any]]:
    said = "For a body of plain text or HTML."
    return [
        {"name": name, "in": "query", "description": said, "schema": {"type": "string"}}
        for name in ("url", "outlet", "title", "published_at", "language")
    ]


def _replayed() -> dict[str, Any]:
    return {
        "description": "`true` where this is the answer of an earlier request.",
        "schema": {"type": "string"},
    }


def _lines(model: type[BaseModel]) -> dict[str, Any]:
    """NDJSON: OpenAPI 3.1 knows no better than a list for it."""
    return {"type": "array", "items": _ref(model), "minItems": 1, "description": "One JSON object a line."}


def _ref(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{model.__name__}"}
