"""One try of a delivery over HTTP: sent, limited in time and size, and read as an answer or a failure."""

from __future__ import annotations

import asyncio
import ssl
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import httpcore
import httpx

from services.notify.core.retry import Failure, retry_after
from shared.runtime.public_http import Gate, PublicConnection, RefusedAddress, UnknownHost

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
    """Connections at hand, each used by one try at a time: a shared pool slows down with its size."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._idle: dict[str, list[tuple[float, PublicConnection]]] = defaultdict(list)

    def take(self, endpoint: str) -> PublicConnection:
        """A connection that nobody else uses."""
        idle = self._idle.get(endpoint)
        if idle:
            return idle.pop()[1]
        return PublicConnection(self._gate, keepalive_seconds=KEPT_ALIVE)

    def give(self, endpoint: str, client: PublicConnection) -> None:
        """Back to the others."""
        self._idle[endpoint].append((time.monotonic(), client))

    async def close_idle(self, seconds: float = KEPT_ALIVE) -> None:
        """Close those that have gone stale."""
        for endpoint in list(self._idle):
            kept = [(at, client) for at, client in self._idle[endpoint] if time.monotonic() - at < seconds]
            gone = [client for at, client in self._idle[endpoint] if time.monotonic() - at >= seconds]
            self._idle[endpoint] = kept[-MOST_IDLE:]
            if not kept:
                del self._idle[endpoint]
            for client in [*gone, *(client for _, client in kept[:-MOST_IDLE])]:
                await client.aclose()


async def send(
    client: PublicConnection,
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
        sent = [*_HEADERS, *((name.encode(), value.encode()) for name, value in headers.items())]
        async with asyncio.timeout(limit_seconds):
            response = await client.post(url, sent, body)
            try:
                asked = retry_after(_header(response, b"retry-after"), now())
                shown = await _first_bytes(response)
            finally:
                await response.aclose()
        return Answer(response.status, took(), shown=shown, asked=asked)
    except TimeoutError:
        return Answer(None, took(), Failure.TIMEOUT, f"no answer within {limit_seconds:g} s")
    except (*_HTTPCORE, httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
        failure = failure_in(error)
        return Answer(None, took(), failure, f"{type(error).__name__}: {error}"[:SHOWN])


def failure_in(error: BaseException) -> Failure:
    """What kind of failure an error of httpx is."""
    for link in _chain(error):
        if isinstance(link, ssl.SSLError):
            return Failure.TLS
    for kind, failure in _FAILURES:
        if isinstance(error, kind):
            return failure
    return Failure.RESET if "disconnected" in str(error).lower() else Failure.PROTOCOL


_HTTPCORE = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
)

#: From the more to the less specific.
_FAILURES: tuple[tuple[type[BaseException], Failure], ...] = (
    (RefusedAddress, Failure.REFUSED_ADDRESS),
    (UnknownHost, Failure.DNS),
    (httpcore.TimeoutException, Failure.TIMEOUT),
    (httpcore.ConnectError, Failure.CONNECT),
    (httpcore.NetworkError, Failure.RESET),
    (ConnectionError, Failure.RESET),
)


def _chain(error: BaseException) -> Iterator[BaseException]:
    link: BaseException | None = error
    while link is not None:
        yield link
        link = link.__cause__ or link.__context__


def _header(response: httpcore.Response, name: bytes) -> str | None:
    found = (value for key, value in response.headers if key.lower() == name)
    value = next(found, None)
    return None if value is None else value.decode("latin-1")


async def _first_bytes(response: httpcore.Response) -> str:
    """The beginning of the body; what drips or goes on for ever is left, its status stands."""
    read = bytearray()
    try:
        async with asyncio.timeout(BODY_SECONDS):
            async for piece in response.aiter_stream():
                read += piece
                if len(read) >= MOST_READ:
                    break
    except (TimeoutError, *_HTTPCORE):
        pass
    return read[:SHOWN].decode("utf-8", "replace")
