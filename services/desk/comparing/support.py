"""Whether a text bears an amount that another states: said outright, within its bounds, or by plain arithmetic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from services.desk.comparing.amounts import Amount, Spoken
from services.desk.comparing.lexicon import ANY_HARM, ANYBODY
from services.desk.comparing.units import SIZES, Unit
from services.desk.comparing.wording import CLOSERS, is_in, keys_in, stem_of
from services.extract.core.text import Sentence
from shared.contracts.figures import Bound

#: How far, as a share, an "about" may be from what it rounds.
ROUNDING = 0.1
#: How far, as a share, an amount may be off when it was converted: "100 km", "62 miles".
CONVERSION = 0.02
#: Sums are tried over no more amounts than this, so that a table of numbers does not bear everything.
MOST_SUMMANDS = 4
MOST_AMOUNTS = 8
#: The longest list that is counted, and the most words of one member.
LONGEST_LIST = 8
LONGEST_MEMBER = 5
#: So many words around two amounts in common say that they speak of the same, whatever the noun.
ENOUGH_AROUND = 2
#: Units that news style lets pass into one another: "the 2,100" may be a count or, to the reader, a year.
LOOSE = frozenset({Unit.COUNT, Unit.NAME, Unit.YEAR, Unit.ORDINAL, Unit.AGE})


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
    if amount.high == 0 and amount.unit is Unit.COUNT:
        return _support_of_none(amount, alike)
    best = sorted(
        (a for a in alike if is_borne(amount, a)),
        key=lambda a: (not is_linked(amount, a), a.face != amount.face),
    )
    if best:
        how = How.SAME if best[0].face == amount.face else How.WITHIN
        return Support(amount, how, best[0].words)
    for how, words in _derived(amount, given, alike):
        return Support(amount, how, words)
    against = [a for a in alike if a.unit is amount.unit and are_of_same(amount, a) and are_apart(amount, a)]
    if against:
        return Support(amount, How.OTHERWISE, against[0].words)
    return Support(amount, How.UNSPOKEN)


def _support_of_none(amount: Amount, alike: Sequence[Amount]) -> Support:
    """How "no casualties" stands to a text: only a count of the same speaks against it, and silence does not."""
    some = [a for a in alike if a.face and a.unit is Unit.COUNT and are_of_same(amount, a)]
    return (
        Support(amount, How.OTHERWISE, some[0].words) if some else Support(amount, How.IMPLIED, amount.words)
    )


def are_comparable(one: Amount, other: Amount) -> bool:
    """Whether two amounts are of one kind of unit, and not of people to whom different things happened."""
    if one.fate and other.fate and not _have_same_fate(one, other):
        return False
    return one.unit is other.unit or {one.unit, other.unit} <= LOOSE


def is_borne(amount: Amount, by: Amount) -> bool:
    """Whether a value follows from another: the same number written, or one inside the other's bounds."""
    if amount.unit is Unit.SCORE:
        return amount.words == by.words
    (base, mine), (other, theirs) = _measured(amount), _measured(by)
    if base != other:
        mine, theirs = amount.face, by.face
    if mine == theirs or (base and base == other and _is_converted(amount, by, mine, theirs)):
        return not _opposed(amount, by)
    if by.bound is Bound.RANGE and amount.bound is Bound.EXACT and mine in (by.low, by.high):
        return True
    if Bound.ABOUT in (amount.bound, by.bound) and abs(mine - theirs) <= ROUNDING * max(mine, theirs):
        return True
    if amount.bound in (Bound.EXACT, Bound.ABOUT):
        return False
    low, high = _ends(amount)
    least, most = _ends(by)
    return low <= least and most <= high and _may_be_same(amount, by)


def are_apart(amount: Amount, by: Amount) -> bool:
    """Whether no value satisfies both. Amounts in two units of one measure are left alone."""
    if amount.unit is Unit.SCORE:
        return amount.words != by.words
    if _unit_word(amount) != _unit_word(by):
        return False
    low, high = _ends(amount)
    least, most = _ends(by)
    return high < least or most < low


