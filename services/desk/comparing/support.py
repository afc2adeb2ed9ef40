"""Whether a text bears an amount that another states: said outright, within its bounds, or by plain arithmetic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.desk.comparing.amounts import Amount, Spoken
from services.desk.comparing.derived import derived
from services.desk.comparing.relations import are_apart, are_comparable, are_of_same, is_borne, is_linked
from services.desk.comparing.units import Unit
from services.desk.comparing.wording import fate_in


class How(StrEnum):
    """In what way an amount is borne, or not."""

    SAME = "same"
    WITHIN = "within"
    ARITHMETIC = "arithmetic"
    LISTED = "listed"
    IMPLIED = "implied"
    OTHERWISE = "otherwise"
    UNSPOKEN = "unspoken"

    @property
    def holds(self) -> bool:
        """Whether the amount follows."""
        return self not in (How.OTHERWISE, How.UNSPOKEN)


@dataclass(frozen=True, slots=True)
class Support:
    """How one amount of text B stands to text A: `by` are the words of A that bear it or speak against it."""

    amount: Amount
    how: How
    by: str = ""


def support_of(amount: Amount, given: Spoken) -> Support:
    """How `given` bears an amount; the first way that holds, else the amount that speaks against it."""
    alike = [a for a in given.amounts if are_comparable(amount, a)]
    if amount.fate and any(a.fate == amount.fate for a in alike):
        alike = [a for a in alike if _may_have_fate(a, amount.fate, given)]
    if amount.high == 0 and amount.unit is Unit.COUNT:
        return _support_of_none(amount, alike)
    best = sorted(
        (a for a in alike if is_borne(amount, a)),
        key=lambda a: (not is_linked(amount, a), a.face != amount.face),
    )
    if best:
        how = How.SAME if best[0].face == amount.face else How.WITHIN
        return Support(amount, how, best[0].words)
    for way, words in derived(amount, given, alike):
        return Support(amount, How(way), words)
    against = [a for a in alike if a.unit is amount.unit and are_of_same(amount, a) and are_apart(amount, a)]
    if against:
        # Of several, the one that is said of the same fate is the plainest answer.
        return Support(amount, How.OTHERWISE, min(against, key=lambda a: a.fate != amount.fate).words)
    return Support(amount, How.UNSPOKEN)


def _support_of_none(amount: Amount, alike: Sequence[Amount]) -> Support:
    """How "no casualties" stands to a text: only a count of the same speaks against it, and silence does not."""
    some = [a for a in alike if a.face and a.unit is Unit.COUNT and are_of_same(amount, a)]
    return (
        Support(amount, How.OTHERWISE, some[0].words) if some else Support(amount, How.IMPLIED, amount.words)
    )


def _may_have_fate(amount: Amount, fate: str, given: Spoken) -> bool:
    """Whether an amount has this fate, or has none in a sentence that tells of it: "five are among 11 detained"."""
    if amount.fate:
        return amount.fate == fate
    return any(fate_in(word) == fate for word in given.sentences[amount.sentence].words)
