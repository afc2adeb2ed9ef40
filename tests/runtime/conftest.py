"""A small stage of notes, and what its tests need: publish, wait, look."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from shared.contracts.model import Contract
from shared.runtime import keys, wire
from shared.runtime.backlog import backlog_of
from shared.runtime.commit import Commit, Received, Write
from shared.runtime.settings import Settings
from shared.runtime.stage import Running, Stage

STREAM = keys.ARTICLES
GROUP = "extract"

#: Nothing in these tests takes this long unless it never happens.
PATIENCE_SECONDS = 30.0


class Note(Contract):
    """A message of these tests."""

    text: str


def note_key(text: str, lane: int = 0) -> str:
    """Where the stage of these tests counts how often a note was committed."""
    return keys.key(lane, "note", text)


def counted(batch: list[Received[Note]], lane: int = 0) -> Commit:
    """Counts each note once: a note committed twice shows as 2."""
    return Commit(
        done=[one.entry for one in batch],
        writes=[Write("INCR", note_key(one.message.text, lane)) for one in batch],
    )


async def count_notes(lane: int, batch: list[Received[Note]]) -> Commit:
    """The plainest handler."""
    return counted(batch, lane)


async def publish(redis: Any, *texts: str, lane: int = 0, stream: str = STREAM) -> list[str]:
    """Put notes on the stream; their entry ids."""
    pipeline = redis.pipeline(transaction=False)
    for text in texts:
        pipeline.xadd(keys.key(lane, stream), wire.fields_of(Note(text=text), f"art_{text}"))
    return [entry.decode() for entry in await pipeline.execute()]


async def counts(redis: Any, *texts: str) -> list[int]:
    """How often each note was committed."""
    return [int(await redis.get(note_key(text)) or 0) for text in texts]


async def until(holds: Callable[[], Awaitable[Any]]) -> Any:
    """Wait until something holds; give up after long."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not (result := await holds()):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return result


async def until_done(redis: Any, lane: int = 0, stream: str = STREAM, group: str = GROUP) -> None:
    """Wait until nothing of the stream waits any more."""

    async def is_done() -> bool:
        found = await backlog_of(redis, stream, group, lane)
        return found.there and found.waiting == 0

    await until(is_done)


@pytest.fixture
def stage_of(redis: Any, settings: Settings) -> Callable[..., Running]:
    """`stage_of(handle, **changed settings)`: a stage of notes, ready to be entered."""

    def make(handle: Any = count_notes, **changes: Any) -> Running:
        return Running(Stage(GROUP, STREAM, Note, handle), redis, settings.model_copy(update=changes))

    return make


@pytest.fixture
def patient(settings: Settings) -> dict[str, Any]:
    """Settings under which nothing is reclaimed or tried again while a test runs."""
    return {"lease_seconds": 600.0, "retry_seconds": 600.0, "handler_seconds": 200.0}
