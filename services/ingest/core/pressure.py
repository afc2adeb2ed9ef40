"""When the door closes because the line behind it is full, and when it opens again, is decided here."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

#: The door opens again below this part of the mark, so that it does not flap.
OPENS_AT = 0.8

#: Least and most seconds that a client is told to wait.
LEAST_WAIT, MOST_WAIT = 1, 120


class Why(StrEnum):
    """Why the door is closed."""

    BACKLOG = "backlog"
    MEMORY = "memory"


@dataclass(frozen=True, slots=True)
class Marks:
    """How much is too much."""

    backlog: int
    memory: float
    memory_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Look:
    """One look at the line: what waits, the memory used and allowed (0: no limit), and when (seconds)."""

    waiting: int
    used: int
    allowed: int
    at: float


@dataclass(frozen=True, slots=True)
class Closed:
    """The door is closed: why, what was found, and in how many seconds to try again."""

    why: Why
    found: str
    retry_after: int


def door(marks: Marks, now: Look, before: Look | None, was_closed: bool) -> Closed | None:
    """None where the door is open."""
    part = OPENS_AT if was_closed else 1.0
    limit = marks.memory_bytes or int(now.allowed * marks.memory)
    if limit and now.used > limit * (part if marks.memory_bytes else _soft(part)):
        found = f"{now.used >> 20} MB of {limit >> 20} MB are used"
        return Closed(Why.MEMORY, found, 10)
    if now.waiting > marks.backlog * part:
        found = f"{now.waiting} messages wait, the mark is {marks.backlog}"
        return Closed(Why.BACKLOG, found, _wait(marks, now, before))
    return None


def _soft(part: float) -> float:
    """Memory is given back slowly: a tenth below the mark is enough."""
    return 1 - (1 - part) / 2


def _wait(marks: Marks, now: Look, before: Look | None) -> int:
    """Seconds until, at the pace of the last look, the door is open again."""
    if before is None or now.at <= before.at or now.waiting >= before.waiting:
        return 5
    pace = (before.waiting - now.waiting) / (now.at - before.at)
    return max(LEAST_WAIT, min(MOST_WAIT, math.ceil((now.waiting - marks.backlog * OPENS_AT) / pace)))
