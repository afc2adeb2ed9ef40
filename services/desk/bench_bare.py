"""A bare ASGI app that does the same XADD as ingest: the yardstick of `bench ingest`.

It validates with pydantic and adds the article to a stream; it knows no revisions, no limits and no problem
details. One article a request, or NDJSON with one pipeline a request.
"""

from __future__ import annotations

import os
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from pydantic import AwareDatetime, BaseModel
from redis.asyncio import Redis

STREAM = "bare:articles"


class BareArticle(BaseModel):
    """An article, as simply as it can be declared."""

    url: str
    outlet: str
    title: str
    text: str
    published_at: AwareDatetime


_redis = Redis.from_url(os.environ.get("COUNTERCOUNT_REDIS_URL", "redis://127.0.0.1:6379/0"))


async def app(
    scope: MutableMapping[str, Any],
    receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
    send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
) -> None:
    """POST one article, or many at an address that ends in `:batch`."""
    if scope["type"] != "http":
        return
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    if scope["path"].endswith(":batch"):
        lines = body.splitlines()
        async with _redis.pipeline(transaction=False) as pipe:
            for line in lines:
                pipe.xadd(STREAM, _fields(line))
            await pipe.execute()
        answer = b'{"status":202}\n' * len(lines)
    else:
        await _redis.xadd(STREAM, _fields(body))
        answer = b'{"status":202}'
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(answer)).encode())]
    await send({"type": "http.response.start", "status": 202, "headers": headers})
    await send({"type": "http.response.body", "body": answer})


def _fields(raw: bytes) -> dict[Any, Any]:
    article = BareArticle.model_validate_json(raw)
    return {"type": "ArticleAccepted", "correlation_id": article.url, "__data__": article.model_dump_json()}
