"""Where a figure's event took place: the most specific place that its own sentence states, else the nearest one.

A name is a place because the gazetteer has it, because a word beside it says so ("the town of X", "X province"), or
because it is an unknown capital after "in". Headlines stand alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from services.extract.core.atlas import WORDS_TOO, Spot, likeliest, spots_of
from services.extract.core.mentions import mentions_of
from services.extract.core.names import key_of
from services.extract.core.rules import book_of
from services.extract.core.text import Doc, Sentence, Token


class Place(NamedTuple):
    """A place: its words in the text, its path in the gazetteer ("" if unknown), its country, where it stands."""

    words: str = ""
    id: str = ""
    country: str = ""
    start: int = 0
    depth: int = 0
    rule: str = ""


NOWHERE = Place()

#: Sentences before the figure's own in which its event's place is looked for, nearest first.
BACK = 3

#: Longest name of a place in words.
LONGEST = 5

#: Joins two capitals of one name: "Jisr al-Shughur", "Port of Spain".
JOINTS = frozenset("al el de la du of ez es and".split()) - {"of", "and"}


class Places:
    """The places of one article; a sentence is looked into when first asked about."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self._found: dict[int, list[_Named]] = {}
        mentions = mentions_of(doc)
        self._weights, self._theatre = mentions.weights, mentions.theatre

    def place_of(self, sentence: Sentence, start: int, end: int, in_title: bool = False) -> Place:
        """Where what a figure at [start, end) counts took place."""
        best = self._best(sentence, start)
        if best is not None:
            return self._place(best, sentence, "sentence")
        if in_title or self._is_title(sentence):
            return NOWHERE
        for index in range(sentence.index - 1, max(-1, sentence.index - 1 - BACK), -1):
            near = self.doc.sentences[index]
            best = self._best(near, near.end)
            if best is not None:
                return self._place(best, near, "nearby")
        return NOWHERE

    def _is_title(self, sentence: Sentence) -> bool:
        return bool(self.doc.title) and sentence.text.rstrip(" .") in self.doc.title

    def _best(self, sentence: Sentence, start: int) -> _Named | None:
        """The most specific place of a sentence; of equals the one nearest to the figure, rather after than before."""
        at = sentence.token_at(start)
        named = [n for n in self._names_in(sentence) if not n.aside]
        if not named:
            return None
        clause = _clause(sentence.words, at)
        within = [n for n in named if clause[0] <= n.first < clause[1]] or named
        return max(within, key=lambda n: (min(n.depth, 4), n.is_at, -_distance(n, at)))

    def _place(self, named: _Named, sentence: Sentence, rule: str) -> Place:
        tokens = sentence.tokens
        start, end = tokens[named.first].start, tokens[named.last - 1].end
        words = sentence.source[start:end]
        spot = named.spot
        if spot is None:
            return Place(
                words,
                self._unknown(words, sentence, named),
                self._theatre,
                start,
                named.depth,
                f"place.{rule}",
            )
        return Place(words, spot.path, spot.country, start, named.depth, f"place.{rule}")

    def _unknown(self, words: str, sentence: Sentence, named: _Named) -> str:
        """The path of a place that no gazetteer knows: below the known place that stands beside it, if one does."""
        over = [
            n
            for n in self._names_in(sentence)
            if n.spot is not None and n is not named and n.depth < named.depth
        ]
        if over:
            near = min(over, key=lambda n: abs(n.first - named.first))
            assert near.spot is not None
            home = near.spot.path
            if near.spot.depth == 3 and named.depth <= 3:
                home = home.rsplit("/", 1)[0]
        else:
            home = self._theatre
        name = key_of(words).replace(" ", "-")
        return f"{home}/{name}" if home and name else ""

    def _names_in(self, sentence: Sentence) -> list[_Named]:
        found = self._found.get(sentence.index)
        if found is None:
            found = self._found[sentence.index] = _named_in(sentence, self._weights, self._theatre)
        return found


class _Named(NamedTuple):
    """A place named in a sentence: tokens [first, last), how deep it lies, and whether it stands where things happen."""

    first: int
    last: int
    depth: int
    spot: Spot | None
    is_at: bool
    aside: bool


def _distance(named: _Named, at: int) -> int:
    return named.first - at if named.first >= at else (at - named.last) + 3


def _clause(words: Sequence[str], at: int) -> tuple[int, int]:
    """The tokens of the clause around a figure; only "while", "and ... in" and semicolons part places."""
    first, last = 0, len(words)
    for k in range(at, -1, -1):
        if words[k] in (";", "while", "whereas"):
            first = k
            break
    for k in range(at, len(words)):
        if words[k] in (";", "while", "whereas"):
            last = k
            break
    return first, last


def _named_in(sentence: Sentence, weights: dict[str, int], theatre: str) -> list[_Named]:
    tokens, words = sentence.tokens, sentence.words
    out: list[_Named] = []
    at = 0
    while at < len(tokens):
        if not _is_capital(tokens[at]):
            at += 1
            continue
        named = _at(tokens, words, at, weights, theatre)
        if named is None:
            at += 1
            continue
        out.append(named)
        at = named.last
    return out


