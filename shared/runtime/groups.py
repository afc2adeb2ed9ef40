"""Which groups read which streams, and that they exist before anything is accepted.

A group is created at id 0: what was published before its first worker started is delivered. (FastStream
creates at `$` and would lose it.) Whoever publishes calls `prepare` first; so does every stage.

| key | type | content |
|---|---|---|
| cc:lanes | string | the number of lanes this deployment was born with |
| cc:{NN}:alive:GROUP | zset | worker -> ms of its last sign of life |
"""

from __future__ import annotations

from redis.exceptions import ResponseError

from shared.contracts.errors import Misconfigured
from shared.runtime import keys
from shared.runtime.connection import Client

LANES_KEY = "cc:lanes"

#: Groups without which a stream must not be trimmed: a stage that never ran has read nothing yet.
READERS: dict[str, tuple[str, ...]] = {
    keys.ARTICLES: ("extract",),
    keys.FIGURES: ("reconcile",),
    keys.CONTRADICTIONS: ("notify",),
}


def alive_key(lane: int, group: str) -> str:
    """Where the workers of a group say that they live."""
    return keys.key(lane, "alive", group)


async def prepare(redis: Client, lanes: int) -> None:
    """Fix the number of lanes and create every group of every stream; doing it again changes nothing."""
    await fix_lanes(redis, lanes)
    for name, groups in READERS.items():
        for lane in range(lanes):
            for group in groups:
                await ensure_group(redis, keys.key(lane, name), group)


async def fix_lanes(redis: Client, lanes: int) -> None:
    """The first process of a deployment writes down its number of lanes; one that differs is refused."""
    await redis.set(LANES_KEY, lanes, nx=True)
    born = int(await redis.get(LANES_KEY))
    if born != lanes:
        raise Misconfigured(
            f"expected COUNTERCOUNT_LANES={born}, the number of lanes this deployment was born with, got {lanes}"
        )


async def ensure_group(redis: Client, stream: str, group: str) -> bool:
    """Create a group at id 0, with its stream; False if it is there already."""
    try:
        await redis.xgroup_create(stream, group, id="0", mkstream=True, entries_read=0)
    except ResponseError as error:
        if "BUSYGROUP" in str(error):
            return False
        raise
    return True
