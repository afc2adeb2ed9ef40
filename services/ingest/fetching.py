"""How pages and feeds are fetched politely: robots.txt, one request at a time per host, limits on time and size.

Addresses are checked by shared/runtime/public_http.py: public ones only, unless the operator allows others.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx
from protego import Protego

from services.ingest.core.addresses import NotAnAddress, canonical, host_of
from services.ingest.feedstore import FeedStore
from services.ingest.settings import IngestSettings
from shared.runtime.public_http import Allowed, Gate, RefusedAddress, UnknownHost, public_client

MOST_BYTES = 5 << 20
MOST_ROBOTS_BYTES = 500 << 10
MOST_REDIRECTS = 5
#: How long a robots.txt holds, and one that could not be had (then the host is left alone).
ROBOTS_SECONDS = 3600.0
ROBOTS_FAILED_SECONDS = 600.0
#: An outlet that asks for more seconds between two requests gets no full texts fetched one by one for hours.
MOST_CRAWL_DELAY = 60.0

FEED_TYPES = "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"
PAGE_TYPES = "text/html, application/xhtml+xml, */*;q=0.1"


class NotFetched(Exception):
    """Why there is nothing: said to the operator, beside the outlet's name."""

    def __init__(self, why: str, status: int = 0, retry_after: float | None = None) -> None:
        super().__init__(why)
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came: 200 with a body, or 304 without."""

    url: str
    status: int
    body: bytes
    kind: str
    charset: str
    etag: str
    last_modified: str


@dataclass(slots=True)
class _Robots:
    rules: Protego | str
    """Or why robots.txt could not be had; then nothing is fetched (RFC 9309)."""
    until: float


class Fetcher:
    """Fetches for the feeds."""

    def __init__(self, settings: IngestSettings, feeds: FeedStore) -> None:
        self._agent = settings.ingest_user_agent
        self._seconds = settings.ingest_fetch_seconds
        self._gate = Gate(Allowed.of(settings.ingest_allow_networks, settings.ingest_allow_ports))
        self._kept: httpx.AsyncClient | None = None
        self._feeds = feeds
        self._robots: dict[str, _Robots] = {}
        self._here: dict[str, asyncio.Lock] = {}

    async def get(self, url: str, accept: str, headers: Mapping[str, str] | None = None) -> Fetched:
        """What is at an address; `NotFetched` says why there is nothing."""
        for _ in range(MOST_REDIRECTS + 1):
            answer = await self._polite(url, {"Accept": accept, **(headers or {})})
            if isinstance(answer, Fetched):
                return answer
            url = answer
        raise NotFetched(f"more than {MOST_REDIRECTS} redirects")

    async def close(self) -> None:
        """Close the connections."""
        if self._kept is not None:
            await self._kept.aclose()

    @property
    def _client(self) -> httpx.AsyncClient:
        """Made with the first fetch: without feeds nobody pays for it."""
        if self._kept is None:
            self._kept = public_client(self._gate, timeout=self._seconds, headers={"User-Agent": self._agent})
        return self._kept

    async def _polite(self, url: str, headers: Mapping[str, str]) -> Fetched | str:
        host = host_of(url)
        async with self._here.setdefault(host, asyncio.Lock()):
            robots = await self._robots_of(url)
            if isinstance(robots, str):
                raise NotFetched(f"nothing is fetched while its robots.txt cannot be had: {robots}")
            if not robots.can_fetch(url, self._agent):
                raise NotFetched("its robots.txt does not allow it")
            delay = float(robots.crawl_delay(self._agent) or 0)
            if delay > MOST_CRAWL_DELAY:
                raise NotFetched(f"its robots.txt asks for {delay:g} s between two requests")
            async with self._feeds.turn(host, delay):
                return await self._once(url, headers, MOST_BYTES)

    async def _robots_of(self, url: str) -> Protego | str:
        origin = "/".join(url.split("/", 3)[:3])
        known = self._robots.get(origin)
        if known and known.until > time.monotonic():
            return known.rules
        rules = await self._ask_robots(origin)
        holds = ROBOTS_FAILED_SECONDS if isinstance(rules, str) else ROBOTS_SECONDS
        self._robots[origin] = _Robots(rules, time.monotonic() + holds)
        return rules

    async def _ask_robots(self, origin: str) -> Protego | str:
        url = f"{origin}/robots.txt"
        try:
            for _ in range(MOST_REDIRECTS + 1):
                async with self._feeds.turn(host_of(url), 0):
                    answer = await self._once(url, {}, MOST_ROBOTS_BYTES)
                if isinstance(answer, Fetched):
                    return Protego.parse(answer.body.decode("utf-8", "replace"))
                url = answer
        except NotFetched as error:
            # 4xx: there are no rules. Anything else: nobody knows, so keep away.
            return Protego.parse("") if 400 <= error.status < 500 and error.status != 429 else str(error)
        return Protego.parse("")

    async def _once(self, url: str, headers: Mapping[str, str], most: int) -> Fetched | str:
        """One request; the address to which it was redirected, where it was."""
        try:
            async with (
                asyncio.timeout(self._seconds),
                self._client.stream("GET", url, headers=headers) as answer,
            ):
                return await self._taken(url, answer, most)
        except TimeoutError as error:
            raise NotFetched(f"no answer within {self._seconds:g} s") from error
        except RefusedAddress as error:
            raise NotFetched(f"address refused: {error}") from error
        except UnknownHost as error:
            raise NotFetched(f"name not found: {error}") from error
        except httpx.HTTPError as error:
            raise NotFetched(f"{type(error).__name__}: {str(error)[:120]}") from error

    async def _taken(self, url: str, answer: httpx.Response, most: int) -> Fetched | str:
        status = answer.status_code
        if status in (301, 302, 303, 307, 308) and "location" in answer.headers:
            try:
                return canonical(urljoin(url, answer.headers["location"]))
            except NotAnAddress as error:
                raise NotFetched(f"redirected to no address: {error}", status) from error
        if status != 304 and not 200 <= status < 300:
            raise NotFetched(f"answered {status}", status, _seconds_in(answer.headers.get("retry-after")))
        held, size = [], 0
        async for piece in answer.aiter_bytes(1 << 16):
            size += len(piece)
            if size > most:
                raise NotFetched(f"more than {most} bytes")
            held.append(piece)
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Fetched(
            url, status, b"".join(held), kind, answer.charset_encoding or "",
            answer.headers.get("etag", ""), answer.headers.get("last-modified", ""),
        )  # fmt: skip


def _seconds_in(header: str | None) -> float | None:
    return float(header) if header and header.strip().isdigit() else None
