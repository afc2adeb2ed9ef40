"""What is done about an endpoint that has failed for long: its owner told at 50, 70 and 90 per cent, then disabled.

A notice is kept (GET /v1/notices), logged, counted, and sent to whichever subscriptions name its type in
their filter. Its id is content, and it is told before the standing says so: a crash between the two tells it
again under the same id, and never not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from services.notify.adapters import Book, Endpoint, Notice, Notices, Seen, Standings
from services.notify.core import standing as standings
from services.notify.core.fanout import Delivery, delivery_id
from services.notify.core.payload import NoticeData, body_of
from services.notify.core.standing import Disable, Standing, Warn
from services.notify.core.subscriptions import NoticeType, asks_for_notice
from services.notify.queue import Queue
from shared.contracts.ids import content_id
from shared.runtime.logs import logger
from shared.runtime.metrics import metric

_log = logger("notify")


class Judge:
    """Tells owners, disables and enables."""

    def __init__(
        self,
        book: Book,
        all_standings: Standings,
        notices: Notices,
        queues: Sequence[Queue],
        now: Callable[[], datetime],
    ) -> None:
        self._book, self._standings, self._notices = book, all_standings, notices
        self._queues, self._now = queues, now

    async def judge(self, endpoint: Endpoint, seen: Seen) -> Seen:
        """What is due by now for an endpoint that stands like that."""
        standing, now = seen.standing, self._now()
        if standing.disabled and not endpoint.disabled:
            await self._tell("endpoint.disabled", endpoint, standing, per_cent=100)
            await self._book.changed()
            return seen
        due = standings.due(standing, now)
        if isinstance(due, Warn):
            await self._tell("endpoint.failing", endpoint, standing, due.per_cent)
            return await self._write(endpoint, seen, standing.model_copy(update={"warned": due.per_cent}))
        if isinstance(due, Disable):
            await self._tell("endpoint.disabled", endpoint, standing, per_cent=100)
            written = await self._write(endpoint, seen, standings.disabled(standing, now))
            await self._book.changed()
            return written
        return seen

    async def enable(self, endpoint: Endpoint) -> None:
        """A clean slate, by hand or after a successful test; what waits goes out."""
        name = endpoint.subscription.id
        seen = await self._standings.of(name)
        while await self._standings.swap(name, seen, standings.enabled(seen.standing, self._now())) is None:
            seen = await self._standings.of(name)
        if seen.standing.disabled:
            await self._tell("endpoint.enabled", endpoint, seen.standing, per_cent=0)
        await self._book.changed()
        for queue in self._queues:
            await queue.relist(name, self._now())

    async def _write(self, endpoint: Endpoint, seen: Seen, new: Standing) -> Seen:
        name = endpoint.subscription.id
        written = await self._standings.swap(name, seen, new)
        return written or await self._standings.of(name)

    async def _tell(self, kind: NoticeType, endpoint: Endpoint, standing: Standing, per_cent: int) -> None:
        name = endpoint.subscription.id
        notice = Notice(
            id=content_id("ntc", kind, name, standing.failing_since, standing.disabled_at, per_cent),
            type=kind,
            at=self._now(),
            subscription=name,
            url=endpoint.subscription.url,
            reason=standing.disabled if standing.disabled == "gone" else standing.reason,
            per_cent=per_cent,
            failing_since=standing.failing_since,
            failures=standing.failures,
        )
        if await self._notices.add(notice):
            metric("notify_notices_total", type=kind, per_cent=str(per_cent)).inc()
            _log.warning("endpoint_notice", **notice.model_dump(mode="json"))
        await self._send(notice)

    async def _send(self, notice: Notice) -> None:
        data = NoticeData.model_validate(notice.model_dump())
        body = body_of(notice.type, notice.at, data).decode()
        for endpoint in (await self._book.endpoints()).values():
            asked = endpoint.subscription
            if asked.id == notice.subscription or not asks_for_notice(asked.filter, notice.type):
                continue
            delivery = Delivery(
                id=delivery_id(notice.id, asked.id),
                subscription=asked.id,
                type=notice.type,
                created_at=notice.at,
                body=body,
            )
            await self._queues[0].enqueue(delivery, self._now())
