"""Deliveries against real receivers on a real server: what arrives, when it is tried again, and when it ends."""

from __future__ import annotations

import asyncio
import contextlib
import json
from datetime import timedelta

import pytest
from standardwebhooks import Webhook

from services.desk.receiver import Behaviour, Got, Receiver
from services.notify.adapters import SUBSCRIPTIONS, Leases
from services.notify.core.fanout import State, delivery_id
from services.notify.core.retry import WAITS
from services.notify.core.subscriptions import Filter
from tests.notify.alerts import alert
from tests.notify.line import SECRET, Line

pytestmark = pytest.mark.whole


async def test_an_alert_arrives_signed_and_is_logged(line: Line, receiver: Receiver) -> None:
    await line.subscribe(receiver.url)
    await line.hear(alert())
    await line.send()

    (got,) = receiver.got
    assert got.id == delivery_id(alert().id, "sub_1")
    body = json.loads(got.body)
    assert body["type"] == "contradiction.opened"
    assert body["data"]["sequence"] == 1
    assert body["data"]["link"] == f"http://desk.example/v1/alerts/{alert().id}"
    signed = Webhook(SECRET).sign(got.id, line.now, got.body.decode())
    assert got.headers["webhook-signature"] == signed
    logged = await line.only()
    assert logged.state is State.DELIVERED
    assert [(it.status, it.answer) for it in logged.log] == [(200, "ok")]


async def test_a_failing_receiver_is_tried_by_the_table_and_then_given_up(
    line: Line, receiver: Receiver
) -> None:
    receiver.behaviour = Behaviour.FAIL
    await line.subscribe(receiver.url)
    await line.hear(alert())

    began, tried_at = line.now, []
    for wait in WAITS:
        line.now += wait - timedelta(seconds=1) if wait else wait
        before = len(receiver.got)
        await line.send()
        if wait:
            assert len(receiver.got) == before, "not before its time"
            line.later(seconds=1)
            await line.send()
        assert len(receiver.got) == before + 1
        tried_at.append(line.now - began)

    assert tried_at == [sum(WAITS[: nth + 1], timedelta()) for nth in range(len(WAITS))]
    line.later(days=30)
    await line.send()
    assert len(receiver.got) == len(WAITS)
    assert len({got.id for got in receiver.got}) == 1
    assert len({got.body for got in receiver.got}) == 1
    logged = await line.only()
    assert logged.state is State.FAILED
    assert {it.reason for it in logged.log} == {"server_error"}


async def test_each_try_is_signed_for_its_own_moment(line: Line, receiver: Receiver) -> None:
    receiver.behaviour = Behaviour.FAIL
    await line.subscribe(receiver.url)
    await line.hear(alert())
    await line.send()
    line.later(seconds=6)
    await line.send()

    first, second = receiver.got
    assert int(second.headers["webhook-timestamp"]) - int(first.headers["webhook-timestamp"]) == 6
    assert first.headers["webhook-signature"] != second.headers["webhook-signature"]


@pytest.mark.parametrize(
    "behaviour, reason",
    [
        (Behaviour.FAIL, "server_error"),
        (Behaviour.RESET, "reset"),
        (Behaviour.REDIRECT, "redirect"),
        (Behaviour.HANG, "timeout"),
        (Behaviour.CRAWL, "timeout"),
        (Behaviour.NONSENSE, "protocol"),
        (Behaviour.BUSY, "busy"),
    ],
)
async def test_no_success_is_tried_again_and_then_delivered(
    redis: object, server: object, receiver: Receiver, behaviour: Behaviour, reason: str
) -> None:
    async with Line(redis, server.url, notify_try_seconds=0.5) as line:
        receiver.behaviour = behaviour
        await line.subscribe(receiver.url)
        await line.hear(alert())
        await line.send()
        logged = await line.only()
        assert [it.reason for it in logged.log] == [reason]
        assert logged.state is State.PENDING

        receiver.behaviour = Behaviour.TAKE
        line.later(seconds=6)
        await line.send()
        assert (await line.only()).state is State.DELIVERED
        assert len({got.id for got in receiver.got}) == 1


