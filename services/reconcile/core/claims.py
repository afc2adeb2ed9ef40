"""What one article's figure or remark claims, in the form in which claims are compared and kept.

A claim is a figure with what its own article makes certain filled in: the place and the day of the event
when the figure's sentence gives none but the article has one, and whether the article is a first report.
Nothing here looks at another article: a claim is a pure function of the message that brought it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from services.reconcile.core.kinds import is_general, kind_of
from services.reconcile.core.lattice import party_key
from services.reconcile.core.people import group_of
from services.reconcile.core.scenes import (
    comes_on_top,
    counts_others,
    counts_some,
    is_collective,
    is_included,
    is_plural,
    mounts,
    runs_on,
    scene_of,
    tells_of_before,
    tells_of_day_before,
    tells_of_some,
    title_names,
    turns_elsewhere,
)
from services.reconcile.core.values import Reach, reach_of
from shared.contracts.articles import ArticleRef
from shared.contracts.figures import (
    EventKind,
    Figure,
    FiguresExtracted,
    Progress,
    Remark,
    RemarkKind,
    Span,
    Stance,
)

#: Remarks are numbered behind the figures of their article.
REMARKS_FROM = 100_000

#: Days covered by one bucket: claims are compared within a bucket and with its two neighbours, so everything up
#: to four days apart always meets, and nothing more than a week and a day apart ever does.
BUCKET_DAYS = 4

#: Before a place: where people come from, not where it happened. Counter-example: "in Idlib, far from".
_ORIGIN = re.compile(
    r"\b(?:evacuees|people|residents|women|children|men|families|refugees|fighters|natives) from [^.]*$"
)
_ORIGIN_REACH = 90

#: The group of those who carried out an attack.
_ATTACKERS = frozenset({"attackers"})

#: Smaller parts than this are met by chance.
_LEAST_PART = 3

#: Words that point to the place of the sentence before.
_POINTS_BACK = re.compile(
    r"\b(?:same|that) (?:town|village|city|area|place|district|province)\b|\bthere\b", re.IGNORECASE
)

#: Articles before the names of places: "ar-raqqah" and "raqqa" are one.
_ARTICLE = re.compile(r"^(?:al|ar|ad|at|as|an|az|ash|el)-|h$")

#: Path elements from which on a place is a town; counts of one event from which on the place named most is its own.
_TOWN, _FEWEST, _MOST_TOWNS = 3, 3, 2

#: Where an event is dated by the article's own date alone it may have been that day or the two before.
LOOSE_DAYS = 2


class Source(NamedTuple):
    """The article that makes a claim, without its text."""

    article: str
    revision: int
    outlet: str
    url: str
    title: str
    published: str
    received: str
    sketch: str

    @property
    def published_at(self) -> datetime | None:
        return datetime.fromisoformat(self.published) if self.published else None

    @property
    def received_at(self) -> datetime | None:
        return datetime.fromisoformat(self.received) if self.received else None


@dataclass(frozen=True)
class Claim:
    """One count (or denial, or refusal to count) by one claimant in one article."""

    source: Source
    theatre: str
    index: int
    start: int
    number: str
    in_title: bool
    quote: str
    rule: tuple[str, ...]
    measure: str
    role: str
    party: str
    party_id: str
    victim: str
    low: int | None
    high: int | None
    bound: str
    stance: str
    claimant: str
    claimant_id: str
    claimant_kind: str
    claimant_side: str
    chain: tuple[str, ...]
    place: str
    place_id: str
    event: str
    event_words: str
    actor_id: str
    span: str
    first_day: int
    last_day: int
    dated: bool
    progress: str
    part_of: int | None
    complete: bool
    rest_of: int | None
    same_as: int | None
    about: int | None
    sentence: int
    unfolding: str
    as_of: float
    inherited: bool
    unnamed: bool
    parts: tuple[int, ...]
    """The counts that its article states as parts of it."""
    rival: str
    """Its value, where its article gives another count by the same claimant of the same people; else ""."""

    @cached_property
    def path(self) -> tuple[str, ...]:
        """The place as a path from the country down; the theatre alone where no place is known."""
        return tuple(_ARTICLE.sub("", name) for name in self.place_id.split("/")) if self.place_id else ()

    @cached_property
    def province(self) -> tuple[str, ...]:
        """Country and province; empty where the province is not known."""
        return self.path[:2] if len(self.path) > 1 and "?" not in self.path else ()

    @cached_property
    def looseness(self) -> int:
        """Days before its first by which its event may have been earlier."""
        return 0 if self.dated or self.last_day > self.first_day else LOOSE_DAYS

    @cached_property
    def voice(self) -> str:
        """Who vouches, as a key: a known claimant, the words that name it, or the outlet's own voice."""
        if self.claimant_id:
            return self.claimant_id
        if self.claimant:
            return "words:" + " ".join(self.claimant.casefold().split())
        return "outlet:" + (self.source.outlet.casefold() or self.source.article)

    @cached_property
    def group(self) -> frozenset[str]:
        """The narrower group that its words name; empty where they say no more than role and party."""
        return _ATTACKERS if self.attacks else group_of(self.victim, self.party)

    @cached_property
    def attacks(self) -> bool:
        """Whether it counts those who carried out an attack, by whatever word: bombers, gunmen, its fighters."""
        rare = self.event != "unknown" and not kind_of(self.event).everyday
        return self.measure == "deployed" and self.role == "combatant" and rare

    @cached_property
    def scene(self) -> frozenset[str]:
        """The words peculiar to its sentence."""
        names = (self.place, self.place_id, self.party, self.claimant)
        return scene_of(f"{self.event_words} {self.victim}", self.quote, *names) - {self.number}

    @cached_property
    def headline(self) -> frozenset[str]:
        """The words peculiar to its article's headline, where the claim is of what the headline tells."""
        if self.span == "background":
            return frozenset()
        names = (self.place, self.place_id, self.party, self.claimant, title_names(self.source.title))
        return scene_of(self.source.title, "", *names)

    @cached_property
    def of_whom(self) -> tuple[str, str, str, str, str]:
        """What is counted and how it is meant, without the number: measure, role, party, group, stance."""
        return (self.measure, self.role, self.party_id, ",".join(sorted(self.group)), self.stance)

    @cached_property
    def statement(self) -> tuple[object, ...]:
        """What makes two claims one statement: one claimant gives one value for one quantity."""
        value = (self.low, self.high, self.span, self.unnamed)
        return (self.voice, *self.of_whom, *value, self.path, self.first_day, self.last_day)

    @cached_property
    def order(self) -> tuple[float, str, int, int]:
        """The order of claims that does not depend on arrival: by time, then by name."""
        return (self.as_of, self.source.article, self.source.revision, self.index)

    @cached_property
    def told_scene(self) -> frozenset[str]:
        """Both together: what other articles' reports are held against."""
        return self.scene | self.headline

    @cached_property
    def reach(self) -> Reach:
        """The counts that its words allow, strictly and with their width."""
        return reach_of(self.low, self.high, self.bound)

    @cached_property
    def collective(self) -> bool:
        """Whether its words gather several events into one count: "air raids on the province"."""
        return is_collective(self.event_words or self.quote) and not turns_elsewhere(self.quote)

    @cached_property
    def plural(self) -> bool:
        """Whether its words name several events."""
        return is_plural(self.event_words or self.quote)

    @cached_property
    def voice_key(self) -> str:
        """Who vouches, as contradictions are named: a claimant at odds with itself has two voices."""
        return f"{self.voice}#{self.rival}" if self.rival else self.voice

    @cached_property
    def bucket(self) -> int:
        """The block of days in which it is looked up: by its event's day, or the end of a running count; 0 undated."""
        return (self.last_day if self.runs else self.first_day) // BUCKET_DAYS

    @cached_property
    def open_start(self) -> bool:
        """Whether it is a running count of which the text does not tell since when."""
        if self.span != "cumulative" or self.first_day != self.last_day:
            return False
        return bool(self.party_id) or kind_of(self.event).lasting

    @cached_property
    def runs(self) -> bool:
        """Whether it is a running count over more days than one event takes."""
        width = self.last_day - self.first_day
        return width > LOOSE_DAYS or (width > 0 and self.span == "cumulative")


