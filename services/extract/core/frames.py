"""Where a sentence says who says it: each saying with its source and the words it covers is found here.

A saying is a verb ("the ministry said that ...", "... , said a doctor"), a pointer ("according to police"), a
gerund that carries on ("adding that ...") or the last words of a headline ("... kills 19 Monitor"). Commas and
apostrophes are often lost in scraped text; what follows the verb decides rather than the marks.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from services.extract.core.gazetteer import countries
from services.extract.core.rules import book_of
from services.extract.core.text import Doc, Sentence, Token


class Saying(NamedTuple):
    """A source (tokens `first` to `last`) and the tokens it covers (`begins` to `ends`), both half open."""

    first: int
    last: int
    begins: int
    ends: int
    rule: str

    @property
    def is_after(self) -> bool:
        """Whether what is said follows the source."""
        return self.begins >= self.last


#: A source phrase is at most so many tokens long.
LONGEST = 18

#: Sources that are people: after a number a headline counts them.
COUNTABLE = frozenset(
    "activists officials police medics doctors rescuers residents witnesses army military".split()
)

#: A headline before a dash has at most so many tokens.
HEADLINE = 16

#: After these "saying" is as good as "says": "with a monitor saying that".
SAYERS = frozenset(
    "monitor group source official ministry observatory police army spokesman witness statement".split()
)

#: Words that never belong to a source, though they may be capitals at the head of a sentence.
STOPS = frozenset(
    """but meanwhile however earlier later also on since after as while for that there among dozens hundreds thousands scores then when where
    which if although though because before during despite following elsewhere so and or nor yet both between than was were is are be been had has have did does do would could
    may might will shall can must not no against by with without into onto over under through across around near outside inside toward towards above below up down out
    to even only about around least more most than some nearly almost at in from it's what how why who whom whose monday tuesday wednesday thursday friday saturday sunday
    january february march april may june july august september october november december today yesterday tonight morning evening afternoon night week month year
    killed wounded injured dead people civilians killing wounding injuring others including children women troops soldiers said says added photo file copyright""".split()
) - {"troops", "soldiers", "in", "at", "from", "of", "for", "people", "women", "children"}

#: Adjectives with which a source phrase begins, so that no noun before them belongs to it.
OPENERS = frozenset("local senior several other unnamed anonymous informed well-informed".split())

#: Participles that tie a source to what it does: "an organisation monitoring the conflict".
PARTICIPLES = frozenset(
    "monitoring tracking covering following documenting representing observing working based living".split()
)

#: After these a word that looks like a verb is a participle: "an informed source".
ARTICLED = frozenset("a an the its his their this another".split())

#: Hearers follow these and not sources.
TOLD = frozenset({"told", "tells", "informed"})

#: After these "by" leads to who gave the number.
PUT = frozenset("put revised estimated confirmed raised lowered given updated announced".split())

#: Before these "reports", "claims" and the like are nouns.
BEFORE_NOUNS = frozenset({"of", "by", "from", "unconfirmed", "initial", "media", ""})

#: Prepositions that begin an adverbial rather than what is said.
PLACING = frozenset("in at on near of from amid by during over".split())

#: Unnamed sources, after which a capital is no longer part of them: "according to reports IS has killed".
CLOSED = frozenset("report reports sources statement statements media".split())

#: Nouns of deeds: what is claimed is the deed and not a count.
DEEDS = frozenset(
    "attack attacks bombing bombings blast responsibility credit assault raid killing killings victory".split()
)

PRONOUNS = frozenset("he she it they".split())
DETERMINERS = frozenset(
    "a an the its his her their our this that these those another some one several two three many each every both".split()
)
CONNECTORS = frozenset("of for at in from and with to & on".split())
WEEKDAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday mondays tuesdays wednesdays thursdays fridays saturdays sundays".split()
)
MONTHS = frozenset(
    "january february march april may june july august september october november december jan feb mar apr jun jul aug sep sept oct nov dec".split()
)
PASSIVE = frozenset("is was were are be been being".split())
PREPOSITIONS = frozenset(
    "in at by of near from on with against to for into around outside toward towards between over than under".split()
)
CLAUSE_ENDS = frozenset(
    "without which who whose where as while whilst when but after before although though following amid until since because despite with".split()
)


class _Words(NamedTuple):
    verbs: frozenset[str]
    ambiguous: frozenset[str]
    carrying: frozenset[str]
    between: frozenset[str]
    sources: frozenset[str]
    within: frozenset[str]
    according: frozenset[tuple[str, ...]]
    according_heads: frozenset[str]
    counting: frozenset[str]
    before_source: frozenset[str]
    headline: frozenset[str]
    heads: frozenset[str]
    citing: frozenset[str]


@cache
def _known_names() -> frozenset[str]:
    rows = book_of("en").tables["source"].values()
    return frozenset(name.lower() for row in rows for name in (row["name"], *row["spellings"]))


@cache
def _demonyms() -> frozenset[str]:
    return frozenset(d.lower() for c in countries().values() for d in (*c.demonyms, *c.names))


@cache
def _lands() -> frozenset[str]:
    return frozenset(n.lower() for c in countries().values() for n in c.names)


def _is_demonym(word: str) -> bool:
    return word in _demonyms() or word.removesuffix("s") in _demonyms()


@cache
def _words() -> _Words:
    tables: dict[str, Any] = book_of("en").tables
    saying, sources = tables["saying"], tables["sources"]
    kinds = frozenset(w for kind, words in sources.items() if kind != "within" for w in words.split())
    according = frozenset(tuple(x.split()) for x in saying["according"])
    heads = {a[0] for a in according} | set(saying["verbs"].split()) | set(saying["carrying"].split())
    return _Words(
        frozenset(saying["verbs"].split()),
        frozenset(saying["after_determiner"].split()),
        frozenset(saying["carrying"].split()),
        frozenset(saying["between"].split()),
        kinds,
        frozenset(sources["within"].split()),
        according,
        frozenset(a[0] for a in according),
        frozenset(saying["counting"].split()),
        frozenset(saying["before_source"].split()),
        frozenset(saying["headline"].split()),
        frozenset(heads | set(saying["citing"]) | {"saying", "-", "by"}),
        frozenset(saying["citing"]),
    )


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
    known = _words()
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


def _leads(words: Sequence[str], first: int) -> bool:
    """Whether the word before a headline's source belongs to it: "state media", "Iraqi police", "Syria state TV"."""
    word = words[first - 1]
    if word in _words().before_source:
        return True
    return _is_demonym(word) and (words[first] in _words().before_source or word not in _lands())


