"""Which words of a sentence name a source: the noun phrase before or after a verb of saying, with its edges.

Without marks the edges must come from the words: determiners open a phrase, known names end at their last word,
adverbials and clauses between subject and verb are stepped over.
"""

from __future__ import annotations

from collections.abc import Sequence

from services.extract.core.saying_words import (
    CLOSED,
    CONNECTORS,
    DETERMINERS,
    LONGEST,
    MONTHS,
    OF_STATE,
    OPENERS,
    PARTICIPLES,
    PREPOSITIONS,
    PRONOUNS,
    STOPS,
    WEEKDAYS,
    is_demonym,
    known_names,
    lands,
    lexicon,
)
from services.extract.core.text import Token

#: More words after which a name is a place and no source.
WITHIN = frozenset(
    "inside within across throughout east west north south eastern western northern southern".split()
)

#: Who is counted: no part of the source that follows without a mark, as in "killed 12 people MSF said".
COUNTED = frozenset(
    """people country civilians residents troops forces fighters rebels soldiers militants terrorists others
    members workers staff children women men""".split()
)


#: Who acts in what a source tells rather than says who the source is: "according to SANA the army attacked".
ACTING = frozenset("coalition alliance army military forces troops rebels militants police".split())


#: Offices of one person: whose they are stands before them, "Ana Diaz the head of the clinic".
OFFICES = frozenset(
    "head chief director governor mayor spokesman spokeswoman founder commander president".split()
)


def subject_before(tokens: Sequence[Token], words: Sequence[str], verb: int) -> tuple[int, int] | None:
    """The subject that ends right before a verb."""
    at = verb - 1
    comma = False
    while at >= 0 and (
        words[at] in lexicon().between
        or (words[at].endswith("ly") and not tokens[at].is_capital)
        or words[at] in WEEKDAYS
        or words[at] in (",", "-", ")")
        or (words[at] == "on" and words[at + 1] in WEEKDAYS)
    ):
        if words[at] == ",":
            comma = True
        if words[at] == ")" and "(" in words[max(0, at - 5) : at]:
            at = max(k for k in range(max(0, at - 5), at) if words[k] == "(")
        at -= 1
    if at < 0:
        return None
    first = _phrase_start(tokens, words, at)
    last = at + 1
    if (
        first is None
        or not _is_source(tokens, words, first, last)
        or (first and words[first - 1] in PARTICIPLES)
    ):
        return None
    first = _cut(tokens, words, _with_relative(tokens, words, first), last)
    opens = words[first] in ("a", "an") or (
        words[first] == "the" and not OFFICES.isdisjoint(words[first:last])
    )
    if opens and first > 1 and is_name(tokens[first - 1]):
        name = _phrase_start(tokens, words, first - 1)
        first = 0 if name == 0 else first
    if comma and first > 1 and words[first - 1] == ",":
        name = _phrase_start(tokens, words, first - 2)
        if name is not None and tokens[name].is_capital and words[name] not in DETERMINERS | STOPS:
            first = name
    if (
        first
        and (words[first - 1] in PREPOSITIONS or _is_within(words, first))
        and words[first] not in PRONOUNS
        and words[first - 1] != "for"
        and not (words[first - 1] == "with" and words[verb] == "saying")
    ):
        return None
    return (first, last) if _is_source(tokens, words, first, last) else None


def _is_within(words: Sequence[str], first: int) -> bool:
    """Whether a bare name says where: "contacts inside Syria", but not "in the west the ministry"."""
    return words[first] not in DETERMINERS and (
        words[first - 1] in WITHIN or words[first - 1].endswith(("-held", "-controlled"))
    )