def claims_of(message: FiguresExtracted) -> tuple[Claim, ...]:
    """Everything that a message claims, its article's own knowledge filled in."""
    source = source_of(message.article)
    told = [_of_figure(figure, message.theatre, source) for figure in message.figures]
    unfolding = _unfolding(told, source.title)
    raw = _without_headlines(told)
    raw += [
        _of_remark(remark, number, message.theatre, source) for number, remark in enumerate(message.remarks)
    ]
    return _completed(raw, unfolding)


def _without_headlines(claims: list[Claim]) -> list[Claim]:
    """A headline abbreviates what the text says exactly: it counts only for what the text does not count."""
    counted = {claim.measure for claim in claims if not claim.in_title and claim.span != "background"}
    return [claim for claim in claims if not (claim.in_title and claim.measure in counted)]


def source_of(ref: ArticleRef) -> Source:
    """The article of a message, as claims keep it."""
    return Source(
        article=ref.id,
        revision=ref.revision,
        outlet=ref.outlet,
        url=ref.url,
        title=ref.title,
        published=ref.published_at.isoformat() if ref.published_at else "",
        received=ref.received_at.isoformat() if ref.received_at else "",
        sketch=ref.sketch,
    )


def row_of(claim: Claim) -> list[Any]:
    """The claim as a plain list for keeping; its source is kept once per article."""
    return [getattr(claim, name) for name in _KEPT]


