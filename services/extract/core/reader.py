"""What one article says in figures: the whole line from text to `Reading`, and nothing but its order."""

from __future__ import annotations

import re
from functools import cache

from services.extract.core.groups import Counted, Groups
from services.extract.core.measures import Measures
from services.extract.core.parts import Parts
from services.extract.core.rules import book_of
from services.extract.core.text import Doc, Sentence
from services.extract.core.trace import Trace
from services.extract.core.whose import join_whose
from shared.contracts.articles import Article
from shared.contracts.figures import Figure, NotRead, Reading
from shared.contracts.figures import Sentence as Stretch

#: Figures of one article beyond this are not read: no report states more, a hostile table may.
MOST_FIGURES = 400


class Reader:
    """All rules of one language, compiled once."""

    def __init__(self, language: str) -> None:
        book = book_of(language)
        self._groups = Groups(language)
        self._measures = Measures(language)
        self._parts = Parts(language)
        self._words = self._measures.words
        self._counts = frozenset(
            word for block in ("unit", "scale", "open_count", "single_count") for word in book.blocks[block]
        )

    def figures_of(self, doc: Doc, trace: Trace | None = None) -> list[Counted]:
        """Every counted group that has a measure, in the order of the text."""
        figures: list[Counted] = []
        for sentence in doc.sentences:
            if not self._is_worth_reading(sentence):
                continue
            line = self._groups.line_of(sentence)
            if not line.groups:
                continue
            self._measures.read(sentence, line)
            read = [group for group in line.groups.values() if group.measure and not group.refused]
            self._parts.within(line, read)
            figures += read
            if trace is not None:
                for group in line.groups.values():
                    trace.note(group)
            if len(figures) > MOST_FIGURES:
                break
        figures = figures[:MOST_FIGURES]
        join_whose(doc, figures)
        self._parts.across(figures)
        return figures

    def _is_worth_reading(self, sentence: Sentence) -> bool:
        words = set(_WORDS.findall(sentence.text.lower()))
        if words.isdisjoint(self._words):
            return False
        return not words.isdisjoint(self._counts) or _DIGIT.search(sentence.text) is not None


_WORDS = re.compile(r"[a-z]+(?:-[a-z]+)*")
_DIGIT = re.compile(r"\d")


@cache
def _reader(language: str) -> Reader:
    return Reader(language)


def read(article: Article, trace: Trace | None = None) -> Reading:
    """All that an article says in figures; a function of the article alone."""
    if not article.text.strip():
        return Reading(doc=article.id, not_read=NotRead.NO_TEXT)
    doc = Doc.of(article)
    groups = _reader("en").figures_of(doc, trace)
    index = {id(group): at for at, group in enumerate(groups)}
    figures = tuple(_figure(group, at, index) for at, group in enumerate(groups))
    return Reading(doc=article.id, figures=figures, not_read=None if figures else NotRead.NO_FIGURES)


def _figure(group: Counted, at: int, index: dict[int, int]) -> Figure:
    number = group.number
    assert group.measure is not None
    return Figure(
        number=group.words,
        start=group.start,
        low=number.low,
        high=number.high,
        bound=number.bound,
        measure=group.measure,
        victim=group.victim,
        role=group.role,
        party=group.party.name if group.party else "",
        party_id=group.party.id if group.party else "",
        claimant=group.voice.words,
        claimant_id=group.voice.id,
        claimant_kind=group.voice.kind,
        claimant_side=group.voice.side,
        chain=group.voice.chain,
        part_of=index.get(id(group.whole)),
        same_as=index.get(id(group.same)),
        rest_of=index.get(id(group.beside)),
        complete=group.complete,
        index=at,
        sentence=Stretch(start=group.sentence.start, end=group.sentence.end),
        quote=group.sentence.text[:400],
        rule=tuple(group.rules),
    )
