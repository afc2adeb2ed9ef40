"""A stage: one consumer group over the lanes of one stream, and the running of it.

FastStream's batch subscribers read, one per lane (reader.py); what it does not do on Redis is done next door:
groups at id 0 (groups.py), one fenced commit a batch (fence.py, laneworker.py), reclaiming (reclaim.py), dead
letters, the janitor.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import socket
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from shared.contracts.errors import Misconfigured
from shared.runtime import keys
from shared.runtime.backlog import backlog_of
from shared.runtime.connection import Client, is_passing
from shared.runtime.deadletters import count_dead
from shared.runtime.fence import Fence
from shared.runtime.groups import ensure_group, prepare
from shared.runtime.janitor import clean
from shared.runtime.laneworker import AWAY_WAITS, Handle, LaneWorker
from shared.runtime.logs import logger
from shared.runtime.metrics import metric
from shared.runtime.reader import LaneReader, broker_for
from shared.runtime.reclaim import SIGNS_PER_LEASE, reclaim, say_alive, say_farewell
from shared.runtime.settings import Settings

M = TypeVar("M", bound=BaseModel)
_log = logger("stage")

#: What cancelled tasks are given to end, seconds.
_END_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Stage(Generic[M]):
    """What is to be run: the group's name, the stream's name, its message and the handler."""

    name: str
    stream: str
    model: type[M]
    handle: Handle


class Running:
    """A stage at work in this process, as one consumer (a new name with every start)."""

    def __init__(self, stage: Stage[Any], redis: Client, settings: Settings) -> None:
        self.stage, self._redis, self._settings = stage, redis, settings
        self.consumer = f"{socket.gethostname()}-{os.getpid()}-{secrets.token_hex(4)}"
        self._broker = broker_for(settings)
        self._readers = [self._reader(lane) for lane in settings.served]
        self._tasks: list[asyncio.Task[None]] = []
        self.stopping = False
        self.failed: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        """Done with `Misconfigured` when a handler says that the operator must act."""
        self._last_beat = float("inf")
        self._others_excused_until = 0.0

    async def start(self) -> None:
        """Create the groups, say that this worker lives, and begin to read; waits for an absent server."""
        await self._patiently(self._make_groups)
        await self._patiently(self._beat)
        await self._patiently(self._broker.start)
        wait = self._settings
        self._tasks = [
            self._every(wait.lease_seconds / SIGNS_PER_LEASE, "beat", self._beat),
            self._every(wait.watch_every_seconds, "watch", self._watch),
            self._every(wait.janitor_every_seconds, "janitor", self._clean),
            self._every(wait.backlog_every_seconds, "backlog", self._measure),
        ]
        for reader in self._readers:
            self._tasks += [
                self._task("work", reader.work),
                self._every(wait.reclaim_every_seconds, "reclaim", partial(self._reclaim, reader)),
            ]
        _log.info("stage_started", stage=self.stage.name, consumer=self.consumer, lanes=self._settings.served)

    async def stop(self) -> None:
        """Finish the batch in hand within the grace time, then leave; what was prefetched goes to others."""
        self.stopping = True
        for reader in self._readers:
            reader.read_no_more()
        try:
            async with asyncio.timeout(self._settings.grace_seconds):
                for reader in self._readers:
                    await reader.worker.finished()
        except TimeoutError:
            _log.warning("stopped_unfinished", stage=self.stage.name)
        for task in self._tasks:
            task.cancel()
        try:
            async with asyncio.timeout(_END_SECONDS):
                await self._broker.stop()
                for reader in self._readers:
                    await say_farewell(self._redis, reader.fence)
        except Exception as error:
            _log.warning("left_without_farewell", stage=self.stage.name, error=repr(error))
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_END_SECONDS)
        _log.info("stage_stopped", stage=self.stage.name, consumer=self.consumer)

    async def __aenter__(self) -> Running:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    def trouble(self) -> str:
        """Why this process should be restarted for this stage's sake; "" if it should not."""
        return "; ".join(trouble for reader in self._readers if (trouble := reader.trouble()))

    def _reader(self, lane: int) -> LaneReader:
        fence = Fence(lane, keys.key(lane, self.stage.stream), self.stage.name, self.consumer)
        worker = LaneWorker(self._redis, fence, self.stage.model, self.stage.handle, self._settings)
        return LaneReader(self._broker, fence, worker, self._settings)

    async def _patiently(self, call: Callable[[], Awaitable[Any]]) -> None:
        """Do it as soon as there is a server to do it with."""
        absences = 0
        while True:
            try:
                await call()
                return
            except Exception as error:
                if not is_passing(error) and not isinstance(error, TimeoutError):
                    raise
                absences += 1
                if absences == 1:
                    _log.warning("waiting_for_server", error=str(error))
                await asyncio.sleep(AWAY_WAITS[min(absences, len(AWAY_WAITS)) - 1])

    def _task(self, doing: str, work: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
        async def watched() -> None:
            try:
                await work()
            except Misconfigured as error:
                if not self.failed.done():
                    self.failed.set_exception(error)

        return asyncio.create_task(watched(), name=f"{self.stage.name}-{doing}")

    def _every(self, seconds: float, doing: str, call: Callable[[], Awaitable[Any]]) -> asyncio.Task[None]:
        async def loop() -> None:
            failed_before = False
            while not self.stopping:  # redis-py swallows a cancellation now and then
                try:
                    await call()
                    failed_before = False
                except Misconfigured:
                    raise
                except Exception as error:
                    metric("stage_server_errors_total", stage=self.stage.name, doing=doing).inc()
                    if not failed_before:
                        _log.warning("stage_trouble", stage=self.stage.name, doing=doing, error=repr(error))
                    failed_before = True
                if not self.stopping:
                    await asyncio.sleep(seconds)

        return self._task(doing, loop)

    async def _make_groups(self) -> None:
        await prepare(self._redis, self._settings.lanes)
        for reader in self._readers:
            await ensure_group(self._redis, reader.fence.stream, self.stage.name)

    async def _beat(self) -> None:
        await say_alive(self._redis, [reader.fence for reader in self._readers])
        now = time.monotonic()
        if now - self._last_beat > self._settings.lease_seconds:
            # We could not say that we live; nor, probably, could the others. Give them time to.
            self._others_excused_until = now + self._settings.lease_seconds
        self._last_beat = now

    async def _reclaim(self, reader: LaneReader) -> None:
        if time.monotonic() >= self._others_excused_until:
            await reclaim(self._redis, reader.fence, reader.worker, self._settings)

    async def _clean(self) -> None:
        for reader in self._readers:
            await clean(self._redis, self._settings, reader.fence.lane, self.stage.stream)

    async def _watch(self) -> None:
        for reader in self._readers:
            await reader.keep_alive(self._make_groups)

    async def _measure(self) -> None:
        for lane in self._settings.served:
            labels = {"stage": self.stage.name, "lane": f"{lane:02d}"}
            found = await backlog_of(self._redis, self.stage.stream, self.stage.name, lane)
            metric("stage_lag_messages", **labels).set(-1 if found.lag is None else found.lag)
            metric("stage_pending_messages", **labels).set(found.pending)
            metric("stage_oldest_seconds", **labels).set(found.oldest_seconds)
            metric("stage_stream_messages", **labels).set(found.length)
            dead = await count_dead(self._redis, lane, self.stage.name)
            metric("stage_dead_letters_waiting", **labels).set(dead)
