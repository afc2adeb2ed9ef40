"""What is done now and then, by one process at a time: endpoints judged, old things forgotten, gauges set."""

from __future__ import annotations

import asyncio
import contextlib
from datetime import timedelta

from services.notify.adapters import Leases
from services.notify.judge import Judge
from services.notify.queue import in_ms
from services.notify.shelf import Shelf
from services.notify.tools import Tools
from shared.runtime.logs import logger
from shared.runtime.metrics import metric

_log = logger("notify")

_LEASE = "housekeeping"


class Housekeeping:
    """The round of chores."""

    def __init__(self, tools: Tools, judge: Judge, owner: str) -> None:
        self._tools, self._judge = tools, judge
        seconds = tools.settings.notify_housekeeping_seconds
        self._leases = Leases(tools.leases.redis, owner, 2 * seconds)

    async def run(self) -> None:
        """Every so often, while this process holds the lease."""
        stopping = self._tools.stopping
        while not stopping.is_set():
            if await self._leases.take(_LEASE):
                await self.judge_all()
                await self.forget()
            await self.measure()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(self._tools.settings.notify_housekeeping_seconds):
                    await stopping.wait()

    async def judge_all(self) -> None:
        """Hold every failing endpoint against the clock."""
        endpoints = await self._tools.book.endpoints()
        for name, seen in (await self._tools.standings.all()).items():
            endpoint = endpoints.get(name)
            if endpoint is not None:
                await self._judge.judge(endpoint, seen)

    async def forget(self) -> None:
        """Delete alerts and deliveries that are older than they are kept."""
        days = timedelta(days=self._tools.settings.notify_retention_days)
        before = in_ms(self._tools.now() - days)
        for queue in self._tools.queues:
            gone = await Shelf(queue).forget(before, list(await self._tools.book.endpoints()))
            if gone:
                _log.info("forgotten", lane=queue.lane, things=gone)

    async def measure(self) -> None:
        """Set the gauges."""
        counts = dict.fromkeys(("active", "failing", "paused", "disabled"), 0)
        standings = await self._tools.standings.all()
        endpoints = await self._tools.book.endpoints()
        for name, endpoint in endpoints.items():
            failing = name in standings and standings[name].standing.failing_since is not None
            state = "failing" if failing else "active"
            state = "paused" if endpoint.subscription.paused else state
            counts["disabled" if endpoint.disabled else state] += 1
        for state, count in counts.items():
            metric("notify_endpoints", state=state).set(count)
        for queue in self._tools.queues:
            waiting = await Shelf(queue).waiting(list(endpoints))
            metric("notify_waiting_deliveries", lane=f"{queue.lane:02d}").set(waiting)