def phrase_from(tokens: Sequence[Token], words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The noun phrase of a source that begins at token `at`."""
    while at < len(words) and (
        words[at] in WEEKDAYS or (words[at] == "on" and at + 1 < len(words) and words[at + 1] in WEEKDAYS)
    ):
        at += 1
    k = at
    if k < len(words) and words[k] in PRONOUNS:
        return at, at + 1
    while k < len(words) and k - at < LONGEST and _goes_on(tokens, words, at, k):
        k += 1
    while k > at and (words[k - 1] in CONNECTORS or words[k - 1] in DETERMINERS):
        k -= 1
    if k == at or not _is_source(tokens, words, at, k):
        return None
    return at, _with_apposition(tokens, words, at, k)


def _with_apposition(tokens: Sequence[Token], words: Sequence[str], first: int, last: int) -> int:
    """The end of a phrase with who a bare name is: "Jorge Paz, Bolivia's minister of health"."""
    if words[last : last + 1] != (",",) or not all(is_name(t) for t in tokens[first:last]):
        return last
    k = last + 1
    while k < len(words) and k - last < LONGEST and _goes_on(tokens, words, last + 1, k):
        k += 1
    while k > last + 1 and (words[k - 1] in CONNECTORS or words[k - 1] in DETERMINERS):
        k -= 1
    return last if lexicon().sources.isdisjoint(words[last + 1 : k]) or words[k : k + 1] == ("said",) else k


def _goes_on(tokens: Sequence[Token], words: Sequence[str], first: int, at: int) -> bool:
    """Whether a source phrase that began at `first` still goes on at a token."""
    word = words[at]
    if at > first and words[at - 1] in CLOSED and is_name(tokens[at]):
        return False
    if word in DETERMINERS:
        if at == first or words[at - 1] in CONNECTORS or words[at - 1] in DETERMINERS:
            return True
        described = lexicon().sources.intersection(words[at + 1 : at + 4])
        return is_name(tokens[at - 1]) and bool(described) and ACTING.isdisjoint(described)
    if may_stand(tokens[at]):
        return True
    if at == first or at + 1 >= len(words):
        return False
    if word in ("'s", "."):
        return is_name(tokens[at - 1])
    return word in CONNECTORS and word != "on" and (words[at + 1] in DETERMINERS or may_stand(tokens[at + 1]))


def _phrase_start(tokens: Sequence[Token], words: Sequence[str], at: int) -> int | None:
    """Where the noun phrase begins that ends at token `at`; None if that is no noun of a source."""
    if words[at] in PRONOUNS:
        return at
    first = _known_end(words, at)
    k = at if first is None else first - 1
    while k >= 0 and at - k < LONGEST:
        if words[k] in DETERMINERS and first is not None:
            first = k
            k -= 1
            if k > 0 and words[k] in CONNECTORS and words[k] != "and" and words[k - 1] in lexicon().sources:
                k -= 1
                continue
            if k > 0 and words[k] in ("of", "for") and is_name(tokens[k - 1]):
                k -= 1
                continue
            break
        if first is not None and words[first] in OPENERS and words[k] not in OPENERS:
            break
        if (
            first is not None
            and words[first] in OF_STATE
            and not tokens[first].is_capital
            and not (is_demonym(words[k]) or words[k] in ("'s", "official"))
        ):
            break
        if may_stand(tokens[k]) or (words[k] == "." and first is not None and k and is_name(tokens[k - 1])):
            first = k
            k -= 1
        elif first is not None and k > 0 and (words[k] in CONNECTORS or _is_mark_within(words, k)):
            if (
                words[k - 1] in lexicon().sources
                or _is_mark_within(words, k)
                or (words[k] in ("of", "for", "and", "&") and is_name(tokens[k - 1]))
            ):
                k -= 1
            else:
                break
        elif first is not None and _modifies(tokens, words, k):
            first = k
            k -= 1
        else:
            break
    return first


def _modifies(tokens: Sequence[Token], words: Sequence[str], at: int) -> bool:
    """Whether an unknown word stands between a determiner or name and the noun of a source: "the relief service"."""
    word, known = words[at], lexicon()
    if not at or not word.isalpha() or word in STOPS or word in PREPOSITIONS or word in known.verbs:
        return False
    before = words[at - 1]
    return (
        before in DETERMINERS
        or before == "'s"
        or is_name(tokens[at - 1])
        or (at > 1 and words[at - 2] in DETERMINERS and before.isalpha())
    )


def _is_mark_within(words: Sequence[str], at: int) -> bool:
    """A possessive mark inside a name: "the Doctors' Committee", "Kenya's police"."""
    return words[at] in ("'s", "'")


def _known_end(words: Sequence[str], at: int) -> int | None:
    """Where the source begins that is known by name and ends at a token: "Doctors Without Borders"."""
    for start in range(max(0, at - 6), at):
        if " ".join(words[start : at + 1]) in known_names():
            return start
    return None


def subject_past_clause(tokens: Sequence[Token], words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The source before a clause that stands between it and its verb: "the claim which did not name the place said"."""
    for k in range(at, max(0, at - 14), -1):
        relative = words[k] in ("which", "who", "that", "with") or (words[k] in PARTICIPLES and k < at)
        if relative and k and words[k - 1] in lexicon().sources:
            first = _phrase_start(tokens, words, k - 1)
            if first is not None and (not first or words[first - 1] not in PREPOSITIONS):
                return first, at + 1 if words[k] in PARTICIPLES else k
    return None


def subject_past_place(tokens: Sequence[Token], words: Sequence[str], at: int) -> tuple[int, int] | None:
    """A source with the place where it sits: "the office of health in north Basra reported"."""
    k = at
    while (
        k > 0
        and at - k < 5
        and (
            is_name(tokens[k])
            or words[k] in WITHIN
            or words[k] in DETERMINERS
            or words[k].endswith(("-held", "-controlled", "-run"))
        )
    ):
        k -= 1
    if (
        k == at
        or k < 1
        or words[k] not in ("in", "at", "of", "near")
        or words[k - 1] not in lexicon().sources
    ):
        return None
    first = _phrase_start(tokens, words, k - 1)
    if first is None or (first and words[first - 1] in PREPOSITIONS) or words[k - 1] in COUNTED:
        return None
    return first, at + 1


def _cut(tokens: Sequence[Token], words: Sequence[str], first: int, last: int) -> int:
    """Where a source known by name begins after a place that only stands before it: "in Aleppo Reuters reported"."""
    for start in range(max(first + 1, last - 6), last):
        before = tokens[start - 1]
        is_known = " ".join(words[start:last]) in known_names()
        if (is_known and words[start - 1] in lands()) or (is_known and _is_foreign(tokens[start - 1])):
            return start
        if is_known and start - 1 == first and before.lower in COUNTED and not before.is_capital:
            return start
        if (
            is_known
            and is_name(before)
            and not is_demonym(before.lower)
            and before.lower not in lexicon().sources
        ):
            return start
    return first


def _is_foreign(token: Token) -> bool:
    """Whether a word cannot lead to a source's name: a plain noun, as in "killed 12 people AFP reported"."""
    return not token.is_capital and not may_stand(token) and token.lower not in DETERMINERS | CONNECTORS


def opening_person(tokens: Sequence[Token], words: Sequence[str], verb: int) -> tuple[int, int] | None:
    """The person with whom a sentence opens, whatever is told of him before the verb: "Ali Hassan the governor of"."""
    last = 0
    while last < verb and is_name(tokens[last]):
        last += 1
    told = words[last : last + 1] in (("the",), ("a",), ("an",), (",",)) and not lexicon().sources.isdisjoint(
        words[last : last + 5]
    )
    return (0, last) if last > 1 and told else None


def _with_relative(tokens: Sequence[Token], words: Sequence[str], first: int) -> int:
    """The phrase with the name before its relative clause: "Ali Hassan who runs the clinic"."""
    for k in range(first - 1, max(0, first - 5), -1):
        if words[k] in ("who",) and k > 0 and may_stand(tokens[k - 1]):
            start = _phrase_start(tokens, words, k - 1)
            return start if start is not None else first
    return first


def may_stand(token: Token) -> bool:
    """Whether a word may be part of a source's name."""
    word = token.lower
    if word in STOPS and not is_acronym(token):
        return False
    known = lexicon()
    return is_name(token) or word in known.sources or word in known.within or word.endswith("-based")


def is_name(token: Token) -> bool:
    text = token.text
    if not text[0].isupper() and not (len(text) > 4 and text[2] == "-" and text[3].isupper()):
        return False
    word = token.lower
    return is_acronym(token) or not (
        word in DETERMINERS or word in STOPS or word in WEEKDAYS or word in MONTHS
    )


def is_acronym(token: Token) -> bool:
    """IS, US, WHO: words of their own when they are written in capitals."""
    return 2 <= len(token.text) <= 5 and token.text.isupper()


def _is_source(tokens: Sequence[Token], words: Sequence[str], first: int, last: int) -> bool:
    known = lexicon().sources
    return any(words[k] in known or words[k] in PRONOUNS or is_name(tokens[k]) for k in range(first, last))
