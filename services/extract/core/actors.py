"""Who is said to have done it: the party whose strike, fire or hand it was, where the sentence says so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from services.extract.core.mentions import mentions_of
from services.extract.core.parties import Party, parties_named_in, party_by_id, state_of
from services.extract.core.rules import book_of
from services.extract.core.text import Doc, Sentence

#: So many words may stand between a party and its deed.
REACH = 4


def actor_of(sentence: Sentence, doc: Doc, start: int) -> Party | None:
    """The party that did what a figure at `start` counts; None where the sentence does not say."""
    words = sentence.words
    if _deeds().isdisjoint(words) and _verbs().isdisjoint(words):
        return None
    at = sentence.token_at(start)
    found = [
        (abs(first - at) + (3 if first > at else 0), party) for first, party in _actors(sentence, doc, at)
    ]
    return min(found, key=lambda pair: pair[0])[1] if found else None


def _actors(sentence: Sentence, doc: Doc, at: int) -> Iterator[tuple[int, Party]]:
    words = sentence.words
    for first, last, party in _named(sentence, doc):
        before = words[first - 1] if first else ""
        if before == "the" and first > 1:
            before = words[first - 2]
        if before == "by" or _leads_to(words, last, at):
            yield first, party


def _named(sentence: Sentence, doc: Doc) -> Iterator[tuple[int, int, Party]]:
    """Parties in a sentence by name, by a common noun of the theatre, or by who leads them: tokens and party."""
    yield from parties_named_in(sentence, doc)
    table = book_of("en").tables
    home = mentions_of(doc).theatre
    for k, word in enumerate(sentence.words):
        party = None
        if word in table["actor_led"]:
            party = party_by_id(table["actor_led"][word])
        elif word in _list("rebels"):
            party = party_by_id(table["rebels_of"].get(home, ""))
        elif word in _list("state"):
            party = state_of(home)
        if party is not None:
            yield k, k + 1, party


def _leads_to(words: tuple[str, ...], last: int, at: int) -> bool:
    """Whether a deed follows a party at once, or a verb of harm whose object is the figure."""
    for k in range(last, min(len(words), last + REACH)):
        if words[k] in _deeds():
            return True
        if words[k] in _verbs():
            return k < at and words[k - 1] not in ("were", "was", "been", "be")
        if words[k] not in _list("between"):
            return False
    return False


def _deeds() -> frozenset[str]:
    return _list("deeds")


def _verbs() -> frozenset[str]:
    return _list("verbs")


@cache
def _list(name: str) -> frozenset[str]:
    return frozenset(book_of("en").tables["actor_words"][name].split())
