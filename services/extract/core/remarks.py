"""Denials and withheld losses that state no number: "Baku does not communicate its losses"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from services.extract.core.claimants import REPORTER, Voice, Voices
from services.extract.core.parties import Party, named_in, party_by_id
from services.extract.core.places import Places
from services.extract.core.rules import book_of
from services.extract.core.text import Doc, Sentence
from services.extract.core.theatres import theatre_of
from services.extract.core.windows import Windows
from shared.contracts.figures import Figure, Measure, Remark, RemarkKind, Role
from shared.contracts.figures import Sentence as Stretch

#: Most remarks of one article.
MOST = 40

#: How far after the phrase the words of loss may stand, in characters.
REACH = 110


def remarks_in(
    doc: Doc, voices: Voices, places: Places, windows: Windows, figures: Sequence[Figure]
) -> tuple[Remark, ...]:
    """All remarks of an article, in order."""
    out: list[Remark] = []
    if not _pattern().search(doc.text.lower()):
        return ()
    for sentence in doc.sentences:
        match = _pattern().search(sentence.text.lower())
        if match is None:
            continue
        remark = _remark(sentence, match, voices, places, windows, figures)
        if remark is not None:
            out.append(remark)
        if len(out) == MOST:
            break
    return tuple(out)


def _remark(
    sentence: Sentence,
    match: re.Match[str],
    voices: Voices,
    places: Places,
    windows: Windows,
    figures: Sequence[Figure],
) -> Remark | None:
    text = sentence.text.lower()
    kind = _kinds()[match.group()]
    around = text[match.end() : match.end() + REACH]
    words = set(re.findall(r"[a-z-]+", around))
    losses = _words("losses")
    nominal = match.group() in ("denial", "denials")
    if not nominal and not words & losses:
        return None
    if words & _words("beside") and not words & {
        "losses",
        "casualties",
        "killed",
        "deaths",
        "strike",
        "strikes",
    }:
        return None
    here = [f for f in figures if sentence.start <= f.start < sentence.end]
    start, end = sentence.start + match.start(), sentence.start + match.end()
    if (
        kind is RemarkKind.DENIED
        and not nominal
        and any(start < f.start < end + REACH and f.stance != "asserts" for f in here)
    ):
        return None
    voice, party = _who(sentence, match, voices)
    if voice is REPORTER:
        return None
    about = _about(sentence, figures, here, start)
    place = places.place_of(sentence, start, end)
    meant = _whose(kind, around, party)
    first = min(
        start, sentence.start + (text.rfind(voice.words.lower(), 0, match.start()) if voice.words else start)
    )
    first = first if first >= sentence.start else start
    last = min(sentence.end, sentence.start + _end_of(text, match.end()))
    return Remark(
        kind=kind,
        words=sentence.source[first:last],
        start=first,
        claimant=voice.words,
        claimant_id=voice.id,
        claimant_kind=voice.kind,
        claimant_side=voice.side,
        measure=_measure(words),
        role=_role(words),
        party=meant.name if meant else "",
        party_id=meant.id if meant else "",
        about=about,
        theatre=theatre_of(place.country, voices.doc),
        place_id=place.id,
        window=windows.when_of(sentence, start, end).window,
        sentence=Stretch(start=sentence.start, end=sentence.end),
        quote=sentence.text[:400],
        rule=(f"remark.{kind.value}",),
    )


def _who(sentence: Sentence, match: re.Match[str], voices: Voices) -> tuple[Voice, Party | None]:
    """Who denies or withholds: the subject before the phrase, or the owner of the denial."""
    before = sentence.text[: match.start()]
    clause = re.split(r"[,;:]| (?:but|while|although|and|as|that|despite) ", before)[-1].strip()
    owner = re.search(
        r"(?:[Dd]espite |of |the |[Ii]n spite of )?([A-Z][\w'’.-]*(?: [A-Z][\w'’.-]*)*)(?:['’]s|s['’])? *$",
        before,
    )
    for saying in voices.sayings_of(sentence):
        verb = sentence.start + match.start()
        if abs(sentence.tokens[saying.last - 1].end - verb) <= 12:
            voice = voices.speaker(sentence, saying)
            return voice, party_by_id(voice.side)
    words = clause if len(clause.split()) <= 8 else owner[1] if owner else ""
    words = re.sub(r"^(?:despite|and|but|however|meanwhile|in spite of|amid)\s+", "", words, flags=re.I)
    words = re.sub(r"(?:['’]s|\s(?:has|have|had|also|repeatedly|is|was))+$", "", words).strip()
    if not words:
        return REPORTER, None
    voice = voices.voice_of_words(words, "claimant.remark")
    return voice, named_in(words) or party_by_id(voice.side)


def _whose(kind: RemarkKind, around: str, party: Party | None) -> Party | None:
    """Whose losses or forces the remark speaks of: "its losses" are the speaker's own."""
    if re.search(r"\b(?:its|their|his|own)\b", around[:40]):
        return party
    return (
        named_in(around[:60].title() if around.islower() else around[:60])
        if kind is RemarkKind.DENIED
        else party
    )


def _about(sentence: Sentence, figures: Sequence[Figure], here: list[Figure], start: int) -> int | None:
    """The figure that the remark stands against: the next of its own sentence, else the last before it."""
    if here:
        return min(here, key=lambda f: abs(f.start - start)).index
    before = [f for f in figures if f.start < sentence.start and sentence.start - f.start < 500]
    return before[-1].index if before else None


def _measure(words: set[str]) -> Measure | None:
    for name in ("killed", "wounded", "deployed", "captured", "casualties"):
        if words & _words(name):
            return Measure(name)
    return None


def _role(words: set[str]) -> Role:
    if words & {"civilian", "civilians"}:
        return Role.CIVILIAN
    if words & {"soldiers", "troops", "fighters", "mercenaries"}:
        return Role.COMBATANT
    return Role.PEOPLE


def _end_of(text: str, at: int) -> int:
    found = re.compile(r"[,;]|[.](?:\s|$)").search(text, at)
    return found.start() if found else len(text)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(book_of("en").tables["remark_words"][name])


@cache
def _kinds() -> dict[str, RemarkKind]:
    words = book_of("en").tables["remark_words"]
    return {w: RemarkKind(kind) for kind in ("denied", "withheld") for w in words[kind]}


@cache
def _pattern() -> re.Pattern[str]:
    return re.compile(r"\b(?:" + "|".join(map(re.escape, sorted(_kinds(), key=len, reverse=True))) + r")\b")
