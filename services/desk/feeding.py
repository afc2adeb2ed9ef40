"""What `countercount feed` sends: each line, file or row of a source as ingest takes it, in a fixed order."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson

from services.desk.inputs import DATE_KEYS, LINES, PAGES, moment_of
from services.desk.stories import article_beside

#: Files of a folder that are sent; others are left alone.
ENDINGS = (*LINES, *PAGES, ".txt", ".json")

#: Fields of a row that ingest knows.
FIELDS = ("url", "outlet", "title", "text", "html", "language")


@dataclass(frozen=True, slots=True)
class Item:
    """One article to send, or why it cannot be; `place` is where it stands, for messages."""

    place: str
    body: bytes
    fault: str = ""


def items_of(source: str) -> Iterator[Item]:
    """All articles of a file, folder or standard input ("-")."""
    if source == "-":
        yield from _lines(sys.stdin.buffer, "-")
        return
    path = Path(source)
    if not path.is_dir():
        yield from _items_in(path)
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and file.suffix.lower() in ENDINGS:
            yield from _items_in(file)


def fingerprint(digest: str, item: Item) -> str:
    """The digest of all items up to this one, for finding out whether a source is still the same."""
    return blake2b(digest.encode() + item.body, digest_size=8).hexdigest()


def _items_in(path: Path) -> Iterator[Item]:
    ending = path.suffix.lower()
    if ending in LINES:
        with path.open("rb") as lines:
            yield from _lines(lines, str(path))
        return
    raw = path.read_bytes()
    if ending == ".json":
        yield _item(raw, str(path))
    elif ending in PAGES:
        yield Item(str(path), orjson.dumps({"html": raw.decode("utf-8-sig", "replace")}))
    elif told := article_beside(path):
        yield Item(str(path), orjson.dumps(told.as_posted()))
    else:
        yield Item(str(path), orjson.dumps({"text": raw.decode("utf-8-sig", "replace")}))


def _lines(lines: Any, name: str) -> Iterator[Item]:
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _item(line, f"{name}:{number}")


def _item(raw: bytes, place: str) -> Item:
    """One row as ingest takes it: its fields under our names, its date with a zone."""
    try:
        row = orjson.loads(raw.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        return Item(place, raw, f"expected a JSON object: {error}")
    if not isinstance(row, dict):
        return Item(place, raw, f"expected a JSON object, got a {type(row).__name__}")
    body = {name: row[name] for name in FIELDS if row.get(name) is not None}
    stated = next((row[name] for name in DATE_KEYS if row.get(name)), None)
    if stated is not None:
        try:
            body["published_at"] = moment_of(stated).isoformat()
        except ValueError as error:
            return Item(place, raw, str(error))
    return Item(place, orjson.dumps(body))
