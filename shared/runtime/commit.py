"""What a stage asks to have done at once: the values between a service's handler and the stage runner.

A handler gets a batch of one lane and answers with one `Commit`. The runner carries it out (law 2):
first the messages for other lanes are published, then one Lua script checks that every entry is still
pending for this consumer and that every compared value is unchanged, and only then writes, adds the
outgoing messages of this lane, dead-letters the poison and acks. When a compared value has changed the
handler is called again with the same batch; when an entry was reclaimed by another worker nothing is
written at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel

M = TypeVar("M", bound=BaseModel)


class Received(NamedTuple, Generic[M]):
    """One message as it was read: its stream entry and how often it has been delivered (from 1)."""

    entry: str
    message: M
    deliveries: int = 1
    correlation: str = ""
    """The article's id as it came along, "" if it did not; for the logs."""


@dataclass(frozen=True, slots=True)
class Write:
    """One Redis write command whose keys all lie in the lane of the batch: ("HSET", key, field, value)."""

    command: str
    key: str
    args: tuple[str | bytes | int | float, ...] = ()


@dataclass(frozen=True, slots=True)
class Check:
    """Compare-and-set: the string at `key` (or its hash field) must still be `value`; None means absent."""

    key: str
    value: str | None
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message for a stream. Its correlation id (the article's) goes along into the logs."""

    stream: str
    message: BaseModel
    correlation: str = ""


@dataclass(frozen=True, slots=True)
class Dead:
    """An entry that can never be processed, and why."""

    entry: str
    reason: str


@dataclass(frozen=True, slots=True)
class Commit:
    """All that follows from one batch. An entry in neither `done` nor `dead` stays pending."""

    done: Sequence[str] = ()
    dead: Sequence[Dead] = ()
    checks: Sequence[Check] = ()
    writes: Sequence[Write] = ()
    out: Sequence[Outgoing] = ()
    """Added in the fence; streams of the same lane only."""
    ahead: Sequence[Outgoing] = ()
    """Published before the fence, to streams of other lanes; the receiver drops what it has seen."""
