"""What all tests share: a real server, emptied for each test that asks for it, and the marks of the folders."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from shared.runtime.connection import connect
from shared.runtime.server import EmbeddedServer
from shared.runtime.settings import Settings

#: Folders whose tests are pure and fast: `make check` runs them.
UNIT_FOLDERS = ("contracts", "extract", "reconcile")

#: Everything that waits does so for a fraction of the time that it would take in production.
QUICK: dict[str, Any] = {
    "poll_seconds": 0.05,
    "lease_seconds": 0.6,
    "reclaim_every_seconds": 0.05,
    "retry_seconds": 0.05,
    "handler_seconds": 5.0,
    "watch_every_seconds": 0.1,
    "backlog_every_seconds": 0.2,
    "grace_seconds": 5.0,
    "http_port": 0,
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as unit what lies in a pure folder, unless it says that it needs the whole."""
    tests = Path(__file__).parent
    for item in items:
        folder = item.path.relative_to(tests).parts[0]
        if folder in UNIT_FOLDERS and item.get_closest_marker("whole") is None:
            item.add_marker(pytest.mark.unit)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedServer]:
    """One embedded server for the whole session; durability is tested with servers of its own."""
    with EmbeddedServer(tmp_path_factory.mktemp("server"), appendfsync="no") as running:
        yield running


@pytest.fixture
def settings(server: EmbeddedServer) -> Settings:
    """Settings with short waits and one lane."""
    return Settings(redis_url=server.url, **QUICK)


@pytest_asyncio.fixture
async def redis(settings: Settings) -> AsyncIterator[Any]:
    """A client of an empty server."""
    client = connect(settings)
    await client.flushall()
    yield client
    await client.aclose()
