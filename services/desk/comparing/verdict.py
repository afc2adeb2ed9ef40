"""Whether the figures of text B hold, given text A, is decided here and nowhere else.

Each amount of B must be borne by A: said, within bounds, or by plain arithmetic. One that A states otherwise is a
contradiction; one that A does not speak of makes the two unrelated. Numbers alone do not carry a statement, so what
B says around them must be in A's words too: that is weighed by `balance_of`, whose weights stand below.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from enum import StrEnum

from services.desk.comparing.amounts import Spoken, spoken
from services.desk.comparing.lexicon import ANYBODY, SPEAKING
from services.desk.comparing.relations import are_comparable, is_borne
from services.desk.comparing.support import How, Support, support_of
from services.desk.comparing.wording import Word, initials_in, is_in, keys_in

#: What two texts are trusted with before a word is compared.
TRUST = 2.4
#: Each word of B may be one that A has: the more B says, the more new words it can bear.
FOR_EACH_WORD = 0.2
#: Each word of A may be like one of B by accident; beyond `LONGEST_GIVEN` words it no longer matters.
AGAINST_EACH_GIVEN = 0.16
LONGEST_GIVEN = 24
#: Each word of B that A does not have. The first and the last weigh twice: they say who it is about, and where or how.
AGAINST_EACH_NEW = 0.6
#: Of a longer text, so many sentences in a row are weighed; one that bears an amount is worth so many words.
PASSAGE = 3
FOR_EACH_BEARING = 3.0
#: So many new words are quoted in a reason.
QUOTED = 4


class Verdict(StrEnum):
    """How text B stands to text A."""

    AGREES = "agrees"
    CONTRADICTS = "contradicts"
    UNRELATED = "unrelated"


@dataclass(frozen=True, slots=True)
class Compared:
    """A verdict and why."""

    verdict: Verdict
    reason: str
    supports: tuple[Support, ...] = ()


def compare(a: str, b: str) -> Compared:
    """Whether the figures of `b` hold, given `a`."""
    given, stated = spoken(a), spoken(b)
    if not stated.amounts and not stated.words:
        return Compared(Verdict.UNRELATED, "B says nothing")
    supports = tuple(support_of(amount, given) for amount in stated.amounts)
    against = next((s for s in supports if s.how is How.OTHERWISE), None)
    if against:
        return Compared(Verdict.CONTRADICTS, f"“{against.amount.words}” against “{against.by}”", supports)
    unspoken = next((s for s in supports if not s.how.holds), None)
    if unspoken:
        return Compared(Verdict.UNRELATED, f"A has no figure for “{unspoken.amount.words}”", supports)
    near, length = passage_for(given, stated)
    new = new_words(given, near, stated)
    if balance_of(length, stated, new) <= 0:
        words = ", ".join(dict.fromkeys(word.text for word in new[:QUOTED]))
        reason = f"A does not speak of {words}" if words else "A speaks of much else"
        return Compared(Verdict.UNRELATED, reason, supports)
    return Compared(
        Verdict.AGREES, "; ".join(map(_borne, supports)) or "no figure in B, and A says the same", supports
    )


def passage_for(given: Spoken, stated: Spoken) -> tuple[tuple[Word, ...], int]:
    """The words of A that B is weighed against, and how long the statement among them is.

    Of a long text these are the few sentences nearest to what B says, and the length of the nearest one.
    """
    if len(given.by_sentence) <= PASSAGE:
        return given.words, len(given.words)
    sought = _weighed(stated)
    bearing = [
        a.sentence for b in stated.amounts for a in given.amounts if are_comparable(b, a) and is_borne(b, a)
    ]
    scores = [
        sum(is_in(word, keys) for word in sought) + FOR_EACH_BEARING * (at in bearing)
        for at, keys in enumerate(map(keys_in, given.by_sentence))
    ]
    nearest = max(range(len(scores)), key=scores.__getitem__)
    around = given.by_sentence[max(0, nearest - PASSAGE // 2) : nearest + PASSAGE // 2 + 1]
    return tuple(word for content in around for word in content), len(given.by_sentence[nearest])


def new_words(given: Spoken, near: tuple[Word, ...], stated: Spoken) -> list[Word]:
    """The words of B that the passage of A does not have; names may stand anywhere in A, or as their initials."""
    keys, names = keys_in(near), keys_in(word for word in given.words if word.is_name)
    initials = {name for sentence in given.sentences for name in initials_in(sentence.tokens)}
    return [
        word
        for word in _weighed(stated)
        if not (is_in(word, keys) or (word.is_name and is_in(word, names)) or _is_short_for(word, initials))
    ]


def balance_of(length: int, stated: Spoken, new: list[Word]) -> float:
    """How far B's words are those of a statement of this length in A; above 0 they are."""
    words = _weighed(stated)
    twice = sum(edge in new for edge in words[:1] + words[-1:])
    return (
        TRUST
        + FOR_EACH_WORD * len(words)
        - AGAINST_EACH_GIVEN * min(length, LONGEST_GIVEN)
        - AGAINST_EACH_NEW * (len(new) + twice)
    )


def _weighed(stated: Spoken) -> list[Word]:
    return [word for word in stated.said if word.text.lower() not in SPEAKING | ANYBODY]


def _is_short_for(word: Word, initials: Set[str]) -> bool:
    letters = word.text.replace(".", "")
    return letters.isupper() and letters.lower() in initials


def _borne(support: Support) -> str:
    stated, by = support.amount.words, support.by
    if support.how is How.SAME:
        return f"“{stated}” in both"
    return f"“{stated}” {_HOW[support.how]} “{by}”"


_HOW = {
    How.WITHIN: "holds with",
    How.ARITHMETIC: "follows from",
    How.LISTED: "counts",
    How.IMPLIED: "is implied by",
}
