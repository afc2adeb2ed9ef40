"""What is peculiar to the scene of a sentence: the words by which two reports are known to mean one event."""

from __future__ import annotations

import re
from functools import lru_cache

from services.reconcile.core.tables import table, words_of

_COMMON = words_of(table("scene")["common"])
_WORD = re.compile(r"[^\W\d_]{4,}")

#: Plurals and names of lasting violence. Counter-example: "the air strike", "a bombing".
_SEVERAL = re.compile(
    r"\b(?:strikes|airstrikes|raids|attacks|clashes|bombings|bombardments?|shelling|fighting|violence|battles|protests)\b",
    re.IGNORECASE,
)

#: Letters of a word that are compared: "bus" and "buses", "wedding" and "weddings" are one.
_STEM = 7


@lru_cache(maxsize=16384)
def scene_of(event_words: str, quote: str, victim: str, *names: str) -> frozenset[str]:
    """The peculiar words of a sentence, without those of `names` (places, parties, claimants)."""
    named = {_stem(word) for name in names for word in _WORD.findall(name)}
    words = _WORD.findall(f"{event_words} {quote} {victim}")
    found = {_stem(word) for word in words if word.casefold() not in _COMMON}
    return frozenset(found - named)


def is_collective(words: str) -> bool:
    """Whether the words tell of several events at once: "air raids", "shelling", "clashes"."""
    return bool(_SEVERAL.search(words))


def _stem(word: str) -> str:
    return word.casefold().removesuffix("'s").removesuffix("es").removesuffix("s")[:_STEM]
