"""The commit: all or nothing, and never by a worker whose messages were taken from it."""

from __future__ import annotations

import asyncio

import pytest

from shared.runtime import keys, wire
from shared.runtime.commit import Check, Commit, Dead, Outgoing, Write
from shared.runtime.deadletters import list_dead
from shared.runtime.fence import Fence, Outcome
from shared.runtime.groups import ensure_group
from tests.runtime.conftest import GROUP, STREAM, Note, counted, counts, note_key, publish, until_done

pytestmark = pytest.mark.whole

ARTICLES = keys.key(0, STREAM)
FIGURES = keys.key(0, keys.FIGURES)


async def taken(redis, consumer="me", count=100):
    """What a consumer has been given to work on."""
    await ensure_group(redis, ARTICLES, GROUP)
    reply = await redis.xreadgroup(GROUP, consumer, {ARTICLES: ">"}, count=count)
    return [entry.decode() for entry, _ in (reply[0][1] if reply else [])]


def fence_of(consumer="me"):
    return Fence(0, ARTICLES, GROUP, consumer)


async def everything(redis):
    """All that the server holds, to compare."""
    found = {}
    for key in sorted(await redis.keys("*")):
        found[key] = await redis.dump(key)
    return found


async def test_a_commit_writes_adds_buries_and_acks_at_once(redis):
    await publish(redis, "a", "bad")
    a, bad = await taken(redis)
    commit = Commit(
        done=[a],
        dead=[Dead(bad, "no good")],
        checks=[Check(keys.key(0, "seen"), None), Check(keys.key(0, "ledger"), None, field="f")],
        writes=[
            Write("HSET", keys.key(0, "ledger"), ("f", "1")),
            Write("SET", keys.key(0, "seen"), (b"\xff", "EX", 60)),
        ],
        out=[Outgoing(FIGURES, Note(text="out"), "art_a")],
        ahead=[Outgoing(keys.key(1, keys.FIGURES), Note(text="elsewhere"), "art_a")],
    )
    assert await fence_of().commit(redis, commit, {bad: 4}) == (Outcome.COMMITTED, "")
    assert await redis.hget(keys.key(0, "ledger"), "f") == b"1"
    assert await redis.get(keys.key(0, "seen")) == b"\xff"
    ((_, out),) = await redis.xrange(FIGURES)
    assert (Note(text="out"), "art_a") == (wire.message_in(out, Note), wire.correlation_in(out))
    assert await redis.xlen(keys.key(1, keys.FIGURES)) == 1
    (letter,) = await list_dead(redis, 0, GROUP)
    assert (letter.reason, letter.entry, letter.deliveries, letter.worker) == ("no good", bad, 4, "me")
    assert wire.message_in(letter.original, Note) == Note(text="bad")
    assert (await redis.xpending(ARTICLES, GROUP))["pending"] == 0


async def test_a_worker_whose_messages_were_reclaimed_commits_nothing(redis):
    await publish(redis, "a", "b")
    mine = await taken(redis)
    await redis.xclaim(ARTICLES, GROUP, "other", 0, [mine[1]])
    before = await everything(redis)
    commit = Commit(
        done=mine, writes=[Write("INCR", note_key("a"))], out=[Outgoing(FIGURES, Note(text="out"))], dead=[]
    )
    assert (Outcome.FENCED, mine[1]) == await fence_of().commit(redis, commit)
    assert before == await everything(redis)


async def test_a_commit_sent_twice_counts_once(redis):
    await publish(redis, "a")
    (entry,) = await taken(redis)
    commit = Commit(done=[entry], writes=[Write("INCR", note_key("a"))])
    assert (await fence_of().commit(redis, commit))[0] == Outcome.COMMITTED
    assert (await fence_of().commit(redis, commit))[0] == Outcome.FENCED
    assert await counts(redis, "a") == [1]


async def test_part_of_what_a_worker_holds_can_be_committed(redis):
    await publish(redis, "a", "b", "c", "d")
    a, b, c, d = await taken(redis)
    assert (await fence_of().commit(redis, Commit(done=[d, a])))[0] == Outcome.COMMITTED
    assert [b, c] == [
        row["message_id"].decode() for row in await redis.xpending_range(ARTICLES, GROUP, "-", "+", 10)
    ]


@pytest.mark.parametrize(
    ("key", "field", "there", "expected"),
    [
        ("string", None, "1", "1"),
        ("string", None, None, None),
        ("string", None, "", ""),
        ("hash", "f", "1", "1"),
        ("hash", "f", None, None),
    ],
)
async def test_a_compared_value_that_is_unchanged_lets_the_commit_through(redis, key, field, there, expected):
    await publish(redis, "a")
    entries = await taken(redis)
    name = keys.key(0, key)
    if there is not None:
        await (redis.hset(name, field, there) if field else redis.set(name, there))
    commit = Commit(done=entries, checks=[Check(name, expected, field)])
    assert (await fence_of().commit(redis, commit))[0] == Outcome.COMMITTED


