"""Set phrases of an article, found in one pass over it: of event, progress, doubt, time and denial.

Which phrases there are stands in the rule tables; what each means is for the modules that ask for them.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick, MatchKind

from services.extract.core.rules import book_of
from services.extract.core.text import Doc, Sentence

#: Tables of set phrases: each maps a name to phrases.
TABLES = ("event_words", "progress_words", "progress_wide", "stance_words", "time_phrases", "remark_phrases")

#: More of one article than this is not looked at: what a megabyte repeats, its beginning says.
FURTHEST = 200_000


class Mark(NamedTuple):
    """One phrase in the text: where it stands, and the name under which its table has it."""

    start: int
    end: int
    name: str
    phrase: str


def marks_in(doc: Doc, sentence: Sentence, table: str) -> list[Mark]:
    """The phrases of one table in a sentence, in order of their ends; shorter ones inside longer ones too."""
    return _marks(doc).get((table, sentence.index), [])


def has_marks(doc: Doc, table: str) -> list[int]:
    """Indices of the sentences that hold a phrase of this table."""
    return sorted(index for name, index in _marks(doc) if name == table)


def marks_of_text(text: str, table: str) -> list[Mark]:
    """The phrases of one table in a text of its own, such as a title."""
    return [mark for own, mark in _scan(text) if own == table]


def _marks(doc: Doc) -> dict[tuple[str, int], list[Mark]]:
    known: dict[tuple[str, int], list[Mark]] | None = doc.kept.get("marks")
    if known is None:
        known = doc.kept["marks"] = {}
        starts = [sentence.start for sentence in doc.sentences]
        for table, mark in _scan(doc.text[:FURTHEST]):
            index = bisect_right(starts, mark.start) - 1
            known.setdefault((table, max(index, 0)), []).append(mark)
    return known


def _scan(text: str) -> list[tuple[str, Mark]]:
    finder, phrases, meanings = _finder()
    lower = lowered(text)
    out = []
    for at, start, end in finder.find_matches_as_indexes(lower, overlapping=True):
        if start and lower[start - 1].isalnum():
            continue
        if end < len(lower) and (lower[end].isalnum() or lower[end] == "-"):
            continue
        hyphened = start > 0 and lower[start - 1] == "-"
        for table, name in meanings[at]:
            if hyphened and table != "time_phrases":
                continue
            out.append((table, Mark(start, end, name, phrases[at])))
    return out


def lowered(text: str) -> str:
    """Lower case without changing any offset."""
    lower = text.lower()
    return (
        lower if len(lower) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    )


@cache
def _finder() -> tuple[AhoCorasick, list[str], list[list[tuple[str, str]]]]:
    table: dict[str, list[tuple[str, str]]] = {}
    for name in TABLES:
        for kind, phrases in book_of("en").tables[name].items():
            for phrase in phrases:
                table.setdefault(phrase, []).append((name, kind))
    phrases = list(table)
    return AhoCorasick(phrases, matchkind=MatchKind.Standard), phrases, list(table.values())
