"""Which pending entries this worker takes over, and that it says of itself that it lives.

Taken at once: the entries of workers whose lease ended (killed, stopped, cut off). Taken after three times
the handler's time limit: those of live workers, so that a slow one is never robbed. Taken after a growing
wait: this worker's own that it left pending. The rules themselves are in lua/reclaim.lua.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from shared.runtime.connection import Client
from shared.runtime.fence import Fence
from shared.runtime.groups import alive_key
from shared.runtime.laneworker import LaneWorker
from shared.runtime.logs import logger
from shared.runtime.metrics import metric
from shared.runtime.scripts import Script
from shared.runtime.wire import RawEntry

if TYPE_CHECKING:
    from shared.runtime.settings import Settings

_BEAT = Script("beat")
_RECLAIM = Script("reclaim")
_FAREWELL = Script("farewell")
_log = logger("reclaim")

#: Signs of life in one lease: two may be lost without a worker being held dead.
SIGNS_PER_LEASE = 3


async def say_alive(redis: Client, fences: list[Fence]) -> None:
    """Renew the lease of a worker in each of its lanes."""
    await asyncio.gather(
        *(_BEAT(redis, [alive_key(fence.lane, fence.group)], [fence.consumer]) for fence in fences)
    )


async def say_farewell(redis: Client, fence: Fence) -> None:
    """End a worker's lease, so that others need not wait for it."""
    await _FAREWELL(redis, [fence.stream, alive_key(fence.lane, fence.group)], [fence.group, fence.consumer])


async def reclaim(redis: Client, fence: Fence, worker: LaneWorker[Any], settings: Settings) -> int:
    """One round over everything pending in a lane; how many messages were taken over."""
    taken, start = 0, "-"
    while not worker.stopping:
        reply = await _RECLAIM(
            redis,
            [fence.stream, alive_key(fence.lane, fence.group)],
            [
                fence.group,
                fence.consumer,
                int(settings.lease_seconds * 1000),
                int(settings.reclaim_idle * 1000),
                int(settings.retry_seconds * 1000),
                settings.batch_size,
                start,
                *worker.in_hand,
            ],
        )
        start = reply[0].decode()
        entries = [
            RawEntry(entry.decode(), dict(zip(fields[::2], fields[1::2], strict=True)), int(deliveries))
            for entry, fields, deliveries, _ in reply[1:]
        ]
        if entries:
            for *_, why in reply[1:]:
                metric(
                    "stage_reclaimed_total", stage=fence.group, lane=f"{fence.lane:02d}", why=why.decode()
                ).inc()
            _log.info("reclaimed", stage=fence.group, lane=fence.lane, messages=len(entries))
            taken += len(entries)
            await worker.on_entries(entries, one_by_one=True)
        if start == "-":
            break
    return taken
