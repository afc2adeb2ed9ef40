"""The names behind short forms and descriptions: which monitor an article means by "a monitor", "SOHR", "the group"."""

from __future__ import annotations

import re
from functools import cache

from services.extract.core.rules import book_of
from services.extract.core.text import Doc

#: No article names its monitors more often than is worth looking at.
MOST = 50


def named_monitors(doc: Doc) -> list[tuple[int, str]]:
    """Where the article names a monitor, with the words as they stand: full names if there are any, else short."""
    doc = doc.kept.get("article", doc)
    known: list[tuple[int, str]] | None = doc.kept.get("monitors")
    if known is None:
        found = [hit for name in _full_names() for hit in _places_of(name, doc.text)]
        if not found:
            found = [(hit.start(), hit.group()) for hit in _short_forms().finditer(doc.text)][:MOST]
        known = doc.kept["monitors"] = sorted(found)
    return known


def spelled_out(words: str, doc: Doc) -> str:
    """The full name of a monitor that stands here by its letters, if the article gives it; "" for any other."""
    name = _by_letters().get(words.split()[-1])
    if name is None or len(words.split()) > 2:
        return ""
    return name if any(name == full for _, full in named_monitors(doc)) else ""


def _places_of(name: str, text: str) -> list[tuple[int, str]]:
    found: list[tuple[int, str]] = []
    at = text.find(name)
    while at >= 0 and len(found) < MOST:
        found.append((at, name))
        at = text.find(name, at + 1)
    return found


@cache
def _monitors() -> tuple[tuple[str, tuple[str, ...]], ...]:
    rows = book_of("en").tables["source"].values()
    return tuple((row["name"], tuple(row["spellings"])) for row in rows if row["kind"] == "monitor")


@cache
def _full_names() -> tuple[str, ...]:
    return tuple(name for name, _ in _monitors())


@cache
def _by_letters() -> dict[str, str]:
    return {
        short: name for name, shorts in _monitors() for short in shorts if short.isupper() and short != name
    }


@cache
def _short_forms() -> re.Pattern[str]:
    shorts = sorted(
        {s for _, spelled in _monitors() for s in spelled if s[:1].isupper()}, key=len, reverse=True
    )
    return re.compile(r"(?:[Tt]he )?\b(?:" + "|".join(map(re.escape, shorts)) + r")\b")
