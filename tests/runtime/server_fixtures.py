"""A real server for tests: `from tests.runtime.server_fixtures import redis, server, settings` in a conftest."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import Any

import pytest
import pytest_asyncio

from shared.runtime.connection import connect
from shared.runtime.server import EmbeddedServer
from shared.runtime.settings import Settings

#: Everything that waits does so for a fraction of the time that it would take in production.
QUICK: dict[str, Any] = {
    "poll_seconds": 0.05,
    "lease_seconds": 0.6,
    "reclaim_every_seconds": 0.05,
    "retry_seconds": 0.05,
    "handler_seconds": 5.0,
    "janitor_every_seconds": 30.0,
    "watch_every_seconds": 0.1,
    "backlog_every_seconds": 0.2,
    "grace_seconds": 5.0,
    "http_port": 0,
}


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """One embedded server for the whole session; its durability is tested with servers of their own."""
    with EmbeddedServer(tmp_path_factory.mktemp("server"), appendfsync="no") as running:
        yield running


@pytest.fixture
def settings(server: EmbeddedServer) -> Settings:
    """Settings with short waits, one lane."""
    return Settings(redis_url=server.url, **QUICK)


@pytest.fixture
def slow_settings(server: EmbeddedServer) -> Settings:
    """The same, but nothing is reclaimed or retried while the test runs."""
    return Settings(
        redis_url=server.url,
        **{**QUICK, "lease_seconds": 600, "retry_seconds": 600, "handler_seconds": 200},
    )


@pytest_asyncio.fixture
async def redis(settings: Settings) -> AsyncIterator[Any]:
    """A client of an empty server."""
    client = connect(settings)
    await client.flushall()
    yield client
    await client.aclose()
