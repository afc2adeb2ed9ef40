"""What counts as an article on the command line: plain text, a page, or NDJSON with one article a line.

Which of the three a source holds is decided by its name and its first characters. What cannot be
read is handed on as a `Bad` with its line, and the rest goes on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import chain
from pathlib import Path
from typing import BinaryIO

import orjson
from pydantic import ValidationError

from services.desk.stories import article_beside
from shared.contracts.articles import Article

#: A source with one of these endings holds one article a line.
LINES = (".jsonl", ".ndjson")
PAGES = (".html", ".htm", ".xhtml")
#: Files of a folder that are read; others are left alone.
FILES = (*LINES, *PAGES, ".txt")
#: What a page begins with, in lower case.
PAGE_STARTS = (b"<!doctype html", b"<html", b"<?xml")
#: Keys under which an article's day may stand, the most exact first.
DATE_KEYS = ("published_at", "published", "date")


@dataclass(frozen=True, slots=True)
class Bad:
    """A line or file that gives no article, and why."""

    source: str
    line: int | None
    reason: str

    def __str__(self) -> str:
        place = self.source if self.line is None else f"{self.source}:{self.line}"
        return f"{place}: {self.reason}"


def articles_from(paths: Iterable[str], now: datetime | None = None) -> Iterator[Article | Bad]:
    """Every article of every source, in order; "-" is standard input, a folder stands for the files in it.

    An article without a date is taken as received `now`, as it would be at the door: "since Sunday" then has a day.
    """
    received = now or datetime.now(UTC)
    for given in _given_by(paths):
        if isinstance(given, Article) and given.published_at is None:
            given = given.model_copy(update={"received_at": received})
        yield given


def _given_by(paths: Iterable[str]) -> Iterator[Article | Bad]:
    for path in _files(paths):
        if path != "-" and (told := article_beside(Path(path))) is not None:
            posted = told.as_posted()
            yield Article(id=path, **posted | {"published_at": told.published_at})
            continue
        with ExitStack() as opened:
            try:
                source = sys.stdin.buffer if path == "-" else opened.enter_context(Path(path).open("rb"))
                yield from articles_in(source, "-" if path == "-" else path)
            except OSError as error:
                yield Bad(path, None, f"expected a readable file, got: {error.strerror or error}")


def _files(paths: Iterable[str]) -> Iterator[str]:
    for path in paths:
        if path == "-" or not Path(path).is_dir():
            yield path
        else:
            yield from (
                str(f) for f in sorted(Path(path).rglob("*")) if f.suffix.lower() in FILES and f.is_file()
            )


def articles_in(source: BinaryIO, name: str) -> Iterator[Article | Bad]:
    """Every article of one source."""
    first = b""
    while not first.strip():
        first = source.readline()
        if not first:
            return
    if name.endswith(LINES) or first.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        yield from _from_lines(chain([first], source), name)
        return
    raw = first + source.read()
    if _has_lines(raw):
        yield from _from_lines(raw.splitlines(), name)
    elif name.lower().endswith(PAGES) or raw.lstrip().lower().startswith(PAGE_STARTS):
        yield _from_page(raw, name)
    else:
        yield Article(id=name, text=raw.decode("utf-8-sig", "replace"))


def article_of(line: bytes, number: int) -> Article:
    """The article of one NDJSON line; raises ValueError with what was expected and what came."""
    try:
        given = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise ValueError(f"expected one JSON object, got: {error}") from error
    if not isinstance(given, dict):
        raise ValueError(f"expected a JSON object, got a {type(given).__name__}")
    if not isinstance(given.get("text"), str):
        raise ValueError(f'expected "text" to be a string, got {_shown(given.get("text"))}')
    name = given.get("doc", given.get("id"))
    stated = next((given[k] for k in DATE_KEYS if given.get(k)), None)
    try:
        return Article(
            id=f"line-{number}" if name is None else str(name),
            url=given.get("url") or "",
            outlet=given.get("outlet") or "",
            title=given.get("title") or "",
            text=given["text"],
            published_at=None if stated is None else moment_of(stated),
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise ValueError(f'"{field}": {first["msg"]}, got {_shown(first["input"])}') from error


def moment_of(stated: object) -> datetime:
    """The moment that a date of m/d/yyyy or ISO form names; a date alone is its first moment, in UTC."""
    if not isinstance(stated, str):
        raise ValueError(f"expected a date as m/d/yyyy or yyyy-mm-dd, got {_shown(stated)}")
    words = stated.strip()
    try:
        if words.count("/") == 2:
            month, day, year = (int(part) for part in words.split("/"))
            return datetime.combine(date(year, month, day), time(), UTC)
        moment = datetime.fromisoformat(words)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"expected a date as m/d/yyyy or yyyy-mm-dd, got {_shown(stated)}") from None


def _from_lines(lines: Iterable[bytes], name: str) -> Iterator[Article | Bad]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            yield article_of(line, number)
        except ValueError as error:
            yield Bad(name, number, str(error))


def _from_page(raw: bytes, name: str) -> Article | Bad:
    # Trafilatura takes most of a second to import, and only pages need it.
    from services.ingest.core.pages import page_of

    page = page_of(raw.decode("utf-8-sig", "replace"))
    if not page.text:
        return Bad(name, None, f"expected a page with an article in it: {page.reason}")
    return Article(
        id=name,
        url=page.url,
        outlet=page.outlet,
        title=page.title,
        text=page.text,
        published_at=page.published_at,
        language=page.language,
    )


def _has_lines(raw: bytes) -> bool:
    """Whether a source whose first line is no JSON object still holds one article a line."""
    for line in raw[:65536].splitlines():
        if line.startswith(b"{"):
            try:
                return isinstance(orjson.loads(line), dict)
            except orjson.JSONDecodeError:
                continue
    return False


def _shown(value: object) -> str:
    words = repr(value)
    return words if len(words) <= 60 else words[:57] + "..."