def _saying_at(tokens: Sequence[Token], words: Sequence[str], at: int, out: list[Saying]) -> Saying | None:
    """The saying whose verb, pointer or gerund stands at a token."""
    known, word = _words(), words[at]
    saying = None
    if word in known.verbs or (word == "saying" and at and words[at - 1] in SAYERS):
        saying = _by_verb(tokens, words, at, out)
    if saying is None and word in known.according_heads:
        saying = _by_pointer(tokens, words, at, out)
    if saying is None and out and word in known.carrying:
        saying = _carried(words, at, out)
    if saying is None and out and word in known.citing:
        saying = _cited(tokens, words, at)
    if saying is None and word == "by" and not PUT.isdisjoint(words[max(0, at - 8) : at]):
        saying = _by_agent(tokens, words, at)
    if saying is None and word == "-" and at:
        saying = _by_dash(tokens, words, at)
    return saying


def _by_agent(tokens: Sequence[Token], words: Sequence[str], at: int) -> Saying | None:
    """ "The toll was put at 30 by the Red Cross": who put it is the source."""
    following = _following(tokens, words, at + 1)
    if following is None or _words().sources.isdisjoint(words[following[0] : following[1]]):
        return None
    return Saying(*following, 0, at, "agent")


def _by_dash(tokens: Sequence[Token], words: Sequence[str], at: int) -> Saying | None:
    """A headline's source behind a dash: "Blast Kills Five - Governor"."""
    following = _following(tokens, words, at + 1)
    if following is None or not tokens[at + 1].is_capital or not tokens[at - 1].is_capital:
        return None
    first, last = following
    if (
        _words().sources.isdisjoint(words[first:last])
        or words[last : last + 1]
        and words[last] in _words().verbs
    ):
        return None
    return Saying(first, last, max(0, at - HEADLINE), at, "dash")


def headline_source(sentence: Sentence) -> tuple[int, int] | None:
    """The source at the end of a headline, or before its colon: "... kills 19 Monitor", "UN: 12 dead"."""
    tokens, words = sentence.tokens, sentence.words
    if ":" in words[1:7]:
        colon = words.index(":", 1)
        if all(_may_stand(t) for t in tokens[:colon]):
            return 0, colon
    end = len(tokens)
    while end and not words[end - 1][:1].isalnum():
        end -= 1
    if not end or (words[end - 1] not in _words().sources and not tokens[end - 1].is_capital):
        return None
    first = _headline_start(tokens, words, end)
    return (first, end) if first is not None and first > 1 else None


