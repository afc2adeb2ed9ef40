"""The poller: each feed at its time, by one process of all, politely, and its articles into the line."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from services.ingest.adapters import Away, Full
from services.ingest.core.addresses import host_of
from services.ingest.core.arrivals import Draft, written
from services.ingest.core.feedlist import Feed, feeds_in
from services.ingest.core.moments import plausible
from services.ingest.core.polling import Poll, after_poll, meaning_of
from services.ingest.doors import House, count
from services.ingest.feedstore import FeedStore, Remembered, entry_name
from services.ingest.fetching import FEED_TYPES, PAGE_TYPES, Fetched, Fetcher, NotFetched
from services.ingest.pagereader import Failed
from shared.contracts.errors import Misconfigured
from shared.runtime.logs import logger
from shared.runtime.metrics import metric

if TYPE_CHECKING:
    from services.ingest.core.entries import Entry, FeedPage
    from services.ingest.core.pages import Page

log = logger("ingest.feeds")

#: How often the clock is looked at, and feeds.toml for changes.
TICK_SECONDS = 1.0
#: Feeds polled at once by one process.
AT_ONCE = 8
#: Tries to fetch an article's page, one a poll.
TRIES = 3
#: Page errors kept for the operator.
ERRORS_KEPT = 5


class Feeds:
    """All feeds of feeds.toml."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.store = FeedStore(house.store)
        self._fetcher = Fetcher(house.settings, self.store)
        self._path: Path | None = house.settings.ingest_feeds
        self._read_at = 0.0
        self._due: dict[str, float] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)
        self.feeds: tuple[Feed, ...] = self._list() if self._path else ()

    async def run(self) -> None:
        """Poll what is due, for ever."""
        if self._path is None:
            return
        await self._house.opened.wait()
        polls: set[asyncio.Task[None]] = set()
        busy: set[str] = set()
        try:
            while True:
                self._read_again()
                now = self._now()
                for feed in self.feeds:
                    if feed.id not in busy and self._due.get(feed.id, 0) <= now:
                        busy.add(feed.id)
                        task = asyncio.create_task(self._at_its_time(feed))
                        polls.add(task)
                        task.add_done_callback(polls.discard)
                        task.add_done_callback(partial(_discard, busy, feed.id))
                await asyncio.sleep(TICK_SECONDS)
        finally:
            for task in polls:
                task.cancel()
            await asyncio.gather(*polls, return_exceptions=True)

    async def close(self) -> None:
        """Close the connections to outlets."""
        await self._fetcher.close()

    async def _at_its_time(self, feed: Feed) -> None:
        """Poll a feed where it is due by the common clock, and nobody else does so now."""
        try:
            async with self._turns:
                state = await self.store.state(feed.id)
                if state.number("next_at") > self._now() or self._house.pressure.refusal():
                    self._due[feed.id] = max(state.number("next_at"), self._now() + TICK_SECONDS)
                    return
                async with self.store.leased(feed.id) as mine:
                    if mine:
                        await self.poll(feed, await self.store.state(feed.id))
                    else:
                        self._due[feed.id] = self._now() + feed.interval / 10
        except (Away, Full) as error:
            self._due[feed.id] = self._now() + 5
            log.warning("feed_put_off", feed=feed.url, error=str(error))
        except Exception:
            self._due[feed.id] = self._now() + feed.interval
            log.exception("feed_failed", feed=feed.url)

    async def poll(self, feed: Feed, state: Remembered) -> None:
        """One poll: fetch, take what is new, write down how it went."""
        if state.number("next_at") > self._now():
            return
        ask = {"If-None-Match": state["etag"], "If-Modified-Since": state["last_modified"]}
        told: dict[str, str | float] = {"last_poll_at": self._now(), "error": ""}
        retry_after = None
        try:
            answer = await self._fetcher.get(feed.url, FEED_TYPES, {k: v for k, v in ask.items() if v})
            outcome = Poll.NOT_MODIFIED if answer.status == 304 else Poll.NEW
            if outcome is Poll.NEW:
                errors = await self._take_new(feed, answer)
                told["page_errors"] = orjson.dumps(errors[-ERRORS_KEPT:]).decode()
                if not errors:  # else the same document must come again, for the pages that failed
                    told |= {"etag": answer.etag, "last_modified": answer.last_modified}
                else:
                    told |= {"etag": "", "last_modified": ""}
            told["last_ok_at"] = self._now()
        except NotFetched as error:
            outcome = meaning_of(error.status) if error.status else Poll.FAILED
            told["error"], retry_after = str(error), error.retry_after
        chance = random.random()  # noqa: S311
        failures = int(state.number("failures"))
        following = after_poll(outcome, feed.interval, failures, retry_after, chance)
        self._due[feed.id] = self._now() + following.wait
        metric("ingest_feed_polls_total", outcome=outcome.value).inc()
        log.info("feed_polled", feed=feed.url, outcome=outcome.value, error=told["error"])
        await self.store.remember(
            feed.id, {**told, "next_at": self._due[feed.id], "failures": following.failures}
        )

    async def _take_new(self, feed: Feed, answer: Fetched) -> list[str]:
        """The entries that are new or changed; what went wrong with their pages."""
        try:
            page = await self._house.pages.run(_feed_page, answer.body)
        except Failed as error:
            raise NotFetched(f"the feed: {error}") from error
        if page.fault:
            raise NotFetched(page.fault)
        seen, errors, taken = await self.store.seen(feed.id), [], 0
        for entry in page.entries:
            mark, _, failed = seen.get(entry_name(entry.url), "").partition(" ")
            tries = int(failed or 0) if mark == entry.mark else 0
            if mark == entry.mark and (not failed or tries >= TRIES):
                continue
            try:
                taken += await self._take_entry(feed, page, entry)
                await self.store.mark_seen(feed.id, entry.url, entry.mark)
            except NotFetched as error:
                errors.append(f"{entry.url}: {error}")
                metric("ingest_feed_pages_total", outcome="failed").inc()
                await self.store.mark_seen(feed.id, entry.url, f"{entry.mark} {tries + 1}")
        gone = seen.keys() - {entry_name(entry.url) for entry in page.entries}
        await self.store.forget(feed.id, sorted(gone))
        await self.store.add_taken(feed.id, taken)
        return errors

    async def _take_entry(self, feed: Feed, page: FeedPage, entry: Entry) -> int:
        found = await self._article_of(feed, entry)
        metric("ingest_feed_pages_total", outcome="read").inc()
        now = self._house.clock()
        stated = found.published_at or entry.published_at
        url = found.url or entry.url
        draft = Draft(
            url=url,
            outlet=feed.outlet or found.outlet or page.title or host_of(url),
            title=found.title or entry.title,
            text=found.text,
            published_at=stated if stated and plausible(stated, now) else None,
            language=feed.language or found.language or page.language,
        )
        taken = await self._house.store.take(written(draft, now))
        count(self._house, [taken])
        return int(not taken.known)

    async def _article_of(self, feed: Feed, entry: Entry) -> Page:
        """The article's page, or where none is wanted what the feed itself carries of it."""
        if not feed.full_text:
            return await self._read(_entry_page, entry.html, entry.title, entry.url)
        answer = await self._fetcher.get(entry.url, PAGE_TYPES)
        if answer.kind == "application/pdf" or answer.body[:5] == b"%PDF-":
            raise NotFetched("it is a PDF, whose words have no order that could be relied on")
        if answer.kind and not answer.kind.startswith(("text/", "application/xhtml")):
            raise NotFetched(f"expected a page, came {answer.kind}")
        page = await self._read(_page_of_bytes, answer.body, answer.charset, answer.url)
        return page if page.url else replace(page, url=entry.url)

    async def _read(self, work: Callable[..., Page], *args: object) -> Page:
        try:
            page = await self._house.pages.run(work, *args)
        except Failed as error:
            raise NotFetched(str(error)) from error
        if page.reason:
            raise NotFetched(page.reason)
        return page

    def _read_again(self) -> None:
        """Take over a changed feeds.toml; one with a mistake changes nothing."""
        assert self._path is not None
        try:
            if self._path.stat().st_mtime != self._read_at:
                self.feeds = self._list()
                log.info("feeds_read", feeds=len(self.feeds))
        except (OSError, Misconfigured) as error:
            log.error("feeds_not_read", error=str(error))

    def _list(self) -> tuple[Feed, ...]:
        assert self._path is not None
        try:
            self._read_at = self._path.stat().st_mtime
            return feeds_in(self._path.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as error:
            raise Misconfigured(f"expected to read feeds from {self._path}: {error}") from error

    def _now(self) -> float:
        return self._house.clock().timestamp()


def _feed_page(raw: bytes) -> FeedPage:
    from services.ingest.core.entries import feed_of

    return feed_of(raw)


def _page_of_bytes(raw: bytes, charset: str, url: str) -> Page:
    from services.ingest.core.pages import page_of_bytes

    return page_of_bytes(raw, charset, url)


def _entry_page(html: str, title: str, url: str) -> Page:
    from services.ingest.core.pages import page_of_fragment

    return page_of_fragment(html, title, url)


def _discard(busy: set[str], feed: str, _: object) -> None:
    busy.discard(feed)


def moment_at(seconds: float) -> datetime | None:
    """The moment at so many seconds; None at 0."""
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
