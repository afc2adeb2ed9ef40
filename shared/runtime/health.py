"""Whether a process lives and whether it can work: two questions with different consequences.

`/live` says no when restarting this process would help: its consume tasks are dead and stay so. `/ready`
says no while it cannot do its work: still starting, stopping, or the server does not take writes (a ping
would come back from a server that is read-only or out of disk).
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from shared.runtime import keys
from shared.runtime.connection import Client
from shared.runtime.metrics import metric

if TYPE_CHECKING:
    from shared.runtime.stage import Running

#: How long one probe's answer holds: any number of askers costs the server one write a second.
PROBE_HOLDS_SECONDS = 1.0
PROBE_LIMIT_SECONDS = 2.0
_PROBE_KEPT_SECONDS = 60


class Health:
    """What a process answers to `/live` and `/ready`."""

    def __init__(self, redis: Client, lanes: Sequence[int]) -> None:
        self._redis, self._lanes = redis, lanes
        self.stages: list[Running] = []
        self.state = "starting"
        self._probed_at, self._probe_said = float("-inf"), ""
        self._asking = asyncio.Lock()

    def not_live(self) -> str:
        """Why this process should be restarted; "" if it should not."""
        return "; ".join(trouble for stage in self.stages if (trouble := stage.trouble()))

    async def not_ready(self) -> str:
        """Why this process cannot work now; "" if it can."""
        if self.state != "serving":
            return self.state
        async with self._asking:
            if time.monotonic() - self._probed_at > PROBE_HOLDS_SECONDS:
                self._probe_said = await self._probe()
                self._probed_at = time.monotonic()
                metric("ready").set(int(not self._probe_said))
        return self._probe_said

    async def _probe(self) -> str:
        try:
            async with asyncio.timeout(PROBE_LIMIT_SECONDS):
                for lane in self._lanes:
                    await self._redis.set(keys.key(lane, "probe"), "1", ex=_PROBE_KEPT_SECONDS)
        except TimeoutError:
            return f"the server did not take a write within {PROBE_LIMIT_SECONDS:g} s"
        except Exception as error:
            return f"the server does not take writes: {error}"
        return ""
