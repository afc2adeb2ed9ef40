"""The extract stage on a real server: figures by theatre, revisions, poison alone, nothing twice."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest

from services.extract.app import Extract
from shared.contracts.articles import Article, ArticleAccepted
from shared.contracts.figures import FiguresExtracted
from shared.runtime import keys, wire
from shared.runtime.backlog import backlog_of
from shared.runtime.stage import Running, Stage

pytestmark = pytest.mark.whole

SYRIA = "A bomb killed 12 people in Aleppo in Syria on Monday, police said."
IRAQ = "A bomb killed 15 people in Mosul in Iraq on Monday, police said."
QUIET = "The minister opened a bridge in Aleppo on Monday and spoke of trade."


async def accept(redis: Any, text: str, revision: int = 1, **changes: Any) -> str:
    """Put an article on the stream as ingest does, hash and all."""
    moment = datetime(2025, 3, 4, tzinfo=UTC)
    fields: dict[str, Any] = {"id": "art_1", "outlet": "Wire", "published_at": moment} | changes
    article = Article(text=text, revision=revision, **fields)
    await redis.hset(keys.article_key(article.id, 1), mapping={"revision": revision, "state": "accepted"})
    entry: bytes = await redis.xadd(
        keys.key(0, keys.ARTICLES), wire.fields_of(ArticleAccepted(article=article), article.id)
    )
    return entry.decode()


async def run_until_done(redis: Any, settings: Any) -> None:
    """Run the stage until nothing waits."""
    stage = Stage("extract", keys.ARTICLES, ArticleAccepted, Extract(redis, 1).on_articles)
    async with Running(stage, redis, settings), asyncio.timeout(30):
        while (await backlog_of(redis, keys.ARTICLES, "extract", 0)).waiting:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def sent(redis: Any) -> list[FiguresExtracted]:
    """Every message for the reconciler, in order."""
    rows = await redis.xrange(keys.key(0, keys.FIGURES))
    return [wire.message_in(fields, FiguresExtracted) for _, fields in rows]


async def hash_of(redis: Any) -> dict[str, str]:
    """The hash of the article."""
    raw = await redis.hgetall(keys.article_key("art_1", 1))
    return {name.decode(): value.decode() for name, value in raw.items()}


async def test_figures_go_on_and_the_hash_says_so(redis: Any, settings: Any) -> None:
    await accept(redis, SYRIA)
    await run_until_done(redis, settings)
    (message,) = await sent(redis)
    assert [(f.number, message.theatre) for f in message.figures] == [("12", "SY")]
    found = await hash_of(redis)
    assert (found["state"], orjson.loads(found["theatres"])) == ("read", ["SY"])
    assert [f["number"] for f in orjson.loads(found["reading:1"])["figures"]] == ["12"]


async def test_revision_that_leaves_a_theatre_tells_it_so(redis: Any, settings: Any) -> None:
    await accept(redis, SYRIA)
    await accept(redis, IRAQ, revision=2)
    await accept(redis, QUIET, revision=3)
    await run_until_done(redis, settings)
    told = [(m.article.revision, m.theatre, len(m.figures)) for m in await sent(redis)]
    assert sorted(told) == [(1, "SY", 1), (2, "IQ", 1), (2, "SY", 0), (3, "IQ", 0), (3, "SY", 0)]
    found = await hash_of(redis)
    assert found["state"] == "not_read"
    assert "reading:1" not in found


async def test_revision_that_comes_late_does_not_bring_its_figures_back(redis: Any, settings: Any) -> None:
    await accept(redis, QUIET, revision=2)
    await run_until_done(redis, settings)
    article = Article(id="art_1", revision=1, text=SYRIA, outlet="Wire")
    await redis.xadd(keys.key(0, keys.ARTICLES), wire.fields_of(ArticleAccepted(article=article), "art_1"))
    await run_until_done(redis, settings)
    (message,) = await sent(redis)
    assert (message.article.revision, message.theatre, message.figures) == (2, "SY", ())


async def test_reader_that_fails_on_one_article_loses_no_other(
    redis: Any, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from services.extract import app

    def fails_on_iraq(article: Article) -> Any:
        if "Iraq" in article.text:
            raise ValueError("expected something else")
        return whole(article)

    whole = app.read
    monkeypatch.setattr(app, "read", fails_on_iraq)
    await accept(redis, IRAQ)
    await accept(redis, SYRIA, id="art_2")
    await run_until_done(redis, settings)
    assert [m.article.id for m in await sent(redis)] == ["art_2"]
    assert (await hash_of(redis))["reason"] == "the reader failed: ValueError: expected something else"
    assert await redis.xlen(keys.key(0, "dead", "extract")) == 1