def is_linked(amount: Amount, by: Amount) -> bool:
    """Whether what one amount counts is spoken of near the other."""
    near = keys_in(by.counted + by.around)
    named = [word for word in amount.counted if word.text.lower() not in ANYBODY]
    if not named or any(is_in(word, near) for word in named):
        return True
    return sum(is_in(word, near) for word in amount.around) >= ENOUGH_AROUND


def are_of_same(amount: Amount, by: Amount) -> bool:
    """Whether two amounts are of the same thing: by their noun, by what befell, or by the words around a sum."""
    if is_same_noun(amount, by):
        return True
    if amount.unit is not Unit.COUNT:
        near = keys_in(by.counted + by.around)
        return sum(is_in(word, near) for word in amount.counted + amount.around) >= ENOUGH_AROUND
    named = [word for side in (amount, by) for word in side.counted[:1] if word.text.lower() not in ANYBODY]
    return _have_same_fate(amount, by) and (len(named) < 2 or 0 in (amount.high, by.high))


def _have_same_fate(one: Amount, other: Amount) -> bool:
    """Whether the same befell both, as far as is said; "no casualties" speaks of the dead and of the wounded."""
    if not one.fate or not other.fate:
        return False
    return one.fate == other.fate or ANY_HARM in (one.fate, other.fate)


def is_same_noun(amount: Amount, by: Amount) -> bool:
    """Whether two amounts count the same by name."""
    nouns = keys_in(by.counted)
    return any(is_in(word, nouns) for word in amount.counted)


def _may_be_same(amount: Amount, by: Amount) -> bool:
    """Whether two amounts of different numbers may yet be of one thing: by noun, or where one has none."""
    if is_same_noun(amount, by):
        return True
    return (not amount.counted or not by.counted) and any(
        is_in(word, keys_in(by.counted + by.around)) for word in amount.counted + amount.around
    )


def _opposed(amount: Amount, by: Amount) -> bool:
    """Whether bounds keep the same written number apart: "fewer than 50" is not 50, 50 is not "more than 50".

    "50" for "more than 50" is how headlines round, and passes.
    """
    if amount.bound is Bound.MORE_THAN:
        return by.bound in (Bound.EXACT, Bound.LESS_THAN, Bound.AT_MOST)
    if amount.bound is Bound.LESS_THAN:
        return by.bound in (Bound.EXACT, Bound.MORE_THAN, Bound.AT_LEAST)
    return by.bound is Bound.LESS_THAN and amount.bound in (Bound.EXACT, Bound.AT_LEAST)


def _ends(amount: Amount) -> tuple[float, float]:
    low = 0.0 if amount.low is None else amount.low
    return low, float("inf") if amount.high is None else amount.high


def _measured(amount: Amount) -> tuple[str, float]:
    """The base of an amount's measure and its value in that: ("second", 7200) for "two hours"; "" for what has none."""
    if amount.unit is Unit.COUNT and amount.counted:
        base, size = _SIZES.get(stem_of(amount.counted[0].text.lower()), ("", 1.0))
        return base, amount.face * size
    return "", amount.face


def _unit_word(amount: Amount) -> str:
    """The word of an amount's unit of measure; "" where it counts things."""
    stem = stem_of(amount.counted[0].text.lower()) if amount.counted else ""
    return stem if stem in _SIZES else ""


def _is_converted(amount: Amount, by: Amount, mine: float, theirs: float) -> bool:
    """Whether two amounts are one in different units: conversions are rounded."""
    return _unit_word(amount) != _unit_word(by) and abs(mine - theirs) <= CONVERSION * max(mine, theirs)


