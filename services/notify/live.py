"""Alerts as they come: the lanes' streams read beside the stage, told as server-sent events.

An event's id holds the position in every lane, so that a client that comes back with it misses nothing that
the streams still hold; older alerts stand under GET /v1/alerts.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator

from services.notify.core.subscriptions import WANTED, Filter, event_type, why
from shared.contracts.contradictions import ContradictionChanged
from shared.contracts.errors import Poison
from shared.runtime import keys, wire
from shared.runtime.connection import Client, is_passing

#: Said when nothing else is, so that proxies keep the line open, seconds.
HEARTBEAT = 10.0

#: How often the end of the service is looked for, seconds.
_LOOK_UP = 0.5

#: One blocking read, milliseconds.
_BLOCK_MS = 1_000

_POSITION = re.compile(r"\d{1,16}-\d{1,16}")


class Live:
    """One listener's view of the streams."""

    def __init__(self, redis: Client, lanes: int, wanted: Filter, stopping: asyncio.Event) -> None:
        self._redis, self._lanes, self._wanted, self._stopping = redis, lanes, wanted, stopping
        self._positions: list[str] = []
        self._closed = False
        self._found: asyncio.Queue[tuple[int, str, ContradictionChanged | None]] = asyncio.Queue(
            maxsize=1_000
        )
        self._tasks: list[asyncio.Task[None]] = []

    async def begin(self, positions: dict[int, str]) -> None:
        """Read on from these positions, or from now where a lane has none."""
        self._positions = [positions.get(lane) or await self._now(lane) for lane in range(self._lanes)]
        self._tasks = [
            asyncio.create_task(self._read(lane, self._positions[lane])) for lane in range(self._lanes)
        ]

    async def events(self) -> AsyncIterator[str]:
        """The events, as they go over the wire; a comment where nothing happens."""
        yield f"id: {self._id()}\nretry: 1000\n: listening\n\n"
        quiet = 0.0
        while not self._stopping.is_set():
            try:
                async with asyncio.timeout(_LOOK_UP):
                    lane, position, alert = await self._found.get()
            except TimeoutError:
                quiet += _LOOK_UP
                if quiet >= HEARTBEAT:
                    quiet = 0.0
                    yield ": nothing yet\n\n"
                continue
            self._positions[lane] = position
            if alert is not None and why(self._wanted, alert) in WANTED:
                yield f"id: {self._id()}\nevent: {event_type(alert)}\ndata: {alert.model_dump_json()}\n\n"

    async def close(self) -> None:
        """Stop reading. A blocking read may swallow its cancellation, so the loop is also told."""
        self._closed = True
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _id(self) -> str:
        return ",".join(self._positions)

    async def _now(self, lane: int) -> str:
        last = await self._redis.xrevrange(keys.key(lane, keys.CONTRADICTIONS), count=1)
        return last[0][0].decode() if last else "0-0"

    async def _read(self, lane: int, position: str) -> None:
        stream = keys.key(lane, keys.CONTRADICTIONS)
        while not self._closed:
            try:
                reply = await self._redis.xread({stream: position}, count=100, block=_BLOCK_MS)
            except Exception as error:
                if not is_passing(error):
                    raise
                await asyncio.sleep(1)
                continue
            for entry, fields in _entries_in(reply):
                position = entry.decode()
                await self._found.put((lane, position, _alert_in(fields)))


def positions_in(text: str, lanes: int) -> dict[int, str] | None:
    """The positions that an event's id holds; {} for none, None where it is no such id."""
    if not text:
        return {}
    parts = text.split(",")
    if len(parts) != lanes or not all(_POSITION.fullmatch(part) for part in parts):
        return None
    return dict(enumerate(parts))


def _entries_in(reply: object) -> list[tuple[bytes, dict[bytes, bytes]]]:
    """The entries of an XREAD of one stream, in either form of reply."""
    if not reply:
        return []
    if isinstance(reply, dict):
        (found,) = reply.values()
        return found[0] if found and isinstance(found[0], list) else found
    return reply[0][1]  # type: ignore[index,no-any-return]


def _alert_in(fields: dict[bytes, bytes]) -> ContradictionChanged | None:
    try:
        return wire.message_in(fields, ContradictionChanged)
    except Poison:
        return None  # the stage dead-letters it
