"""Whose messages are taken over, and whose are not."""

from __future__ import annotations

import asyncio

import pytest

from shared.runtime import keys
from shared.runtime.deadletters import list_dead
from shared.runtime.fence import Fence
from shared.runtime.groups import alive_key, ensure_group
from shared.runtime.laneworker import LaneWorker
from shared.runtime.reclaim import reclaim, say_alive, say_farewell
from tests.runtime.conftest import (
    GROUP,
    STREAM,
    Note,
    count_notes,
    counted,
    counts,
    publish,
    until,
    until_done,
)

pytestmark = pytest.mark.whole

ARTICLES = keys.key(0, STREAM)


async def given_to(redis, consumer, *texts, times=1):
    """Publish notes and have `consumer` read them without doing anything; `times` deliveries each."""
    await ensure_group(redis, ARTICLES, GROUP)
    await publish(redis, *texts)
    reply = await redis.xreadgroup(GROUP, consumer, {ARTICLES: ">"}, count=len(texts))
    entries = [entry for entry, _ in reply[0][1]]
    for _ in range(times - 1):
        await redis.xclaim(ARTICLES, GROUP, consumer, 0, entries)
    return [entry.decode() for entry in entries]


def worker_for(redis, settings, handle=count_notes, consumer="me"):
    fence = Fence(0, ARTICLES, GROUP, consumer)
    return fence, LaneWorker(redis, fence, Note, handle, settings)


async def made_idle(redis, entries, consumer, seconds):
    await redis.xclaim(ARTICLES, GROUP, consumer, 0, entries, idle=int(seconds * 1000), justid=True)


async def test_what_a_killed_worker_held_is_done_once_by_another(redis, stage_of):
    await given_to(redis, "killed", "a", "b")
    async with stage_of():
        await publish(redis, "c")
        await until_done(redis)
    assert await counts(redis, "a", "b", "c") == [1, 1, 1]


async def test_a_worker_that_shows_signs_of_life_is_not_robbed(redis, settings):
    await given_to(redis, "slow", "a")
    await say_alive(redis, [Fence(0, ARTICLES, GROUP, "slow")])
    fence, worker = worker_for(redis, settings)
    assert await reclaim(redis, fence, worker, settings.model_copy(update={"lease_seconds": 60.0})) == 0


async def test_a_live_worker_loses_what_it_sat_on_for_three_time_limits(redis, settings):
    entries = await given_to(redis, "stuck", "a", "b")
    await say_alive(redis, [Fence(0, ARTICLES, GROUP, "stuck")])
    patient = settings.model_copy(update={"lease_seconds": 60.0, "handler_seconds": 100.0})
    fence, worker = worker_for(redis, patient)
    await made_idle(redis, entries[:1], "stuck", 301)
    await made_idle(redis, entries[1:], "stuck", 299)
    assert await reclaim(redis, fence, worker, patient) == 1
    assert await counts(redis, "a", "b") == [1, 0]


async def test_a_worker_that_took_its_leave_is_not_waited_for(redis, settings):
    await given_to(redis, "leaving", "a")
    leaving = Fence(0, ARTICLES, GROUP, "leaving")
    await say_alive(redis, [leaving])
    await say_farewell(redis, leaving)
    fence, worker = worker_for(redis, settings)
    assert await reclaim(redis, fence, worker, settings.model_copy(update={"lease_seconds": 60.0})) == 1


async def test_a_worker_that_leaves_with_nothing_in_hand_is_taken_off_the_list(redis, stage_of):
    async with stage_of():
        await publish(redis, "a")
        await until_done(redis)
        assert len(await redis.xinfo_consumers(ARTICLES, GROUP)) == 1
    assert await redis.xinfo_consumers(ARTICLES, GROUP) == []
    assert await redis.zcard(alive_key(0, GROUP)) == 0


async def test_a_workers_own_messages_in_hand_are_not_taken_again(redis, settings):
    entries = await given_to(redis, "me", "a", "b")
    await made_idle(redis, entries, "me", 3600)
    fence, worker = worker_for(redis, settings)
    worker.in_hand.add(entries[0])
    await reclaim(redis, fence, worker, settings)
    assert await counts(redis, "a", "b") == [0, 1]


async def test_the_wait_before_another_try_doubles_with_each_delivery(redis, settings):
    fence, worker = worker_for(redis, settings)
    slow = settings.model_copy(update={"retry_seconds": 10.0, "handler_seconds": 1000.0})
    twice = await given_to(redis, "me", "twice", times=2)
    thrice = await given_to(redis, "me", "thrice", times=3)
    await made_idle(redis, [*twice, *thrice], "me", 21)
    await reclaim(redis, fence, worker, slow)
    assert await counts(redis, "twice", "thrice") == [1, 0]


