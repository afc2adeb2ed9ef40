"""To which addresses we connect for others is decided here: public ones only, and just the one that was checked.

A user names a URL (a webhook's endpoint, a feed) and we fetch it from inside a network. So the name is
resolved here, every address that it has must be public, and the connection goes to the address that was
checked: between the check and the connection nothing is asked again, so the answer cannot change. The host
name stays in the Host header and in TLS. Redirects are not followed and proxies of the environment not used;
whoever follows a redirect makes a new request, which is checked like the first.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import httpcore
import httpx

from shared.runtime.streams import AsyncioBackend

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: Finds the addresses of a name: (host, port) -> addresses as text.
Resolve = Callable[[str, int], Awaitable[Sequence[str]]]

#: Networks that Python's `is_global` lets through and that lead elsewhere than they seem to, or to many.
NOT_PUBLIC: tuple[tuple[str, str], ...] = (
    ("64:ff9b::/96", "NAT64: holds an IPv4 address"),
    ("64:ff9b:1::/48", "NAT64 for local use"),
    ("2002::/16", "6to4: holds an IPv4 address"),
    ("2001::/32", "Teredo: holds an IPv4 address"),
    ("::/96", "IPv4-compatible, long withdrawn"),
    ("::ffff:0:0:0/96", "IPv4-translated (SIIT)"),
    ("fec0::/10", "site-local, long withdrawn"),
    ("5f00::/16", "segment routing"),
    ("3fff::/20", "documentation"),
    ("100.64.0.0/10", "carrier-grade NAT"),
    ("192.0.0.0/24", "IETF protocol assignments"),
    ("192.88.99.0/24", "6to4 relays"),
    ("168.63.129.16/32", "Azure's host services, reachable from inside every machine there"),
)

#: Seconds for which one of several addresses of a name is tried before the next.
EACH_ADDRESS = 5.0

#: Name look-ups that may hang at once without holding up those of others.
LOOKUPS = 64

_NOT_PUBLIC = tuple((ipaddress.ip_network(network), why) for network, why in NOT_PUBLIC)


class RefusedAddress(httpx.ConnectError):
    """The address or port is not one to which we connect for others."""


class UnknownHost(httpx.ConnectError):
    """The name has no address, or nobody could tell."""


@dataclass(frozen=True, slots=True)
class Allowed:
    """What is allowed beyond public addresses and the usual ports."""

    networks: tuple[Network, ...] = ()
    ports: frozenset[int] = frozenset({80, 443})
    any_port: bool = False

    @classmethod
    def of(cls, networks: Iterable[str] = (), ports: Iterable[int | str] = ()) -> Allowed:
        """From settings: networks as "127.0.0.0/8", ports beside 80 and 443 as numbers or "any"."""
        asked = [str(port).strip() for port in ports]
        numbers = {int(port) for port in asked if port != "any"}
        return cls(
            networks=tuple(ipaddress.ip_network(network, strict=False) for network in networks),
            ports=frozenset({80, 443} | numbers),
            any_port="any" in asked,
        )


def why_refused(address: str, allowed: Allowed = Allowed()) -> str:
    """Why we do not connect to this address; "" if we do."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "not an address"
    if "%" in address:
        return "link-local"
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    if any(ip in network for network in allowed.networks):
        return ""
    if ip.is_multicast:
        return "multicast"
    if ip.is_loopback:
        return "loopback"
    if ip.is_link_local:
        return "link-local"
    named = next((why for network, why in _NOT_PUBLIC if ip in network), "")
    if named:
        return named
    return "" if ip.is_global else "private or reserved"


def why_port_refused(port: int, allowed: Allowed = Allowed()) -> str:
    """Why we do not connect to this port; "" if we do."""
    if allowed.any_port or port in allowed.ports:
        return ""
    return f"port {port}: expected one of {', '.join(str(one) for one in sorted(allowed.ports))}"


@cache
def _lookups() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(LOOKUPS, thread_name_prefix="dns")


async def resolve(host: str, port: int) -> Sequence[str]:
    """The addresses that the system's resolver gives, numbers in any spelling included ("0177.1", "2130706433")."""
    loop = asyncio.get_running_loop()
    found = await loop.run_in_executor(
        _lookups(), lambda: socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    )
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


@dataclass(frozen=True, slots=True)
class Gate:
    """Turns a host into the addresses to which a connection may go, or refuses."""

    allowed: Allowed = Allowed()
    resolve: Resolve = field(default=resolve)

    async def addresses(self, host: str, port: int) -> Sequence[str]:
        """The checked addresses of `host`; one that is not public refuses them all."""
        refused = why_port_refused(port, self.allowed)
        if refused:
            raise RefusedAddress(refused)
        try:
            found = await self.resolve(host, port)
        except (OSError, UnicodeError) as error:
            raise UnknownHost(f"{host}: {error}") from error
        if not found:
            raise UnknownHost(f"{host}: no address")
        for address in found:
            refused = why_refused(address, self.allowed)
            if refused:
                raise RefusedAddress(f"{host} is {address}: {refused}")
        return found


