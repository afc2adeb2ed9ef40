"""One endpoint's queue, emptied by one process at a time: what is sent next, how many at once, and when to stop.

A round holds the endpoint's lease. Its tries run side by side in slots, each with a client of its own; how
they end is written down together. An endpoint that hangs or fails holds up nobody but itself.
"""

from __future__ import annotations

import asyncio
import contextlib
from datetime import datetime, timedelta

from services.notify.adapters import Endpoint, Seen
from services.notify.core import standing as standings
from services.notify.core.breaker import Closed, Open, circuit
from services.notify.core.fanout import State
from services.notify.core.retry import Delivered, Disabled, Failure, Retry, Step, after_answer, after_failure
from services.notify.core.standing import Standing
from services.notify.queue import Queue, Result, Try, Waiting
from services.notify.request import request_for
from services.notify.tools import Tools
from services.notify.tries import Answer, send
from shared.runtime.connection import is_passing
from shared.runtime.laneworker import AWAY_WAITS
from shared.runtime.logs import logger
from shared.runtime.metrics import metric
from shared.runtime.public_http import PublicConnection

_log = logger("notify")

#: Deliveries read from a queue at once.
READ_AT_ONCE = 64

#: Further waits for an absent server before what was sent is given up as unwritten (and sent again).
_MORE_WAITS = 12

#: Signs of life in the time after which a lease counts as lost.
_SIGNS_PER_LEASE = 3


class Round:
    """One round over an endpoint's queues, until nothing is due or nothing may be sent."""

    def __init__(self, tools: Tools, subscription: str) -> None:
        self._tools, self._subscription = tools, subscription
        self._more, self._settled = True, False
        self.nudged = False
        """Whether something was queued since this was last asked."""
        self._waiting: list[Waiting] = []
        self._taken: set[str] = set()
        self._flying: set[str] = set()
        self._slots: set[asyncio.Task[None]] = set()
        self._results: list[Result] = []
        self._changed, self._over = asyncio.Event(), asyncio.Event()
        self._seen = Seen(Standing())
        self._standing = Standing()
        self._leased, self._stopping = True, False
        self._endpoint: Endpoint | None = None

    def stop(self) -> None:
        """Begin no further try; what is under way ends and is written down."""
        self._stopping = True
        self._changed.set()

    def nudge(self) -> None:
        """Something was queued for this endpoint."""
        self.nudged = True
        self._changed.set()

    async def run(self, seen: Seen) -> None:
        """Send what is due to an endpoint that stands like that. The lease is held by the caller, and kept here."""
        self._seen, self._standing = seen, seen.standing
        keeper = asyncio.create_task(self._keep_lease())
        try:
            while await self._step():
                await self._changed.wait()
                self._changed.clear()
        finally:
            # Told, not cancelled: redis-py may swallow the cancellation of a command that is under way.
            self._over.set()
            for slot in self._slots:
                slot.cancel()
            await asyncio.gather(keeper, *self._slots, return_exceptions=True)
            await self._settle()
        await self._leave_in_order()

    async def _step(self) -> bool:
        """Write down what has ended and fill the slots; False when there is nothing more to wait for."""
        await self._settle()
        self._endpoint = await self._tools.book.endpoint_lately(self._subscription)
        at_once = self._tools.settings.notify_at_once
        self._more, self.nudged = self._more or self.nudged, False
        if self._more and len(self._waiting) < at_once and self._allowed():
            await self._read()
        room = self._allowed() - len(self._slots)
        for _ in range(min(room, self._startable())):
            slot = asyncio.create_task(self._slot())
            self._slots.add(slot)
            slot.add_done_callback(self._slot_ended)
        return bool(self._slots or self._results)

    def _allowed(self) -> int:
        """How many tries may be under way now."""
        endpoint, standing, now = self._endpoint, self._standing, self._tools.now()
        if self._stopping or not self._leased or endpoint is None:
            return 0
        if endpoint.subscription.paused or endpoint.disabled:
            return 0
        if standing.disabled or (standing.hold_until is not None and now < standing.hold_until):
            return 0
        state = circuit(standing.breaker, now, self._tools.settings.notify_at_once)
        if isinstance(state, Open):
            return 0
        return state.at_once if isinstance(state, Closed) else 1

    async def _read(self) -> None:
        self._more = False
        for queue in self._tools.queues:
            found, more = await queue.due(self._subscription, self._tools.now(), READ_AT_ONCE, self._taken)
            self._taken.update(waiting.delivery.id for waiting in found)
            self._waiting += found
            self._more = self._more or more
        self._waiting.sort(key=lambda it: (it.delivery.created_at, it.delivery.sequence))

    def _startable(self) -> int:
        """How many of those that wait could be under way side by side."""
        waiting = [waiting.delivery for waiting in self._waiting]
        contradictions = {it.contradiction for it in waiting if it.contradiction} - self._flying
        return len(contradictions) + sum(not it.contradiction for it in waiting)

    def _next(self) -> Waiting | None:
        """The first that waits, except that those of one contradiction go one after the other."""
        for nth, waiting in enumerate(self._waiting):
            contradiction = waiting.delivery.contradiction
            if not contradiction or contradiction not in self._flying:
                return self._waiting.pop(nth)
        return None

    async def _slot(self) -> None:
        """Send one delivery after the other, for as long as this many slots are allowed."""
        client = self._tools.clients.take(self._subscription)
        try:
            while len(self._slots) <= self._allowed() and (waiting := self._next()) is not None:
                self._flying.add(waiting.delivery.contradiction)
                try:
                    result = await self._try(client, waiting)
                    self._results.append(result)  # only now: the list is another one after a settlement
                finally:
                    self._flying.discard(waiting.delivery.contradiction)
                    self._changed.set()
        finally:
            self._tools.clients.give(self._subscription, client)

    def _slot_ended(self, slot: asyncio.Task[None]) -> None:
        self._slots.discard(slot)
        self._changed.set()
        if not slot.cancelled() and slot.exception() is not None:
            _log.error("slot_failed", subscription=self._subscription, exc_info=slot.exception())

    async def _try(self, client: PublicConnection, waiting: Waiting) -> Result:
        endpoint, tools = self._endpoint, self._tools
        request = request_for(tools, endpoint, waiting) if endpoint else None
        if endpoint is None or request is None:
            made = Try(at=tools.now(), reason="expired", answer="the alert is kept no longer")
            return Result(waiting, made, State.FAILED)
        answer = await send(
            client,
            endpoint.subscription.url,
            request.body,
            request.headers,
            tools.settings.notify_try_seconds,
            tools.now,
        )
        step = step_after(answer, waiting.tried + 1, tools.jitter())
        now = tools.now()
        self._standing = standing_after(self._standing, step, now)
        return result_of(waiting, answer, step, now)

    async def _settle(self) -> None:
        """Write down, lane by lane, how tries have ended; then how the endpoint stands."""
        results, self._results = self._results, []
        for queue in self._tools.queues:
            mine = [result for result in results if result.waiting.lane == queue.lane]
            if mine:
                await self._written(queue, mine)
                self._settled = True
        for result in results:
            self._taken.discard(result.waiting.delivery.id)
            _count(result)
        if self._standing != self._seen.standing:
            await self._save_standing()

    async def _written(self, queue: Queue, results: list[Result]) -> None:
        """Written down for certain: while the server is away, what was sent must not be forgotten."""
        for wait in (*AWAY_WAITS, *AWAY_WAITS[-1:] * _MORE_WAITS):
            try:
                await queue.settle(self._subscription, results)
                return
            except Exception as error:
                if not is_passing(error):
                    raise
                await asyncio.sleep(wait)
        await queue.settle(self._subscription, results)

    async def _save_standing(self) -> None:
        wanted = self._standing
        saved = await self._tools.standings.swap(self._subscription, self._seen, wanted)
        if saved is None:
            # Someone enabled or deleted the endpoint meanwhile: theirs counts.
            self._seen = await self._tools.standings.of(self._subscription)
            self._standing = self._seen.standing
            return
        self._seen = saved
        if self._endpoint is not None and (wanted.failing_since or wanted.disabled):
            judged = await self._tools.judge(self._endpoint, saved)
            if judged is not saved:
                self._seen, self._standing = judged, judged.standing

    async def _keep_lease(self) -> None:
        leases = self._tools.leases
        while self._leased:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(leases.seconds / _SIGNS_PER_LEASE):
                    await self._over.wait()
                return
            try:
                self._leased = await leases.take(self._subscription)
            except Exception as error:
                _log.warning("lease_not_kept", subscription=self._subscription, error=repr(error))
        self._changed.set()

    async def _leave_in_order(self) -> None:
        """Let nobody look at the queues again before something can come of it."""
        now, standing = self._tools.now(), self._standing
        if self._endpoint is None:
            # Nothing is dropped on hearsay.
            self._endpoint = await self._tools.book.endpoint(self._subscription)
            if self._endpoint is not None:
                self.nudged = True
                return
        for queue in self._tools.queues:
            if not self._leased:
                return
            if self._endpoint is None:
                await queue.drop(self._subscription)
            elif self._endpoint.subscription.paused or self._endpoint.disabled or standing.disabled:
                await queue.unlist(self._subscription)
            elif (until := held_until(standing, now)) is not None:
                await queue.hold(self._subscription, until)
            elif not self._settled:
                await queue.settle(self._subscription, ())  # the list named it and nothing was due