def claim_from(row: list[Any], source: Source) -> Claim:
    """The claim that was kept as `row`."""
    kept = dict(zip(_KEPT, row, strict=True))
    for name in ("rule", "chain", "parts"):
        kept[name] = tuple(kept[name])
    return Claim(source=source, **kept)


_KEPT = tuple(field.name for field in fields(Claim) if field.name != "source")


def _of_figure(figure: Figure, theatre: str, source: Source) -> Claim:
    first, last, dated = _days(figure.window.start, figure.window.end, figure.window.stated, source)
    if last - first == 1 and tells_of_day_before(figure.quote):
        last = first
    counted_on = figure.span is Span.CUMULATIVE and bool(figure.party_id)
    if dated and first == last and _runs_on(figure, first, source):
        published = source.published_at
        last = published.toordinal() if published else last
    if (
        dated
        and not counted_on
        and not kind_of(figure.event.value).lasting
        and not is_collective(figure.event_words)
    ):
        last = first  # the toll of a quake or a crash is of one event, however long it is counted
    return Claim(
        source=source,
        theatre=theatre,
        index=figure.index if not figure.in_title else REMARKS_FROM - 1 - figure.index,
        start=figure.start,
        number=figure.number,
        in_title=figure.in_title,
        quote=figure.quote,
        rule=figure.rule,
        measure=figure.measure.value,
        role=figure.role.value,
        party=figure.party,
        party_id=party_key(figure.party_id or figure.party),
        victim=figure.victim,
        low=figure.low,
        high=figure.high,
        bound=figure.bound.value,
        stance=figure.stance.value,
        claimant=figure.claimant,
        claimant_id=figure.claimant_id,
        claimant_kind=figure.claimant_kind.value,
        claimant_side=figure.claimant_side,
        chain=figure.chain,
        place=figure.place,
        place_id=figure.place_id,
        event=_kind(figure),
        event_words=figure.event_words,
        actor_id=party_key(figure.actor_id),
        span=figure.span.value,
        first_day=first,
        last_day=last,
        dated=dated,
        progress=figure.progress.value,
        part_of=None if figure.in_title else figure.part_of,
        complete=figure.complete,
        rest_of=None if figure.in_title else figure.rest_of,
        same_as=None if figure.in_title else figure.same_as,
        about=None,
        sentence=figure.sentence.start,
        unfolding="",
        as_of=_as_of(source, figure.window.end.toordinal() if dated and figure.window.end else 0),
        inherited=False,
        unnamed=False,
        parts=(),
        rival="",
    )


