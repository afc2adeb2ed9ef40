"""What becomes of each batch of one lane: decoded, handled, committed, tried again or given up.

| what happens | what follows |
|---|---|
| an entry cannot be decoded | dead-lettered at once, with its bytes |
| the handler raises over several messages | it is called again with one at a time |
| it raises `Poison` over one | dead-lettered |
| it raises anything else over one | stays pending, tried again later; after `max_deliveries` dead-lettered |
| the server is away | the same batch again, with growing waits, for as long as it takes |
| a compared value changed | the handler is called again with the same batch |
| an entry was reclaimed by another worker | nothing is written, the batch is dropped |
| the handler raises `Misconfigured` | the process stops; everything stays pending |
"""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import BaseModel

from shared.contracts.errors import Misconfigured, Poison, Transient
from shared.runtime import wire
from shared.runtime.commit import Commit, Dead, Received
from shared.runtime.connection import Client, is_passing
from shared.runtime.fence import Fence, Outcome
from shared.runtime.logs import about, logger
from shared.runtime.metrics import metric
from shared.runtime.scripts import Script
from shared.runtime.wire import RawEntry

if TYPE_CHECKING:
    from shared.runtime.settings import Settings

M = TypeVar("M", bound=BaseModel)
Handle = Callable[[int, "list[Received[Any]]"], Awaitable[Commit]]

#: Waits while the server is away, seconds; the last one repeats.
AWAY_WAITS = (0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 5.0)

#: Longest wait before the handler is called again over a conflict, seconds; grows with each.
CONFLICT_WAIT = 0.01
CONFLICT_WAIT_MOST = 0.5

#: A batch that conflicts this often is left to be delivered again.
MOST_CONFLICTS = 50

_TOUCH = Script("touch")
_log = logger("stage")


