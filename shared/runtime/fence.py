"""The commit of a batch as one call of the server: what goes into the fence and what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shared.runtime import keys, wire
from shared.runtime.commit import Commit, Dead, Outgoing
from shared.runtime.connection import Client
from shared.runtime.scripts import Script

_FENCE = Script("fence")

#: Lua's `unpack` gives up near 8,000 values.
MOST_ARGS = 7000


class Outcome(StrEnum):
    """What came of a commit."""

    COMMITTED = "committed"
    FENCED = "fenced"
    """An entry is no longer pending for this worker: nothing was written."""
    CONFLICT = "conflict"
    """A compared value has changed: nothing was written."""
    NO_GROUP = "no_group"
    """The group is gone, and all data with it."""


@dataclass(frozen=True, slots=True)
class Fence:
    """Where a worker commits: one lane of a stream, as one consumer of a group."""

    lane: int
    stream: str
    group: str
    consumer: str

    @property
    def grave(self) -> str:
        """The stream of dead letters."""
        return keys.key(self.lane, "dead", self.group)

    async def commit(
        self, redis: Client, commit: Commit, deliveries: dict[str, int] | None = None
    ) -> tuple[Outcome, str]:
        """Publish ahead, then carry the rest out at once; the outcome, and the entry or key that decided it."""
        inside, ahead = self._split(commit)
        await publish(redis, ahead)
        entries = _ascending({*commit.done, *(dead.entry for dead in commit.dead)}, deliveries or {})
        if not entries:
            if commit.writes or inside:
                raise ValueError(
                    "a commit that finishes no entry must not write: it would be repeated for ever"
                )
            return Outcome.COMMITTED, ""
        call_keys, args = self._call(commit, entries, inside, deliveries or {})
        reply = await _FENCE(redis, call_keys, args)
        return Outcome(reply[0].decode()), reply[1].decode() if len(reply) > 1 else ""

    def _split(self, commit: Commit) -> tuple[list[Outgoing], list[Outgoing]]:
        """Messages for this lane go into the fence even if they were meant to go ahead."""
        inside = [*commit.out, *(message for message in commit.ahead if self._is_ours(message.stream))]
        for foreign in (message.stream for message in commit.out if not self._is_ours(message.stream)):
            raise ValueError(f"expected outgoing messages of lane {self.lane:02d} in `out`, got {foreign}")
        return inside, [message for message in commit.ahead if not self._is_ours(message.stream)]

    def _is_ours(self, key: str) -> bool:
        return key.startswith(keys.key(self.lane, ""))

    def _call(
        self, commit: Commit, entries: list[str], inside: Sequence[Outgoing], deliveries: dict[str, int]
    ) -> tuple[list[str], list[Any]]:
        named = [self.stream, self.grave]
        args: list[Any] = [self.group, self.consumer, " ".join(entries), len(commit.checks)]
        for check in commit.checks:
            named.append(self._ours(check.key))
            args += (check.field or "", "0" if check.value is None else "1", check.value or "")
        args.append(len(commit.writes))
        for write in commit.writes:
            if len(write.args) > MOST_ARGS:
                raise ValueError(
                    f"expected at most {MOST_ARGS} arguments of {write.command}, got {len(write.args)}"
                )
            named.append(self._ours(write.key))
            args += (write.command, len(write.args), *write.args)
        args.append(len(inside))
        for message in inside:
            named.append(message.stream)
            args += (type(message.message).__name__, message.correlation, wire.body_of(message.message))
        args.append(len(commit.dead))
        for dead in commit.dead:
            args += (dead.entry, _printable(dead), deliveries.get(dead.entry, 1))
        return named, args

    def _ours(self, key: str) -> str:
        if not self._is_ours(key):
            raise ValueError(f"expected keys of lane {self.lane:02d} in a commit, got {key}")
        return key


async def publish(redis: Client, messages: Sequence[Outgoing]) -> None:
    """Add messages to streams of any lane, in one round trip. Repeating it doubles them: receivers drop those."""
    if not messages:
        return
    pipeline = redis.pipeline(transaction=False)
    for message in messages:
        pipeline.xadd(message.stream, wire.fields_of(message.message, message.correlation))
    await pipeline.execute()


def _ascending(entries: set[str], batch: Iterable[str]) -> list[str]:
    """The entries by id; those of the batch came in that order, which saves the sorting."""
    known = [entry for entry in batch if entry in entries]
    return known if len(known) == len(entries) else sorted(entries, key=_by_id)


def _by_id(entry: str) -> tuple[int, int]:
    ms, _, sequence = entry.partition("-")
    return int(ms), int(sequence or 0)


def _printable(dead: Dead) -> str:
    return dead.reason.encode("utf-8", "replace").decode()[:4000]