def _at(
    tokens: Sequence[Token], words: Sequence[str], at: int, weights: dict[str, int], theatre: str
) -> _Named | None:
    run = at + 1
    while run < len(tokens) and run - at < LONGEST and (_is_capital(tokens[run]) or words[run] in JOINTS):
        run += 1
    while run > at + 1 and words[run - 1] in JOINTS:
        run -= 1
    before = _preposition(words, at)
    beside, depth = _beside(tokens, words, at, run)
    for last in range(run, at, -1):
        name = " ".join(t.text for t in tokens[at:last])
        spots = spots_of(name)
        if spots and _may_be(tokens, words, at, last, before, beside):
            spot = likeliest(spots, weights, theatre)
            noun = _noun_after(words, last)
            deep = max(spot.depth, noun) if noun else spot.depth
            if noun == 2 and spot.depth == 3:
                spot, deep = _province(spots, spot), 2
            return _named(tokens, words, at, last, deep, spot, before)
    if words[at] in _never() or (at and words[at - 1] in ("mr", "gen", "president", "spokesman")):
        return None
    if beside:
        return _named(tokens, words, at, run, depth, None, before)
    if (
        before in _at_words()
        and before not in ("of", "to", "on", "against", "between", "into")
        and not tokens[at].text.isupper()
    ):
        return _named(tokens, words, at, run, 3, None, before)
    return None


def _named(
    tokens: Sequence[Token],
    words: Sequence[str],
    first: int,
    last: int,
    depth: int,
    spot: Spot | None,
    before: str,
) -> _Named:
    aside = before in _elsewhere() or _is_source_part(words, first) or _is_adjective(words, last)
    return _Named(first, last, depth, spot, before in _at_words(), aside)


def _is_source_part(words: Sequence[str], first: int) -> bool:
    """ "A source in Hasaka said", "doctors in the city": the place of the source, not of the event."""
    k = first - 1
    while k >= 0 and words[k] in _between():
        k -= 1
    return (
        k > 0
        and words[k] in ("in", "at", "for")
        and words[k - 1]
        in (
            "source",
            "sources",
            "correspondent",
            "reporter",
            "official",
            "officials",
            "doctors",
            "activists",
            "photographer",
        )
    )


def _is_adjective(words: Sequence[str], last: int) -> bool:
    return words[last : last + 1] and (
        words[last] in ("-based", "police", "media", "army", "military", "says", "said", "government", "told")
        or words[last].endswith("-based")
    )  # type: ignore[return-value]


def _preposition(words: Sequence[str], at: int) -> str:
    """The preposition that leads to this name, past articles, adjectives and words like "the town of"."""
    k = at - 1
    steps = 0
    while k >= 0 and steps < 7:
        word = words[k]
        if (
            word in _between()
            or word in _place_words()
            or word in ("of", "and", ",", "'s")
            or word.endswith(("-held", "-controlled", "-besieged"))
        ):
            k -= 1
            steps += 1
            continue
        return word
    return ""


def _beside(tokens: Sequence[Token], words: Sequence[str], first: int, last: int) -> tuple[bool, int]:
    """Whether a word beside an unknown name says that it is a place, and how deep such a place lies."""
    if depth := _noun_after(words, last):
        return True, depth
    k = first - 1
    while k >= 0 and words[k] in ("al", "the"):
        k -= 1
    if k >= 1 and words[k] == "of" and words[k - 1] in _place_words():
        return True, _place_words()[words[k - 1]]
    if k >= 1 and words[k] == "and" and k >= 2 and _is_capital(tokens[k - 1]):
        return False, 0
    return False, 0


def _noun_after(words: Sequence[str], last: int) -> int:
    for word in words[last : last + 1]:
        return _place_words().get(word, 0)
    return 0


def _may_be(
    tokens: Sequence[Token], words: Sequence[str], first: int, last: int, before: str, beside: bool
) -> bool:
    """Whether a name of the gazetteer is meant as a place here."""
    lone = last - first == 1
    if lone and (words[first] in WORDS_TOO or words[first] in _never() or len(words[first]) < 3):
        return beside and words[first] not in _never()
    if lone and first == 0 and not beside and last < len(tokens) and not tokens[first].text.isupper():
        return True
    if before in _at_words() or before in _elsewhere() or beside:
        return True
    if first and _is_capital(tokens[first - 1]) and words[first - 1] not in _place_words():
        return (
            lone is False
            or tokens[first - 1].text.endswith("s")
            or first - 1 == 0
            or words[first - 1] in _between()
        )
    return True


def _province(spots: list[Spot], spot: Spot) -> Spot:
    """The province of a town of the same name."""
    home = spot.path.rsplit("/", 1)[0]
    return next((s for s in spots if s.path == home), Spot(home, spot.country, spot.people))


def _is_capital(token: Token) -> bool:
    return token.is_capital or (
        token.lower[:3] in ("al-", "el-", "as-", "ar-", "ad-", "az-", "an-") and token.text[3:4].isupper()
    )


@cache
def _place_words() -> dict[str, int]:
    return dict(book_of("en").tables["place_words"])


@cache
def _at_words() -> frozenset[str]:
    return frozenset(book_of("en").tables["place_marks"]["at"])


@cache
def _elsewhere() -> frozenset[str]:
    return frozenset(book_of("en").tables["place_marks"]["elsewhere"])


@cache
def _between() -> frozenset[str]:
    return frozenset(book_of("en").tables["place_marks"]["between"])


@cache
def _never() -> frozenset[str]:
    return frozenset(book_of("en").tables["place_marks"]["never"])