def _of_remark(remark: Remark, number: int, theatre: str, source: Source) -> Claim:
    first, last, dated = _days(remark.window.start, remark.window.end, remark.window.stated, source)
    stance = Stance.DENIES.value if remark.kind is RemarkKind.DENIED else RemarkKind.WITHHELD.value
    return Claim(
        source=source,
        theatre=theatre,
        index=REMARKS_FROM + number,
        start=remark.start,
        number=remark.words,
        in_title=False,
        quote=remark.quote,
        rule=remark.rule,
        measure=remark.measure.value if remark.measure else "",
        role=remark.role.value,
        party=remark.party,
        party_id=party_key(remark.party_id or remark.party),
        victim="",
        low=None,
        high=None,
        bound="exact",
        stance=stance,
        claimant=remark.claimant,
        claimant_id=remark.claimant_id,
        claimant_kind=remark.claimant_kind.value,
        claimant_side=remark.claimant_side,
        chain=(),
        place="",
        place_id=remark.place_id,
        event="unknown",
        event_words="",
        actor_id="",
        span=Span.INCIDENT.value,
        first_day=first,
        last_day=last,
        dated=dated,
        progress=Progress.NONE.value,
        part_of=None,
        complete=False,
        rest_of=None,
        same_as=None,
        about=remark.about,
        sentence=remark.sentence.start,
        unfolding="",
        as_of=_as_of(source, last if dated else 0),
        inherited=False,
        unnamed=False,
        parts=(),
        rival="",
    )


def _days(start: date | None, end: date | None, stated: bool, source: Source) -> tuple[int, int, bool]:
    """First and last day (ordinals, 0 unknown) of a window, and whether the text dates it."""
    if start and end:
        return (start.toordinal(), end.toordinal(), stated)
    if end or start:
        published = source.published_at
        last = end.toordinal() if end else 0
        first = start.toordinal() if start else 0
        if not last and published:
            last = max(published.toordinal(), first)
        return (first or last, last or first, stated)
    published = source.published_at
    return (published.toordinal(), published.toordinal(), False) if published else (0, 0, False)


def _kind(figure: Figure) -> str:
    """The kind of event; nobody is killed by an evacuation, and "attack" says nothing of its kind."""
    harmed = figure.measure.value in ("killed", "wounded", "casualties", "missing")
    if is_general(figure.event_words) or (harmed and figure.event is EventKind.EVACUATION):
        return "unknown"
    return figure.event.value


def _runs_on(figure: Figure, first: int, source: Source) -> bool:
    """Whether "have been killed", said days later of fighting that goes on, means since that day."""
    published = source.published_at
    if published is None or published.toordinal() - first <= LOOSE_DAYS or figure.span is Span.BACKGROUND:
        return False
    return kind_of(figure.event.value).lasting and is_collective(figure.event_words) and runs_on(figure.quote)


def _as_of(source: Source, last_day: int) -> float:
    """The latest time of which the claim can speak, in days: when it was published, not before its event ended."""
    published = source.published_at
    if published is None:
        return float(last_day)
    fraction = (published.hour * 60 + published.minute) / 1440
    return max(published.toordinal() + fraction, float(last_day))


def _completed(raw: list[Claim], unfolding: str) -> tuple[Claim, ...]:
    """The claims of one article with place, day and kind of event filled in from one another."""
    by_index = {claim.index: claim for claim in raw}
    main = next((c for c in raw if c.dated and c.span == "incident" and not c.runs), None)
    head = next((c for c in raw if c.place_id and c.span != "background"), None)
    raw = [_about_the_whole(claim, by_index) for claim in raw]
    done: list[Claim] = []
    for claim in raw:
        link = claim.part_of if claim.part_of is not None else claim.rest_of
        whole = by_index.get(link) if link is not None else None
        day = main or _running_before(claim, raw)
        done.append(_one_completed(claim, whole, _beside(claim, raw), day, head, unfolding))
    done = _at_the_headline(_at_one_place(done))
    listed = _listed(done) | _on_top(done)
    done = [replace(claim, unnamed=True) if claim.index in listed else claim for claim in done]
    parts: dict[int, list[int]] = {}
    for claim in done:
        if claim.part_of is not None and claim.low == claim.high and (claim.low or 0) >= _LEAST_PART:
            parts.setdefault(claim.part_of, []).append(claim.low or 0)
    done = [replace(c, parts=tuple(sorted(parts[c.index]))) if c.index in parts else c for c in done]
    rivals = _rivals(done)
    return tuple(replace(c, rival=f"{c.low}-{c.high}") if c.index in rivals else c for c in done)


