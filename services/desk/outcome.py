"""Whether what came out of a story is what must come out: nothing missing, nothing extra.

Pure: it compares the alerts that a receiver got with the story's own data. A place is an article's file
and the words of a number in it; "3,000" and "more than 3,000" are the same place.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from services.desk.stories import Expected, Place, Silence, Story

#: Type of the event that a story's data calls "opened".
OPENED = "contradiction.opened"


@dataclass(frozen=True, slots=True)
class Told:
    """One contradiction as its alerts told it: how it opened and what followed."""

    id: str
    kind: str
    story: str
    members: tuple[frozenset[Place], ...]
    """Of each member as it opened: every place that states it."""
    claimants: tuple[str, ...]
    events: tuple[str, ...]
    why: str = ""

    @property
    def places(self) -> frozenset[Place]:
        """Every place that a member names."""
        return frozenset().union(*self.members)


@dataclass(frozen=True, slots=True)
class Match:
    """One expected contradiction, and what was told of it."""

    expected: Expected
    told: Told | None
    trouble: str = ""
    """What is wrong; "" where it came out as it must."""


@dataclass(frozen=True, slots=True)
class Result:
    """What came out of a story, beside what must."""

    matches: tuple[Match, ...]
    broken_silences: tuple[tuple[Silence, Told], ...] = ()
    extra: tuple[Told, ...] = field(default=())
    """Told contradictions that the story does not know."""

    @property
    def as_expected(self) -> bool:
        """Whether nothing is missing and nothing extra."""
        return not self.extra and not self.broken_silences and not any(m.trouble for m in self.matches)


def result_of(story: Story, alerts: Sequence[Mapping[str, Any]]) -> Result:
    """Compare the bodies of a story's alerts, in the order of their arrival, with its data."""
    left = list(told_by(alerts, {a.url: a.file for a in story.articles}))
    found: dict[str, Told] = {}
    for expected in story.contradictions:
        told = next((t for t in left if _is(expected, t)), None)
        if told is not None:
            left.remove(told)
            found[expected.name] = told
    matches = tuple(Match(e, found.get(e.name), _trouble(e, found)) for e in story.contradictions)
    everything = [*found.values(), *left]
    broken = tuple((s, t) for s in story.silences for t in everything if _breaks(s, t, story))
    return Result(matches, broken, tuple(left))


def told_by(alerts: Sequence[Mapping[str, Any]], files: Mapping[str, str]) -> tuple[Told, ...]:
    """The contradictions that alerts tell of; `files`: the file of an article by its address."""
    by_id: dict[str, list[Mapping[str, Any]]] = {}
    for alert in alerts:
        by_id.setdefault(alert["data"]["contradiction"]["id"], []).append(alert)
    return tuple(_told(changes, files) for changes in by_id.values())


def _told(changes: Sequence[Mapping[str, Any]], files: Mapping[str, str]) -> Told:
    changes = sorted(changes, key=lambda change: change["data"]["sequence"])
    first = changes[0]["data"]["contradiction"]
    return Told(
        id=first["id"],
        kind=first["kind"],
        story=first.get("story", ""),
        members=tuple(
            frozenset(
                (files.get(m.get("url", ""), m["article"]), m["number"]) for m in member.get("mentions", ())
            )
            for member in first["members"]
        ),
        claimants=tuple(member.get("claimant", "") for member in first["members"]),
        events=tuple(change["type"].removeprefix("contradiction.") for change in changes),
        why=first.get("why", ""),
    )


def _is(expected: Expected, told: Told) -> bool:
    """Whether this is the expected contradiction: each member states one expected figure, and none is over."""
    if told.kind not in expected.kinds:
        return False
    figures = [m for m in told.members if any(_same(p, e) for p in m for e in expected.members)]
    everyone = all(any(_same(p, e) for m in told.members for p in m) for e in expected.members)
    others = len(told.members) - len(figures)
    if expected.denied_by:
        denier = any(expected.denied_by.lower() in claimant.lower() for claimant in told.claimants)
        return everyone and others <= 1 and denier
    return everyone and others == 0 and len(told.members) == len(expected.members)


def _same(one: Place, other: Place) -> bool:
    (file, number), (other_file, other_number) = one, other
    number, other_number = number.lower(), other_number.lower()
    return file == other_file and (
        number in other_number.split(" ")
        or number == other_number
        or (number.endswith(" " + other_number) or other_number.endswith(" " + number))
    )


def _trouble(expected: Expected, found: Mapping[str, Told]) -> str:
    told = found.get(expected.name)
    if told is None:
        return "missing"
    if told.events != expected.events:
        return f"expected it to be {', '.join(expected.events)}; it was {', '.join(told.events)}"
    main = found.get(expected.same_story_as) if expected.same_story_as else None
    if main is not None and main.story != told.story:
        return f"expected it to be told as one story with {expected.same_story_as}"
    return ""


def _breaks(silence: Silence, told: Told, story: Story) -> bool:
    """Whether a contradiction rings for what must stay silent: all its members within the silence's."""
    if silence.article:
        return bool(told.places) and all(file == silence.article for file, _ in told.places)
    if len(told.members) < 2:
        return False
    return all(any(_same(p, s) for p in member for s in silence.members) for member in told.members)
