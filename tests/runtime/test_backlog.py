"""What waits, as back-pressure and the eye read it."""

from __future__ import annotations

import pytest

from shared.runtime import keys
from shared.runtime.backlog import backlog_of, backlogs, memory_used
from shared.runtime.groups import READERS, ensure_group, prepare
from tests.runtime.conftest import GROUP, STREAM, publish

pytestmark = pytest.mark.whole

ARTICLES = keys.key(0, STREAM)


async def test_undelivered_and_pending_messages_wait_and_done_ones_do_not(redis):
    await ensure_group(redis, ARTICLES, GROUP)
    await publish(redis, *"abcde")
    reply = await redis.xreadgroup(GROUP, "c", {ARTICLES: ">"}, count=3)
    await redis.xack(ARTICLES, GROUP, reply[0][1][0][0])
    found = await backlog_of(redis, STREAM, GROUP, 0)
    assert (found.lag, found.pending, found.waiting, found.length, found.there) == (2, 2, 4, 5, True)


@pytest.mark.parametrize(("read", "oldest"), [(0, "1000-1"), (1, "1000-1"), (2, "1000-1")])
async def test_the_age_is_that_of_the_oldest_message_not_done(redis, read, oldest):
    await ensure_group(redis, ARTICLES, GROUP)
    await redis.xadd(ARTICLES, {"n": 1}, id="1000-1")
    await publish(redis, "young")
    if read:
        await redis.xreadgroup(GROUP, "c", {ARTICLES: ">"}, count=read)
    assert (await backlog_of(redis, STREAM, GROUP, 0)).oldest_seconds > 1e9
    await redis.xreadgroup(GROUP, "c", {ARTICLES: ">"})
    await redis.xack(ARTICLES, GROUP, oldest)
    assert (await backlog_of(redis, STREAM, GROUP, 0)).oldest_seconds < 1e9


async def test_a_group_that_is_not_there_says_so(redis):
    assert not (await backlog_of(redis, STREAM, GROUP, 0)).there
    await publish(redis, "a")
    assert not (await backlog_of(redis, STREAM, GROUP, 0)).there


async def test_every_expected_group_of_every_lane_is_read(redis):
    await prepare(redis, 3)
    found = await backlogs(redis, 3)
    assert {(row.stream, row.group, row.lane) for row in found} == {
        (stream, group, lane) for stream, groups in READERS.items() for group in groups for lane in range(3)
    }
    assert all(row.there and row.waiting == 0 for row in found)


async def test_the_servers_memory_can_be_read(redis):
    used, most = await memory_used(redis)
    assert used > 0
    assert most == 0
