"""Notify's parts in this process, around a real server and real receivers, with a clock and dice that we hold."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta
from typing import Any

from redis.asyncio import Redis

from services.notify.adapters import Book, Leases, Notices, Standings
from services.notify.app import Handler
from services.notify.core.fanout import State
from services.notify.core.signing import Secrets, secret_from
from services.notify.core.subscriptions import Filter, Subscription
from services.notify.housekeeping import Housekeeping
from services.notify.judge import Judge
from services.notify.queue import Queue
from services.notify.sender import Sender
from services.notify.settings import NotifySettings
from services.notify.shelf import Logged, Shelf
from services.notify.tools import Tools
from services.notify.tries import Clients
from shared.contracts.contradictions import ContradictionChanged
from shared.runtime.commit import Received
from shared.runtime.fence import Fence, Outcome
from shared.runtime.groups import ensure_group
from shared.runtime.public_http import Gate
from shared.runtime.wire import fields_of
from tests.notify.alerts import MORNING

SECRET = secret_from(b"k" * 32)
STREAM = "cc:{00}:contradictions"


class Line:
    """One process's worth of notify, stepped by hand."""

    def __init__(self, redis: Redis, url: str, owner: str = "me", **settings: Any) -> None:
        given: dict[str, Any] = {
            "redis_url": url,
            "notify_allow_networks": ("127.0.0.0/8",),
            "notify_allow_ports": ("any",),
            "notify_public_url": "http://desk.example",
        }
        self.redis, self.now, self.jitter = redis, MORNING, 0.5
        self.settings = NotifySettings(**(given | settings))
        self.queue = Queue(redis, 0)
        self.book, self.standings, self.notices = Book(redis), Standings(redis), Notices(redis)
        self.judge = Judge(self.book, self.standings, self.notices, [self.queue], self.clock)
        self.clients = Clients(Gate(self.settings.allowed))
        self.tools = Tools(
            settings=self.settings,
            queues=[self.queue],
            book=self.book,
            standings=self.standings,
            leases=Leases(redis, owner, self.settings.notify_lease_seconds),
            clients=self.clients,
            judge=self.judge.judge,
            now=self.clock,
            jitter=lambda: self.jitter,
        )
        self.sender = Sender(self.tools)
        self.housekeeping = Housekeeping(self.tools, self.judge, owner)
        self.shelf = Shelf(self.queue)
        self.handler = Handler(self.book, {0: self.queue}, timedelta(days=30), self.clock)
        self.fence = Fence(0, STREAM, "notify", owner)

    async def __aenter__(self) -> Line:
        await ensure_group(self.redis, STREAM, "notify")
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.sender.finish()
        await self.clients.close_idle(0)

    def clock(self) -> datetime:
        return self.now

    def later(self, **delta: float) -> None:
        self.now += timedelta(**delta)

    async def subscribe(self, url: str, wanted: Filter = Filter(), name: str = "sub_1", **given: Any) -> str:
        subscription = Subscription(id=name, url=url, filter=wanted, created_at=self.now, **given)
        await self.book.save(subscription, Secrets(current=SECRET))
        return name

    async def hear(self, *alerts: ContradictionChanged) -> Outcome:
        """Take alerts from the stream and commit what the handler decides, as the stage does."""
        for alert in alerts:
            await self.redis.xadd(STREAM, fields_of(alert))
        await self.redis.xreadgroup("notify", self.fence.consumer, {STREAM: ">"}, count=100)
        pending = await self.redis.xpending_range(STREAM, "notify", "-", "+", 100, self.fence.consumer)
        found = {row["message_id"].decode() for row in pending}
        batch = [
            Received(entry.decode(), ContradictionChanged.model_validate_json(fields[b"__data__"]))
            for entry, fields in await self.redis.xrange(STREAM)
            if entry.decode() in found
        ]
        commit = await self.handler(0, batch)
        return (await self.fence.commit(self.redis, commit))[0]

    async def send(self, seconds: float = 30) -> None:
        """Send whatever is due by the clock, and wait until it is written down."""
        async with asyncio.timeout(seconds):
            await self.sender.look()
            await self.sender.idle()

    async def log(self, subscription: str = "") -> list[Logged]:
        """Deliveries, oldest first."""
        named = await self.shelf.delivery_ids(subscription, 0, 10**15, 1000)
        return list(reversed(await self.shelf.deliveries([name for name, _ in named])))

    async def only(self) -> Logged:
        """The one delivery that there is."""
        (one,) = await self.log()
        return one

    async def states(self) -> list[State]:
        return [one.state for one in await self.log()]
