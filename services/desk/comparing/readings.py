"""Which numbers a sentence states, before it is asked what they are of.

Counts and their bounds are read by `services.extract.core.numbers`. What no count of people can be is added here:
fractions ("5.4 percent"), amounts glued to their scale ("374m") or their noun ("13-story"), ratios, ordinals, scores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from services.desk.comparing.units import CURRENCIES, GLUED_SCALES, MONTHS, ORDINALS, SCALES, TIMES, Unit
from services.desk.comparing.wording import CLOSERS
from services.extract.core.numbers import Number, Numbers, limited
from services.extract.core.rules import Group, book_of
from services.extract.core.text import Sentence, Token
from shared.contracts.figures import Bound

#: What may stand between a bound and its amount of money.
_BEFORE_MONEY = CURRENCIES | {"us", "u.s."}
#: No amount that a report states is larger; digits beyond it are codes, and would not fit a number.
LARGEST = 1e15
#: Of so many at most is a share told: "1 in 4", "nine out of ten".
LARGEST_WHOLE = 100

#: A plain fraction: "5.4". Counter-example: "1.200.000" has two points.
_FRACTION = re.compile(r"\d{1,3}(?:,\d{3})*\.\d+|\d+\.\d+")
#: Digits that the reader of counts left alone because no count is so large: "947" before "billion".
_LARGE = re.compile(r"\d{1,3}(?:,\d{3})*|\d+")
#: Digits glued to a scale: "374m". Counter-example: "911s".
_GLUED = re.compile(r"(\d+(?:\.\d+)?)(k|mn|mln|m|bn|b|tn)")
#: Thousands glued to metres: "8,586m". Nobody writes thousands of millions so.
_METRES = re.compile(r"(\d{1,3}(?:,\d{3})+)m")
#: A number glued to its noun: "13-story", "two-race". Counter-example: "T-72" begins with a letter that is no number.
_JOINED = re.compile(r"(\d+(?:[.,]\d+)*|[a-z]+)-([a-z]+)(?:-[a-z]+)*")
#: A result: "2-1", "6-3". Counter-example: "2-1-1" has three sides and is a formation or a record.
_SCORE = re.compile(r"\d{1,3}-\d{1,3}(?:-\d{1,3})?")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)")


@dataclass(frozen=True, slots=True)
class Read:
    """A number before its unit is known; `core` is where its own words begin, after those of its bound."""

    first: int
    core: int
    last: int
    low: float | None
    high: float | None
    bound: Bound
    unit: Unit | None = None
    noun: str = ""

    @property
    def face(self) -> float:
        """The number that is written."""
        return face_of(self.low, self.high, self.bound)


def face_of(low: float | None, high: float | None, bound: Bound) -> float:
    """The number that is written where the values from `low` to `high` are meant: 200 for "more than 200"."""
    if bound is Bound.MORE_THAN and low is not None:
        return low - 1
    if bound is Bound.LESS_THAN and high is not None:
        return high + 1
    return low if low is not None else (high or 0)


def readings_in(sentence: Sentence) -> Iterator[Read]:
    """The numbers of a sentence from the left, none overlapping another."""
    tokens = sentence.tokens
    line = book_of("en").line_of(sentence.words, tuple(token.text for token in tokens))
    bounds = {hit.end: (hit.start, hit.rule.gives["bound"]) for hit in _bounds().find(line)}
    taken = 0
    for read in _with_ratios(tokens, _readings(tokens, line)):
        if read.first < taken:
            continue
        taken = read.last
        yield _with_bound(tokens, read, bounds)


def month_near(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a month beside a small number makes it a day: "October 12", "the 7th of May"."""
    near = [tokens[at].lower for at in (first - 1, last) if 0 <= at < len(tokens)]
    of = last + 1 < len(tokens) and tokens[last].lower == "of" and tokens[last + 1].lower in MONTHS
    if not of and not any(word in MONTHS and word != "may" for word in near):
        return False
    digits = tokens[first].text.rstrip("stndrh")
    return digits.isdigit() and len(digits) <= 2 and int(digits) <= 31


def counts_plainly(tokens: Sequence[Token], at: int) -> bool:
    """Whether a plain noun in the plural follows, so that "10-12" is a range and no result."""
    if at >= len(tokens):
        return False
    word = tokens[at].text
    return word.isalpha() and word.islower() and word.endswith("s") and word not in CLOSERS


def _with_ratios(tokens: Sequence[Token], readings: Sequence[Read]) -> Iterator[Read]:
    """The readings, with "1 in 4" and "nine out of ten" as the percentages that they are."""
    after = {read.core: read for read in readings}
    for read in readings:
        between = 1 if read.last < len(tokens) and tokens[read.last].lower == "in" else 2
        whole = after.get(read.last + between)
        joins = tuple(token.lower for token in tokens[read.last : read.last + between])
        if whole and joins in (("in",), ("out", "of")) and _is_share(read, whole):
            yield _share(read, whole)
        else:
            yield read


def _is_share(part: Read, whole: Read) -> bool:
    return bool(part.low and whole.low and part.face < whole.low <= LARGEST_WHOLE)


