"""How fast a stage goes beside a bare redis-py loop: the same server, messages and batches, one process.

Both loops run on uvloop, as the services do, and parse replies with hiredis.
"""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import uvloop

from shared.contracts.articles import Article, ArticleAccepted
from shared.runtime import keys, wire
from shared.runtime.backlog import backlog_of
from shared.runtime.commit import Commit, Received
from shared.runtime.connection import connect
from shared.runtime.groups import ensure_group
from shared.runtime.server import EmbeddedServer
from shared.runtime.settings import Settings
from shared.runtime.stage import Running, Stage

#: Characters of the text in a message: about 1 kB as it goes over the wire.
TEXT_CHARACTERS = 900

#: Each loop is measured this often, in turn, and its best counts: the least disturbed one.
ROUNDS = 3

_PIPELINE = 1000
_STREAM, _GROUP = keys.ARTICLES, "extract"
_KEY = keys.key(0, _STREAM)


@dataclass(frozen=True, slots=True)
class StageSpeed:
    """Messages per second."""

    stage: float
    """The whole stage: FastStream, decoding, an empty handler, one fenced commit a batch."""
    bare: float
    """redis-py alone: XREADGROUP, the message validated as any loop must, one XACK a batch."""
    unread: float
    """The same without even looking at the messages: what the server and redis-py can do."""
    batch: int

    @property
    def ratio(self) -> float:
        """The stage over the bare loop."""
        return self.stage / self.bare


def bench_stage(
    messages: int = 30_000, appendfsync: str = "everysec", batch: int | None = None
) -> StageSpeed:
    """Measure on an embedded server of its own."""
    with (
        tempfile.TemporaryDirectory() as folder,
        EmbeddedServer(Path(folder), appendfsync=appendfsync) as server,
    ):
        given: dict[str, Any] = {"batch_size": batch} if batch else {}
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            return runner.run(_measured(Settings(redis_url=server.url, **given), messages))


async def _measured(settings: Settings, messages: int) -> StageSpeed:
    redis = connect(settings)
    try:
        stage = bare = unread = 0.0
        for _ in range(ROUNDS):
            stage = max(stage, await _stage(redis, settings, messages))
            bare = max(bare, await _bare(redis, messages, settings.batch_size, decode=True))
            unread = max(unread, await _bare(redis, messages, settings.batch_size, decode=False))
    finally:
        await redis.aclose()
    return StageSpeed(stage, bare, unread, settings.batch_size)


async def _fill(redis: Any, messages: int) -> None:
    await redis.flushall()
    await ensure_group(redis, _KEY, _GROUP)
    message = ArticleAccepted(article=Article(id="art_0", text="x" * TEXT_CHARACTERS))
    fields = wire.fields_of(message, "art_0")
    for start in range(0, messages, _PIPELINE):
        pipeline = redis.pipeline(transaction=False)
        for _ in range(min(_PIPELINE, messages - start)):
            pipeline.xadd(_KEY, fields)
        await pipeline.execute()


async def _bare(redis: Any, messages: int, batch: int, decode: bool) -> float:
    await _fill(redis, messages)
    began = time.perf_counter()
    while reply := await redis.xreadgroup(_GROUP, "bare", {_KEY: ">"}, count=batch):
        entries = reply[0][1]
        if decode:
            for _, fields in entries:
                ArticleAccepted.model_validate_json(fields[b"__data__"])
        await redis.xack(_KEY, _GROUP, *(entry for entry, _ in entries))
    return messages / (time.perf_counter() - began)


async def _stage(redis: Any, settings: Settings, messages: int) -> float:
    await _fill(redis, messages)
    finished = asyncio.Event()
    seen = 0

    async def empty(lane: int, batch: list[Received[ArticleAccepted]]) -> Commit:
        nonlocal seen
        seen += len(batch)
        if seen >= messages:
            finished.set()
        return Commit(done=[one.entry for one in batch])

    running = Running(Stage(_GROUP, _STREAM, ArticleAccepted, empty), redis, settings)
    began = time.perf_counter()
    async with running:
        await finished.wait()
        while (await backlog_of(redis, _STREAM, _GROUP, 0)).waiting:  # noqa: ASYNC110
            await asyncio.sleep(0.001)
        return messages / (time.perf_counter() - began)
