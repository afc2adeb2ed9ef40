"""A webhook receiver for trying: what it does with a request is a behaviour that can be changed while it runs.

It verifies each signature as a subscriber should, with the `standardwebhooks` library, and remembers what came.
Small enough to be read, and plain enough (asyncio alone) to stand in for any receiver in a measurement.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from standardwebhooks import Webhook, WebhookVerificationError

#: Seconds between two bytes of a dripping answer.
DRIP_SECONDS = 0.2

#: Bytes of an answer that goes on and on.
HUGE = 50_000_000


class Behaviour(StrEnum):
    """What the receiver does with a request."""

    TAKE = "take"
    FAIL = "fail"
    HANG = "hang"
    DRIP = "drip"
    """Answers 200, one byte of the body at a time."""
    CRAWL = "crawl"
    """Sends even the headers one byte at a time."""
    RESET = "reset"
    REDIRECT = "redirect"
    GONE = "gone"
    BUSY = "busy"
    """429 with Retry-After."""
    HUGE = "huge"
    NONSENSE = "nonsense"


@dataclass(frozen=True, slots=True)
class Got:
    """One request as it came."""

    at: datetime
    headers: dict[str, str]
    body: bytes
    verified: bool
    trouble: str = ""
    """Why the signature did not verify."""

    @property
    def id(self) -> str:
        """The webhook-id."""
        return self.headers.get("webhook-id", "")


@dataclass(slots=True)
class Receiver:
    """A receiver on loopback; start it, point a subscription at `url`, look at `got`."""

    secret: str = ""
    behaviour: Behaviour = Behaviour.TAKE
    retry_after: str = "2"
    redirect_to: str = "/elsewhere"
    fail_first: int = 0
    """So many requests of each webhook-id are answered with 500 before `behaviour` applies."""
    on_got: Callable[[Got], Awaitable[None]] | None = None
    keep: bool = True
    """Whether to remember requests."""
    got: list[Got] = field(default_factory=list)
    count: int = 0
    connections: int = 0
    """Connections that were made to it."""
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _seen: Counter[str] = field(default_factory=Counter)
    _server: asyncio.Server | None = None
    _open: dict[asyncio.Task[None], asyncio.StreamWriter] = field(default_factory=dict)

    async def start(self, host: str = "127.0.0.1", port: int = 0) -> Receiver:
        """Listen."""
        self._server = await asyncio.start_server(self._connected, host, port, limit=1 << 20, backlog=1024)
        return self

    async def stop(self) -> None:
        """Close everything."""
        if self._server is None:
            return
        self._server.close()
        for task, writer in list(self._open.items()):
            writer.transport.abort()
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        await self._server.wait_closed()

    async def __aenter__(self) -> Receiver:
        return await self.start()

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def hang_up(self) -> None:
        """Close every connection, whatever is being done on it."""
        tasks = list(self._open.items())
        for task, writer in tasks:
            writer.close()
            task.cancel()
        await asyncio.gather(*(task for task, _ in tasks), return_exceptions=True)

    async def until(self, count: int, seconds: float = 30.0) -> None:
        """Wait until so many requests have come."""
        async with asyncio.timeout(seconds):
            while self.count < count:
                self._arrived.clear()
                await self._arrived.wait()

    @property
    def port(self) -> int:
        """Where it listens."""
        if self._server is None:
            raise RuntimeError("expected a started receiver")
        return int(self._server.sockets[0].getsockname()[1])

    @property
    def url(self) -> str:
        """The address to subscribe with."""
        return f"http://127.0.0.1:{self.port}/hook"

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        task = asyncio.create_task(self._serve(reader, writer))
        self._open[task] = writer
        task.add_done_callback(self._open.pop)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.partition(":") for line in head[1:] if line)
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        got = self._read(headers, body)
        self.count += 1
        self._seen[got.id] += 1
        self._arrived.set()
        if self.keep:
            self.got.append(got)
        if self.on_got is not None:
            await self.on_got(got)
        failing = self._seen[got.id] <= self.fail_first
        return await self._answer(writer, Behaviour.FAIL if failing else self.behaviour)

    def _read(self, headers: dict[str, str], body: bytes) -> Got:
        trouble = ""
        if self.secret:
            try:
                Webhook(self.secret).verify(body, headers)
            except (WebhookVerificationError, ValueError) as error:
                trouble = str(error) or type(error).__name__
        return Got(datetime.now(UTC), headers, body, bool(self.secret) and not trouble, trouble)

    async def _answer(self, writer: asyncio.StreamWriter, behaviour: Behaviour) -> bool:
        """Answer so; True where the connection stays open."""
        if behaviour is Behaviour.RESET:
            writer.transport.abort()
            return False
        if behaviour is Behaviour.HANG:
            await asyncio.sleep(3600)
        if behaviour is Behaviour.CRAWL:
            return await _drip(writer, b"HTTP/1.1 200 OK\r\n" + b"x-slow: 1\r\n" * 1000)
        if behaviour is Behaviour.DRIP:
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
            return await _drip(writer, b"." * 100_000)
        if behaviour is Behaviour.HUGE:
            return await _flood(writer)
        status, headers, body = self._said(behaviour)
        if behaviour is Behaviour.NONSENSE:
            writer.write(b"what?\r\n\r\n")
        else:
            writer.write(
                f"HTTP/1.1 {status}\r\n{headers}content-length: {len(body)}\r\n\r\n".encode() + body.encode()
            )
        await writer.drain()
        return behaviour is not Behaviour.NONSENSE

    def _said(self, behaviour: Behaviour) -> tuple[str, str, str]:
        return {
            Behaviour.FAIL: ("500 Internal Server Error", "", "told to fail"),
            Behaviour.REDIRECT: ("302 Found", f"location: {self.redirect_to}\r\n", ""),
            Behaviour.GONE: ("410 Gone", "", "gone"),
            Behaviour.BUSY: ("429 Too Many Requests", f"retry-after: {self.retry_after}\r\n", "busy"),
        }.get(behaviour, ("200 OK", "", "ok"))


async def _drip(writer: asyncio.StreamWriter, what: bytes) -> bool:
    for byte in what:
        writer.write(bytes([byte]))
        await writer.drain()
        await asyncio.sleep(DRIP_SECONDS)
    return False


async def _flood(writer: asyncio.StreamWriter) -> bool:
    writer.write(f"HTTP/1.1 200 OK\r\ncontent-length: {HUGE}\r\n\r\n".encode())
    with contextlib.suppress(ConnectionError):
        for _ in range(HUGE // 65536):
            writer.write(b"x" * 65536)
            await writer.drain()
    return False
