"""What is remembered of a feed between polls, and who may poll it now.

| key | type | content | expiry |
|---|---|---|---|
| cc:{NN}:feed:ID | hash | validators, times of polls, failures, last errors, articles taken | none |
| cc:{NN}:feed:ID:seen | hash | address digest of a present entry -> its mark, failed tries | 30 days |
| cc:{NN}:feed:ID:lease | string | token of the process that polls it | 60 s, renewed |
| cc:{NN}:host:HOST | string | token of the process that fetches from it; lane by host | 90 s, or the crawl delay |
"""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

from services.ingest.adapters import SCRIPTS, Store
from shared.contracts.ids import content_id, lane_of
from shared.runtime import keys
from shared.runtime.scripts import Script

LEASE_SECONDS = 60.0
HOST_SECONDS = 90.0
SEEN_SECONDS = 30 * 86400

#: How often one waits for a host that another process is asking just now.
HOST_RETRY = 0.25

_LET_GO = Script("let_go", SCRIPTS)


@dataclass(frozen=True, slots=True)
class Remembered:
    """The state of a feed as it is stored; "" where nothing is."""

    fields: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.fields.get(name, "")

    def number(self, name: str) -> float:
        """A field as a number, 0 where it is none."""
        return float(self.fields.get(name) or 0)


class FeedStore:
    """The state of feeds."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def state(self, feed: str) -> Remembered:
        """What is remembered of a feed."""
        raw = await self._store.call(lambda: self._store.redis.hgetall(self._key(feed)))
        return Remembered({name.decode(): value.decode("utf-8", "replace") for name, value in raw.items()})

    async def remember(self, feed: str, fields: Mapping[str, str | float]) -> None:
        """Write down what a poll found."""
        await self._store.call(lambda: self._store.redis.hset(self._key(feed), mapping=dict(fields)))

    async def add_taken(self, feed: str, count: int) -> None:
        """Count articles taken."""
        if count:
            await self._store.call(lambda: self._store.redis.hincrby(self._key(feed), "taken", count))

    async def seen(self, feed: str) -> dict[str, str]:
        """The marks of the entries at the last poll."""
        raw = await self._store.call(lambda: self._store.redis.hgetall(self._key(feed, "seen")))
        return {name.decode(): value.decode() for name, value in raw.items()}

    async def mark_seen(self, feed: str, url: str, mark: str) -> None:
        """An entry is done with, or has failed once more."""
        key = self._key(feed, "seen")
        await self._store.call(lambda: self._store.redis.hset(key, entry_name(url), mark))
        await self._store.call(lambda: self._store.redis.expire(key, SEEN_SECONDS))

    async def forget(self, feed: str, names: list[str]) -> None:
        """Entries that the feed no longer lists."""
        if names:
            await self._store.call(lambda: self._store.redis.hdel(self._key(feed, "seen"), *names))

    @asynccontextmanager
    async def leased(self, feed: str) -> AsyncIterator[bool]:
        """Whether this process may poll the feed; while within, the lease is renewed."""
        key, token = self._key(feed, "lease"), secrets.token_hex(8)
        redis = self._store.redis
        got = await self._store.call(
            lambda: redis.set(key, token, nx=True, px=int(LEASE_SECONDS * 1000)), retry=False
        )
        if not got:
            yield False
            return
        renewing = asyncio.create_task(self._renew(key))
        try:
            yield True
        finally:
            renewing.cancel()
            await self._let_go(key, token, 0)

    @asynccontextmanager
    async def turn(self, host: str, delay: float) -> AsyncIterator[None]:
        """One request at a time to a host, over all processes, and so many seconds between two."""
        key, token = keys.key(lane_of(host, self._store.lanes), "host", host), secrets.token_hex(8)
        redis = self._store.redis
        ms = int(HOST_SECONDS * 1000)
        while not await self._store.call(lambda: redis.set(key, token, nx=True, px=ms)):  # noqa: ASYNC110
            await asyncio.sleep(HOST_RETRY)
        try:
            yield
        finally:
            await self._let_go(key, token, delay)

    async def _renew(self, key: str) -> None:
        while True:
            await asyncio.sleep(LEASE_SECONDS / 3)
            with suppress(Exception):
                await self._store.call(lambda: self._store.redis.pexpire(key, int(LEASE_SECONDS * 1000)))

    async def _let_go(self, key: str, token: str, delay: float) -> None:
        with suppress(Exception):  # it expires by itself
            await self._store.call(lambda: _LET_GO(self._store.redis, [key], [token, int(delay * 1000)]))

    def _key(self, feed: str, *more: str) -> str:
        return keys.key(lane_of(feed, self._store.lanes), "feed", feed, *more)


def entry_name(url: str) -> str:
    """What an entry is remembered by."""
    return content_id("entry", url)
