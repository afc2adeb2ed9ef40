"""What FastStream does for a stage: it reads one lane in batches. Also that its consume task lives.

FastStream leaves a consume task dead after NOGROUP and would restart it without pause after any other
answer of the server that it does not know (READONLY, MISCONF); here it is started again with growing waits,
its group made anew where it is gone.
"""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Awaitable, Callable
from typing import Any

from faststream.middlewares import AckPolicy
from faststream.redis import RedisBroker, RedisClusterBroker, StreamSub

from shared.contracts.errors import Misconfigured
from shared.runtime import wire
from shared.runtime.connection import TIMEOUTS
from shared.runtime.fence import Fence
from shared.runtime.laneworker import AWAY_WAITS, LaneWorker
from shared.runtime.logs import logger
from shared.runtime.metrics import metric
from shared.runtime.settings import Settings
from shared.runtime.wire import RawEntry

#: FastStream would start a dead consume task again at once and for ever; we do it, with waits.
os.environ.setdefault("FASTSTREAM_SUPERVISOR_DISABLED", "1")

#: Batches that are read while another is worked on: hides the server's answering time.
READ_AHEAD_BATCHES = 1

#: What FastStream waits for its readers when we have already waited for their batches, seconds.
GRACE_OF_READERS = 0.5

#: A consume task that stays dead for this long while the server answers makes the process not live.
DEAD_FOR_SECONDS = 60.0

_log = logger("reader")

#: FastStream tells of every batch at `info`; only what goes wrong is worth a line.
_faststream_log = logging.getLogger("stage.faststream")
_faststream_log.setLevel(logging.WARNING)


def broker_for(settings: Settings) -> RedisBroker:
    """FastStream's broker for our subscribers."""
    kind = RedisClusterBroker if settings.redis_cluster else RedisBroker
    return kind(
        settings.redis_url,
        apply_types=False,
        logger=_faststream_log,
        graceful_timeout=GRACE_OF_READERS,
        socket_connect_timeout=TIMEOUTS["socket_connect_timeout"],
        socket_timeout=settings.poll_seconds + TIMEOUTS["socket_timeout"],
    )


class LaneReader:
    """Reads one lane and hands its batches to the lane's worker."""

    def __init__(
        self, broker: RedisBroker, fence: Fence, worker: LaneWorker[Any], settings: Settings
    ) -> None:
        self.fence, self.worker = fence, worker
        self._labels = {"stage": fence.group, "lane": f"{fence.lane:02d}"}
        self._read_ahead: asyncio.Queue[list[RawEntry]] = asyncio.Queue(READ_AHEAD_BATCHES)
        self._dead_since: float | None = None
        self._restarts, self._next_restart = 0, 0.0
        self.subscriber: Any = broker.subscriber(
            stream=_OurStream(
                fence.stream,
                group=fence.group,
                consumer=fence.consumer,
                batch=True,
                max_records=settings.batch_size,
                polling_interval=int(settings.poll_seconds * 1000),
            ),
            parser=wire.parse_batch,
            decoder=wire.decode_batch,
            ack_policy=AckPolicy.MANUAL,
            no_reply=True,
            title=f"{fence.group} lane {fence.lane:02d}",
        )
        self.subscriber(self._on_batch)

    async def work(self) -> None:
        """One batch after the other, of those that were read; raises only `Misconfigured`."""
        while not self.worker.stopping:
            entries = await self._read_ahead.get()
            try:
                await self.worker.on_entries(entries)
            except Misconfigured:
                raise
            except Exception as error:  # what is not committed stays pending and comes again
                _log.error("batch_broken", **self._labels, exc_info=error)

    def read_no_more(self) -> None:
        """The batch in hand goes on; what was read ahead of it is left to others."""
        self.subscriber.running = False
        self.worker.stopping = True

    def trouble(self) -> str:
        """Why this lane is not served although the server answers; "" if it is."""
        if self._dead_since is None or time.monotonic() - self._dead_since <= DEAD_FOR_SECONDS:
            return ""
        return f"stage {self.fence.group}: nothing reads lane {self.fence.lane:02d}"

    async def keep_alive(self, make_groups: Callable[[], Awaitable[Any]]) -> None:
        """Start the consume task again if it is dead; `make_groups` fails while the server takes no writes."""
        tasks = self.subscriber.tasks
        alive = self.subscriber.running and bool(tasks) and not any(task.done() for task in tasks)
        metric("consuming", **self._labels).set(int(alive))
        if alive:
            self._dead_since, self._restarts = None, 0
            return
        now = time.monotonic()
        if now < self._next_restart:
            return
        self._restarts += 1
        self._next_restart = now + AWAY_WAITS[min(self._restarts, len(AWAY_WAITS)) - 1]
        metric("stage_consumer_restarts_total", **self._labels).inc()
        _log.error("consume_task_dead", **self._labels, errors=[repr(_error_of(task)) for task in tasks])
        await make_groups()
        # Only from here on does the server answer: an absent one is no reason to be restarted.
        self._dead_since = self._dead_since or now
        await self.subscriber.stop()
        await self.subscriber.start()

    async def _on_batch(self, batch: list[RawEntry]) -> None:
        self.worker.in_hand.update(raw.entry for raw in batch)
        await self._read_ahead.put(batch)


class _OurStream(StreamSub[Any]):
    """FastStream copies its stream's description deeply several times a batch, to put a prefix we do not have."""

    def add_prefix(self, prefix: str) -> Any:
        return super().add_prefix(prefix) if prefix else self


def _error_of(task: asyncio.Task[Any]) -> BaseException | None:
    return task.exception() if task.done() and not task.cancelled() else None
