"""Notify's store: who hears of what, how endpoints stand, and who is serving them.

| key | type | content | expiry |
|---|---|---|---|
| cc:{notify}:subscriptions | hash | id -> JSON of `Subscription` | none |
| cc:{notify}:secrets | hash | id -> JSON of `Secrets` | none |
| cc:{notify}:standings | hash | id -> JSON of `Standing` | none |
| cc:{notify}:version | string | counts changes of the three above that others must see at once | none |
| cc:{notify}:lease:SUB | string | the process that serves this endpoint | notify_lease_seconds |
| cc:{notify}:notice | hash | id -> JSON of what happened to an endpoint | the latest 1,000 |
| cc:{notify}:notices | zset | ids of notices by ms | likewise |
| cc:{NN}:alert:ID | string | JSON of ContradictionChanged | retention |
| cc:{NN}:alerts | zset | ids of alerts by ms of the change | retention |
| cc:{NN}:told:CONTRADICTION | hash | subscription -> highest sequence queued; `#` -> count of writes | retention |
| cc:{NN}:delivery:ID | hash | it (JSON of `Delivery`), state, tries, since (tries of past rounds), due | retention |
| cc:{NN}:tries:ID | list | JSON of each `Try`, the latest 50 | retention |
| cc:{NN}:deliveries | zset | ids of deliveries by ms of their making | retention |
| cc:{NN}:log:SUB | zset | the same, of one endpoint | retention |
| cc:{NN}:due:SUB | zset | ids of waiting deliveries by ms of their next try: the endpoint's own queue | none |
| cc:{NN}:endpoints | zset | endpoints that have anything waiting, by ms of the earliest | none |
| cc:{NN}:wake | list | endpoints for which something was queued just now, at most 1,000 | none |

`{notify}` is one slot, each lane another. Deliveries and their schedule are written in the fence of the lane
(app.py); the rest of the lane's keys is read and written by queue.py.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from services.notify.core.fanout import Target
from services.notify.core.signing import Secrets
from services.notify.core.standing import Standing
from services.notify.core.subscriptions import Subscription
from shared.contracts.model import Contract, Moment
from shared.runtime.connection import Client
from shared.runtime.logs import logger
from shared.runtime.scripts import Script

_log = logger("notify")

_TAG = "cc:{notify}"
SUBSCRIPTIONS, SECRETS, STANDINGS = f"{_TAG}:subscriptions", f"{_TAG}:secrets", f"{_TAG}:standings"
VERSION, NOTICE, NOTICES = f"{_TAG}:version", f"{_TAG}:notice", f"{_TAG}:notices"

SCRIPTS = Path(__file__).with_name("lua")
_SWAP = Script("swap", SCRIPTS)
_LEASE = Script("lease", SCRIPTS)
_TAKE = Script("take", SCRIPTS)

#: Seconds for which the sender believes its copy of the book; the stage always asks.
BELIEVED = 0.1

#: Notices that are kept.
MOST_NOTICES = 1_000


class Notice(Contract):
    """Something that happened to an endpoint and that its owner should know."""

    id: str
    type: str
    at: Moment
    subscription: str
    url: str
    reason: str = ""
    per_cent: int = 0
    failing_since: Moment | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A subscription with all that is needed to send to it."""

    subscription: Subscription
    secrets: Secrets
    disabled: str = ""


class Book:
    """The subscriptions as this process knows them; a look at the version tells whether they changed."""

    def __init__(self, redis: Client) -> None:
        self.redis = redis
        self._version: bytes | None = b"never read"
        self._endpoints: dict[str, Endpoint] = {}
        self._checked = float("-inf")

    async def endpoints(self) -> dict[str, Endpoint]:
        """Every endpoint by subscription id, oldest first, as of now."""
        version = await self.redis.get(VERSION)
        if version != self._version:
            self._endpoints = await self._read()
            self._version = version
        self._checked = time.monotonic()
        return self._endpoints

    async def endpoint(self, subscription: str) -> Endpoint | None:
        """One endpoint as of now."""
        return (await self.endpoints()).get(subscription)

    async def endpoint_lately(self, subscription: str) -> Endpoint | None:
        """One endpoint as of a moment ago: for the sender, which asks very often."""
        if time.monotonic() - self._checked > BELIEVED:
            await self.endpoints()
        return self._endpoints.get(subscription)

    async def targets(self) -> list[Target]:
        """The subscriptions as the stage decides about them."""
        return [Target(one.subscription, bool(one.disabled)) for one in (await self.endpoints()).values()]

    async def save(self, subscription: Subscription, secrets: Secrets | None = None) -> None:
        """Write a subscription, and its secrets where they changed."""
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.hset(SUBSCRIPTIONS, subscription.id, subscription.model_dump_json())
            if secrets is not None:
                pipe.hset(SECRETS, subscription.id, secrets.model_dump_json())
            pipe.incr(VERSION)
            await pipe.execute()
        self._checked = float("-inf")

    async def delete(self, subscription: str) -> bool:
        """Take a subscription out; its queues are dropped by whoever next looks at them."""
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.hdel(SUBSCRIPTIONS, subscription)
            pipe.hdel(SECRETS, subscription)
            pipe.hdel(STANDINGS, subscription)
            pipe.incr(VERSION)
            self._checked = float("-inf")
            return bool((await pipe.execute())[0])

    async def changed(self) -> None:
        """Let every process read the book again."""
        await self.redis.incr(VERSION)
        self._checked = float("-inf")

    async def _read(self) -> dict[str, Endpoint]:
        async with self.redis.pipeline(transaction=True) as pipe:
            pipe.hgetall(SUBSCRIPTIONS)
            pipe.hgetall(SECRETS)
            pipe.hgetall(STANDINGS)
            subscriptions, secrets, standings = await pipe.execute()
        found = []
        for name, value in subscriptions.items():
            if name not in secrets:
                continue
            try:
                found.append(_endpoint(value, secrets[name], standings.get(name)))
            except ValidationError as error:
                # One record that cannot be read must not silence all the others.
                _log.error("subscription_unreadable", subscription=name.decode(), error=str(error))
        found.sort(key=lambda one: (one.subscription.created_at, one.subscription.id))
        return {one.subscription.id: one for one in found}