@pytest.mark.parametrize("behaviour", [Behaviour.DRIP, Behaviour.HUGE])
async def test_a_success_stands_however_its_body_goes_on(
    line: Line, receiver: Receiver, behaviour: Behaviour
) -> None:
    receiver.behaviour = behaviour
    await line.subscribe(receiver.url)
    await line.hear(alert())
    await line.send(seconds=10)
    logged = await line.only()
    assert logged.state is State.DELIVERED
    assert len(logged.log[0].answer) <= 256


async def test_a_redirect_is_not_followed(line: Line, receiver: Receiver) -> None:
    async with Receiver() as elsewhere:
        receiver.behaviour, receiver.redirect_to = Behaviour.REDIRECT, elsewhere.url
        await line.subscribe(receiver.url)
        await line.hear(alert())
        await line.send()
        assert elsewhere.got == []


async def test_gone_disables_the_endpoint_and_tells_its_owner(line: Line, receiver: Receiver) -> None:
    receiver.behaviour = Behaviour.GONE
    await line.subscribe(receiver.url)
    await line.hear(alert("c1"))
    await line.send()
    line.later(days=1)
    await line.hear(alert("c2"))
    await line.send()

    assert len(receiver.got) == 1
    assert await line.states() == [State.FAILED, State.MISSED]
    (notice,) = await line.notices.latest()
    assert (notice.type, notice.reason) == ("endpoint.disabled", "gone")


@pytest.mark.parametrize("asked", ["90", "Sun, 01 Mar 2026 06:01:30 GMT"])
async def test_retry_after_holds_the_whole_endpoint(line: Line, receiver: Receiver, asked: str) -> None:
    receiver.behaviour, receiver.retry_after = Behaviour.BUSY, asked
    await line.subscribe(receiver.url)
    await line.hear(alert("c1"))
    await line.send()
    receiver.behaviour = Behaviour.TAKE
    await line.hear(alert("c2"))
    line.later(seconds=89)
    await line.send()
    assert len(receiver.got) == 1

    line.later(seconds=1)
    await line.send()
    assert await line.states() == [State.DELIVERED, State.DELIVERED]


async def test_a_name_that_does_not_resolve_is_tried_again(line: Line) -> None:
    await line.subscribe("http://nowhere.invalid/hook")
    await line.hear(alert())
    await line.send()
    logged = await line.only()
    assert (logged.state, logged.log[0].reason) == (State.PENDING, "dns")
    assert logged.next_try_at == line.now + WAITS[1]


async def test_a_second_pass_over_the_same_alert_makes_no_second_delivery(
    line: Line, receiver: Receiver
) -> None:
    await line.subscribe(receiver.url)
    await line.hear(alert())
    await line.send()
    await line.hear(alert(), alert())
    await line.send()
    assert len(receiver.got) == 1


async def test_of_two_workers_with_the_same_alert_only_one_commits(
    line: Line, redis: object, server: object, receiver: Receiver
) -> None:
    await line.subscribe(receiver.url)
    one, other = await asyncio.gather(line.hear(alert()), line.hear(alert()), return_exceptions=True)
    assert not isinstance(one, Exception), one
    assert not isinstance(other, Exception), other
    await line.send()
    assert len(receiver.got) == 1


async def test_two_processes_share_the_endpoints_and_send_nothing_twice(
    redis: object, server: object
) -> None:
    async with Line(redis, server.url, "a") as a, Line(redis, server.url, "b") as b, Receiver() as receiver:
        for nth in range(20):
            await a.subscribe(receiver.url, name=f"sub_{nth}")
        await a.hear(*(alert(f"c{nth}") for nth in range(10)))
        for _ in range(5):
            await asyncio.gather(a.send(), b.send())
        assert len(receiver.got) == 200
        assert len({got.id for got in receiver.got}) == 200


async def test_a_round_ends_while_its_lease_is_being_renewed(line: Line, receiver: Receiver) -> None:
    """A command that swallows its cancellation must not keep a round, and with it the endpoint, for ever."""

    class Stubborn(Leases):
        async def take(self, name: str) -> bool:
            renewing.set()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.sleep(0.1)
            return True

    async def slowly(_: Got) -> None:
        await renewing.wait()

    renewing = asyncio.Event()
    line.tools.leases = Stubborn(line.redis, "me", 0.03)
    receiver.on_got = slowly
    await line.subscribe(receiver.url)
    await line.hear(alert())
    await line.send(seconds=5)
    assert await line.states() == [State.DELIVERED]