class _PinnedBackend(httpcore.AsyncNetworkBackend):
    """Connects to checked addresses only, in the order in which the resolver gave them."""

    def __init__(self, gate: Gate, inner: httpcore.AsyncNetworkBackend) -> None:
        self._gate, self._inner = gate, inner

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                addresses = await self._gate.addresses(host, port)
        except TimeoutError as error:
            raise UnknownHost(f"{host}: no answer from the resolver in time") from error
        for nth, address in enumerate(addresses, start=1):
            limit = timeout if nth == len(addresses) else min(timeout or EACH_ADDRESS, EACH_ADDRESS)
            try:
                return await self._inner.connect_tcp(address, port, limit, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                if nth == len(addresses):
                    raise
        raise UnknownHost(f"{host}: no address")

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Any] | None = None
    ) -> httpcore.AsyncNetworkStream:
        raise RefusedAddress("a socket on this machine")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class PublicTransport(httpx.AsyncHTTPTransport):
    """httpx's own transport over a pool that connects through the gate."""

    def __init__(
        self,
        gate: Gate = Gate(),
        tls: ssl.SSLContext | None = None,
        connections: int = 10,
        keepalive_seconds: float = 60.0,
        backend: httpcore.AsyncNetworkBackend | None = None,
    ) -> None:
        context = tls or shared_tls()
        super().__init__(verify=context, trust_env=False)
        # httpx offers no argument for the backend; the pool is its only state.
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=context,
            max_connections=connections,
            max_keepalive_connections=connections,
            keepalive_expiry=keepalive_seconds,
            http1=True,
            http2=False,
            network_backend=_PinnedBackend(gate, backend or httpcore.AnyIOBackend()),
        )


@cache
def shared_tls() -> ssl.SSLContext:
    """One TLS context for all: building one reads the whole list of authorities."""
    return httpx.create_ssl_context(trust_env=False)


class PublicConnection:
    """One kept-alive connection through the gate, for whoever sends much to one place.

    It speaks httpx's own engine (httpcore) without the pool and the client above it: a request costs a third.
    Errors are httpcore's, and the gate's `RefusedAddress` and `UnknownHost`.
    """

    def __init__(
        self, gate: Gate = Gate(), tls: ssl.SSLContext | None = None, keepalive_seconds: float = 4.0
    ) -> None:
        self._gate, self._tls, self._keepalive = gate, tls, keepalive_seconds
        self._connection: httpcore.AsyncHTTPConnection | None = None

    async def post(self, url: str, headers: Sequence[tuple[bytes, bytes]], body: bytes) -> httpcore.Response:
        """The answer as it begins; the caller reads and closes its stream."""
        target = _target(url)
        sent = [(b"Host", _host_of(url)), (b"Content-Length", str(len(body)).encode()), *headers]
        request = httpcore.Request("POST", target, headers=sent, content=body)
        return await (await self._to(target.origin)).handle_async_request(request)

    async def aclose(self) -> None:
        """Close the connection if there is one."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.aclose()

    async def _to(self, origin: httpcore.Origin) -> httpcore.AsyncHTTPConnection:
        kept = self._connection
        if (
            kept is not None
            and kept.can_handle_request(origin)
            and kept.is_available()
            and not kept.has_expired()
        ):
            return kept
        await self.aclose()
        context = (self._tls or shared_tls()) if origin.scheme == b"https" else None
        inner = AsyncioBackend(context, origin.host.decode("ascii"))
        self._connection = httpcore.AsyncHTTPConnection(
            origin,
            ssl_context=context,
            keepalive_expiry=self._keepalive,
            http1=True,
            http2=False,
            network_backend=_PinnedBackend(self._gate, inner),
        )
        return self._connection


@lru_cache(maxsize=4096)
def _target(url: str) -> httpcore.URL:
    parsed = httpx.URL(url)
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise httpx.UnsupportedProtocol(f"expected an http or https URL, got {url!a:.100}")
    return httpcore.URL(
        scheme=parsed.raw_scheme, host=parsed.raw_host, port=parsed.port, target=parsed.raw_path
    )


@lru_cache(maxsize=4096)
def _host_of(url: str) -> bytes:
    return httpx.URL(url).netloc


def public_client(
    gate: Gate = Gate(), timeout: float | httpx.Timeout = 15.0, connections: int = 10, **options: Any
) -> httpx.AsyncClient:
    """A client that connects to public addresses only, follows no redirect and asks no proxy."""
    return httpx.AsyncClient(
        transport=PublicTransport(gate, connections=connections),
        timeout=timeout,
        follow_redirects=False,
        trust_env=False,
        **options,
    )