def _endpoint(subscription: bytes, secrets: bytes, standing: bytes | None) -> Endpoint:
    return Endpoint(
        Subscription.model_validate_json(subscription),
        Secrets.model_validate_json(secrets),
        Standing.model_validate_json(standing).disabled if standing else "",
    )


@dataclass(frozen=True, slots=True)
class Seen:
    """A standing, and the bytes that it was read from: what a swap compares with."""

    standing: Standing
    raw: bytes | str = ""


class Standings:
    """How endpoints stand; changed by compare-and-set, since the API may enable what a sender judges."""

    def __init__(self, redis: Client) -> None:
        self.redis = redis

    async def of(self, subscription: str) -> Seen:
        """How one endpoint stands."""
        raw = await self.redis.hget(STANDINGS, subscription)
        return Seen(Standing.model_validate_json(raw), raw) if raw else Seen(Standing())

    async def all(self) -> dict[str, Seen]:
        """How every endpoint stands that has ever failed."""
        rows = await self.redis.hgetall(STANDINGS)
        return {name.decode(): Seen(Standing.model_validate_json(raw), raw) for name, raw in rows.items()}

    async def swap(self, subscription: str, seen: Seen, new: Standing) -> Seen | None:
        """Write `new` unless another has written since `seen` was read: then None."""
        raw = new.model_dump_json()
        swapped = await _SWAP(self.redis, [STANDINGS], [subscription, seen.raw, raw])
        return Seen(new, raw.encode()) if swapped else None


class Leases:
    """Which process serves which endpoint."""

    def __init__(self, redis: Client, owner: str, seconds: float) -> None:
        self.redis, self.owner, self.seconds = redis, owner, seconds

    async def take(self, name: str) -> bool:
        """Take or keep the lease; False where another process has it."""
        milliseconds = int(self.seconds * 1000)
        return bool(await _LEASE(self.redis, [f"{_TAG}:lease:{name}"], [self.owner, milliseconds]))

    async def begin(self, subscription: str) -> Seen | None:
        """Take an endpoint's lease and learn how it stands; None where another process has it."""
        named = [f"{_TAG}:lease:{subscription}", STANDINGS]
        mine, raw = await _TAKE(self.redis, named, [self.owner, int(self.seconds * 1000), subscription])
        if not mine:
            return None
        return Seen(Standing.model_validate_json(raw), raw) if raw else Seen(Standing())

    async def leave(self, name: str) -> None:
        """Let others have it at once."""
        await _LEASE(self.redis, [f"{_TAG}:lease:{name}"], [self.owner, 0])


class Notices:
    """What happened to endpoints, for their owners to read."""

    def __init__(self, redis: Client) -> None:
        self.redis = redis

    async def add(self, notice: Notice) -> bool:
        """Keep a notice; False where it was kept before."""
        if not await self.redis.hsetnx(NOTICE, notice.id, notice.model_dump_json()):
            return False
        await self.redis.zadd(NOTICES, {notice.id: int(notice.at.timestamp() * 1000)})
        await self._forget(await self.redis.zrange(NOTICES, 0, -MOST_NOTICES - 1))
        return True

    async def latest(self, limit: int = 100) -> list[Notice]:
        """The latest notices, newest first."""
        names = await self.redis.zrevrange(NOTICES, 0, limit - 1)
        rows = await self.redis.hmget(NOTICE, names) if names else []
        return [Notice.model_validate_json(row) for row in rows if row]

    async def _forget(self, names: Iterable[bytes]) -> None:
        gone = list(names)
        if gone:
            await self.redis.hdel(NOTICE, *gone)
            await self.redis.zrem(NOTICES, *gone)
