"""Connections for httpcore over plain asyncio, TLS from the first byte: what a request needs and no more.

httpcore's own backend for asyncio goes through anyio, whose scopes cost more than the whole exchange of a
webhook. Time limits are the caller's: they hold for a whole try and not for each read.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable
from typing import Any, cast

import httpcore

#: Unread bytes after which the other side is made to wait.
MOST_UNREAD = 256 * 1024


class AsyncioBackend(httpcore.AsyncNetworkBackend):
    """Connects to an address; `tls` and `name` are given where the connection is to be encrypted."""

    def __init__(self, tls: ssl.SSLContext | None = None, name: str | None = None) -> None:
        self._tls, self._name = tls, name

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """A stream to this address; with TLS the certificate must be for `name`."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                _, stream = await loop.create_connection(
                    _Stream, host, port, ssl=self._tls, server_hostname=self._name if self._tls else None
                )
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(f"no connection to {host} in time") from error
        except (OSError, ssl.SSLError, ssl.CertificateError) as error:
            raise httpcore.ConnectError(str(error)) from error
        return stream

    async def sleep(self, seconds: float) -> None:
        """As httpcore asks for it between attempts."""
        await asyncio.sleep(seconds)


class _Stream(asyncio.Protocol, httpcore.AsyncNetworkStream):
    """Both ends of one connection: what asyncio tells, and what httpcore asks."""

    def __init__(self) -> None:
        self._transport: asyncio.Transport | None = None
        self._unread = bytearray()
        self._ended = False
        self._error: Exception | None = None
        self._reader: asyncio.Future[None] | None = None
        self._writer: asyncio.Future[None] | None = None
        self._paused = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        self._unread += data
        if len(self._unread) > MOST_UNREAD and not self._paused and self._transport is not None:
            self._transport.pause_reading()
            self._paused = True
        _wake(self._reader)

    def eof_received(self) -> bool:
        self._ended = True
        _wake(self._reader)
        return False

    def connection_lost(self, exc: Exception | None) -> None:
        self._ended, self._error, self._transport = True, exc, None
        _wake(self._reader)
        _wake(self._writer)

    def pause_writing(self) -> None:
        self._writer = asyncio.get_running_loop().create_future()

    def resume_writing(self) -> None:
        _wake(self._writer)
        self._writer = None

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """What has come, at least one byte; b"" at the end."""
        while not self._unread:
            if self._error is not None:
                raise httpcore.ReadError(str(self._error) or type(self._error).__name__) from self._error
            if self._ended:
                return b""
            self._reader = asyncio.get_running_loop().create_future()
            async with asyncio.timeout(timeout) if timeout is not None else _without_limit():
                await self._reader
        found = bytes(self._unread[:max_bytes])
        del self._unread[:max_bytes]
        if self._paused and not self._unread and self._transport is not None:
            self._transport.resume_reading()
            self._paused = False
        return found

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send; waits while the other side does not take what was sent before."""
        if not buffer:
            return
        if self._transport is None or self._transport.is_closing():
            raise httpcore.WriteError(str(self._error or "the connection is closed")) from self._error
        self._transport.write(buffer)
        if self._writer is not None:
            async with asyncio.timeout(timeout) if timeout is not None else _without_limit():
                await self._writer

    async def aclose(self) -> None:
        """End it without waiting for the other side."""
        if self._transport is not None:
            self._transport.abort()

    async def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Encrypted from the beginning, for the name that the backend was made with."""
        if self.get_extra_info("ssl_object") is None:
            raise httpcore.ConnectError("expected a connection that is encrypted from the beginning")
        return self

    def get_extra_info(self, info: str) -> Any:
        """`is_readable` tells httpcore that an idle connection was closed or holds what nobody asked for."""
        if info == "is_readable":
            return self._ended or bool(self._unread)
        return self._transport.get_extra_info(info) if self._transport is not None else None


class _without_limit:  # noqa: N801
    async def __aenter__(self) -> None: ...

    async def __aexit__(self, *_: object) -> None: ...


def _wake(waiting: asyncio.Future[None] | None) -> None:
    if waiting is not None and not waiting.done():
        waiting.set_result(None)