class LaneWorker(Generic[M]):
    """Carries out the batches of one lane, one after the other."""

    def __init__(
        self, redis: Client, fence: Fence, model: type[M], handle: Handle, settings: Settings
    ) -> None:
        self._redis, self._fence, self._model, self._handle = redis, fence, model, handle
        self._settings = settings
        self._turn = asyncio.Lock()
        self.in_hand: set[str] = set()
        self.stopping = False
        self._labels = {"stage": fence.group, "lane": f"{fence.lane:02d}"}
        stage = {"stage": fence.group}
        self._handler_seconds = metric("stage_handler_seconds", **stage)
        self._commit_seconds = metric("stage_commit_seconds", **stage)
        self._batch_messages = metric("stage_batch_messages", **stage)
        self._age_seconds = metric("stage_message_age_seconds", **stage)
        self._came_of = {
            outcome: metric("stage_messages_total", **self._labels, outcome=outcome)
            for outcome in ("committed", "dead", "left", "fenced")
        }

    async def on_entries(self, entries: Sequence[RawEntry], one_by_one: bool = False) -> None:
        """Do what must be done with these entries; whatever fails stays pending. Raises only `Misconfigured`."""
        ids = [raw.entry for raw in entries]
        self.in_hand.update(ids)
        try:
            async with self._turn:
                if not self.stopping:
                    await self._take(entries, one_by_one)
        finally:
            self.in_hand.difference_update(ids)

    async def finished(self) -> None:
        """Wait until the batch in hand is done."""
        async with self._turn:
            pass

    async def _take(self, entries: Sequence[RawEntry], one_by_one: bool) -> None:
        batch, undecodable = self._decoded(entries)
        with about(stage=self._fence.group, lane=self._fence.lane):
            if one_by_one:
                if undecodable:
                    await self._bury(undecodable, "undecodable")
                await self._singly(batch)
                return
            if await self._attempt(batch, undecodable) is not None:
                if undecodable:
                    await self._bury(undecodable, "undecodable")
                await self._singly(batch)

    def _decoded(self, entries: Sequence[RawEntry]) -> tuple[list[Received[M]], list[Dead]]:
        batch: list[Received[M]] = []
        undecodable: list[Dead] = []
        for raw in entries:
            try:
                message = wire.message_in(raw.fields, self._model)
            except Poison as error:
                undecodable.append(Dead(raw.entry, f"undecodable: {error}"))
            else:
                batch.append(Received(raw.entry, message, raw.deliveries, wire.correlation_in(raw.fields)))
        return batch, undecodable

    async def _singly(self, batch: list[Received[M]]) -> None:
        """Each message alone, so that one that fails holds up no other."""
        for place, one in enumerate(batch):
            if self.stopping:
                return
            if len(batch) > 1:
                await self._keep([rest.entry for rest in batch[place:]])
            with about(article=one.correlation, entry=one.entry):
                if one.deliveries > self._settings.max_deliveries:
                    reason = f"gave up: delivered {one.deliveries - 1} times, and no worker lived to answer"
                    await self._bury([Dead(one.entry, reason)], "gave_up", one.deliveries)
                elif (error := await self._attempt([one], [])) is not None:
                    await self._after_failure(one, error)

    async def _after_failure(self, one: Received[M], error: Exception) -> None:
        said = f"{type(error).__name__}: {error}"
        if isinstance(error, Poison):
            await self._bury([Dead(one.entry, f"poison: {said}")], "poison", one.deliveries)
        elif one.deliveries >= self._settings.max_deliveries:
            reason = f"gave up after {one.deliveries} deliveries: {said}"
            await self._bury([Dead(one.entry, reason)], "gave_up", one.deliveries)
        else:
            self._came_of["left"].inc()
            _log.warning("left_pending", error=said, deliveries=one.deliveries, exc_info=error)

    async def _bury(self, dead: list[Dead], why: str, deliveries: int = 1) -> None:
        for letter in dead:
            _log.error("dead_lettered", entry=letter.entry, why=why, reason=letter.reason)
        await self._attempt([], dead, dict.fromkeys((letter.entry for letter in dead), deliveries), why)

    async def _attempt(
        self,
        batch: list[Received[M]],
        also_dead: list[Dead],
        deliveries: dict[str, int] | None = None,
        why: str = "undecodable",
    ) -> Exception | None:
        """Handle and commit, over conflicts and absences of the server; the error if the handler failed."""
        conflicts = absences = 0
        while not self.stopping or absences == 0:
            try:
                commit = await self._handled(batch)
                own_dead = commit.dead
                if also_dead:
                    commit = replace(commit, dead=(*own_dead, *also_dead))
                outcome, about_what = await self._committed(commit, batch, deliveries)
            except Misconfigured:
                raise  # no message is to blame: the process stops, and its messages wait
            except Exception as error:
                if not is_passing(error):
                    self._count_error(error)
                    return error
                absences += 1
                await self._wait_for_server("commit", absences, error)
                continue
            if outcome is Outcome.CONFLICT:
                conflicts += 1
                metric("stage_conflicts_total", **self._labels).inc()
                if conflicts >= MOST_CONFLICTS:
                    return Transient(f"{about_what} kept changing: {conflicts} conflicts in a row")
                await asyncio.sleep(random.uniform(0, min(CONFLICT_WAIT * conflicts, CONFLICT_WAIT_MOST)))  # noqa: S311
                continue
            self._count(outcome, about_what, batch, commit, len(own_dead), len(also_dead), why)
            return None
        return None

    async def _handled(self, batch: list[Received[M]]) -> Commit:
        if not batch:
            return Commit()
        self._batch_messages.observe(len(batch))
        began = time.perf_counter()
        try:
            async with asyncio.timeout(self._settings.handler_seconds):
                return await self._handle(self._fence.lane, batch)
        finally:
            self._handler_seconds.observe(time.perf_counter() - began)

    async def _committed(
        self, commit: Commit, batch: list[Received[M]], deliveries: dict[str, int] | None
    ) -> tuple[Outcome, str]:
        began = time.perf_counter()
        if deliveries is None:
            deliveries = {one.entry: one.deliveries for one in batch}
        try:
            return await self._fence.commit(self._redis, commit, deliveries)
        finally:
            self._commit_seconds.observe(time.perf_counter() - began)

    async def _keep(self, entries: list[str]) -> None:
        """Tell the server that these are still in hand, while others of their batch are worked on."""
        try:
            await _TOUCH(
                self._redis, [self._fence.stream], [self._fence.group, self._fence.consumer, *entries]
            )
        except Exception as error:
            if not is_passing(error):
                raise

    async def _wait_for_server(self, doing: str, absences: int, error: Exception) -> None:
        metric("stage_server_errors_total", stage=self._fence.group, doing=doing).inc()
        if absences == 1:
            _log.warning("server_away", error=str(error), doing=doing)
        await asyncio.sleep(AWAY_WAITS[min(absences, len(AWAY_WAITS)) - 1])

    def _count_error(self, error: Exception) -> None:
        kind = "other"
        if isinstance(error, Poison):
            kind = "poison"
        elif isinstance(error, TimeoutError):
            kind = "timeout"
        elif isinstance(error, Transient):
            kind = "transient"
        metric("stage_handler_errors_total", stage=self._fence.group, kind=kind).inc()

    def _count(
        self,
        outcome: Outcome,
        about_what: str,
        batch: list[Received[M]],
        commit: Commit,
        own: int,
        also: int,
        why: str,
    ) -> None:
        touched = len(commit.done) + len(commit.dead)
        if outcome is not Outcome.COMMITTED:
            self._came_of["fenced"].inc(touched)
            metric("stage_fenced_commits_total", **self._labels).inc()
            _log.warning("commit_fenced", outcome=outcome.value, entry=about_what, messages=touched)
            return
        self._came_of["committed"].inc(len(commit.done))
        self._came_of["dead"].inc(own + also)
        for number, reason in ((own, "poison"), (also, why)):
            if number:
                metric("stage_dead_letters_total", **self._labels, why=reason).inc(number)
        left = len(batch) - len(commit.done) - own
        if left > 0:
            self._came_of["left"].inc(left)
        if batch:
            born = int(batch[0].entry.partition("-")[0]) / 1000
            self._age_seconds.observe(max(0.0, time.time() - born))
