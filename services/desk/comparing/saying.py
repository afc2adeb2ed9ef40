"""Which words of a sentence only name its source: "police say", "according to the ministry", "Officials :".

What the source is said to say stays. A sentence that would lose nearly everything is left whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from services.desk.comparing.lexicon import VERBS_OF_SAYING
from services.extract.core.text import Token, words_in

#: The longest name of a source, in words.
LONGEST_SOURCE = 9
#: Fewer words than this are no statement.
SHORTEST_STATEMENT = 3
#: Words that cannot stand in a source before its verb: they show that the verb has an object of its own.
NOT_IN_SOURCE = words_in("who which that to and but as is are was were has have had been will would")


def source_words(tokens: Sequence[Token]) -> frozenset[int]:
    """The tokens that name who speaks, with the verb of speaking."""
    found: set[int] = set()
    for first, last in _stretches(tokens):
        if len(tokens) - len(found) - (last - first) >= SHORTEST_STATEMENT:
            found |= set(range(first, last))
    return frozenset(found)


def _stretches(tokens: Sequence[Token]) -> Iterator[tuple[int, int]]:
    words = [token.lower for token in tokens]
    end = _end_of(words)
    if ":" in words[:LONGEST_SOURCE]:
        yield 0, words.index(":") + 1
    for at, word in enumerate(words[:end]):
        if word == "according" and words[at + 1 : at + 2] == ["to"]:
            yield at, _next_comma(words, at, end)
        elif word in VERBS_OF_SAYING:
            start = _last_comma(words, at)
            yield from _around_verb(words, start, at, end)


def _around_verb(words: Sequence[str], start: int, verb: int, end: int) -> Iterator[tuple[int, int]]:
    """The source with its verb: at the head ("police say that"), or behind a comma ("..., police say")."""
    subject = words[start:verb]
    if NOT_IN_SOURCE & set(subject) or len(subject) > LONGEST_SOURCE or any(w[:1].isdigit() for w in subject):
        return
    if start == 0 and subject and verb + 1 < end:
        yield 0, verb + 1 + (words[verb + 1] == "that")
    elif start and verb == start:
        yield start - 1, _next_comma(words, verb, end)
    elif start and verb + 1 >= end:
        yield start - 1, end
    elif start and words[verb + 1] == ",":
        yield start - 1, verb + 1


def _end_of(words: Sequence[str]) -> int:
    end = len(words)
    while end and not words[end - 1][:1].isalnum():
        end -= 1
    return end


def _last_comma(words: Sequence[str], at: int) -> int:
    """Where the clause begins that holds a word."""
    return next((back + 1 for back in range(at - 1, -1, -1) if words[back] in (",", ";", "--", "''", '"')), 0)


def _next_comma(words: Sequence[str], at: int, end: int) -> int:
    return next((on for on in range(at, end) if words[on] in (",", ";", "--")), end)
