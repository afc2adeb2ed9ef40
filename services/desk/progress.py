"""How far the line has come: what entered each stage, what is done, and what waits, read from the streams.

Counted at the server and not in the processes, so that restarts of workers do not reset anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from redis import Redis

from shared.runtime import keys
from shared.runtime.groups import READERS

#: The stages in the order of the line, with the stream that each reads.
STAGES = tuple((group, stream) for stream, groups in READERS.items() for group in groups)


@dataclass(frozen=True, slots=True)
class Progress:
    """One stage over all lanes."""

    stage: str
    entered: int
    """Messages ever added to its stream."""
    lag: int
    """Messages never delivered."""
    pending: int
    """Messages delivered and not yet done."""
    dead: int
    """Dead letters waiting."""

    @property
    def waiting(self) -> int:
        """Messages not yet done."""
        return self.lag + self.pending

    @property
    def done(self) -> int:
        """Messages done, dead letters included."""
        return self.entered - self.waiting


def progress(redis: Redis, lanes: int) -> tuple[Progress, ...]:
    """How far each stage has come."""
    return tuple(
        _over(stage, (_of(redis, stage, stream, lane) for lane in range(lanes))) for stage, stream in STAGES
    )


def is_idle(found: Iterable[Progress]) -> bool:
    """Whether nothing waits before any stage."""
    return all(stage.waiting == 0 for stage in found)


def _over(stage: str, lanes: Iterable[Progress]) -> Progress:
    rows = tuple(lanes)
    return Progress(
        stage,
        sum(r.entered for r in rows),
        sum(r.lag for r in rows),
        sum(r.pending for r in rows),
        sum(r.dead for r in rows),
    )


def _of(redis: Redis, stage: str, stream: str, lane: int) -> Progress:
    name = keys.key(lane, stream)
    dead = int(_answer(redis.xlen(keys.key(lane, "dead", stage))))
    if not redis.exists(name):
        return Progress(stage, 0, 0, 0, dead)
    entered = int(_answer(redis.xinfo_stream(name))["entries-added"])
    for group in _answer(redis.xinfo_groups(name)):
        if group["name"] == stage.encode():
            return Progress(stage, entered, int(group["lag"] or 0), int(group["pending"]), dead)
    return Progress(stage, entered, entered, 0, dead)


def _answer(reply: Any) -> Any:
    """redis-py types the answers of its two kinds of client as one."""
    return reply
