"""What kind of event a figure is of: by the words nearest to it in its sentence, else by the title and the opening."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from services.extract.core.rules import book_of
from services.extract.core.text import Doc, Sentence
from shared.contracts.figures import EventKind


class Event(NamedTuple):
    """The kind of an event and the words that name it."""

    kind: EventKind = EventKind.UNKNOWN
    words: str = ""


UNKNOWN = Event()

#: Kinds that give way to any other kind in the same sentence: they name the setting rather than the event.
WEAK = frozenset({EventKind.BATTLE, EventKind.WAR, EventKind.RAID, EventKind.EVACUATION, EventKind.EXPLOSION})

#: How much of a text counts as its opening.
OPENING = 400


def event_of(sentence: Sentence, doc: Doc, start: int) -> Event:
    """The event of a figure that stands at `start` of the text."""
    own = _event_in(sentence.text, start - sentence.start)
    if own is not None and own.kind not in WEAK:
        return own
    whole = _of_article(doc)
    if own is None:
        return whole
    return (
        whole._replace(words=own.words)
        if own.kind is EventKind.WAR and whole.kind is not EventKind.UNKNOWN
        else own
    )


def event_in(text: str) -> Event:
    """The event that a title names."""
    return _event_in(text, 0) or UNKNOWN


def _of_article(doc: Doc) -> Event:
    known = doc.kept.get("event")
    if known is None:
        known = doc.kept["event"] = _event_in(doc.title, 0) or _event_in(doc.text[:OPENING], 0) or UNKNOWN
    return known  # type: ignore[no-any-return]


def _event_in(text: str, at: int) -> Event | None:
    """Of the event words in a text a strong one before a weak one, and the nearest of equals."""
    best: tuple[bool, int, Event] | None = None
    lowered = text.lower()
    for match in _pattern().finditer(lowered):
        kind = _kinds()[match.group()]
        distance = abs(match.start() - at)
        if best is None or (kind not in WEAK, -distance) > (best[0], best[1]):
            best = (kind not in WEAK, -distance, Event(kind, text[match.start() : match.end()]))
    return best[2] if best else None


@cache
def _kinds() -> dict[str, EventKind]:
    return {
        word: EventKind(kind)
        for kind, words in reversed(book_of("en").tables["event_words"].items())
        for word in words
    }


@cache
def _pattern() -> re.Pattern[str]:
    words = sorted(_kinds(), key=len, reverse=True)
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, words)) + r")(?![\w-])")