def _rivals(claims: list[Claim]) -> set[int]:
    """Claims beside which their article gives another count by the same claimant of the same people that day."""
    by_side: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.claimant and not claim.unnamed and claim.progress != "superseded" and claim.low is not None:
            by_side.setdefault((claim.voice, *claim.of_whom, claim.first_day, claim.path), []).append(claim)
    return {
        claim.index
        for together in by_side.values()
        if len({(c.low, c.high) for c in together}) > 1
        for claim in together
    }


def _at_one_place(claims: list[Claim]) -> list[Claim]:
    """One article, one day, one kind of event that is no everyday one: it happened in one place, the one named most."""
    groups: dict[tuple[int, str], list[Claim]] = {}
    for claim in claims:
        if _tells_the_event(claim):
            groups.setdefault((claim.first_day, claim.event), []).append(claim)
    moved: dict[int, Claim] = {}
    for together in groups.values():
        towns = Counter(claim.path[:_TOWN] for claim in together if len(claim.path) >= _TOWN)
        if len(together) < _FEWEST or not towns or len(towns) > _MOST_TOWNS:
            continue  # a report that names three towns tells of several events
        town, times = towns.most_common(1)[0]
        giver = min((c for c in together if c.path[:_TOWN] == town), key=lambda c: (len(c.path), c.start))
        if times * 3 >= 2 * sum(towns.values()):
            strayed = [claim for claim in together if not _names_its_place(claim)]
            moved |= {c.index: replace(c, place_id=giver.place_id, place=giver.place) for c in strayed}
    return [moved.get(claim.index, claim) for claim in claims]


def _at_the_headline(claims: list[Claim]) -> list[Claim]:
    """A count whose sentence names no place is of the place in the headline, where counts of that day and kind are."""
    named: dict[tuple[int, str], Claim] = {}
    for claim in claims:
        if (
            len(claim.path) >= _TOWN
            and len(claim.place) > 3
            and claim.place.casefold() in claim.source.title.casefold()
        ):
            named.setdefault((claim.first_day, claim.event), claim)
    if len({giver.path[:_TOWN] for giver in named.values()}) != 1:
        return claims  # a headline of several towns places nothing
    done = []
    for claim in claims:
        giver = named.get((claim.first_day, claim.event))
        strayed = (
            giver is not None and claim.span == "incident" and not claim.runs and not _names_its_place(claim)
        )
        if (
            giver is not None
            and strayed
            and not turns_elsewhere(claim.quote)
            and not _POINTS_BACK.search(claim.quote)
        ):
            claim = replace(claim, place_id=giver.place_id, place=giver.place)
        done.append(claim)
    return done


def _names_its_place(claim: Claim) -> bool:
    """Whether its own sentence says where: such a place was not carried over from another sentence."""
    said, place = claim.quote.casefold(), claim.place.casefold()
    at = said.find(place) if place and len(claim.path) > 1 else -1
    return at >= 0 and not _ORIGIN.search(said[max(0, at - _ORIGIN_REACH) : at])


def _tells_the_event(claim: Claim) -> bool:
    """Whether it counts the one event that its article tells of, as far as its kind and its words say."""
    if claim.plural:
        return False
    rare = (
        claim.event != "unknown" and not kind_of(claim.event).everyday and not kind_of(claim.event).singular
    )
    return rare and not claim.runs and claim.span == "incident" and not turns_elsewhere(claim.quote)


def _listed(claims: list[Claim]) -> set[int]:
    """Claims that one sentence counts one by one: "49 on the third floor, four on the second"; none is the total."""
    by_sentence: dict[tuple[object, ...], list[Claim]] = {}
    for claim in claims:
        if claim.low is not None and not claim.in_title and claim.progress not in ("superseded", "rising"):
            people = (claim.measure, claim.role, claim.party_id, claim.group, claim.voice)
            by_sentence.setdefault((claim.sentence, *people, claim.path, claim.first_day), []).append(claim)
    return {
        claim.index
        for together in by_sentence.values()
        if len({c.low for c in together}) > 1 and not any(_linked(c, together) for c in together)
        for claim in together
    }


def _on_top(claims: list[Claim]) -> set[int]:
    """Claims that come on top of a count of their measure, or are of some within it; "wounded 7 more" is neither."""
    counted: set[str] = set()
    found: set[int] = set()
    for claim in sorted((c for c in claims if not c.in_title), key=lambda c: c.start):
        beside = any(c.sentence == claim.sentence and c.measure != claim.measure for c in claims)
        others = not beside and counts_others(claim.quote, claim.number)
        if (claim.measure in counted and (others or comes_on_top(claim.quote, claim.number))) or (
            claim.role == "people" and claim.part_of is None and is_included(claim.quote, claim.number)
        ):
            found.add(claim.index)
        counted.add(claim.measure)
    return found


