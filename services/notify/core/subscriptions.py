"""What a subscriber asked to hear of, and whether a change of a contradiction is that, is decided here.

A filter's lists are alternatives ("killed or wounded"), its fields add up ("and in Syria, and at least
high"). An empty list asks nothing. Words of a case, place, party or claimant match by canonical id or by
name, whatever the case of their letters; a place also matches everything inside it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from typing import Literal, get_args

from pydantic import ConfigDict, Field

from shared.contracts.contradictions import (
    ChangeKind,
    Contradiction,
    ContradictionChanged,
    ContradictionKind,
    EventType,
    Severity,
)
from shared.contracts.figures import ClaimantKind, EventKind, Measure
from shared.contracts.model import Contract, Moment

#: What the service tells of the endpoints themselves: only to those who name it in their filter.
NoticeType = Literal["endpoint.failing", "endpoint.disabled", "endpoint.enabled"]

#: Every type a filter can name.
FilterEvent = Literal[EventType, NoticeType]
NOTICE_TYPES: tuple[str, ...] = get_args(NoticeType)

#: Severities from least to most.
RANK = {severity: rank for rank, severity in enumerate(Severity)}


class Filter(Contract):
    """Which alerts a subscriber wants; the empty filter wants every change of every contradiction."""

    cases: tuple[str, ...] = Field(default=(), max_length=200)
    """Ids or names of cases."""
    theatres: tuple[str, ...] = Field(default=(), max_length=200)
    """Countries (ISO 3166-1 alpha-2) or territories."""
    places: tuple[str, ...] = Field(default=(), max_length=200)
    """Gazetteer paths ("SY/aleppo") or names; what lies inside matches too."""
    parties: tuple[str, ...] = Field(default=(), max_length=200)
    """Ids or names of those who are counted."""
    measures: tuple[Measure, ...] = ()
    claimants: tuple[str, ...] = Field(default=(), max_length=200)
    """Ids or names of those who vouch for a figure; an outlet's name for its own voice."""
    claimant_kinds: tuple[ClaimantKind, ...] = ()
    kinds: tuple[ContradictionKind, ...] = ()
    event_kinds: tuple[EventKind, ...] = ()
    """What happened on the ground: battle, earthquake, crash ..."""
    events: tuple[FilterEvent, ...] = ()
    """Types of event; empty: every change of a contradiction and no notice about endpoints."""
    least_severity: Severity | None = None
    least_ratio: float | None = Field(default=None, ge=1)
    """Larger over smaller value; against zero or a denial any ratio is reached."""
    least_gap: int | None = Field(default=None, ge=0)
    main_only: bool = False
    """Only the main pair of a story, not what follows from it."""


class FilterAsked(Filter):
    """A filter as a user writes it: a misspelt field is refused rather than ignored."""

    model_config = ConfigDict(extra="forbid")


class Why(StrEnum):
    """Why an alert is or is not for a subscriber."""

    MATCHES = "matches"
    FOLLOWS_UP = "follows_up"
    """It fell below a threshold, but this subscriber was told of it before and hears how it ends."""
    OTHER_EVENT = "other_event"
    OTHER_CASE = "other_case"
    OTHER_THEATRE = "other_theatre"
    OTHER_PLACE = "other_place"
    OTHER_PARTY = "other_party"
    OTHER_MEASURE = "other_measure"
    OTHER_CLAIMANT = "other_claimant"
    OTHER_CLAIMANT_KIND = "other_claimant_kind"
    OTHER_KIND = "other_kind"
    OTHER_EVENT_KIND = "other_event_kind"
    NOT_MAIN = "not_main"
    LESS_SEVERE = "less_severe"
    RATIO_SMALLER = "ratio_smaller"
    GAP_SMALLER = "gap_smaller"


#: The reasons for which an alert is sent.
WANTED = frozenset({Why.MATCHES, Why.FOLLOWS_UP})

#: Changes by which a contradiction loses weight: thresholds do not hide them from whoever knows of it.
_LOSING = frozenset({ChangeKind.NARROWED, ChangeKind.RESOLVED})


class Subscription(Contract):
    """One endpoint with what it asked for. Its secret is held apart (see signing.py)."""

    id: str
    url: str
    filter: Filter = Filter()
    description: str = ""
    paused: bool = False
    """A paused endpoint's deliveries wait, and go out when it is resumed."""
    cloudevents: bool = False
    """Whether requests also carry CloudEvents headers (binary mode)."""
    created_at: Moment
    changed_at: Moment | None = None


