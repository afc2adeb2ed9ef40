"""One try of a delivery over HTTP: sent, limited in time and size, and read as an answer or a failure."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import httpx

from services.notify.core.retry import Failure, retry_after
from shared.runtime.public_http import Gate, PublicTransport, RefusedAddress, UnknownHost

#: How much of an answer is read, and how much of that the log shows.
MOST_READ = 64 * 1024
SHOWN = 256

#: The status says all; a body that is slow to follow is waited for no longer than this.
BODY_SECONDS = 2.0

#: Idle connections are closed before receivers do it (five seconds with many), lest a try meets a closing one.
KEPT_ALIVE = 4.0

#: Idle clients that are kept for one endpoint.
MOST_IDLE = 16

AGENT = "countercount/0.1 (webhooks)"

_HEADERS = (
    (b"Accept", b"*/*"),
    (b"Accept-Encoding", b"identity"),
    (b"User-Agent", AGENT.encode()),
    (b"Content-Type", b"application/json"),
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: a status, or why none did."""

    status: int | None
    milliseconds: int
    failure: Failure | None = None
    shown: str = ""
    asked: timedelta | None = None
    """The wait that Retry-After asks for."""


class Clients:
    """Transports at hand, one connection each: httpx slows down with the size of a shared pool.

    Requests go to the transport itself. What a client of httpx adds (cookies, redirects, authentication,
    proxies) is not wanted here, and costs as much again as the request.
    """

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._idle: dict[str, list[tuple[float, PublicTransport]]] = defaultdict(list)

    def take(self, endpoint: str) -> PublicTransport:
        """A transport that nobody else uses."""
        idle = self._idle.get(endpoint)
        if idle:
            return idle.pop()[1]
        return PublicTransport(self._gate, connections=1, keepalive_seconds=KEPT_ALIVE)

    def give(self, endpoint: str, client: PublicTransport) -> None:
        """Back to the others."""
        self._idle[endpoint].append((time.monotonic(), client))

    async def close_idle(self, seconds: float = KEPT_ALIVE) -> None:
        """Close those whose connections have gone stale."""
        for endpoint in list(self._idle):
            kept = [(at, client) for at, client in self._idle[endpoint] if time.monotonic() - at < seconds]
            gone = [client for at, client in self._idle[endpoint] if time.monotonic() - at >= seconds]
            self._idle[endpoint] = kept[-MOST_IDLE:]
            if not kept:
                del self._idle[endpoint]
            for client in [*gone, *(client for _, client in kept[:-MOST_IDLE])]:
                await client.aclose()


async def send(
    client: PublicTransport,
    url: str,
    body: bytes,
    headers: Mapping[str, str],
    limit_seconds: float,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Answer:
    """One try; it ends within the limit, whatever the receiver does."""
    began = time.perf_counter()

    def took() -> int:
        return round((time.perf_counter() - began) * 1000)

    try:
        address = _address(url)
        sent = [*_HEADERS, (b"Host", address.netloc), *((n.encode(), v.encode()) for n, v in headers.items())]
        request = httpx.Request("POST", address, headers=sent, content=body)
        async with asyncio.timeout(limit_seconds):
            response = await client.handle_async_request(request)
            try:
                asked = retry_after(response.headers.get("retry-after"), now())
                shown = await _first_bytes(response)
            finally:
                await response.aclose()
        return Answer(response.status_code, took(), shown=shown, asked=asked)
    except TimeoutError:
        return Answer(None, took(), Failure.TIMEOUT, f"no answer within {limit_seconds:g} s")
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        failure = failure_in(error)
        return Answer(None, took(), failure, f"{type(error).__name__}: {error}"[:SHOWN])


@lru_cache(maxsize=4096)
def _address(url: str) -> httpx.URL:
    return httpx.URL(url)


def failure_in(error: BaseException) -> Failure:
    """What kind of failure an error of httpx is."""
    for link in _chain(error):
        if isinstance(link, ssl.SSLError):
            return Failure.TLS
    for kind, failure in _FAILURES:
        if isinstance(error, kind):
            return failure
    return Failure.RESET if "disconnected" in str(error).lower() else Failure.PROTOCOL


#: From the more to the less specific.
_FAILURES: tuple[tuple[type[BaseException], Failure], ...] = (
    (RefusedAddress, Failure.REFUSED_ADDRESS),
    (UnknownHost, Failure.DNS),
    (httpx.TimeoutException, Failure.TIMEOUT),
    (httpx.ConnectError, Failure.CONNECT),
    (httpx.NetworkError, Failure.RESET),
    (ConnectionError, Failure.RESET),
)


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__


async def _first_bytes(response: httpx.Response) -> str:
    """The beginning of the body; what drips or goes on for ever is left, its status stands."""
    read = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in response.aiter_raw():
                read += piece
                if len(read) >= MOST_READ:
                    break
    except (TimeoutError, httpx.HTTPError):
        pass
    return read[:SHOWN].decode("utf-8", "replace")
