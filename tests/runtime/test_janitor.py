"""Nothing unprocessed is ever trimmed."""

from __future__ import annotations

import random

import pytest

from shared.runtime import keys
from shared.runtime.groups import alive_key, ensure_group
from shared.runtime.janitor import clean
from tests.runtime.conftest import GROUP, STREAM, publish, until, until_done

pytestmark = pytest.mark.whole

ARTICLES = keys.key(0, STREAM)


@pytest.fixture
def eager(settings):
    """Keeps nothing that is processed; a new round every millisecond."""
    return settings.model_copy(
        update={"retention_seconds": 0.0, "janitor_every_seconds": 0.001, "lease_seconds": 0.001}
    )


async def read(redis, count, group=GROUP, consumer="c"):
    """Deliver so many entries."""
    reply = await redis.xreadgroup(group, consumer, {ARTICLES: ">"}, count=count)
    return [entry for entry, _ in reply[0][1]]


async def ids(redis):
    """What is left in the stream."""
    return [entry for entry, _ in await redis.xrange(ARTICLES)]


async def test_nothing_pending_is_trimmed(redis, eager):
    await ensure_group(redis, ARTICLES, GROUP)
    await publish(redis, *"abcde")
    first, second, third, fourth, _ = await read(redis, 5)
    await redis.xack(ARTICLES, GROUP, first, second, fourth)
    assert await clean(redis, eager, 0, STREAM) == 2
    assert (await ids(redis))[0] == third


async def test_nothing_undelivered_is_trimmed(redis, eager):
    await ensure_group(redis, ARTICLES, GROUP)
    published = await publish(redis, *"abcde")
    await redis.xack(ARTICLES, GROUP, *await read(redis, 2))
    await clean(redis, eager, 0, STREAM)
    assert {entry.encode() for entry in published[2:]} <= set(await ids(redis))
    assert len(await read(redis, 10)) == 3


async def test_what_another_group_still_needs_is_not_trimmed(redis, eager):
    await ensure_group(redis, ARTICLES, GROUP)
    await ensure_group(redis, ARTICLES, "archive")
    await publish(redis, *"abc")
    await redis.xack(ARTICLES, GROUP, *await read(redis, 3))
    assert await clean(redis, eager, 0, STREAM) == 0
    assert len(await read(redis, 3, "archive")) == 3


async def test_a_stream_whose_stage_never_ran_is_left_alone(redis, eager):
    await publish(redis, *"abc")
    assert await clean(redis, eager, 0, STREAM) == 0
    await ensure_group(redis, ARTICLES, "archive")
    await redis.xack(ARTICLES, "archive", *await read(redis, 3, "archive"))
    assert await clean(redis, eager, 0, STREAM) == 0
    assert len(await ids(redis)) == 3


async def test_what_is_younger_than_the_retention_is_kept(redis, eager):
    await ensure_group(redis, ARTICLES, GROUP)
    await redis.xadd(ARTICLES, {"n": 1}, id="1000-1")
    await publish(redis, "young", "younger")
    await redis.xack(ARTICLES, GROUP, *await read(redis, 3))
    keep = eager.model_copy(update={"retention_seconds": 600.0})
    assert await clean(redis, keep, 0, STREAM) == 1
    assert len(await ids(redis)) == 2


async def test_an_absent_stream_is_no_trouble(redis, eager):
    assert await clean(redis, eager, 0, STREAM) == 0


async def test_one_janitor_a_round(redis, eager):
    rare = eager.model_copy(update={"janitor_every_seconds": 3600.0})
    await ensure_group(redis, ARTICLES, GROUP)
    await publish(redis, *"ab")
    await redis.xack(ARTICLES, GROUP, *await read(redis, 2))
    assert await clean(redis, rare, 0, STREAM) == 1
    await publish(redis, *"cd")
    await redis.xack(ARTICLES, GROUP, *await read(redis, 2))
    assert await clean(redis, rare, 0, STREAM) == 0


async def test_the_lag_stays_readable_after_trimming(redis, eager):
    await ensure_group(redis, ARTICLES, GROUP)
    await publish(redis, *"abcdef")
    await redis.xack(ARTICLES, GROUP, *await read(redis, 4))
    await clean(redis, eager, 0, STREAM)
    (group,) = await redis.xinfo_groups(ARTICLES)
    assert group["lag"] == 2


async def test_dead_workers_without_messages_are_taken_off_the_list_and_others_are_not(redis, eager):
    await ensure_group(redis, ARTICLES, GROUP)
    await publish(redis, *"ab")
    await redis.xack(ARTICLES, GROUP, *await read(redis, 1, consumer="gone"))
    await read(redis, 1, consumer="holding")
    await redis.xgroup_createconsumer(ARTICLES, GROUP, "living")
    await redis.zadd(alive_key(0, GROUP), {"living": 9e15, "gone": 1})

    async def names():
        await clean(redis, eager, 0, STREAM)
        found = {row["name"] for row in await redis.xinfo_consumers(ARTICLES, GROUP)}
        return found == {b"holding", b"living"}

    await until(names)
    assert await redis.zscore(alive_key(0, GROUP), "gone") is None


@pytest.mark.parametrize("seed", range(12))
async def test_whatever_happens_what_is_not_acked_stays(redis, eager, seed):
    """Two groups publish, read, ack, claim and clean in any order."""
    chance = random.Random(seed)
    groups = (GROUP, "archive")
    unacked = {group: [] for group in groups}
    undelivered = dict.fromkeys(groups, 0)
    for group in groups:
        await ensure_group(redis, ARTICLES, group)
    for _ in range(80):
        group, act = chance.choice(groups), chance.choice(("publish", "read", "ack", "claim", "clean"))
        if act == "publish":
            await publish(redis, *"ab")
            undelivered = {name: waiting + 2 for name, waiting in undelivered.items()}
        elif act == "read" and undelivered[group]:
            got = await read(redis, chance.randint(1, 3), group, chance.choice("xy"))
            undelivered[group] -= len(got)
            unacked[group] += got
        elif act == "ack" and unacked[group]:
            done = unacked[group].pop(chance.randrange(len(unacked[group])))
            await redis.xack(ARTICLES, group, done)
        elif act == "claim" and unacked[group]:
            await redis.xclaim(ARTICLES, group, "z", 0, [chance.choice(unacked[group])])
        elif act == "clean":
            await redis.delete(keys.key(0, "janitor", STREAM))
            await clean(redis, eager, 0, STREAM)
            left = set(await ids(redis))
            assert all(entry in left for entries in unacked.values() for entry in entries)
            assert {
                row["name"].decode(): row["lag"] for row in await redis.xinfo_groups(ARTICLES)
            } == undelivered


async def test_a_running_stage_trims_what_it_has_done(redis, stage_of):
    async with stage_of(retention_seconds=0.0, janitor_every_seconds=0.05):
        await publish(redis, *(str(number) for number in range(300)))
        await until_done(redis)

        async def is_short():
            return await redis.xlen(ARTICLES) <= 1

        await until(is_short)