def _share(part: Read, whole: Read) -> Read:
    share = 100 * part.face / (whole.low or 1)
    is_open = part.bound in (Bound.MORE_THAN, Bound.AT_LEAST)
    bound = Bound.AT_LEAST if is_open else Bound.ABOUT
    return Read(part.first, part.core, whole.last, share, None if is_open else share, bound, Unit.PERCENT)


def _readings(tokens: Sequence[Token], line: str) -> list[Read]:
    found = []
    for number in _numbers().numbers_in(tuple(tokens), line):
        if number.kind in ("single", "zero") or _split(tokens, number.core) or _is_verb(tokens, number):
            continue
        low, high = number.low, number.high
        if number.kind == "pair" and not counts_plainly(tokens, number.last):
            continue
        found.append(Read(number.first, number.core, number.last, low, high, number.bound))
    taken = {at for read in found for at in range(read.first, read.last)}
    others = (_other(tokens, at) for at in range(len(tokens)) if at not in taken)
    return sorted([*found, *(read for read in others if read)], key=lambda read: (read.first, -read.last))


def _is_verb(tokens: Sequence[Token], number: Number) -> bool:
    """Whether "scores" is what a player does: "Moreno scores twice"."""
    at = number.core
    return tokens[at].lower == "scores" and at > 0 and tokens[at - 1].is_capital


def _other(tokens: Sequence[Token], at: int) -> Read | None:
    """An amount that is no count, at this token."""
    lower = tokens[at].lower
    if split := _split(tokens, at):
        return split
    if _SCORE.fullmatch(lower):
        return Read(at, at, at + 1, None, None, Bound.EXACT, Unit.SCORE)
    if _FRACTION.fullmatch(lower) or _LARGE.fullmatch(lower):
        scale = SCALES.get(tokens[at + 1].lower) if at + 1 < len(tokens) else None
        value = float(lower.replace(",", "")) * (scale or 1)
        return _exactly(at, at + (2 if scale else 1), value)
    if glued := _GLUED.fullmatch(lower):
        return _exactly(at, at + 1, float(glued[1]) * GLUED_SCALES[glued[2]])
    if lower in ORDINALS or _ORDINAL.fullmatch(lower):
        ordinal = _ORDINAL.fullmatch(lower)
        value = float(ordinal[1]) if ordinal else float(ORDINALS[lower])
        return _exactly(at, at + 1, value, Unit.DAY if month_near(tokens, at, at + 1) else Unit.ORDINAL)
    if lower in TIMES:
        scale = SCALES.get(tokens[at + 1].lower) if lower == "half" and at + 1 < len(tokens) else None
        return _exactly(at, at + (2 if scale else 1), TIMES[lower] * (scale or 1))
    joined = _JOINED.fullmatch(lower)
    value_of = _joined_value(joined[1]) if joined else None
    if joined and value_of is not None:
        unit = Unit.AGE if joined[2] == "year" and lower.endswith("old") else None
        return _exactly(at, at + 1, value_of, unit, joined[2])
    return None


def _split(tokens: Sequence[Token], at: int) -> Read | None:
    """A number glued to its scale or unit, which the tokens part: "5.7bn" stands as "5", ".", "7bn"."""
    if (
        at + 2 >= len(tokens)
        or tokens[at].end != tokens[at + 1].start
        or tokens[at + 1].end != tokens[at + 2].start
    ):
        return None
    whole = "".join(token.lower for token in tokens[at : at + 3])
    if metres := _METRES.fullmatch(whole):
        return _exactly(at, at + 3, float(metres[1].replace(",", "")), noun="meters")
    glued = _GLUED.fullmatch(whole)
    return _exactly(at, at + 3, float(glued[1]) * GLUED_SCALES[glued[2]]) if glued else None


def _exactly(first: int, last: int, value: float, unit: Unit | None = None, noun: str = "") -> Read | None:
    if value > LARGEST:
        return None
    return Read(first, first, last, value, value, Bound.EXACT, unit, noun)


def _joined_value(word: str) -> float | None:
    if word[0].isdigit():
        return float(word.replace(",", "")) if word.count(".") < 2 and word[-1].isdigit() else None
    value = book_of("en").tables["value"].get(word)
    return float(value) if value is not None else None


def _with_bound(tokens: Sequence[Token], read: Read, bounds: dict[int, tuple[int, str]]) -> Read:
    """The reading with a bound that stands before a money mark: "about $ 5 million"."""
    at = read.first
    while at > 0 and tokens[at - 1].lower in _BEFORE_MONEY and not tokens[at - 1].text.islower():
        at -= 1
    if at not in bounds or read.bound is not Bound.EXACT or read.low is None:
        return replace(read, first=at)
    start, name = bounds[at]
    low, high, bound = limited(int(read.low), int(read.low), read.bound, Bound(name or "about"))
    if bound is Bound.ABOUT:
        return replace(read, first=start, bound=bound)
    return replace(read, first=start, low=low, high=high, bound=bound)


@cache
def _numbers() -> Numbers:
    return Numbers("en")


@cache
def _bounds() -> Group:
    return book_of("en").group("bound_before")
