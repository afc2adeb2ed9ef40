"""The lanes' side of the store: alerts, deliveries and their queues, read and written outside of the fence.

The keys stand on top of adapters.py. Everything here touches one lane at a time.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.notify.adapters import SCRIPTS
from services.notify.core.fanout import Delivery, State
from shared.contracts.contradictions import ContradictionChanged
from shared.contracts.model import Contract, Moment
from shared.runtime import keys
from shared.runtime.commit import Check, Write
from shared.runtime.connection import Client
from shared.runtime.scripts import Script

_DUE = Script("due", SCRIPTS)
_SETTLE = Script("settle", SCRIPTS)
_ENQUEUE = Script("enqueue", SCRIPTS)

#: Field of `told` that counts its writes: what the fence compares.
COUNT = "#"

#: Subscribers named in one command: Lua takes no more than some thousand arguments.
AT_ONCE = 1_000

#: Alerts that are kept decoded.
ALERTS_AT_HAND = 500

#: Endpoints named in `wake`: beyond that, polling finds them.
MOST_WOKEN = 1_000


class Try(Contract):
    """One try of a delivery, as the log shows it."""

    at: Moment
    status: int | None = None
    reason: str = ""
    """"" for a success, else why it was none."""
    milliseconds: int = 0
    answer: str = ""
    """First bytes of what came back, or the error."""
    next_at: Moment | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A delivery that is due, with what it tells of."""

    lane: int
    delivery: Delivery
    tries: int
    tried: int
    """Tries in this round of the table."""
    alert: ContradictionChanged | None


@dataclass(frozen=True, slots=True)
class Result:
    """How one try of a waiting delivery ended."""

    waiting: Waiting
    made: Try
    state: State

    def args(self) -> list[Any]:
        """As settle.lua takes it."""
        next_at = self.made.next_at
        return [
            self.waiting.delivery.id,
            self.waiting.tries,
            self.state.value,
            "" if next_at is None else in_ms(next_at),
            self.made.model_dump_json(exclude_none=True),
            self.made.status or 0,
            self.made.reason,
        ]


def in_ms(moment: datetime) -> int:
    """A moment as milliseconds since 1970."""
    return int(moment.timestamp() * 1000)


def checks_and_writes(
    lane: int,
    alert: ContradictionChanged,
    deliveries: Sequence[Delivery],
    told: dict[str, int],
    written: str | None,
    keep_seconds: int,
) -> tuple[list[Check], list[Write]]:
    """What the fence compares and writes for one alert: itself, its deliveries and their schedule.

    `told` is brought up to date, for the next alert of the same batch.
    """
    mine = keys.key(lane, "told", alert.contradiction.id)
    kept = keys.key(lane, "alert", alert.id)
    checks = [Check(kept, None), Check(mine, written, field=COUNT)]
    writes = [
        Write("SET", kept, (alert.model_dump_json(),)),
        Write("ZADD", keys.key(lane, "alerts"), (in_ms(alert.at), alert.id)),
    ]
    for start in range(0, len(deliveries), AT_ONCE):
        writes += _shared_writes(lane, mine, deliveries[start : start + AT_ONCE], told)
    for it in deliveries:
        writes += _writes_of(lane, it)
    if deliveries:
        writes += [
            Write("HINCRBY", mine, (COUNT, 1)),
            Write("EXPIRE", mine, (keep_seconds,)),
            Write("LTRIM", keys.key(lane, "wake"), (-MOST_WOKEN, -1)),
        ]
    return checks, writes


def _shared_writes(
    lane: int, told_key: str, deliveries: Sequence[Delivery], told: dict[str, int]
) -> list[Write]:
    """What of an alert's deliveries goes to the same keys, in one command each."""
    for it in deliveries:
        told[it.subscription] = max(told.get(it.subscription, 0), it.sequence)
    highest = [value for it in deliveries for value in (it.subscription, told[it.subscription])]
    named = [value for it in deliveries for value in (in_ms(it.created_at), it.id)]
    writes = [
        Write("HSET", told_key, tuple(highest)),
        Write("ZADD", keys.key(lane, "deliveries"), tuple(named)),
    ]
    pending = [it for it in deliveries if it.state is State.PENDING]
    if pending:
        waiting = [value for it in pending for value in (in_ms(it.created_at), it.subscription)]
        writes += [
            Write("ZADD", keys.key(lane, "endpoints"), ("LT", *waiting)),
            Write("RPUSH", keys.key(lane, "wake"), tuple(it.subscription for it in pending)),
        ]
    return writes


def _writes_of(lane: int, it: Delivery) -> list[Write]:
    """The writes of one delivery alone."""
    now, pending = in_ms(it.created_at), it.state is State.PENDING
    fields = (
        "it",
        it.model_dump_json(),
        "state",
        it.state.value,
        "tries",
        0,
        "since",
        0,
        "due",
        now if pending else "",
    )
    writes = [
        Write("HSET", keys.key(lane, "delivery", it.id), fields),
        Write("ZADD", keys.key(lane, "log", it.subscription), (now, it.id)),
    ]
    if pending:
        writes.append(Write("ZADD", keys.key(lane, "due", it.subscription), (now, it.id)))
    return writes


