"""Notify as a process of its own, for tests that kill it."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from typing import Any

import httpx


class Process:
    """`python -m services.notify.app` on a port of its own choice."""

    def __init__(self, redis_url: str, **settings: Any) -> None:
        given = {
            "redis_url": redis_url,
            "http_port": 0,
            "notify_allow_networks": "127.0.0.0/8",
            "notify_allow_ports": "any",
            "notify_lease_seconds": 1,
            "notify_poll_seconds": 0.1,
            "lease_seconds": 1,
        } | settings
        self._environment = {f"COUNTERCOUNT_{name.upper()}": str(value) for name, value in given.items()}
        self._process: asyncio.subprocess.Process | None = None
        self._reader: asyncio.Task[None] | None = None
        self._serving: asyncio.Future[int] | None = None
        self.port = 0

    async def __aenter__(self) -> Process:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Start it and wait until it serves."""
        self._serving = asyncio.get_running_loop().create_future()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.notify.app",
            env={**os.environ, **self._environment},
            stderr=asyncio.subprocess.PIPE,
        )
        self._reader = asyncio.create_task(self._read())
        async with asyncio.timeout(60):
            self.port = await self._serving

    def kill(self) -> None:
        """As a crash would."""
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)

    async def gone(self) -> int:
        """Wait for its end."""
        assert self._process is not None
        async with asyncio.timeout(60):
            return await self._process.wait()

    async def stop(self) -> int:
        """Ask it to stop."""
        if self._process is not None and self._process.returncode is None:
            self._process.terminate()
        return await self.gone()

    def client(self) -> httpx.AsyncClient:
        """A client of its API."""
        return httpx.AsyncClient(base_url=f"http://127.0.0.1:{self.port}", trust_env=False, timeout=30)

    async def _read(self) -> None:
        assert self._process is not None
        assert self._process.stderr is not None
        assert self._serving is not None
        lines = []
        async for line in self._process.stderr:
            lines.append(line.decode())
            try:
                record = json.loads(line)
            except ValueError:
                continue
            if record.get("event") == "serving" and not self._serving.done():
                self._serving.set_result(record["port"])
        if not self._serving.done():
            self._serving.set_exception(RuntimeError("".join(lines[-20:])))
