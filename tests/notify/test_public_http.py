"""To no address but a public one does a connection go, however it is spelt and whenever the answer changes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from typing import Any

import httpcore
import httpx
import pytest

from services.desk.receiver import Receiver
from shared.runtime.public_http import (
    Allowed,
    Gate,
    PublicTransport,
    RefusedAddress,
    UnknownHost,
    public_client,
    why_refused,
)

ANY_PORT = Allowed.of(ports=("any",))

#: What must not be reached, as a literal and as what a name may lead to.
NOT_PUBLIC = {
    "loopback": "127.0.0.1",
    "loopback, the rest": "127.255.0.9",
    "loopback 6": "::1",
    "unspecified": "0.0.0.0",
    "unspecified 6": "::",
    "private 10": "10.0.0.7",
    "private 172": "172.16.3.4",
    "private 192": "192.168.1.1",
    "unique local": "fd00::1",
    "link-local": "169.254.1.1",
    "link-local 6": "fe80::1",
    "link-local with zone": "fe80::1%eth0",
    "metadata": "169.254.169.254",
    "metadata 6": "fd00:ec2::254",
    "metadata, azure": "168.63.129.16",
    "metadata, alibaba": "100.100.100.200",
    "carrier-grade nat": "100.64.0.1",
    "nat64": "64:ff9b::7f00:1",
    "nat64, local": "64:ff9b:1::a00:1",
    "6to4": "2002:7f00:1::",
    "teredo": "2001:0:4136:e378:8000:63bf:80ff:fffe",
    "v4-mapped loopback": "::ffff:127.0.0.1",
    "v4-mapped private": "::ffff:10.0.0.1",
    "v4-compatible": "::127.0.0.1",
    "v4-translated": "::ffff:0:127.0.0.1",
    "site-local": "fec0::1",
    "multicast": "224.0.0.1",
    "multicast 6": "ff02::1",
    "broadcast": "255.255.255.255",
    "benchmarks": "198.18.0.1",
    "documentation": "192.0.2.1",
    "documentation 6": "2001:db8::1",
    "reserved": "240.0.0.1",
    "this network": "0.1.2.3",
    "no address": "example.org",
}

#: Spellings that the system's resolver takes for 127.0.0.1 (or that lead nowhere: never to a connection).
SPELLINGS = [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0177.0.0.1",
    "0177.1",
    "0x7f.0.0.1",
    "0x7f000001",
    "017700000001",
    "0",
    "0.0.0.0",
    "[::1]",
    "[::]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "[0:0:0:0:0:0:0:1]",
    "[64:ff9b::127.0.0.1]",
    "[2002:7f00:0001::]",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "127。0。0。1",
    "①②⑦.⓪.⓪.①",
]


class Recorder(httpcore.AsyncNetworkBackend):
    """Stands where connections are made; remembers where to, and makes none."""

    def __init__(self) -> None:
        self.went_to: list[str] = []

    async def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        self.went_to.append(host)
        raise httpcore.ConnectError("recorded")


def client_for(
    answers: list[Sequence[str]], allowed: Allowed = ANY_PORT
) -> tuple[httpx.AsyncClient, Recorder]:
    """A client whose resolver gives these answers, one after the other, and whose connections are recorded."""
    left = list(answers)

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return left.pop(0)

    recorder = Recorder()
    return httpx.AsyncClient(transport=PublicTransport(Gate(allowed, resolve), backend=recorder)), recorder


@pytest.fixture
async def trap() -> AsyncIterator[Receiver]:
    async with Receiver() as running:
        yield running


@pytest.mark.parametrize("address", NOT_PUBLIC.values(), ids=NOT_PUBLIC.keys())
def test_what_is_not_public_is_refused_with_a_reason(address: str) -> None:
    assert why_refused(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8"])
def test_public_addresses_are_not_refused(address: str) -> None:
    assert why_refused(address) == ""


@pytest.mark.parametrize("address", NOT_PUBLIC.values(), ids=NOT_PUBLIC.keys())
async def test_a_name_that_leads_there_is_not_connected_to(address: str) -> None:
    client, recorder = client_for([[address]])
    with pytest.raises(RefusedAddress):
        await client.get("http://innocent.example/")
    assert recorder.went_to == []


@pytest.mark.parametrize("host", SPELLINGS)
async def test_no_spelling_of_this_machine_connects(trap: Receiver, host: str) -> None:
    async with public_client(Gate(ANY_PORT), timeout=5) as client:
        with pytest.raises((httpx.ConnectError, httpx.InvalidURL, httpx.UnsupportedProtocol)):
            await client.post(f"http://{host}:{trap.port}/")
    assert trap.count == 0


@pytest.mark.parametrize("mixed", [["8.8.8.8", "127.0.0.1"], ["127.0.0.1", "8.8.8.8"], ["8.8.8.8", "::1"]])
async def test_one_bad_address_among_good_ones_refuses_them_all(mixed: list[str]) -> None:
    client, recorder = client_for([mixed])
    with pytest.raises(RefusedAddress):
        await client.get("http://mixed.example/")
    assert recorder.went_to == []


async def test_the_connection_goes_to_the_address_that_was_checked() -> None:
    """A resolver that changes its answer between check and connect is asked only once."""
    client, recorder = client_for([["203.0.114.7"], ["127.0.0.1"]])
    with pytest.raises(httpx.ConnectError):
        await client.get("http://rebinding.example/")
    assert recorder.went_to == ["203.0.114.7"]


async def test_a_second_connection_is_checked_anew() -> None:
    client, recorder = client_for([["203.0.114.7"], ["127.0.0.1"]])
    with pytest.raises(httpx.ConnectError):
        await client.get("http://rebinding.example/")
    with pytest.raises(RefusedAddress):
        await client.get("http://rebinding.example/")
    assert recorder.went_to == ["203.0.114.7"]


async def test_the_next_address_is_tried_where_the_first_does_not_answer() -> None:
    client, recorder = client_for([["203.0.114.7", "203.0.114.8"]])
    with pytest.raises(httpx.ConnectError):
        await client.get("http://two.example/")
    assert recorder.went_to == ["203.0.114.7", "203.0.114.8"]


@pytest.mark.parametrize("port", [22, 6379, 8080])
async def test_unusual_ports_are_refused_unless_allowed(port: int) -> None:
    client, recorder = client_for([["203.0.114.7"]], Allowed())
    with pytest.raises(RefusedAddress):
        await client.get(f"http://host.example:{port}/")
    assert recorder.went_to == []

    client, recorder = client_for([["203.0.114.7"]], Allowed.of(ports=(port,)))
    with pytest.raises(httpx.ConnectError):
        await client.get(f"http://host.example:{port}/")
    assert recorder.went_to == ["203.0.114.7"]


async def test_an_allowed_network_is_reached_and_its_neighbours_are_not(trap: Receiver) -> None:
    allowed = Allowed.of(networks=("127.0.0.0/8",), ports=("any",))
    async with public_client(Gate(allowed)) as client:
        assert (await client.post(trap.url)).status_code == 200
    assert why_refused("10.0.0.1", allowed)


async def test_proxies_of_the_environment_are_not_used(
    trap: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{trap.port}")
    client, _ = client_for([["203.0.114.7"]])
    with pytest.raises(httpx.ConnectError):
        await client.get("http://host.example/")
    assert trap.count == 0


async def test_a_name_that_nobody_knows_is_told_from_a_refused_one() -> None:
    async def resolve(_host: str, _port: int) -> Sequence[str]:
        raise OSError("no such name")

    client = httpx.AsyncClient(transport=PublicTransport(Gate(ANY_PORT, resolve)))
    with pytest.raises(UnknownHost):
        await client.get("http://nowhere.example/")


async def test_tls_is_for_the_name_and_not_for_the_address() -> None:
    names: list[str | None] = []

    class Stream(httpcore.AsyncNetworkStream):
        async def start_tls(
            self, *_: Any, server_hostname: str | None = None, **__: Any
        ) -> httpcore.AsyncNetworkStream:
            names.append(server_hostname)
            raise httpcore.ConnectError("seen enough")

        async def aclose(self) -> None: ...

    class Backend(Recorder):
        async def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
            self.went_to.append(host)
            return Stream()

    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return ["203.0.114.7"]

    backend = Backend()
    client = httpx.AsyncClient(transport=PublicTransport(Gate(ANY_PORT, resolve), backend=backend))
    with pytest.raises(httpx.ConnectError):
        await client.get("https://desk.example/")
    assert (backend.went_to, names) == (["203.0.114.7"], ["desk.example"])


async def test_the_host_name_is_kept_in_the_host_header(trap: Receiver) -> None:
    async def resolve(_host: str, _port: int) -> Sequence[str]:
        return ["127.0.0.1"]

    allowed = Allowed.of(networks=("127.0.0.0/8",), ports=("any",))
    async with public_client(Gate(allowed, resolve)) as client:
        await client.post(f"http://desk.example:{trap.port}/")
    assert trap.got[0].headers["host"] == f"desk.example:{trap.port}"