@pytest.mark.parametrize(
    ("field", "there", "expected"),
    [
        (None, "2", "1"),
        (None, "1", None),
        (None, None, "1"),
        (None, "", None),
        ("f", "2", "1"),
        ("f", "1", None),
    ],
)
async def test_a_compared_value_that_has_changed_writes_nothing(redis, field, there, expected):
    await publish(redis, "a")
    entries = await taken(redis)
    name = keys.key(0, "compared")
    if there is not None:
        await (redis.hset(name, field, there) if field else redis.set(name, there))
    before = await everything(redis)
    commit = Commit(
        done=entries, checks=[Check(name, expected, field)], writes=[Write("INCR", note_key("a"))]
    )
    assert (Outcome.CONFLICT, name) == await fence_of().commit(redis, commit)
    assert before == await everything(redis)


async def test_a_compare_and_set_conflict_calls_the_handler_again_and_loses_no_update(redis, stage_of):
    total = keys.key(0, "total")
    calls = 0

    async def add_up(lane, batch):
        nonlocal calls
        calls += 1
        now = await redis.get(total)
        await asyncio.sleep(0)
        there = now.decode() if now else None
        return Commit(
            done=[one.entry for one in batch],
            checks=[Check(total, there)],
            writes=[Write("SET", total, (int(there or 0) + len(batch),))],
        )

    texts = [str(number) for number in range(600)]
    async with stage_of(add_up, batch_size=3), stage_of(add_up, batch_size=3), stage_of(add_up, batch_size=3):
        await publish(redis, *texts)
        await until_done(redis)
    assert await redis.get(total) == b"600"
    assert calls > 200, "there was no conflict to lose an update by"


async def test_messages_meant_to_go_ahead_go_into_the_fence_where_they_stay_in_the_lane(redis):
    await publish(redis, "a")
    entries = await taken(redis)
    await redis.xclaim(ARTICLES, GROUP, "other", 0, entries)
    commit = Commit(done=entries, ahead=[Outgoing(FIGURES, Note(text="x"))])
    assert (await fence_of().commit(redis, commit))[0] == Outcome.FENCED
    assert await redis.xlen(FIGURES) == 0
    await redis.xclaim(ARTICLES, GROUP, "me", 0, entries)
    assert (await fence_of().commit(redis, commit))[0] == Outcome.COMMITTED
    assert await redis.xlen(FIGURES) == 1


@pytest.mark.parametrize(
    "part",
    [
        {"writes": [Write("SET", keys.key(1, "x"), ("1",))]},
        {"checks": [Check("cc:{00", "1")]},
        {"out": [Outgoing(keys.key(1, keys.FIGURES), Note(text="x"))]},
        {"writes": [Write("HSET", keys.key(0, "x"), tuple(range(8000)))]},
    ],
    ids=["write", "check", "out", "too many"],
)
async def test_a_commit_that_leaves_its_lane_or_overflows_is_refused(redis, part):
    await publish(redis, "a")
    with pytest.raises(ValueError, match="expected"):
        await fence_of().commit(redis, Commit(done=await taken(redis), **part))


async def test_a_commit_that_finishes_nothing_must_not_write(redis):
    with pytest.raises(ValueError, match="repeated for ever"):
        await fence_of().commit(redis, Commit(writes=[Write("INCR", keys.key(0, "x"))]))


async def test_a_commit_without_its_group_writes_nothing(redis):
    commit = Commit(done=["1-1"], writes=[Write("INCR", note_key("a"))])
    assert (await fence_of().commit(redis, commit))[0] == Outcome.NO_GROUP
    assert await counts(redis, "a") == [0]


async def test_a_write_that_the_server_refuses_leaves_the_message_for_later(redis, stage_of):
    """The failing message is dead-lettered in the end, with the server's words; the others are done."""
    await redis.set(keys.key(0, "no hash"), "1")

    async def handle(lane, batch):
        commit = counted(batch)
        if any(one.message.text == "bad" for one in batch):
            return Commit(done=commit.done, writes=[Write("HSET", keys.key(0, "no hash"), ("f", "1"))])
        return commit

    await publish(redis, "a", "bad")
    async with stage_of(handle, max_deliveries=2):
        await until_done(redis)
    (letter,) = await list_dead(redis, 0, GROUP)
    assert "WRONGTYPE" in letter.reason
    assert await counts(redis, "a") == [1]
