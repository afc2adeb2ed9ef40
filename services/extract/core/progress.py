"""Where the words place a count among the counts of an unfolding event, and whether its claimant asserts it."""

from __future__ import annotations

import re
from functools import cache

from services.extract.core.rules import book_of
from services.extract.core.text import Doc, Sentence
from shared.contracts.figures import Progress, Stance

#: A phrase of progress speaks of figures within so many characters of it.
REACH = 90


def progress_of(sentence: Sentence, doc: Doc, start: int, end: int) -> Progress:
    """What the words around a figure at [start, end) say of the toll's course."""
    text = sentence.text.lower()
    begins, ends = start - sentence.start, end - sentence.start
    for kind in (
        Progress.SUPERSEDED,
        Progress.CORRECTED,
        Progress.RISING,
        Progress.FINAL,
        Progress.PRELIMINARY,
    ):
        for match in _pattern("progress_words", kind.value).finditer(text):
            if _speaks_of(kind, match, begins, ends, text):
                return kind
    following = doc.sentences[sentence.index + 1 : sentence.index + 2]
    if following and _pattern("progress_wide", "preliminary").search(following[0].text.lower()):
        return Progress.PRELIMINARY
    return Progress.NONE


def stance_of(sentence: Sentence, start: int, end: int) -> Stance:
    """Whether the claimant of a figure at [start, end) stands by it."""
    before = sentence.source[max(sentence.start, start - REACH) : start].lower()
    after = sentence.source[end : min(sentence.end, end + REACH)].lower()
    denial = None
    for denial in _pattern("stance_words", "denies").finditer(before):
        pass
    if denial is not None and not re.search(
        r"\b(?:but|while|and said|saying|insisting)\b", before[denial.end() :]
    ):
        return Stance.DENIES
    if _pattern("stance_words", "doubts").search(after) or _pattern("stance_words", "doubts").search(before):
        return Stance.DOUBTS
    return Stance.ASSERTS


def _speaks_of(kind: Progress, match: re.Match[str], begins: int, ends: int, text: str) -> bool:
    if kind is Progress.PRELIMINARY:
        return True
    if kind is Progress.RISING or kind is Progress.CORRECTED:
        between = text[match.end() : begins] if match.end() <= begins else text[ends : match.start()]
        return abs(match.end() - begins) <= REACH and len(re.findall(r"\d+", between)) == 0
    if match.end() <= begins:
        return begins - match.end() <= REACH
    return match.group().startswith(("previous", "earlier", "initial")) and match.start() - ends <= 25


@cache
def _pattern(table: str, name: str) -> re.Pattern[str]:
    phrases = sorted(book_of("en").tables[table][name], key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, phrases)) + r")\b")