def _headline_start(tokens: Sequence[Token], words: Sequence[str], end: int) -> int | None:
    known = _words()
    if words[end - 1] not in known.headline:
        return None
    first = end - 1
    while (
        first > 1
        and end - first < 5
        and (words[first - 1] in known.before_source or _is_demonym(words[first - 1]))
    ):
        first -= 1
    ahead = words[first - 1] if first else ""
    if ahead in PREPOSITIONS or ahead in ("and", "the", "a") or ahead.startswith("kill"):
        return None
    return None if ahead.isdigit() and words[end - 1] in COUNTABLE else first


def _by_verb(tokens: Sequence[Token], words: Sequence[str], at: int, out: list[Saying]) -> Saying | None:
    word = words[at]
    if _is_no_saying(tokens, words, at):
        return _quoted(tokens, words, at) if word == "quoted" else None
    if word in ("quoted", "quotes"):
        return _cited(tokens, words, at)
    source, following = _before(tokens, words, at), None
    if source is None and word in TOLD:
        source = _past_clause(tokens, words, at - 1) or _opening(tokens, words, at)
    elif source is None:
        following = _following(tokens, words, at + 1)
        source = None if following and _closes(words, following[1]) else _past_clause(tokens, words, at - 1)
    if source is not None and (not out or source[0] >= out[-1].last):
        ends = _after_adverbials(tokens, words, at + 1, word)
        if source[0] > 0 and (
            _closes(words, ends) or not _says_on(words, ends) or _is_adverbial(words, ends)
        ):
            return Saying(*source, 0, source[0], "said_after")
        return Saying(*source, ends, len(words), "said_before")
    if following is not None and at:
        return Saying(*following, 0, at, "inverted")
    return None


def _is_no_saying(tokens: Sequence[Token], words: Sequence[str], at: int) -> bool:
    """Whether a word that looks like a verb of saying is a participle, a noun, or claims a deed."""
    word = words[at]
    before = words[at - 1] if at else ""
    if at and _is_acronym(tokens[at - 1]):
        before = tokens[at - 1].text
    if (
        before in PASSIVE
        or before in ("to", "not")
        or (before in ARTICLED and word not in _words().ambiguous)
    ):
        return True
    if word in _words().ambiguous and (before in DETERMINERS or before in BEFORE_NOUNS):
        return True
    claims = word in ("claim", "claims", "claimed") and words[at + 1 : at + 2] != ("that",)
    return claims and not DEEDS.isdisjoint(words[at + 1 : at + 6])


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
        or words[at] in _words().carrying
    )


def _says_on(words: Sequence[str], at: int) -> bool:
    """Whether words follow in which something could be said; a closing quote or stop alone is not."""
    return any(w[:1].isalnum() for w in words[at : at + 3])


def _by_pointer(tokens: Sequence[Token], words: Sequence[str], at: int, out: list[Saying]) -> Saying | None:
    for many in (3, 2, 4):
        if tuple(words[at : at + many]) in _words().according:
            following = _following(tokens, words, at + many)
            if following is None:
                return None
            if at <= 1 or (words[at - 1] in (";", ".", '"') and at < 4):
                return Saying(*following, following[1], len(words), "according_first")
            return Saying(*following, 0, at, "according_last")
    return None


def _carried(words: Sequence[str], at: int, out: list[Saying]) -> Saying | None:
    last = out[-1]
    if words[at] == "citing":
        return None
    return Saying(last.first, last.last, at + 1, len(words), "carried") if at >= last.last else None


def _cited(tokens: Sequence[Token], words: Sequence[str], at: int) -> Saying | None:
    following = _following(tokens, words, at + 1)
    if following is None:
        return None
    rest = words[following[1] : following[1] + 2]
    if list(rest) == ["as", "saying"]:
        return Saying(*following, following[1] + 2, len(words), "quoted")
    return Saying(*following, 0, at, "cited")


def _quoted(tokens: Sequence[Token], words: Sequence[str], at: int) -> Saying | None:
    """ "X was quoted as saying that": X is the source."""
    source = _before(tokens, words, at - 1)
    if source is None or "saying" not in words[at : at + 12]:
        return None
    return Saying(*source, words.index("saying", at) + 1, len(words), "said_before")