def event_type(change: ContradictionChanged) -> str:
    """The type under which a change is sent: "contradiction.opened"."""
    return f"contradiction.{change.change.value}"


def why(wanted: Filter, change: ContradictionChanged, told: bool = False) -> Why:
    """Whether `wanted` asks for `change`, with the reason; `told`: an earlier change was sent to it."""
    it = change.contradiction
    if not _asks_for(wanted, event_type(change)):
        return Why.OTHER_EVENT
    for reason, fits in _SUBJECT.items():
        if not fits(wanted, it):
            return reason
    below = next((reason for reason, fits in _WEIGHT.items() if not fits(wanted, it)), None)
    if below is None:
        return Why.MATCHES
    return Why.FOLLOWS_UP if told and change.change in _LOSING else below


def asks_for_notice(wanted: Filter, notice: str) -> bool:
    """Whether `wanted` names this type of notice."""
    return notice in wanted.events


def _asks_for(wanted: Filter, kind: str) -> bool:
    return kind in wanted.events if wanted.events else kind not in NOTICE_TYPES


def _any_of(asked: Iterable[str], said: Iterable[str]) -> bool:
    """Whether nothing is asked, or one of what is said was asked for."""
    wishes = {wish.casefold().strip() for wish in asked}
    return not wishes or any(word.casefold().strip() in wishes for word in said if word)


def _in_places(wanted: Filter, it: Contradiction) -> bool:
    said = [word for member in it.members for word in _place_words(member.quantity.place_id)]
    return _any_of(wanted.places, [*said, *(member.quantity.place for member in it.members)])


def _place_words(path: str) -> Iterator[str]:
    """The path, every path around it, and their last names: "SY/aleppo/al-bab" is in "SY" and in "aleppo"."""
    steps = [step for step in path.split("/") if step]
    for depth, step in enumerate(steps, start=1):
        yield "/".join(steps[:depth])
        yield step
        yield step.replace("-", " ")


def _parties(it: Contradiction) -> list[str]:
    return [word for member in it.members for word in (member.quantity.party_id, member.quantity.party)]


def _claimants(it: Contradiction) -> list[str]:
    voices = ((m.claimant_id, m.claimant, "" if m.claimant else m.outlet) for m in it.members)
    return [word for words in voices for word in words]


def _is_far(wanted: Filter, it: Contradiction) -> bool:
    return wanted.least_ratio is None or it.ratio == 0 or it.ratio >= wanted.least_ratio


_Fits = Callable[[Filter, Contradiction], bool]

#: What an alert must be about, in the order in which the reasons are given.
_SUBJECT: dict[Why, _Fits] = {
    Why.OTHER_CASE: lambda f, it: _any_of(f.cases, (it.case, it.case_name)),
    Why.OTHER_THEATRE: lambda f, it: _any_of(f.theatres, (it.theatre,)),
    Why.OTHER_PLACE: _in_places,
    Why.OTHER_PARTY: lambda f, it: _any_of(f.parties, _parties(it)),
    Why.OTHER_MEASURE: lambda f, it: _any_of(f.measures, (m.quantity.measure for m in it.members)),
    Why.OTHER_CLAIMANT: lambda f, it: _any_of(f.claimants, _claimants(it)),
    Why.OTHER_CLAIMANT_KIND: lambda f, it: _any_of(f.claimant_kinds, (m.claimant_kind for m in it.members)),
    Why.OTHER_KIND: lambda f, it: _any_of(f.kinds, (it.kind,)),
    Why.OTHER_EVENT_KIND: lambda f, it: _any_of(f.event_kinds, (m.quantity.event for m in it.members)),
    Why.NOT_MAIN: lambda f, it: it.main or not f.main_only,
}

#: How much it must weigh.
_WEIGHT: dict[Why, _Fits] = {
    Why.LESS_SEVERE: lambda f, it: f.least_severity is None or RANK[it.severity] >= RANK[f.least_severity],
    Why.RATIO_SMALLER: _is_far,
    Why.GAP_SMALLER: lambda f, it: f.least_gap is None or it.gap >= f.least_gap,
}
