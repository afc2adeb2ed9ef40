"""A stage outlives what happens to its server."""

from __future__ import annotations

import asyncio

import pytest
from prometheus_client import generate_latest
from redis.exceptions import ResponseError

from shared.contracts.errors import Misconfigured
from shared.runtime import keys, reader
from shared.runtime.connection import connect
from shared.runtime.health import Health
from shared.runtime.metrics import METERS
from shared.runtime.server import EmbeddedServer
from shared.runtime.settings import Settings
from shared.runtime.stage import Running, Stage
from tests.conftest import QUICK
from tests.runtime.conftest import GROUP, STREAM, Note, count_notes, counts, publish, until, until_done

pytestmark = pytest.mark.whole

ARTICLES = keys.key(0, STREAM)


def errors_so_far():
    """How often the stage counted a failing call."""
    text = generate_latest(METERS.registry).decode()
    return sum(
        float(line.rpartition(" ")[2])
        for line in text.splitlines()
        if line.startswith(
            ("countercount_stage_server_errors_total", "countercount_stage_consumer_restarts_total")
        )
    )


def break_reading(patch, running):
    """Every read fails in a way that ends FastStream's consume task."""

    async def fail(*_):
        raise ResponseError("ERR odd")

    patch.setattr(type(running._readers[0].subscriber), "_get_msgs", fail)


async def test_a_flushed_server_is_served_on(redis, stage_of):
    async with stage_of():
        await publish(redis, "before")
        await until_done(redis)
        await redis.flushall()
        await publish(redis, "after")
        await until_done(redis)
        assert await counts(redis, "before", "after") == [0, 1]


async def test_a_destroyed_group_is_made_again_and_nothing_is_lost(redis, stage_of):
    async with stage_of():
        await publish(redis, "before")
        await until_done(redis)
        await redis.xgroup_destroy(ARTICLES, GROUP)
        await publish(redis, "after")
        await until_done(redis)
        assert (await counts(redis, "after")) == [1]


async def test_a_server_that_refuses_writes_is_not_hammered_and_is_served_on_when_it_relents(
    tmp_path, settings
):
    """Read-only, a server answers each read of a group with an error at once: FastStream would spin."""
    with EmbeddedServer(tmp_path / "main") as server:
        own = settings.model_copy(update={"redis_url": server.url, "reclaim_every_seconds": 0.5})
        redis = connect(own)
        health = Health(redis, [0])
        health.state = "serving"
        async with Running(Stage(GROUP, STREAM, Note, count_notes), redis, own) as running:
            health.stages.append(running)
            await publish(redis, "before")
            await until_done(redis)
            assert await health.not_ready() == ""
            errors = errors_so_far()
            await redis.config_set("min-replicas-to-write", 1)
            await asyncio.sleep(1.5)
            assert errors_so_far() - errors < 40
            assert "does not take writes" in await health.not_ready()
            assert health.not_live() == "", "a restart would not help"
            await redis.config_set("min-replicas-to-write", 0)
            await publish(redis, "after")
            await until_done(redis)
            assert await counts(redis, "before", "after") == [1, 1]

            async def is_ready():
                return not await health.not_ready()

            await until(is_ready)
        await redis.aclose()


async def test_a_consume_task_that_stays_dead_makes_the_process_not_live(redis, stage_of, monkeypatch):
    monkeypatch.setattr(reader, "DEAD_FOR_SECONDS", 0.2)
    async with stage_of() as running:
        assert running.trouble() == ""

        break_reading(monkeypatch, running)

        async def is_in_trouble():
            return "nothing reads lane 00" in running.trouble()

        await until(is_in_trouble)


async def test_a_consume_task_that_dies_is_started_again(redis, stage_of, monkeypatch):
    async with stage_of() as running:
        with monkeypatch.context() as patch:
            break_reading(patch, running)

            async def is_dead():
                return any(task.done() for task in running._readers[0].subscriber.tasks)

            await until(is_dead)
        await publish(redis, "a")
        await until_done(redis)
        assert running.trouble() == ""
    assert await counts(redis, "a") == [1]


async def test_a_killed_server_comes_back_with_all_it_had_accepted(tmp_path):
    server = EmbeddedServer(tmp_path).start()
    settings = Settings(redis_url=server.url, **QUICK)
    redis = connect(settings)
    texts = [str(number) for number in range(200)]
    try:
        async with Running(
            Stage(GROUP, STREAM, Note, count_notes), redis, settings.model_copy(update={"batch_size": 2})
        ):
            await publish(redis, *texts)
            server.kill()
            await asyncio.to_thread(server.start)
            await until_done(redis)
            assert await counts(redis, *texts) == [1] * 200
    finally:
        await redis.aclose()
        server.stop()


async def test_a_stage_started_before_its_server_waits_for_it(tmp_path):
    server = EmbeddedServer(tmp_path)
    settings = Settings(redis_url=server.url, **QUICK)
    redis = connect(settings)
    running = Running(Stage(GROUP, STREAM, Note, count_notes), redis, settings)
    starting = asyncio.create_task(running.start())
    try:
        await asyncio.to_thread(server.start)
        await starting
        await publish(redis, "a")
        await until_done(redis)
    finally:
        await running.stop()
        await redis.aclose()
        server.stop()


async def test_a_handler_that_finds_the_deployment_misconfigured_stops_the_stage(redis, stage_of):
    async def handle(lane, batch):
        raise Misconfigured("expected a rules folder")

    await publish(redis, "a")
    async with stage_of(handle) as running:
        with pytest.raises(Misconfigured, match="rules folder"):
            await asyncio.wait_for(running.failed, 10)
    assert (await redis.xpending(ARTICLES, GROUP))["pending"] == 1


async def test_a_deployment_keeps_the_number_of_lanes_it_was_born_with(redis, stage_of):
    async with stage_of():
        pass
    with pytest.raises(Misconfigured, match="COUNTERCOUNT_LANES=1"):
        await stage_of(lanes=4).start()
