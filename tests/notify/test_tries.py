"""One try over the wire: encrypted for the right name only, one connection for many, and a fault always named."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from services.desk.receiver import Behaviour, Receiver
from services.notify.core.retry import Failure
from services.notify.tries import MOST_READ, Clients, send
from shared.runtime.public_http import Allowed, Gate, PublicConnection

#: A certificate for desk.example that nobody but these tests trusts.
CERTIFICATE = Path(__file__).with_name("desk.example.pem")

ALLOWED = Allowed.of(networks=("127.0.0.0/8",), ports=("any",))


async def here(_host: str, _port: int) -> Sequence[str]:
    return ["127.0.0.1"]


@pytest.fixture
async def encrypted() -> AsyncIterator[int]:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(CERTIFICATE)

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret")
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    yield server.sockets[0].getsockname()[1]
    server.close()


def trusting() -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(CERTIFICATE))


async def test_over_tls_it_arrives_where_the_certificate_is_for_the_name(encrypted: int) -> None:
    connection = PublicConnection(Gate(ALLOWED, here), trusting())
    answer = await send(connection, f"https://desk.example:{encrypted}/hook", b"{}", {}, 5)
    assert (answer.status, answer.shown) == (200, "secret")
    await connection.aclose()


@pytest.mark.parametrize(
    "name, trusts", [("other.example", True), ("127.0.0.1", True), ("desk.example", False)]
)
async def test_a_certificate_for_another_name_or_from_nobody_is_a_tls_fault(
    encrypted: int, name: str, trusts: bool
) -> None:
    connection = PublicConnection(Gate(ALLOWED, here), trusting() if trusts else None)
    answer = await send(connection, f"https://{name}:{encrypted}/hook", b"{}", {}, 5)
    assert (answer.status, answer.failure) == (None, Failure.TLS)


async def test_plain_http_at_an_encrypted_port_is_a_fault(encrypted: int) -> None:
    connection = PublicConnection(Gate(ALLOWED, here))
    answer = await send(connection, f"http://desk.example:{encrypted}/", b"{}", {}, 5)
    assert answer.failure in (Failure.PROTOCOL, Failure.RESET)


async def test_many_tries_go_over_one_connection(receiver: Receiver) -> None:
    connection = PublicConnection(Gate(ALLOWED))
    for _ in range(5):
        assert (await send(connection, receiver.url, b"x" * 20_000, {}, 5)).status == 200
    assert receiver.connections == 1
    assert {got.body for got in receiver.got} == {b"x" * 20_000}


async def test_a_connection_that_the_other_side_closed_is_not_used_again(receiver: Receiver) -> None:
    connection = PublicConnection(Gate(ALLOWED))
    assert (await send(connection, receiver.url, b"{}", {}, 5)).status == 200
    await receiver.hang_up()
    await asyncio.sleep(0.05)  # its end arrives
    assert (await send(connection, receiver.url, b"{}", {}, 5)).status == 200
    assert receiver.connections == 2


@pytest.mark.parametrize("behaviour", [Behaviour.DRIP, Behaviour.HUGE, Behaviour.RESET, Behaviour.NONSENSE])
async def test_after_an_answer_that_was_not_read_to_its_end_a_new_connection_is_made(
    receiver: Receiver, behaviour: Behaviour
) -> None:
    connection = PublicConnection(Gate(ALLOWED))
    receiver.behaviour = behaviour
    answer = await send(connection, receiver.url, b"{}", {}, 5)
    assert len(answer.shown) <= MOST_READ
    receiver.behaviour = Behaviour.TAKE
    assert (await send(connection, receiver.url, b"{}", {}, 5)).status == 200


async def test_what_nobody_asked_for_on_an_idle_connection_is_not_taken_for_an_answer() -> None:
    """A server may say 408 to an idle connection and close it: that is no answer to the next request."""

    async def rude(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n{}")
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.05)
        writer.write(b"HTTP/1.1 408 Request Timeout\r\ncontent-length: 0\r\n\r\n")
        await writer.drain()

    server = await asyncio.start_server(rude, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    connection = PublicConnection(Gate(ALLOWED))
    assert (await send(connection, url, b"{}", {}, 5)).status == 200
    await asyncio.sleep(0.2)
    assert (await send(connection, url, b"{}", {}, 5)).status == 200
    server.close()


async def test_where_nobody_listens_it_is_a_connect_fault() -> None:
    answer = await send(PublicConnection(Gate(ALLOWED)), "http://127.0.0.1:9/", b"{}", {}, 5)
    assert answer.failure is Failure.CONNECT


async def test_a_url_that_cannot_be_used_is_a_fault_and_no_crash() -> None:
    for url in (
        "http://[::1",
        "http://exa mple/",
        "gopher://desk.example/",
        "http://" + "a" * 300 + ".example/",
    ):
        answer = await send(PublicConnection(Gate(ALLOWED, here)), url, b"{}", {}, 5)
        assert answer.status is None, url


async def test_connections_at_hand_are_kept_by_endpoint_and_closed_when_stale(receiver: Receiver) -> None:
    clients = Clients(Gate(ALLOWED))
    one = clients.take("sub_1")
    await send(one, receiver.url, b"{}", {}, 5)
    clients.give("sub_1", one)
    assert clients.take("sub_2") is not one
    assert clients.take("sub_1") is one
    clients.give("sub_1", one)
    await clients.close_idle(seconds=0)
    assert clients.take("sub_1") is not one
