"""What is kept of alerts and deliveries in one lane: listed, shown, and forgotten after their time.

The keys stand on top of adapters.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from services.notify.core.fanout import Delivery, State
from services.notify.queue import Queue, Try
from shared.contracts.contradictions import ContradictionChanged
from shared.contracts.model import Contract, Moment

#: Things deleted in one step, so that a large clearance holds up nobody.
AT_ONCE = 500


class Logged(Contract):
    """A delivery as the log shows it."""

    id: str
    subscription: str
    type: str
    alert: str = ""
    contradiction: str = ""
    sequence: int = 0
    follows: int = 0
    state: State
    created_at: Moment
    tries: int = 0
    next_try_at: Moment | None = None
    log: tuple[Try, ...] = ()
    """Each try with status, milliseconds and the first bytes of the answer, oldest first."""


class Shelf:
    """One lane's past."""

    def __init__(self, queue: Queue) -> None:
        self._queue, self._redis = queue, queue.redis

    async def alert_ids(
        self, since_ms: int, until_ms: int, limit: int, newest_first: bool = True
    ) -> list[tuple[str, int]]:
        """Ids of alerts with their ms, within these moments."""
        return await self._ids("alerts", since_ms, until_ms, limit, newest_first)

    async def alerts(self, names: Sequence[str]) -> list[ContradictionChanged]:
        """These alerts, as far as they are kept, in this order."""
        found = await self._queue.alerts(names)
        return [found[name] for name in names if name in found]

    async def delivery_ids(
        self, subscription: str, since_ms: int, until_ms: int, limit: int
    ) -> list[tuple[str, int]]:
        """Ids of deliveries, to one endpoint or ("") to all, newest first."""
        named = ("log", subscription) if subscription else ("deliveries",)
        return await self._ids(":".join(named), since_ms, until_ms, limit, newest_first=True)

    async def deliveries(self, names: Sequence[str]) -> list[Logged]:
        """These deliveries with their tries, as far as they are kept, in this order."""
        if not names:
            return []
        async with self._redis.pipeline(transaction=False) as pipe:
            for name in names:
                pipe.hmget(self._queue.key("delivery", name), "it", "state", "tries", "due")
                pipe.lrange(self._queue.key("tries", name), 0, -1)
            rows = await pipe.execute()
        return [_logged(row, tries) for row, tries in zip(rows[::2], rows[1::2], strict=True) if row[0]]

    async def delivery(self, name: str) -> Delivery | None:
        """What a delivery says, without its tries."""
        raw = await self._redis.hget(self._queue.key("delivery", name), "it")
        return Delivery.model_validate_json(raw) if raw else None

    async def record(self, delivery: Delivery, state: State, made: Try) -> None:
        """Log a delivery that was tried outside of the queue (a test)."""
        at = int(delivery.created_at.timestamp() * 1000)
        async with self._redis.pipeline(transaction=True) as pipe:
            fields = {
                "it": delivery.model_dump_json(),
                "state": state.value,
                "tries": 1,
                "since": 0,
                "due": "",
            }
            pipe.hset(self._queue.key("delivery", delivery.id), mapping=fields)
            pipe.rpush(self._queue.key("tries", delivery.id), made.model_dump_json(exclude_none=True))
            pipe.zadd(self._queue.key("deliveries"), {delivery.id: at})
            pipe.zadd(self._queue.key("log", delivery.subscription), {delivery.id: at})
            await pipe.execute()

    async def forget(self, before_ms: int, subscriptions: Sequence[str]) -> int:
        """Delete what is older; returns how many things went."""
        gone = 0
        while names := await self._before("deliveries", before_ms):
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.delete(
                    *(self._queue.key(kind, name) for name in names for kind in ("delivery", "tries"))
                )
                pipe.zrem(self._queue.key("deliveries"), *names)
                await pipe.execute()
            gone += len(names)
        for subscription in subscriptions:
            await self._redis.zremrangebyscore(self._queue.key("log", subscription), "-inf", before_ms)
        while names := await self._before("alerts", before_ms):
            async with self._redis.pipeline(transaction=True) as pipe:
                pipe.delete(*(self._queue.key("alert", name) for name in names))
                pipe.zrem(self._queue.key("alerts"), *names)
                await pipe.execute()
            gone += len(names)
        return gone

    async def waiting(self, subscriptions: Sequence[str]) -> int:
        """How many deliveries wait, over all endpoints."""
        if not subscriptions:
            return 0
        async with self._redis.pipeline(transaction=False) as pipe:
            for subscription in subscriptions:
                pipe.zcard(self._queue.key("due", subscription))
            return sum(await pipe.execute())

    async def _before(self, named: str, before_ms: int) -> list[str]:
        found = await self._redis.zrangebyscore(
            self._queue.key(named), "-inf", before_ms, start=0, num=AT_ONCE
        )
        return [name.decode() for name in found]

    async def _ids(
        self, named: str, since_ms: int, until_ms: int, limit: int, newest_first: bool
    ) -> list[tuple[str, int]]:
        key = self._queue.key(named)
        if newest_first:
            found = await self._redis.zrevrangebyscore(
                key, until_ms, since_ms, start=0, num=limit, withscores=True
            )
        else:
            found = await self._redis.zrangebyscore(
                key, since_ms, until_ms, start=0, num=limit, withscores=True
            )
        return [(name.decode(), int(at)) for name, at in found]


def _moment(ms: bytes | None) -> datetime | None:
    return datetime.fromtimestamp(int(ms) / 1000, UTC) if ms else None


def _logged(row: Sequence[bytes | None], tries: Sequence[bytes]) -> Logged:
    it, state, count, due = row
    delivery = Delivery.model_validate_json(it or b"")
    return Logged(
        **delivery.model_dump(exclude={"state", "body"}),
        state=State((state or b"").decode()),
        tries=int(count or 0),
        next_try_at=_moment(due),
        log=tuple(Try.model_validate_json(one) for one in tries),
    )