def _derived(amount: Amount, given: Spoken, alike: Sequence[Amount]) -> Iterator[tuple[How, str]]:
    """The ways in which an amount that is not written may still follow."""
    if amount.unit is not Unit.COUNT:
        return
    counts = [a for a in alike if a.unit is Unit.COUNT]
    if amount.face == 0.5:
        for part, whole in combinations(counts, 2):
            ratio = min(part.face, whole.face) / (max(part.face, whole.face) or 1)
            if abs(ratio - 0.5) <= ROUNDING / 2:
                yield How.ARITHMETIC, f"{part.words} of {whole.words}"
        return
    if _is_one(amount):
        yield How.IMPLIED, amount.words
    same = [a for a in counts if _may_add_up(amount, a)][:MOST_AMOUNTS]
    if any(a.is_rest and a.face + 1 == amount.face for a in same):
        yield How.ARITHMETIC, "one and the others"
    for rate, times in _rates(given, counts):
        if rate.face * times.face == amount.face and is_same_noun(amount, rate):
            yield How.ARITHMETIC, f"{rate.words} for each of {times.words}"
    for many in range(2, min(len(same), MOST_SUMMANDS) + 1):
        for parts in combinations(same, many):
            if sum(part.face for part in parts) == amount.face:
                yield How.ARITHMETIC, " + ".join(part.words for part in parts)
    for more, less in combinations(same, 2):
        if abs(more.face - less.face) == amount.face:
            yield How.ARITHMETIC, f"{more.words} against {less.words}"
    if 2 <= amount.face <= LONGEST_LIST and amount.bound is Bound.EXACT and not same:
        for sentence in given.sentences:
            for words in lists_of(sentence, int(amount.face)):
                yield How.LISTED, words


def _is_one(amount: Amount) -> bool:
    """ "one guard" says no more than "a guard"; whether A has a guard is a matter of words."""
    return amount.words.lower() == "one" and amount.unit is Unit.COUNT


def _may_add_up(amount: Amount, part: Amount) -> bool:
    """Whether an amount may be one of the parts of another: of the same noun, or of people to whom the same befell."""
    if is_same_noun(amount, part):
        return True
    if not part.counted or part.is_rest:
        return is_linked(amount, part)
    if any(word.text.lower() not in ANYBODY for word in amount.counted):
        return False
    near = keys_in(part.counted + part.around)
    return stem_of(part.counted[0].text.lower()) not in _SIZES and any(
        is_in(word, near) for word in amount.around
    )


def _rates(given: Spoken, counts: Sequence[Amount]) -> Iterator[tuple[Amount, Amount]]:
    """Pairs of which one is said to hold for each of the other: "eight a day for ten days"."""
    words = {token.lower for sentence in given.sentences for token in sentence.tokens}
    if words & {"per", "each", "every", "daily", "apiece"}:
        for one, other in combinations(counts, 2):
            yield one, other
            yield other, one


def lists_of(sentence: Sentence, many: int) -> Iterator[str]:
    """Lists of so many members: "a clerk and a guard", "Leeds, York and Hull"."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        if token.lower not in ("and", "&") or at == 0:
            continue
        first = _start_of_list(sentence, at, many)
        if first is not None:
            yield sentence.source[tokens[first].start : tokens[min(at + 1, len(tokens) - 1)].end]


def _start_of_list(sentence: Sentence, at: int, many: int) -> int | None:
    """Where a list that has its "and" here begins, if it has exactly so many members."""
    tokens = sentence.tokens
    members, length, start = 1, 0, at
    for back in range(at - 1, -1, -1):
        word = tokens[back].lower
        if word == ",":
            if length:
                members, length = members + 1, 0
            continue
        if word.isdigit() and back and tokens[back - 1].lower == ",":
            continue
        if word in CLOSERS or not word[:1].isalnum() or length == LONGEST_MEMBER:
            break
        length, start = length + 1, back
    members += bool(length)
    return start if members == many else None


_SIZES = {stem_of(word): size for word, size in SIZES.items()}