class Queue:
    """One lane's deliveries and alerts."""

    def __init__(self, redis: Client, lane: int) -> None:
        self.redis, self.lane = redis, lane
        self._read: OrderedDict[str, ContradictionChanged] = OrderedDict()

    def key(self, *parts: str) -> str:
        """A key of this lane."""
        return keys.key(self.lane, *parts)

    async def told(
        self, alerts: Collection[ContradictionChanged]
    ) -> tuple[set[str], dict[str, tuple[dict[str, int], str | None]]]:
        """Which of these alerts are known already, and what was told of each contradiction to whom (and its count)."""
        contradictions = list(dict.fromkeys(alert.contradiction.id for alert in alerts))
        async with self.redis.pipeline(transaction=False) as pipe:
            for alert in alerts:
                pipe.exists(self.key("alert", alert.id))
            for contradiction in contradictions:
                pipe.hgetall(self.key("told", contradiction))
            replies = await pipe.execute()
        known = {alert.id for alert, there in zip(alerts, replies, strict=False) if there}
        told = {}
        for contradiction, row in zip(contradictions, replies[len(alerts) :], strict=True):
            plain = {name.decode(): value.decode() for name, value in row.items()}
            count = plain.pop(COUNT, None)
            told[contradiction] = ({name: int(value) for name, value in plain.items()}, count)
        return known, told

    async def with_work(self, now: datetime, limit: int = 1_000) -> list[str]:
        """Endpoints that have something due by now, the longest waiting first."""
        found = await self.redis.zrangebyscore(self.key("endpoints"), "-inf", in_ms(now), start=0, num=limit)
        return [name.decode() for name in found]

    async def woken(self, seconds: float) -> list[str]:
        """Endpoints for which something was queued just now; [] where nothing is within `seconds`."""
        first = await self.redis.blpop([self.key("wake")], timeout=seconds)
        if not first:
            return []
        rest = await self.redis.lpop(self.key("wake"), MOST_WOKEN) or []
        return list(dict.fromkeys(name.decode() for name in (first[1], *rest)))

    async def due(
        self, subscription: str, now: datetime, limit: int, beside: Collection[str]
    ) -> tuple[list[Waiting], bool]:
        """Deliveries to one endpoint that are due, earliest first, leaving out those `beside`; and whether more are."""
        most = limit + len(beside)
        args = [in_ms(now), most, self.key("delivery", "")]
        rows = await _DUE(self.redis, [self.key("due", subscription)], args)
        gone = [name for name, it, _, _ in rows if it is None]
        if gone:
            await self.redis.zrem(self.key("due", subscription), *gone)
        found = [
            (Delivery.model_validate_json(it), int(tries), int(since))
            for name, it, tries, since in rows
            if it is not None and name.decode() not in beside
        ]
        alerts = await self.alerts({it.alert for it, _, _ in found if it.alert})
        waiting = [
            Waiting(self.lane, it, tries, tries - since, alerts.get(it.alert)) for it, tries, since in found
        ]
        return waiting, len(rows) == most

    async def settle(self, subscription: str, results: Sequence[Result]) -> list[str]:
        """Write down how tries ended; the reply tells which of them counted (see settle.lua)."""
        named = [self.key("due", subscription), self.key("endpoints")]
        args: list[Any] = [subscription]
        for result in results:
            name = result.waiting.delivery.id
            named += [self.key("delivery", name), self.key("tries", name)]
            args += result.args()
        return [reply.decode() for reply in await _SETTLE(self.redis, named, args)]

    async def enqueue(self, delivery: Delivery, now: datetime, again: bool = False) -> str:
        """Queue a delivery by hand; `again` also where it was delivered before."""
        who, name = delivery.subscription, delivery.id
        named = [
            self.key("delivery", name),
            self.key("due", who),
            self.key("endpoints"),
            self.key("log", who),
            self.key("deliveries"),
            self.key("wake"),
        ]
        args = [name, who, in_ms(now), delivery.model_dump_json(), "1" if again else "0"]
        reply: bytes = await _ENQUEUE(self.redis, named, args)
        return reply.decode()

    async def hold(self, subscription: str, until: datetime) -> None:
        """Let nobody look at this endpoint's queue before then."""
        await self.redis.zadd(self.key("endpoints"), {subscription: in_ms(until)}, xx=True)

    async def unlist(self, subscription: str) -> None:
        """Take an endpoint off the list of those that have work; its queue stays."""
        await self.redis.zrem(self.key("endpoints"), subscription)

    async def relist(self, subscription: str, now: datetime) -> int:
        """Put an endpoint back on that list if anything waits for it; returns how much."""
        waiting = int(await self.redis.zcard(self.key("due", subscription)))
        if waiting:
            await self.redis.zadd(self.key("endpoints"), {subscription: in_ms(now)})
            await self.redis.rpush(self.key("wake"), subscription)
        return waiting

    async def drop(self, subscription: str) -> None:
        """Forget the queue and the log of an endpoint that was deleted."""
        await self.redis.delete(self.key("due", subscription), self.key("log", subscription))
        await self.unlist(subscription)

    async def alerts(self, names: Iterable[str]) -> dict[str, ContradictionChanged]:
        """Alerts by id, as far as they are kept."""
        asked = list(names)
        missing = [name for name in asked if name not in self._read]
        if missing:
            async with self.redis.pipeline(transaction=False) as pipe:
                for name in missing:
                    pipe.get(self.key("alert", name))
                rows = await pipe.execute()
            for name, row in zip(missing, rows, strict=True):
                if row:
                    self._read[name] = ContradictionChanged.model_validate_json(row)
        found = {name: self._read[name] for name in asked if name in self._read}
        # An alert goes to many endpoints in a row and never changes.
        while len(self._read) > ALERTS_AT_HAND:
            self._read.popitem(last=False)
        return found
