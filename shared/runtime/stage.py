"""A stage: one consumer group over the lanes of one stream, and the running of it.

FastStream's batch subscribers read, one per lane; what it does not do on Redis is done here and next
door: groups at id 0 (groups.py), one fenced commit a batch (fence.py, laneworker.py), reclaiming (reclaim.py),
dead letters, the janitor, and a watch over the consume tasks, which FastStream lets die or spin.
"""

from __future__ import annotations

import asyncio
import logging
import os
import secrets
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from faststream.middlewares import AckPolicy
from faststream.redis import RedisBroker, RedisClusterBroker, StreamSub
from pydantic import BaseModel

from shared.contracts.errors import Misconfigured
from shared.runtime import keys, wire
from shared.runtime.backlog import backlog_of
from shared.runtime.connection import TIMEOUTS, Client, is_passing
from shared.runtime.deadletters import count_dead
from shared.runtime.fence import Fence
from shared.runtime.groups import ensure_group, prepare
from shared.runtime.janitor import clean
from shared.runtime.laneworker import AWAY_WAITS, Handle, LaneWorker, RawEntry
from shared.runtime.logs import logger
from shared.runtime.metrics import metric
from shared.runtime.reclaim import SIGNS_PER_LEASE, reclaim, say_alive, say_farewell
from shared.runtime.settings import Settings

M = TypeVar("M", bound=BaseModel)
_log = logger("stage")

#: FastStream tells of every batch at `info`; only what goes wrong is worth a line.
_faststream_log = logging.getLogger("stage.faststream")
_faststream_log.setLevel(logging.WARNING)

#: FastStream would start a dead consume task again at once and for ever; we do it, with waits.
os.environ.setdefault("FASTSTREAM_SUPERVISOR_DISABLED", "1")

#: Batches that are read while another is worked on: hides the server's answering time.
READ_AHEAD_BATCHES = 1

#: What FastStream waits for its readers when we have already waited for their batches, seconds.
GRACE_OF_READERS = 0.5

#: A consume task that stays dead for this long while the server answers makes the process not live.
DEAD_FOR_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Stage(Generic[M]):
    """What is to be run: the group's name, the stream's name, its message and the handler."""

    name: str
    stream: str
    model: type[M]
    handle: Handle


@dataclass(slots=True)
class _Lane:
    """One lane as this worker serves it."""

    fence: Fence
    worker: LaneWorker[Any]
    subscriber: Any
    read_ahead: asyncio.Queue[list[RawEntry]]
    dead_since: float | None = None
    restarts: int = 0
    next_restart: float = 0.0


class _OurStream(StreamSub[Any]):
    """FastStream copies its stream's description deeply several times a batch, to put a prefix we do not have."""

    def add_prefix(self, prefix: str) -> Any:
        return super().add_prefix(prefix) if prefix else self