def _before(tokens: Sequence[Token], words: Sequence[str], verb: int) -> tuple[int, int] | None:
    """The subject that ends right before a verb."""
    at = verb - 1
    comma = False
    while at >= 0 and (
        words[at] in _words().between
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
    if words[first] in ("a", "an") and first > 1 and _is_name(tokens[first - 1]):
        name = _phrase_start(tokens, words, first - 1)
        first = 0 if name == 0 else first
    if comma and first > 1 and words[first - 1] == ",":
        name = _phrase_start(tokens, words, first - 2)
        if name is not None and tokens[name].is_capital and words[name] not in DETERMINERS | STOPS:
            first = name
    if (
        first
        and words[first - 1] in PREPOSITIONS
        and words[first] not in PRONOUNS
        and words[first - 1] != "for"
    ):
        return None
    return (first, last) if _is_source(tokens, words, first, last) else None


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
            if k > 0 and words[k] in CONNECTORS and words[k] != "and" and words[k - 1] in _words().sources:
                k -= 1
                continue
            if k > 0 and words[k] in ("of", "for") and _is_name(tokens[k - 1]):
                k -= 1
                continue
            break
        if first is not None and words[first] in OPENERS and words[k] not in OPENERS:
            break
        if _may_stand(tokens[k]) or (words[k] == "." and first is not None and k and _is_name(tokens[k - 1])):
            first = k
            k -= 1
        elif first is not None and k > 0 and (words[k] in CONNECTORS or words[k] == "'s"):
            if (
                words[k - 1] in _words().sources
                or words[k] == "'s"
                or (words[k] in ("of", "for", "and", "&") and _is_name(tokens[k - 1]))
            ):
                k -= 1
            else:
                break
        else:
            break
    return first


def _known_end(words: Sequence[str], at: int) -> int | None:
    """Where the source begins that is known by name and ends at a token: "Doctors Without Borders"."""
    for start in range(max(0, at - 6), at):
        if " ".join(words[start : at + 1]) in _known_names():
            return start
    return None


def _past_clause(tokens: Sequence[Token], words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The source before a clause that stands between it and its verb: "the claim which did not name the place said"."""
    for k in range(at, max(0, at - 14), -1):
        relative = words[k] in ("which", "who", "that") or (words[k] in PARTICIPLES and k < at)
        if relative and k and words[k - 1] in _words().sources:
            first = _phrase_start(tokens, words, k - 1)
            if first is not None and (not first or words[first - 1] not in PREPOSITIONS):
                return first, at + 1 if words[k] in PARTICIPLES else k
    return None


def _cut(tokens: Sequence[Token], words: Sequence[str], first: int, last: int) -> int:
    """Where a source known by name begins after a place that only stands before it: "in Aleppo Reuters reported"."""
    for start in range(max(first + 1, last - 6), last):
        before = tokens[start - 1]
        if _is_name(before) and before.lower not in _words().sources and not _is_demonym(before.lower):
            if " ".join(words[start:last]) in _known_names():
                return start
    return first


def _opening(tokens: Sequence[Token], words: Sequence[str], verb: int) -> tuple[int, int] | None:
    """The person with whom a sentence opens, whatever is told of him before the verb: "Ali Hassan the governor of"."""
    last = 0
    while last < verb and _is_name(tokens[last]):
        last += 1
    told = words[last : last + 1] in (("the",), ("a",), ("an",), (",",)) and not _words().sources.isdisjoint(
        words[last : last + 5]
    )
    return (0, last) if last > 1 and told else None


def _with_relative(tokens: Sequence[Token], words: Sequence[str], first: int) -> int:
    """The phrase with the name before its relative clause: "Ali Hassan who runs the clinic"."""
    for k in range(first - 1, max(0, first - 5), -1):
        if words[k] in ("who",) and k > 0 and _may_stand(tokens[k - 1]):
            start = _phrase_start(tokens, words, k - 1)
            return start if start is not None else first
    return first


def _following(tokens: Sequence[Token], words: Sequence[str], at: int) -> tuple[int, int] | None:
    """The noun phrase of a source that begins at token `at`."""
    while at < len(words) and (
        words[at] in WEEKDAYS or (words[at] == "on" and at + 1 < len(words) and words[at + 1] in WEEKDAYS)
    ):
        at += 1
    k = at
    if k < len(words) and words[k] in PRONOUNS:
        return at, at + 1
    while k < len(words) and k - at < LONGEST:
        if (
            words[k] in DETERMINERS
            or _may_stand(tokens[k])
            or (k > at and words[k] in ("'s", ".") and k + 1 < len(words) and _is_name(tokens[k - 1]))
            or (
                k > at
                and words[k] in CONNECTORS
                and k + 1 < len(words)
                and words[k] not in ("on",)
                and (words[k + 1] in DETERMINERS or _may_stand(tokens[k + 1]))
            )
        ):
            k += 1
        else:
            break
    while k > at and (words[k - 1] in CONNECTORS or words[k - 1] in DETERMINERS):
        k -= 1
    return (at, k) if k > at and _is_source(tokens, words, at, k) else None


def _may_stand(token: Token) -> bool:
    """Whether a word may be part of a source's name."""
    word = token.lower
    if word in STOPS and not _is_acronym(token):
        return False
    known = _words()
    return _is_name(token) or word in known.sources or word in known.within or word.endswith("-based")


def _is_name(token: Token) -> bool:
    text = token.text
    if not text[0].isupper() and not (len(text) > 4 and text[2] == "-" and text[3].isupper()):
        return False
    word = token.lower
    return _is_acronym(token) or not (word in STOPS or word in WEEKDAYS or word in MONTHS)


def _is_acronym(token: Token) -> bool:
    """IS, US, WHO: words of their own when they are written in capitals."""
    return 2 <= len(token.text) <= 5 and token.text.isupper()


def _is_source(tokens: Sequence[Token], words: Sequence[str], first: int, last: int) -> bool:
    known = _words().sources
    return any(words[k] in known or words[k] in PRONOUNS or _is_name(tokens[k]) for k in range(first, last))


def _after_adverbials(tokens: Sequence[Token], words: Sequence[str], at: int, verb: str) -> int:
    """The first token after a verb of saying that is not its time, medium or hearer."""
    if verb in ("told", "tells", "informed"):
        at = _past_hearer(tokens, words, at)
    while at < len(words):
        if words[at] in WEEKDAYS or words[at] in (
            ",",
            "late",
            "early",
            "earlier",
            "later",
            "that",
            "morning",
            "evening",
            "night",
            "afternoon",
        ):
            at += 1
        elif (
            words[at] == "on"
            and at + 1 < len(words)
            and (
                words[at + 1] in WEEKDAYS
                or words[at + 1] in MONTHS
                or words[at + 1]
                in ("its", "his", "twitter", "facebook", "telegram", "state", "social", "condition")
            )
        ) or (words[at] in ("in", "via", "by", "to") and at + 1 < len(words) and _is_medium(words, at + 1)):
            at = _past_phrase(words, at + 1)
        else:
            break
    return at


def _is_medium(words: Sequence[str], at: int) -> bool:
    return bool(
        {
            "statement",
            "report",
            "telephone",
            "phone",
            "briefing",
            "interview",
            "post",
            "tweet",
            "message",
            "conference",
            "release",
            "afp",
            "reuters",
            "reporters",
            "video",
            "bulletin",
        }
        & set(words[at : at + 5])
    )


def _past_hearer(tokens: Sequence[Token], words: Sequence[str], at: int) -> int:
    while at < len(words) and (
        tokens[at].is_capital
        or words[at] in DETERMINERS
        or words[at]
        in (
            "reporters",
            "reporter",
            "journalists",
            "news",
            "agency",
            "conference",
            "briefing",
            "'s",
            "state",
            "television",
            "tv",
            "media",
            "correspondent",
            "newspaper",
            "parliament",
            "by",
            "phone",
            "telephone",
        )
    ):
        at += 1
    return at


def _past_phrase(words: Sequence[str], at: int) -> int:
    """Past a short adverbial: up to and with its noun, and any following date."""
    stop = min(len(words), at + 6)
    last = at
    for k in range(at, stop):
        if (
            words[k]
            in (
                "statement",
                "report",
                "telephone",
                "phone",
                "briefing",
                "interview",
                "post",
                "tweet",
                "message",
                "conference",
                "release",
                "afp",
                "reuters",
                "reporters",
                "video",
                "bulletin",
                "twitter",
                "facebook",
                "telegram",
                "website",
                "page",
                "media",
                "anonymity",
                "tv",
                "television",
            )
            or words[k] in WEEKDAYS
            or words[k] in MONTHS
            or words[k].isdigit()
        ):
            last = k
    return last + 1


def _bounded(sayings: list[Saying]) -> list[Saying]:
    """What a source covers ends where the next one's words begin."""
    out = []
    for at, saying in enumerate(sayings):
        begins, ends = saying.begins, saying.ends
        if saying.is_after:
            for later in sayings[at + 1 :]:
                if later.is_after and later.rule != "carried":
                    ends = min(ends, later.first)
                    break
                if later.rule == "carried" and later.first != saying.first:
                    ends = min(ends, later.begins)
                    break
        else:
            for earlier in sayings[:at]:
                if not earlier.is_after:
                    begins = max(begins, earlier.last)
        out.append(saying._replace(begins=begins, ends=max(begins, ends)))
    return out