def step_after(answer: Answer, tried: int, jitter: float) -> Step:
    """What follows an answer or the lack of one."""
    if answer.status is not None:
        return after_answer(answer.status, tried, jitter, answer.asked)
    return after_failure(answer.failure or Failure.PROTOCOL, tried, jitter)


def standing_after(standing: Standing, step: Step, now: datetime) -> Standing:
    """How the endpoint stands once a try ended so."""
    if isinstance(step, Delivered):
        return standings.after_success(standing, now)
    hold: timedelta | None = step.hold if isinstance(step, Retry) else None
    return standings.after_failure(standing, step.reason.value, now, hold, gone=isinstance(step, Disabled))


def held_until(standing: Standing, now: datetime) -> datetime | None:
    """Until when nothing may be sent; None if something may."""
    until = [
        moment for moment in (standing.hold_until, standing.breaker.open_until) if moment and moment > now
    ]
    return max(until, default=None)


def result_of(waiting: Waiting, answer: Answer, step: Step, now: datetime) -> Result:
    """What is written down of a try."""
    state = State.PENDING if isinstance(step, Retry) else State.FAILED
    if isinstance(step, Delivered):
        state = State.DELIVERED
    made = Try(
        at=now,
        status=answer.status,
        reason="" if isinstance(step, Delivered) else step.reason.value,
        milliseconds=answer.milliseconds,
        answer=answer.shown,
        next_at=now + step.wait if isinstance(step, Retry) else None,
    )
    return Result(waiting, made, state)


def _count(result: Result) -> None:
    made = result.made
    metric("notify_tries_total", outcome=made.reason or "delivered").inc()
    metric("notify_try_seconds").observe(made.milliseconds / 1000)
    if result.state is not State.PENDING:
        metric("notify_deliveries_total", outcome=result.state.value).inc()
    if result.state is State.DELIVERED:
        age = (made.at - result.waiting.delivery.created_at).total_seconds()
        metric("notify_delivery_seconds").observe(max(age, 0))
