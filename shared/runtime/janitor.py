"""What may leave the streams: nothing unprocessed, and nothing younger than the retention.

The bound is read and the stream trimmed in one script (lua/trim.lua), below the oldest pending or
undelivered id of every group. A stream that lacks an expected group is left alone: that stage has read
nothing yet. One janitor per lane and round; who comes second in a round does nothing.

| key | type | content | expiry |
|---|---|---|---|
| cc:{NN}:janitor:STREAM | string | this round's janitor | one round |
"""

from __future__ import annotations

from shared.runtime import keys
from shared.runtime.connection import Client
from shared.runtime.groups import READERS, alive_key
from shared.runtime.metrics import metric
from shared.runtime.scripts import Script
from shared.runtime.settings import Settings

_TRIM = Script("trim")

#: Part of a round for which its lease holds, so that the next round finds it free.
_LEASE_SHARE = 0.9


async def clean(
    redis: Client, settings: Settings, lane: int, stream: str, groups: tuple[str, ...] = ()
) -> int:
    """Trim one lane of a stream; how many entries went."""
    expected = groups or READERS.get(stream, ())
    reply = await _TRIM(
        redis,
        [
            keys.key(lane, stream),
            keys.key(lane, "janitor", stream),
            *(alive_key(lane, group) for group in expected),
        ],
        [
            max(1, int(settings.janitor_every_seconds * 1000 * _LEASE_SHARE)),
            int(settings.retention_seconds * 1000),
            int(settings.lease_seconds * 1000),
            *expected,
        ],
    )
    trimmed = int(reply[1]) if reply[0] == b"trimmed" else 0
    if trimmed:
        metric("janitor_trimmed_total", stream=stream, lane=f"{lane:02d}").inc(trimmed)
    return trimmed
