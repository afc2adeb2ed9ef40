"""What the read API asks of the keys in adapters.py, over all lanes; nothing here writes."""

from __future__ import annotations

from collections.abc import AsyncIterator
from itertools import count

from services.reconcile.adapters import TOKEN, block_key
from services.reconcile.core.changes import Entry
from shared.contracts.ids import lane_of
from shared.runtime import keys
from shared.runtime.connection import Client

#: Stories read in one go while listing.
PAGE = 50


class LedgerReads:
    """Questions to the stored ledger."""

    def __init__(self, redis: Client, lanes: int) -> None:
        self._redis, self._lanes = redis, lanes

    async def entries(self, skip: int) -> AsyncIterator[tuple[int, Entry]]:
        """All contradictions, of the most lately changed story first, each with its place in that order."""
        place = 0
        async for entries in self._stories():
            for entry in sorted(
                entries.values(), key=lambda e: (not e.contradiction.main, e.contradiction.id)
            ):
                if place >= skip and entry.present:
                    yield place, entry
                place += 1

    async def story_of(self, contradiction: str) -> dict[str, Entry]:
        """The contradictions of the story to which this one belongs; empty if there is none."""
        for lane in range(self._lanes):
            story = await self._redis.hget(keys.key(lane, "told"), contradiction)
            if story is not None:
                return _entries(await self._redis.hgetall(keys.key(lane, "story", story.decode())))
        return {}

    async def theatres(self) -> list[str]:
        """Every theatre that has a block."""
        found = set()
        for lane in range(self._lanes):
            for raw in await self._redis.zrange(keys.key(lane, "blocks"), 0, -1):
                found.add(raw.decode().rpartition(":")[0])
        return sorted(found)

    async def packed_blocks(self, theatre: str) -> list[dict[str, bytes]]:
        """All blocks of a theatre as they are stored."""
        lane = lane_of(theatre, self._lanes)
        names = [raw.decode() for raw in await self._redis.zrange(keys.key(lane, "blocks"), 0, -1)]
        numbers = [int(name.rpartition(":")[2]) for name in names if name.rpartition(":")[0] == theatre]
        found = []
        for number in numbers:
            raw = await self._redis.hgetall(block_key(lane, theatre, number))
            found.append({field.decode(): packed for field, packed in raw.items() if field.decode() != TOKEN})
        return found

    async def _stories(self) -> AsyncIterator[dict[str, Entry]]:
        """Stories of all lanes, the most lately changed first."""
        listed: list[tuple[float, int, bytes]] = []
        for lane in range(self._lanes):
            for start in count(0, 10_000):
                part = await self._redis.zrange(
                    keys.key(lane, "stories"), start, start + 9_999, desc=True, withscores=True
                )
                listed += [(score, lane, story) for story, score in part]
                if len(part) < 10_000:
                    break
        listed.sort(key=lambda item: (-item[0], item[2]))
        for at in range(0, len(listed), PAGE):
            for _, lane, story in listed[at : at + PAGE]:
                yield _entries(await self._redis.hgetall(keys.key(lane, "story", story.decode())))


def _entries(raw: dict[bytes, bytes]) -> dict[str, Entry]:
    return {
        name.decode(): Entry.model_validate_json(entry)
        for name, entry in raw.items()
        if name.decode() != TOKEN
    }