class Running:
    """A stage at work in this process, as one consumer (a new name with every start)."""

    def __init__(self, stage: Stage[Any], redis: Client, settings: Settings, prefix: str = "") -> None:
        self.stage, self._redis, self._settings = stage, redis, settings
        self.consumer = f"{prefix or socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        kind = RedisClusterBroker if settings.redis_cluster else RedisBroker
        self._broker = kind(
            settings.redis_url,
            apply_types=False,
            logger=_faststream_log,
            graceful_timeout=GRACE_OF_READERS,
            socket_connect_timeout=TIMEOUTS["socket_connect_timeout"],
            socket_timeout=settings.poll_seconds + TIMEOUTS["socket_timeout"],
        )
        self._lanes = [self._lane(number) for number in settings.served]
        self._tasks: list[asyncio.Task[None]] = []
        self.stopping = False
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done with `Misconfigured` when a handler says that the operator must act."""

    async def start(self) -> None:
        """Create the groups, say that this worker lives, and begin to read; waits for an absent server."""
        await self._patiently(lambda: prepare(self._redis, self._settings.lanes))
        for lane in self._lanes:
            await self._patiently(partial(ensure_group, self._redis, lane.fence.stream, self.stage.name))
        await self._patiently(lambda: say_alive(self._redis, self._fences))
        await self._patiently(self._broker.start)
        seconds = self._settings
        self._tasks = [
            self._every(seconds.lease_seconds / SIGNS_PER_LEASE, "beat", self._beat),
            self._every(seconds.watch_every_seconds, "watch", self._watch),
            self._every(seconds.janitor_every_seconds, "janitor", self._clean),
            self._every(seconds.backlog_every_seconds, "backlog", self._measure),
            *(asyncio.create_task(self._work(lane), name=f"{self.stage.name}-work") for lane in self._lanes),
            *(
                self._every(seconds.reclaim_every_seconds, "reclaim", partial(self._reclaim, lane))
                for lane in self._lanes
            ),
        ]
        _log.info("stage_started", stage=self.stage.name, consumer=self.consumer, lanes=self._settings.served)

    async def stop(self) -> None:
        """Finish the batch in hand within the grace time, then leave; what was prefetched goes to others."""
        self.stopping = True
        for lane in self._lanes:
            lane.subscriber.running = False  # reads no more; the batch in hand goes on
            lane.worker.stopping = True
        try:
            async with asyncio.timeout(self._settings.grace_seconds):
                for lane in self._lanes:
                    await lane.worker.finished()
                for task in self._tasks:
                    task.cancel()
                await self._broker.stop()
                for lane in self._lanes:
                    await say_farewell(self._redis, lane.fence)
        except Exception as error:
            _log.warning("stopped_unfinished", stage=self.stage.name, error=repr(error))
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        _log.info("stage_stopped", stage=self.stage.name, consumer=self.consumer)

    async def __aenter__(self) -> Running:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def trouble(self) -> str:
        """Why this stage is not live: a consume task that stays dead although the server answers; "" if it is."""
        for lane in self._lanes:
            if lane.dead_since is not None and time.monotonic() - lane.dead_since > DEAD_FOR_SECONDS:
                return f"stage {self.stage.name}: nothing reads lane {lane.fence.lane:02d}"
        return ""

    @property
    def _fences(self) -> list[Fence]:
        return [lane.fence for lane in self._lanes]

    def _lane(self, number: int) -> _Lane:
        fence = Fence(number, keys.key(number, self.stage.stream), self.stage.name, self.consumer)
        worker = LaneWorker(self._redis, fence, self.stage.model, self.stage.handle, self._settings)

        read_ahead: asyncio.Queue[list[RawEntry]] = asyncio.Queue(READ_AHEAD_BATCHES)

        async def on_batch(entries: list[tuple[str, dict[bytes, bytes]]]) -> None:
            batch = [RawEntry(entry, fields) for entry, fields in entries]
            worker.in_hand.update(raw.entry for raw in batch)
            await read_ahead.put(batch)

        subscriber = self._broker.subscriber(
            stream=_OurStream(
                fence.stream,
                group=self.stage.name,
                consumer=self.consumer,
                batch=True,
                max_records=self._settings.batch_size,
                polling_interval=int(self._settings.poll_seconds * 1000),
            ),
            parser=wire.parse_batch,
            decoder=wire.decode_batch,
            ack_policy=AckPolicy.MANUAL,
            no_reply=True,
            title=f"{self.stage.name} lane {number:02d}",
        )
        subscriber(on_batch)
        return _Lane(fence, worker, subscriber, read_ahead)

    async def _patiently(self, call: Callable[[], Awaitable[Any]]) -> None:
        """Do it as soon as there is a server to do it with."""
        for absences in range(1_000_000):
            try:
                await call()
                return
            except Exception as error:
                if not is_passing(error) and not isinstance(error, TimeoutError):
                    raise
                if absences == 0:
                    _log.warning("waiting_for_server", error=str(error))
                await asyncio.sleep(AWAY_WAITS[min(absences, len(AWAY_WAITS) - 1)])

    def _every(self, seconds: float, doing: str, call: Callable[[], Awaitable[Any]]) -> asyncio.Task[None]:
        async def loop() -> None:
            failures = 0
            while not self.stopping:  # redis-py swallows a cancellation now and then
                try:
                    await call()
                    failures = 0
                except Misconfigured as error:
                    self._fail(error)
                    return
                except Exception as error:
                    failures += 1
                    metric("stage_server_errors_total", stage=self.stage.name, doing=doing).inc()
                    if failures == 1:
                        _log.warning("stage_trouble", stage=self.stage.name, doing=doing, error=repr(error))
                if not self.stopping:
                    await asyncio.sleep(seconds * min(8, 1 + failures))

        return asyncio.create_task(loop(), name=f"{self.stage.name}-{doing}")

    async def _work(self, lane: _Lane) -> None:
        """One batch after the other, of those that were read."""
        while not self.stopping:
            entries = await lane.read_ahead.get()
            try:
                await lane.worker.on_entries(entries)
            except Misconfigured as error:
                return self._fail(error)
            except Exception as error:  # what is not committed stays pending and comes again
                _log.error("stage_broken", stage=self.stage.name, lane=lane.fence.lane, exc_info=error)
        return None

    def _fail(self, error: Misconfigured) -> None:
        if not self.failed.done():
            self.failed.set_exception(error)

    async def _beat(self) -> None:
        await say_alive(self._redis, self._fences)

    async def _reclaim(self, lane: _Lane) -> None:
        await reclaim(self._redis, lane.fence, lane.worker, self._settings)

    async def _clean(self) -> None:
        for lane in self._lanes:
            await clean(self._redis, self._settings, lane.fence.lane, self.stage.stream)

    async def _measure(self) -> None:
        for lane in self._lanes:
            number = lane.fence.lane
            labels = {"stage": self.stage.name, "lane": f"{number:02d}"}
            found = await backlog_of(self._redis, self.stage.stream, self.stage.name, number)
            metric("stage_lag_messages", **labels).set(-1 if found.lag is None else found.lag)
            metric("stage_pending_messages", **labels).set(found.pending)
            metric("stage_oldest_seconds", **labels).set(found.oldest_seconds)
            metric("stage_stream_messages", **labels).set(found.length)
            metric("stage_dead_letters_waiting", **labels).set(
                await count_dead(self._redis, number, self.stage.name)
            )

    async def _watch(self) -> None:
        for lane in self._lanes:
            tasks = lane.subscriber.tasks
            alive = lane.subscriber.running and bool(tasks) and not any(task.done() for task in tasks)
            labels = {"stage": self.stage.name, "lane": f"{lane.fence.lane:02d}"}
            metric("consuming", **labels).set(int(alive))
            if alive:
                lane.dead_since, lane.restarts = None, 0
            else:
                await self._revive(lane, labels)

    async def _revive(self, lane: _Lane, labels: dict[str, str]) -> None:
        """Start a dead consume task again, with growing waits, its group made anew where it is gone."""
        now = time.monotonic()
        if now < lane.next_restart:
            return
        lane.restarts += 1
        lane.next_restart = now + AWAY_WAITS[min(lane.restarts, len(AWAY_WAITS)) - 1]
        metric("stage_consumer_restarts_total", **labels).inc()
        _log.error(
            "consume_task_dead", **labels, errors=[repr(_error_of(task)) for task in lane.subscriber.tasks]
        )
        await prepare(self._redis, self._settings.lanes)
        await ensure_group(self._redis, lane.fence.stream, self.stage.name)
        # Only from here on does the server answer: an absent one is no reason to be restarted.
        lane.dead_since = lane.dead_since or now
        await lane.subscriber.stop()
        await lane.subscriber.start()


def _error_of(task: asyncio.Task[Any]) -> BaseException | None:
    return task.exception() if task.done() and not task.cancelled() else None
