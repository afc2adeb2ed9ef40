"""Where a sentence says who says it: each saying with its source and the words it covers is found here.

A saying is a verb ("the ministry said that ...", "... , said a doctor"), a pointer ("according to police"), a
gerund that carries on ("adding that ...") or the last words of a headline ("... kills 19 Monitor"). Commas and
apostrophes are often lost in scraped text; what follows the verb decides rather than the marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from services.extract.core.hearers import past_adverbials
from services.extract.core.lookalikes import is_no_saying, is_only_place
from services.extract.core.phrases import (
    opening_person,
    phrase_from,
    subject_before,
    subject_past_clause,
    subject_past_place,
)
from services.extract.core.pointers import pointed_at, shown_by
from services.extract.core.saying_words import (
    CLAUSE_ENDS,
    DEEDS,
    PLACING,
    PUT,
    SAYERS,
    SHOWS,
    TOLD,
    WEEKDAYS,
    lexicon,
)
from services.extract.core.text import Doc, Sentence, Token


class Saying(NamedTuple):
    """A source (tokens `first` to `last`) and the tokens it covers (`begins` to `ends`), both half open."""

    first: int
    last: int
    begins: int
    ends: int
    rule: str
    outer: tuple[int, int] | None = None
    """Who passes it on: "SANA" in "SANA, citing police"."""

    @property
    def is_after(self) -> bool:
        """Whether what is said follows the source."""
        return self.begins >= self.last


#: A second verb of a subject stands at most so many words behind it.
SECOND_VERB = 14

#: A headline before a dash has at most so many tokens.
HEADLINE = 16


def sayings_of(doc: Doc, sentence: Sentence) -> tuple[Saying, ...]:
    """The sayings of a sentence of a document, found once."""
    known: dict[int, tuple[Saying, ...]] = doc.kept.setdefault("sayings", {})
    found = known.get(sentence.index)
    if found is None:
        found = known[sentence.index] = sayings_in(sentence)
    return found


def sayings_in(sentence: Sentence) -> tuple[Saying, ...]:
    """All sayings of a sentence in order of their verbs."""
    tokens, words = sentence.tokens, sentence.words
    known = lexicon()
    out: list[Saying] = []
    if known.heads.isdisjoint(words):
        return ()
    for at, word in enumerate(words):
        if word not in known.heads:
            continue
        saying = _saying_at(tokens, words, at, out)
        if saying is not None:
            out.append(saying)
    return tuple(_bounded(out))


def _saying_at(tokens: Sequence[Token], words: Sequence[str], at: int, out: list[Saying]) -> Saying | None:
    """The saying whose verb, pointer or gerund stands at a token."""
    known, word = lexicon(), words[at]
    saying = None
    if word in known.verbs or (word == "saying" and _has_sayer(words, at)):
        saying = _by_verb(tokens, words, at, out)
    if saying is None and word in SHOWS:
        saying = _by_showing(tokens, words, at)
    if saying is None and word in known.according_heads:
        saying = _by_pointer(tokens, words, at, out)
    if saying is None and out and word in known.carrying:
        saying = _carried(words, at, out)
    if not at and word in ("citing", "quoting"):
        following = phrase_from(tokens, words, 1)
        return Saying(*following, following[1], len(words), "cited") if following else None
    if saying is None and not out and word in known.carrying:
        saying = _with_claim(tokens, words, at)
    if saying is None and out and word in known.citing:
        saying = _cited(tokens, words, at)
    if saying is None and word == "by" and not PUT.isdisjoint(words[max(0, at - 8) : at]):
        saying = _by_agent(tokens, words, at)
    if saying is None and word == "-" and at:
        saying = _by_dash(tokens, words, at)
    return saying


def _has_sayer(words: Sequence[str], at: int) -> bool:
    """Whether "saying" has a subject of its own: "a monitor saying", "with doctors saying"."""
    before = words[at - 1] if at else ""
    return before in SAYERS or (before in lexicon().sources and "with" in words[max(0, at - 5) : at])


def _by_showing(tokens: Sequence[Token], words: Sequence[str], at: int) -> Saying | None:
    """ "Footage posted by activists showed at least two", "..., the ministry's figures show"."""
    source = shown_by(tokens, words, at)
    if source is None:
        return None
    if source[0] and _closes(words, at + 1):
        return Saying(*source, 0, source[0], "said_after")
    return Saying(*source, at + 1, len(words), "said_before")


def _by_agent(tokens: Sequence[Token], words: Sequence[str], at: int) -> Saying | None:
    """ "The toll was put at 30 by the Red Cross": who put it is the source."""
    following = phrase_from(tokens, words, at + 1)
    if following is None or lexicon().sources.isdisjoint(words[following[0] : following[1]]):
        return None
    return Saying(*following, 0, at, "agent")


def _by_dash(tokens: Sequence[Token], words: Sequence[str], at: int) -> Saying | None:
    """A headline's source behind a dash: "Blast Kills Five - Governor"."""
    following = phrase_from(tokens, words, at + 1)
    if following is None or not tokens[at + 1].is_capital or not tokens[at - 1].is_capital:
        return None
    first, last = following
    if lexicon().sources.isdisjoint(words[first:last]) or (
        words[last : last + 1] and words[last] in lexicon().verbs
    ):
        return None
    return Saying(first, last, max(0, at - HEADLINE), at, "dash")


