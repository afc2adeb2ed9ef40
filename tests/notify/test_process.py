"""The running service from outside: an alert in the stream becomes a signed request, whatever is killed on the way."""

from __future__ import annotations

import asyncio
import json

import pytest
from redis.asyncio import Redis

from services.desk.receiver import Behaviour, Got, Receiver
from services.notify.core.fanout import delivery_id
from shared.contracts.contradictions import ContradictionChanged
from shared.runtime.server import EmbeddedServer
from shared.runtime.wire import fields_of
from tests.notify.alerts import alert
from tests.notify.line import STREAM
from tests.notify.process import Process

pytestmark = pytest.mark.whole


async def publish(redis: Redis, *alerts: ContradictionChanged) -> None:
    for one in alerts:
        await redis.xadd(STREAM, fields_of(one))


async def subscribe(process: Process, url: str, **given: object) -> dict[str, str]:
    async with process.client() as client:
        answer = await client.post("/v1/subscriptions", json={"url": url, **given})
        assert answer.status_code == 201, answer.text
        return answer.json()


async def test_an_alert_goes_out_verified_and_stands_in_the_log(
    redis: Redis, server: EmbeddedServer, receiver: Receiver
) -> None:
    async with Process(server.url) as process:
        made = await subscribe(process, receiver.url)
        receiver.secret = made["secret"]
        await publish(redis, alert())
        await receiver.until(1)
        assert receiver.got[0].verified, receiver.got[0].trouble

        async with process.client() as client, asyncio.timeout(10):
            items: list[dict] = []
            while not (items and items[0]["state"] == "delivered"):
                items = (await client.get("/v1/deliveries")).json()["items"]
            assert [it["status"] for it in items[0]["log"]] == [200]
            (shown,) = (await client.get("/v1/subscriptions")).json()["items"]
            assert "secret" not in shown
            metrics = (await client.get("/metrics")).text
            assert 'countercount_notify_tries_total{outcome="delivered"} 1.0' in metrics


async def test_killed_between_send_and_commit_it_sends_again_under_the_same_id(
    redis: Redis, server: EmbeddedServer, receiver: Receiver
) -> None:
    async with Process(server.url) as process:
        made = await subscribe(process, receiver.url)

        async def kill(_: Got) -> None:
            receiver.on_got = None
            process.kill()

        receiver.behaviour, receiver.on_got = Behaviour.HANG, kill
        await publish(redis, alert())
        await receiver.until(1)
        await process.gone()

        receiver.behaviour = Behaviour.TAKE
        await process.start()
        await receiver.until(2)
        await process.stop()
    assert {got.id for got in receiver.got} == {delivery_id(alert().id, made["id"])}
    assert len({got.body for got in receiver.got}) == 1


async def test_killed_again_and_again_it_delivers_every_alert_and_never_under_a_new_id(
    redis: Redis, server: EmbeddedServer, receiver: Receiver
) -> None:
    alerts = [alert(f"c{nth}") for nth in range(60)]
    async with Process(server.url) as process, Process(server.url) as other:
        made = await subscribe(process, receiver.url)
        for nth in range(3):
            before = receiver.count
            await publish(redis, *alerts[20 * nth : 20 * nth + 20])
            await receiver.until(before + 5)
            process.kill()
            await process.gone()
            await process.start()
        wanted = {delivery_id(one.id, made["id"]) for one in alerts}
        async with asyncio.timeout(30):
            while {got.id for got in receiver.got} != wanted:
                await receiver.until(receiver.count + 1)
        await other.stop()


async def test_told_to_stop_it_writes_down_what_was_under_way(
    redis: Redis, server: EmbeddedServer, receiver: Receiver
) -> None:
    async with Process(server.url) as process:
        await subscribe(process, receiver.url)
        answered = asyncio.Event()

        async def slowly(_: Got) -> None:
            answered.set()
            await asyncio.sleep(0.5)

        receiver.on_got = slowly
        await publish(redis, alert())
        await answered.wait()
        assert await process.stop() == 0
        receiver.on_got = None
        await process.start()
        await publish(redis, alert("c2"))
        await receiver.until(2)
    assert [json.loads(got.body)["data"]["alert"] for got in receiver.got] == [alert().id, alert("c2").id]


async def test_one_hanging_endpoint_holds_up_nobody_else(redis: Redis, server: EmbeddedServer) -> None:
    async with (
        Process(server.url) as process,
        Receiver(behaviour=Behaviour.HANG) as hanging,
        Receiver() as well,
    ):
        for _ in range(5):
            await subscribe(process, hanging.url)
        await subscribe(process, well.url)
        await publish(redis, *(alert(f"c{nth}") for nth in range(50)))
        await well.until(50, seconds=2)
        assert hanging.count <= 5 * 8, "the first tries of five endpoints and no more"


async def test_alerts_stream_as_they_come_and_go_on_where_they_broke_off(
    redis: Redis, server: EmbeddedServer
) -> None:
    async def events(client: object, after: str, count: int) -> list[tuple[str, str]]:
        found, last = [], ""
        headers = {"last-event-id": after} if after else {}
        async with client.stream("GET", "/v1/alerts/stream", headers=headers) as answer:
            async for line in answer.aiter_lines():
                if line.startswith("id: "):
                    last = line[4:]
                if line.startswith(": listening"):
                    listening.set()
                if line.startswith("data: "):
                    found.append((last, json.loads(line[6:])["id"]))
                if len(found) == count:
                    break
        return found

    async with Process(server.url) as process, process.client() as client, asyncio.timeout(30):
        listening = asyncio.Event()
        first = asyncio.create_task(events(client, "", 2))
        await listening.wait()
        await publish(redis, alert("c1"), alert("c2"), alert("c3"))
        seen = await first
        assert [name for _, name in seen] == [alert("c1").id, alert("c2").id]
        ((_, third),) = await events(client, seen[-1][0], 1)
        assert third == alert("c3").id
