"""How much is waiting: the one reading of lag, pending and age, for back-pressure, metrics and the eye."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from shared.runtime import keys
from shared.runtime.connection import Client, of_one_node
from shared.runtime.groups import READERS
from shared.runtime.scripts import Script

_BACKLOG = Script("backlog")


@dataclass(frozen=True, slots=True)
class Backlog:
    """What a group has yet to do in one lane of a stream."""

    stream: str
    group: str
    lane: int
    lag: int | None
    """Entries never delivered; None where the server cannot tell."""
    pending: int
    """Entries delivered and not yet acked."""
    oldest_seconds: float
    """Age of the oldest entry not yet acked."""
    length: int
    """Entries in the stream, done ones included."""
    there: bool = True
    """Whether the group exists."""

    @property
    def waiting(self) -> int:
        """Entries not yet done."""
        return (self.lag or 0) + self.pending


async def backlog_of(redis: Client, stream: str, group: str, lane: int) -> Backlog:
    """The backlog of one group in one lane of the stream named `stream`."""
    reply = await _BACKLOG(redis, [keys.key(lane, stream)], [group])
    if not reply:
        return Backlog(stream, group, lane, 0, 0, 0.0, 0, there=False)
    lag, pending, age_ms, length = (int(number) for number in reply)
    return Backlog(stream, group, lane, None if lag < 0 else lag, pending, age_ms / 1000, length)


async def backlogs(redis: Client, lanes: int, streams: tuple[str, ...] = tuple(READERS)) -> list[Backlog]:
    """The backlog of every expected group in every lane."""
    return list(
        await asyncio.gather(
            *(
                backlog_of(redis, stream, group, lane)
                for stream in streams
                for group in READERS[stream]
                for lane in range(lanes)
            )
        )
    )


async def memory_used(redis: Client) -> tuple[int, int]:
    """Bytes that the server uses and may use (0: no limit)."""
    facts = of_one_node(await redis.info("memory"))
    return int(facts["used_memory"]), int(facts.get("maxmemory", 0))