async def test_a_message_that_kills_its_workers_does_not_take_others_along(redis, settings):
    """Each death counts one delivery for the killer alone, once the batch has come back for the second time."""
    await given_to(redis, "dead", "a", "killer", "b", "c")
    handled = []

    for number in range(8):

        async def handle(lane, batch):
            for one in batch:
                handled.append(one.message.text)
                if one.message.text == "killer":
                    raise asyncio.CancelledError
            return counted(batch)

        quick = settings.model_copy(update={"retry_seconds": 0.001, "max_deliveries": 4})
        fence, worker = worker_for(redis, quick, handle, f"victim-{number}")
        try:
            await reclaim(redis, fence, worker, quick)
        except asyncio.CancelledError:
            await redis.zrem(alive_key(0, GROUP), fence.consumer)
        await asyncio.sleep(0.02)
    assert await counts(redis, "a", "b", "c") == [1, 1, 1]
    (letter,) = await list_dead(redis, 0, GROUP)
    assert letter.correlation == "art_killer"
    assert "no worker lived to answer" in letter.reason
    assert handled.count("killer") == 3


@pytest.mark.parametrize("order", [("killer", "fresh"), ("fresh", "killer")])
async def test_a_message_that_came_back_once_travels_alone(redis, settings, order):
    for text in order:
        entries = await given_to(redis, "dead", text, times=2 if text == "killer" else 1)
        await made_idle(redis, entries, "dead", 60)
    together = []

    async def handle(lane, batch):
        rows = await redis.xpending_range(ARTICLES, GROUP, "-", "+", 10)
        together.append(sum(row["consumer"] == b"me" for row in rows))
        return counted(batch)

    quick = settings.model_copy(update={"retry_seconds": 0.001})
    fence, worker = worker_for(redis, quick, handle)

    async def both_came():
        await reclaim(redis, fence, worker, quick)
        return len(together) == 2

    await until(both_came)
    assert together == [1, 1]


async def test_everything_pending_is_reclaimed_however_much_it_is(redis, settings):
    texts = [str(number) for number in range(350)]
    await given_to(redis, "dead", *texts)
    fence, worker = worker_for(redis, settings)
    assert await reclaim(redis, fence, worker, settings) == 350
    assert await counts(redis, *texts) == [1] * 350


async def test_pending_entries_that_are_gone_from_the_stream_are_dropped(redis, stage_of):
    entries = await given_to(redis, "dead", "a", "b")
    await redis.xdel(ARTICLES, entries[0])
    async with stage_of():
        await until_done(redis)
    assert await counts(redis, "a", "b") == [0, 1]


async def test_a_slow_batch_tried_one_by_one_is_not_taken_away_meanwhile(redis, settings):
    """Each try tells the server that the rest of the batch is still in hand."""
    entries = await given_to(redis, "dead", "a", "b", "c")
    idle = {}

    async def handle(lane, batch):
        rows = await redis.xpending_range(ARTICLES, GROUP, "-", "+", 10)
        idle[batch[0].message.text] = [row["time_since_delivered"] for row in rows]
        await made_idle(redis, entries, "me", 3600)
        return counted(batch)

    fence, worker = worker_for(redis, settings, handle)
    await reclaim(redis, fence, worker, settings)
    assert list(idle) == ["a", "b", "c"]
    assert all(milliseconds < 60_000 for rows in idle.values() for milliseconds in rows)


async def test_two_reclaimers_never_share_a_message(redis, stage_of):
    texts = [str(number) for number in range(200)]
    await given_to(redis, "dead", *texts)
    async with stage_of(), stage_of(), stage_of():
        await until_done(redis)
    assert await counts(redis, *texts) == [1] * 200


async def test_after_an_outage_the_others_get_a_lease_to_say_that_they_live(redis, stage_of):
    """Nobody could renew its lease while the server was away: that makes nobody dead."""
    await given_to(redis, "other", "a")
    running = stage_of(lease_seconds=60.0)
    await running._beat()
    running._last_beat -= 61
    await running._beat()
    await running._reclaim(running._readers[0])
    assert await counts(redis, "a") == [0]
    running._others_excused_until -= 60
    await running._reclaim(running._readers[0])
    assert await counts(redis, "a") == [1]


async def test_a_worker_stays_alive_in_the_list_while_it_runs(redis, stage_of):
    async with stage_of() as running:
        first = await redis.zscore(alive_key(0, GROUP), running.consumer)

        async def renewed():
            return await redis.zscore(alive_key(0, GROUP), running.consumer) > first

        await until(renewed)