def _linked(claim: Claim, together: list[Claim]) -> bool:
    """Whether the article itself says how this one stands to another of them."""
    others = {other.index for other in together if other is not claim}
    return bool(others & {claim.part_of, claim.same_as, claim.rest_of})


def _about_the_whole(claim: Claim, by_index: dict[int, Claim]) -> Claim:
    """A denial set against a part ("17 killed, eight of them children") is of the whole."""
    denied = by_index.get(claim.about) if claim.about is not None else None
    if denied is None or denied.part_of is None or denied.part_of not in by_index:
        return claim
    return replace(claim, about=denied.part_of)


def _running_before(claim: Claim, raw: list[Claim]) -> Claim | None:
    """The running count stated last before this one: in a report of one war the counts share its window."""
    running = [c for c in raw if c.dated and c.runs and c.measure == claim.measure and c.start < claim.start]
    return running[-1] if running else None


def _one_completed(
    claim: Claim,
    whole: Claim | None,
    beside: Claim | None,
    main: Claim | None,
    head: Claim | None,
    unfolding: str,
) -> Claim:
    filled: dict[str, Any] = {}
    own = claim.span != "background"
    beside = beside if own else None
    for giver in (whole, beside, head if own else None):
        if giver is not None and not claim.place_id and giver.place_id and "place_id" not in filled:
            filled["place_id"] = giver.place_id
            filled["place"] = claim.place or giver.place
            filled["inherited"] = True
    for giver in (whole, beside, main if own and not claim.runs else None):
        if giver is not None and not claim.dated and giver.dated and "dated" not in filled:
            filled |= {"first_day": giver.first_day, "last_day": giver.last_day, "dated": True}
            filled["span"] = giver.span if giver.runs else claim.span
            filled["as_of"] = max(claim.as_of, float(giver.last_day))
    for giver in (whole, beside, main if own else None):
        if (
            giver is not None
            and claim.event == "unknown"
            and giver.event != "unknown"
            and "event" not in filled
        ):
            day = filled.get("first_day", claim.first_day)
            if giver is not main or day == giver.first_day:
                filled["event"] = giver.event
                filled["event_words"] = claim.event_words or giver.event_words
    for giver in (whole, beside):
        if giver is not None and not claim.actor_id and giver.actor_id and "actor_id" not in filled:
            filled["actor_id"] = giver.actor_id
    if own and unfolding:
        filled["unfolding"] = unfolding
    if tells_of_some(claim.quote) or counts_some(claim.quote, claim.number):
        filled["unnamed"] = True
    if claim.progress == "none" and tells_of_before(claim.quote):
        filled["progress"] = "superseded"
    done = replace(claim, **filled) if filled else claim
    return replace(done, unnamed=True) if whole is not None and _only_words_apart(done, whole) else done


def _only_words_apart(part: Claim, whole: Claim) -> bool:
    """Whether nothing but its article's words tells a part from its whole: "27 dead, 12 of them not identified"."""
    one = (part.measure, part.role, part.party_id, part.group, part.first_day)
    two = (whole.measure, whole.role, whole.party_id, whole.group, whole.first_day)
    return one == two and part.path == (whole.path or part.path)


def _beside(claim: Claim, raw: list[Claim]) -> Claim | None:
    """A claim of the same sentence that knows place or day: "killed 4 and wounded 7 others"."""
    if claim.in_title:
        return None
    same = [c for c in raw if c is not claim and c.sentence == claim.sentence and not c.in_title]
    return next((c for c in same if c.place_id or c.dated), None)


def _unfolding(raw: list[Claim], title: str) -> str:
    """Whether the article calls its counts first ones ("preliminary") or still mounting ("rising")."""
    signs = {claim.progress for claim in raw if claim.span != "background"}
    if "preliminary" in signs:
        return "preliminary"
    open_still = any(mounts(claim.quote) for claim in raw if claim.span != "background")
    return "rising" if "rising" in signs or mounts(title) or open_still else ""
