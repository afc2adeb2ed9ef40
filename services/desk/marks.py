"""How far `countercount feed` has sent a source is remembered here, so that the next run goes on from there."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import chain
from pathlib import Path

import orjson

from services.desk.feeding import Item, fingerprint


def state_folder() -> Path:
    """Where progress is remembered: the user's folder for state."""
    return (
        Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "countercount" / "feed"
    )


class Mark:
    """So many items of a source are done, and what they were: a changed source is sent from its beginning."""

    def __init__(self, path: Path | None, done: int = 0, digest: str = "") -> None:
        self._path = path
        self.done, self._digest = done, digest
        self._sent_digest = ""
        self._under_way: dict[int, tuple[int, str]] = {}
        self._ended: set[int] = set()
        self._oldest = 0

    @classmethod
    def of(cls, folder: Path, source: str, url: str, restart: bool = False) -> Mark:
        """The mark of a source for a door; standard input has none."""
        if source == "-":
            return cls(None)
        name = blake2b(f"{Path(source).resolve()}\n{url}".encode(), digest_size=10).hexdigest()
        path = folder / f"{name}.json"
        if restart:
            return cls(path)
        try:
            told = orjson.loads(path.read_bytes())
            return cls(path, int(told["done"]), str(told["digest"]))
        except (OSError, ValueError, KeyError):
            return cls(path)

    def rest(self, items: Iterator[Item]) -> Iterator[Item]:
        """The items that are not done; all of them where the source is not what it was."""
        first: list[Item] = []
        digest = ""
        while len(first) < self.done and (item := next(items, None)):
            first.append(item)
            digest = fingerprint(digest, item)
        if len(first) == self.done and digest == self._digest:
            self._sent_digest = digest
            return items
        self.done, self._digest = 0, ""
        return chain(first, items)

    def began(self, number: int, items: Sequence[Item]) -> None:
        """Batch `number` (from 0, in order) goes out."""
        for item in items:
            self._sent_digest = fingerprint(self._sent_digest, item)
        self._under_way[number] = (len(items), self._sent_digest)

    def ended(self, number: int) -> None:
        """A batch is done; the mark moves over all that are done without a gap."""
        self._ended.add(number)
        while self._oldest in self._ended:
            self._ended.remove(self._oldest)
            count, self._digest = self._under_way.pop(self._oldest)
            self.done += count
            self._oldest += 1
            self._write()

    def _write(self) -> None:
        if self._path is None:
            return
        self._path.parent.mkdir(parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        new.write_bytes(orjson.dumps({"done": self.done, "digest": self._digest}))
        new.replace(self._path)