def _by_verb(tokens: Sequence[Token], words: Sequence[str], at: int, out: list[Saying]) -> Saying | None:
    word = words[at]
    if is_no_saying(tokens, words, at):
        return _quoted(tokens, words, at) if word == "quoted" else None
    if word in ("quoted", "quotes"):
        return _cited(tokens, words, at)
    source, following = subject_before(tokens, words, at), None
    if source is not None and is_only_place(tokens, words, source, word):
        return None
    if source is not None and words[source[0]] == "it" and words[max(0, source[0] - 2)] in ("that", "which"):
        source = subject_past_clause(tokens, words, at - 1) or source
    if source is None and at:
        source = subject_past_place(tokens, words, at - 1)
    if source is None and word in TOLD:
        source = subject_past_clause(tokens, words, at - 1) or opening_person(tokens, words, at)
    elif source is None:
        following = phrase_from(tokens, words, at + 1)
        source = (
            None if following and _closes(words, following[1]) else subject_past_clause(tokens, words, at - 1)
        )
    if source is None and at and words[at - 1] in ("and", "but", "then"):
        source, following = _same_subject(tokens, words, at, out), None
    if source is not None and (not out or source[0] >= out[-1].last or source[0] == out[-1].first):
        ends = past_adverbials(tokens, words, at + 1, word)
        outer = _passing_on(tokens, words, source[0])
        if _is_inserted(words, source[0], at):
            return Saying(*source, 0, len(words), "inserted", outer)
        if (
            source[0] > 0
            and not outer
            and (_closes(words, ends) or not _says_on(words, ends) or _is_adverbial(words, ends))
        ):
            return Saying(*source, 0, source[0], "said_after", outer)
        return Saying(*source, ends, len(words), "said_before", outer)
    if following is not None and at:
        return Saying(*following, 0, at, "inverted")
    return None


def _same_subject(
    tokens: Sequence[Token], words: Sequence[str], verb: int, out: list[Saying]
) -> tuple[int, int] | None:
    """The subject of a second verb: "the group claimed the bombing and said that"."""
    if out:
        return out[-1].first, out[-1].last
    opening = phrase_from(tokens, words, 0)
    return opening if opening and opening[1] < verb - 1 and verb - opening[1] < SECOND_VERB else None


def _is_inserted(words: Sequence[str], first: int, verb: int) -> bool:
    """Whether the saying stands between commas within the sentence it vouches for: "..., police said, a day after"."""
    if not first or words[first - 1] != ",":
        return False
    after = verb + 1
    while after < len(words) and (words[after] in WEEKDAYS or words[after] in ("on", "late", "early")):
        after += 1
    return words[after : after + 1] == (",",)


