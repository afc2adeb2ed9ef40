"""Which endpoints this process serves: found by the wake lists and by polling, taken by lease, served side by side.

Several processes share the work endpoint by endpoint. One that dies leaves its leases to run out; whoever
takes over sends what was not written down as sent, under the same webhook-id.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from functools import partial

from services.notify.endpoint import Round
from services.notify.queue import Queue
from services.notify.tools import Tools
from shared.runtime.connection import is_passing
from shared.runtime.logs import logger

_log = logger("notify")

#: An endpoint that another process serves is left alone for this long, seconds.
LEAVE_ALONE = 0.1

#: Longest blocking wait on a wake list, seconds.
_WAKE_SECONDS = 1.0


class Sender:
    """The rounds of this process."""

    def __init__(self, tools: Tools) -> None:
        self._tools = tools
        self._rounds: dict[str, Round] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._not_before: dict[str, float] = {}
        self._closing = False

    async def run(self) -> None:
        """Serve until cancelled; then finish what is under way."""
        self._closing = False
        watchers = [
            *(
                asyncio.create_task(self._again_and_again(partial(self._listen, queue)))
                for queue in self._tools.queues
            ),
            asyncio.create_task(self._again_and_again(self._poll)),
            asyncio.create_task(self._again_and_again(self._tidy)),
        ]
        try:
            await asyncio.gather(*watchers)
        finally:
            self._closing = True  # a blocking read may swallow its cancellation: it ends with its own timeout
            for watcher in watchers:
                watcher.cancel()
            await self.finish()
            await asyncio.gather(*watchers, return_exceptions=True)

    async def finish(self) -> None:
        """Begin nothing more, let tries end and write down how."""
        self._closing = True
        for under_way in self._rounds.values():
            under_way.stop()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=self._tools.settings.grace_seconds)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)

    async def look(self) -> None:
        """One look at the lanes for whatever is due by now."""
        for queue in self._tools.queues:
            for subscription in await queue.with_work(self._tools.now()):
                self.serve(subscription)

    async def idle(self) -> None:
        """Wait until every round that has begun is over."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def serve(self, subscription: str) -> None:
        """Begin a round for this endpoint, or nudge the one that is under way."""
        under_way = self._rounds.get(subscription)
        if under_way is not None:
            under_way.nudge()
            return
        full = len(self._rounds) >= self._tools.settings.notify_endpoints
        if self._closing or full or time.monotonic() < self._not_before.get(subscription, 0):
            return
        self._rounds[subscription] = Round(self._tools, subscription)
        task = asyncio.create_task(self._round(subscription))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _round(self, subscription: str) -> None:
        leases, mine = self._tools.leases, self._rounds[subscription]
        try:
            seen = await leases.begin(subscription)
            if seen is None:
                self._not_before[subscription] = time.monotonic() + LEAVE_ALONE
                asyncio.get_running_loop().call_later(LEAVE_ALONE, self._come_back, subscription)
                return
            try:
                await mine.run(seen)
            finally:
                await leases.leave(subscription)
        except Exception as error:
            self._not_before[subscription] = time.monotonic() + self._tools.settings.notify_poll_seconds
            _log.warning("round_failed", subscription=subscription, error=repr(error))
            return
        finally:
            del self._rounds[subscription]
        if mine.nudged:
            self.serve(subscription)

    def _come_back(self, subscription: str) -> None:
        self._not_before.pop(subscription, None)
        self.serve(subscription)

    async def _again_and_again(self, watch: Callable[[], Awaitable[None]]) -> None:
        while not self._closing:
            try:
                await watch()
            except Exception as error:
                if not is_passing(error):
                    raise
                _log.warning("store_away", error=repr(error))
                await asyncio.sleep(self._tools.settings.notify_poll_seconds)

    async def _listen(self, queue: Queue) -> None:
        for subscription in await queue.woken(_WAKE_SECONDS):
            self.serve(subscription)

    async def _poll(self) -> None:
        await self.look()
        await asyncio.sleep(self._tools.settings.notify_poll_seconds)

    async def _tidy(self) -> None:
        await asyncio.sleep(1.0)
        await self._tools.clients.close_idle()
        now = time.monotonic()
        self._not_before = {name: until for name, until in self._not_before.items() if until > now}
