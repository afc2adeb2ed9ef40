"""Workers and the server are killed at random while they work: afterwards everything was done exactly once."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from shared.runtime import keys, wire
from shared.runtime.backlog import backlog_of
from shared.runtime.connection import connect, is_passing
from shared.runtime.deadletters import list_dead
from shared.runtime.server import EmbeddedServer
from shared.runtime.settings import Settings
from tests.conftest import QUICK
from tests.runtime.conftest import GROUP, Note, counts, publish, until

pytestmark = pytest.mark.whole

SCRIPT = Path(__file__).with_name("note_service.py")
MESSAGES = 4000
WORKERS = 2
WORKER_KILLS = 6
SERVER_KILLS = 2


def start_worker(url):
    """One worker process."""
    quick = {f"COUNTERCOUNT_{name.upper()}": str(value) for name, value in QUICK.items()}
    environment = {
        **os.environ,
        **quick,
        "COUNTERCOUNT_REDIS_URL": url,
        "COUNTERCOUNT_BATCH_SIZE": "4",
        "COUNTERCOUNT_MAX_DELIVERIES": "100",
        "MOOD": "steady",
    }
    return subprocess.Popen([sys.executable, SCRIPT], env=environment, stderr=subprocess.DEVNULL)


async def publish_all(redis, texts):
    """Like an honest producer: says again what was not confirmed. Returns what was said twice."""
    repeated = set()
    for text in texts:
        while True:
            try:
                await publish(redis, text)
                break
            except Exception as error:
                if not is_passing(error):
                    raise
                repeated.add(text)
                await asyncio.sleep(0.05)
    return repeated


async def is_done(redis):
    try:
        found = await backlog_of(redis, keys.ARTICLES, GROUP, 0)
    except Exception as error:
        if not is_passing(error):
            raise
        return False
    return found.there and found.waiting == 0


async def until_passed_on(redis, number):
    """Wait until so many messages have been done, repetitions included."""

    async def has_passed():
        try:
            return await redis.xlen(keys.key(0, keys.FIGURES)) >= number
        except Exception as error:
            if not is_passing(error):
                raise
            return False

    await until(has_passed)


async def test_a_worker_that_was_frozen_and_comes_back_commits_nothing_that_others_did(redis, server):
    texts = [str(number) for number in range(300)]
    frozen = start_worker(server.url)
    other = None
    try:
        await publish(redis, *texts)
        await until_passed_on(redis, 20)
        frozen.send_signal(signal.SIGSTOP)
        other = start_worker(server.url)
        await until(lambda: is_done(redis))
        frozen.send_signal(signal.SIGCONT)
        await publish(redis, "last")
        await until(lambda: is_done(redis))
        assert await counts(redis, *texts, "last") == [1] * 301
    finally:
        for worker in (frozen, other):
            if worker:
                worker.kill()
                worker.wait()


@pytest.mark.timeout(240)
async def test_whatever_is_killed_every_message_is_done_once(tmp_path):
    chance = random.Random(20201003)
    server = EmbeddedServer(tmp_path, appendfsync="always").start()
    redis = connect(Settings(redis_url=server.url, **QUICK))
    texts = [str(number) for number in range(MESSAGES)]
    workers = [start_worker(server.url) for _ in range(WORKERS)]
    kills = ["worker"] * WORKER_KILLS + ["server"] * SERVER_KILLS
    chance.shuffle(kills)
    try:
        repeated: set[str] = set()
        chunk = MESSAGES // len(kills)
        for number, victim in enumerate(kills):
            publishing = asyncio.create_task(publish_all(redis, texts[number * chunk : (number + 1) * chunk]))
            await until_passed_on(redis, number * chunk + chance.randrange(chunk // 2))
            if victim == "server":
                await asyncio.to_thread(server.kill)
                await asyncio.to_thread(server.start)
            else:
                place = chance.randrange(WORKERS)
                workers[place].kill()
                workers[place].wait()
                workers[place] = start_worker(server.url)
            repeated |= await publishing
        await until(lambda: is_done(redis))

        assert await list_dead(redis, 0, GROUP) == []
        done = dict(zip(texts, await counts(redis, *texts), strict=True))
        assert {text for text, times in done.items() if times == 0} == set()
        assert {text for text, times in done.items() if times > 1} <= repeated
        passed_on = Counter(
            wire.message_in(fields, Note).text for _, fields in await redis.xrange(keys.key(0, keys.FIGURES))
        )
        assert passed_on == Counter(done)
    finally:
        for worker in workers:
            worker.kill()
            worker.wait()
        await redis.aclose()
        server.stop()