def _passing_on(tokens: Sequence[Token], words: Sequence[str], first: int) -> tuple[int, int] | None:
    """The source before "citing" and the one it cites."""
    if first > 1 and words[first - 1] in lexicon().citing:
        return subject_before(tokens, words, first - 1)
    return None


def _is_adverbial(words: Sequence[str], at: int) -> bool:
    """Whether what follows only says where or when: "..., the ministry said in the second report of the day"."""
    return words[at] in PLACING and words[at + 1 : at + 2] not in (
        ("least",),
        ("most",),
        ("all",),
        ("total",),
    )


def _closes(words: Sequence[str], at: int) -> bool:
    """Whether a clause ends here."""
    return (
        at >= len(words)
        or not words[at][:1].isalnum()
        or words[at] in CLAUSE_ENDS
        or words[at] in lexicon().carrying
    )


def _says_on(words: Sequence[str], at: int) -> bool:
    """Whether words follow in which something could be said; a closing quote or stop alone is not."""
    return any(w[:1].isalnum() for w in words[at : at + 3])


def _by_pointer(tokens: Sequence[Token], words: Sequence[str], at: int, out: list[Saying]) -> Saying | None:
    for many in (3, 2, 4):
        if tuple(words[at : at + many]) in lexicon().according:
            following = pointed_at(tokens, words, at + many)
            if following is None:
                return None
            # After a dateline without marks the capital tells that a sentence begins: "ADEN According to".
            opens = tokens[at].is_capital and not tokens[at + 1].is_capital
            if at <= 1 or opens or (words[at - 1] in (";", ".", '"') and at < 4):
                return Saying(*following, following[1], len(words), "according_first")
            return Saying(*following, 0, at, "according_last")
    return None


def _carried(words: Sequence[str], at: int, out: list[Saying]) -> Saying | None:
    last = out[-1]
    if words[at] == "citing":
        return None
    return Saying(last.first, last.last, at + 1, len(words), "carried") if at >= last.last else None


def _with_claim(tokens: Sequence[Token], words: Sequence[str], at: int) -> Saying | None:
    """Who claims a deed and goes on to tell of it: "the group claimed the attack, saying that"."""
    for k in range(1, at):
        if words[k] in ("claimed", "claims") and not DEEDS.isdisjoint(words[k + 1 : k + 6]):
            source = subject_before(tokens, words, k)
            return Saying(*source, at + 1, len(words), "carried") if source else None
    return None


def _cited(tokens: Sequence[Token], words: Sequence[str], at: int) -> Saying | None:
    following = phrase_from(tokens, words, at + 1)
    if following is None:
        return None
    rest = words[following[1] : following[1] + 2]
    if list(rest) == ["as", "saying"]:
        outer = subject_before(tokens, words, at)
        return Saying(*following, following[1] + 2, len(words), "quoted", outer)
    return Saying(*following, 0, at, "cited")


def _quoted(tokens: Sequence[Token], words: Sequence[str], at: int) -> Saying | None:
    """ "X was quoted as saying that": X is the source."""
    source = subject_before(tokens, words, at - 1)
    if source is None or "saying" not in words[at : at + 12]:
        return None
    return Saying(*source, words.index("saying", at) + 1, len(words), "said_before")


def _bounded(sayings: list[Saying]) -> list[Saying]:
    """What a source covers ends where the next one's words begin."""
    out = []
    for at, saying in enumerate(sayings):
        begins, ends = saying.begins, saying.ends
        if saying.is_after and saying.rule != "cited":
            for later in sayings[at + 1 :]:
                if later.rule == "inserted":
                    ends = min(ends, later.first)
                    break
                if later.is_after and later.rule != "carried":
                    ends = min(ends, later.first)
                    break
                if later.rule == "carried" and later.first != saying.first:
                    ends = min(ends, later.begins)
                    break
        elif saying.rule != "cited":
            for earlier in sayings[:at]:
                if not earlier.is_after:
                    begins = max(begins, earlier.last)
        out.append(saying._replace(begins=begins, ends=max(begins, ends)))
    return out