async def test_alerts_of_one_contradiction_arrive_in_order_and_name_what_they_follow(
    line: Line, receiver: Receiver
) -> None:
    await line.subscribe(receiver.url)
    await line.hear(*(alert("c1", sequence=nth) for nth in range(1, 9)))
    await line.send()
    told = [json.loads(got.body)["data"] for got in receiver.got]
    assert [it["sequence"] for it in told] == list(range(1, 9))
    assert [it["follows"] for it in told] == list(range(8))


async def test_what_a_filter_leaves_out_is_no_gap(line: Line, receiver: Receiver) -> None:
    from shared.contracts.contradictions import ChangeKind

    await line.subscribe(receiver.url, Filter(events=("contradiction.opened", "contradiction.resolved")))
    await line.hear(alert("c1", 1), alert("c1", 2, ChangeKind.WIDENED), alert("c1", 3, ChangeKind.RESOLVED))
    await line.send()
    told = [json.loads(got.body)["data"] for got in receiver.got]
    assert [(it["sequence"], it["follows"]) for it in told] == [(1, 0), (3, 1)]


async def test_a_paused_endpoint_gets_what_waited_when_it_is_resumed(line: Line, receiver: Receiver) -> None:
    await line.subscribe(receiver.url, paused=True)
    await line.hear(alert())
    await line.send()
    assert receiver.got == []

    await line.subscribe(receiver.url)
    await line.queue.relist("sub_1", line.now)
    await line.send()
    assert len(receiver.got) == 1


async def test_a_deleted_endpoint_gets_nothing_more(line: Line, receiver: Receiver) -> None:
    await line.subscribe(receiver.url)
    await line.hear(alert())
    await line.book.delete("sub_1")
    await line.send()
    assert receiver.got == []
    assert await line.queue.with_work(line.now) == []


async def test_a_record_that_cannot_be_read_silences_nobody_else(line: Line, receiver: Receiver) -> None:
    await line.subscribe(receiver.url)
    await line.subscribe(receiver.url, name="sub_2")
    await line.redis.hset(SUBSCRIPTIONS, "sub_1", b'{"id": 1}')
    await line.book.changed()
    await line.hear(alert())
    await line.send()
    assert len(receiver.got) == 1


async def test_a_dead_endpoint_with_much_waiting_is_left_alone_for_a_while(
    line: Line, receiver: Receiver
) -> None:
    receiver.behaviour = Behaviour.FAIL
    await line.subscribe(receiver.url)
    await line.hear(*(alert(f"c{nth}") for nth in range(100)))
    await line.send()
    assert 10 <= len(receiver.got) <= 17, "the circuit opens after the tries that were under way"
    line.later(seconds=29)
    await line.send()
    before = len(receiver.got)
    line.later(seconds=2)
    await line.send()
    assert len(receiver.got) == before + 1, "one probe"

    receiver.behaviour = Behaviour.TAKE
    line.later(minutes=10)
    await line.send()
    assert set(await line.states()) == {State.DELIVERED}


async def test_five_days_of_failure_warn_three_times_and_then_disable(line: Line, receiver: Receiver) -> None:
    async with Receiver() as owner:
        await line.subscribe(owner.url, Filter(events=("endpoint.failing", "endpoint.disabled")), "sub_owner")
        receiver.behaviour = Behaviour.FAIL
        await line.subscribe(receiver.url)
        for hour in range(5 * 24 + 1):
            if hour % 24 == 0:
                await line.hear(alert(f"c{hour}"))
            await line.send()
            await line.housekeeping.judge_all()
            line.later(hours=1)
        await line.send()

        told = [json.loads(got.body) for got in owner.got]
        assert [(it["type"], it["data"]["per_cent"]) for it in told] == [
            ("endpoint.failing", 50),
            ("endpoint.failing", 70),
            ("endpoint.failing", 90),
            ("endpoint.disabled", 100),
        ]
        before = len(receiver.got)
        receiver.behaviour = Behaviour.TAKE
        line.later(days=1)
        await line.send()
        assert len(receiver.got) == before

        endpoint = await line.book.endpoint("sub_1")
        await line.judge.enable(endpoint)
        await line.send()
        assert len(receiver.got) > before
