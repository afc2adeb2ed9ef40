"""What a new revision says differently from the one before is worked out here: "158 -> 191"."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from shared.contracts.figures import Figure, Measure, Reading, Role


class ChangeKind(StrEnum):
    """What became of a figure."""

    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    ADDED = "added"


class Change(BaseModel):
    """One figure that two revisions state differently, or that only one of them states."""

    model_config = ConfigDict(frozen=True, use_attribute_docstrings=True)

    kind: ChangeKind
    shown: str
    """For the eye: "158 -> 191"; an absent figure is "none"."""
    was: str = ""
    """The number's words in the revision before."""
    now: str = ""
    """The number's words in this revision."""
    measure: Measure
    role: Role = Role.PEOPLE
    party: str = ""
    claimant: str = ""
    place: str = ""
    quote: str = ""
    """The sentence that states it now, or stated it before."""


Likeness = Callable[[Figure], Hashable]

#: By what a figure is known again, from strict to loose; a looser likeness only joins what is left over
#: and is single on both sides.
LIKENESSES: tuple[Likeness, ...] = (
    lambda f: (
        f.measure,
        f.role,
        f.party_id or f.party,
        f.claimant_id or f.claimant,
        f.place_id or f.place,
        f.span,
    ),
    lambda f: (f.measure, f.role, f.party_id or f.party, f.claimant_id or f.claimant),
    lambda f: (f.measure, f.role, f.party_id or f.party),
    lambda f: (f.measure, f.role),
    lambda f: f.measure,
)


def changes_between(before: Reading | None, after: Reading) -> tuple[Change, ...]:
    """The differences, in the order of the text; none where there is no earlier reading."""
    if before is None:
        return ()
    old, new = _stated(before), _stated(after)
    pairs = _pairs(old, new)
    kept = {id(was) for was, _ in pairs}
    changes = [
        (now.start, _change(ChangeKind.CHANGED, was, now)) for was, now in pairs if _said(was) != _said(now)
    ]
    known = {id(now) for _, now in pairs}
    changes += [(now.start, _change(ChangeKind.ADDED, None, now)) for now in new if id(now) not in known]
    changes += [(was.start, _change(ChangeKind.WITHDRAWN, was, None)) for was in old if id(was) not in kept]
    return tuple(change for _, change in sorted(changes, key=lambda pair: pair[0]))


def _stated(reading: Reading) -> list[Figure]:
    """Each figure once: repetitions within the text would show the same change twice."""
    return [f for f in (*reading.title_figures, *reading.figures) if f.same_as is None]


def _pairs(old: list[Figure], new: list[Figure]) -> list[tuple[Figure, Figure]]:
    pairs: list[tuple[Figure, Figure]] = []
    for same_value in (True, False):
        for place, like in enumerate(LIKENESSES):
            groups: dict[Hashable, tuple[list[Figure], list[Figure]]] = {}
            taken = {id(figure) for pair in pairs for figure in pair}
            for side, figures in enumerate((old, new)):
                for figure in figures:
                    if id(figure) not in taken:
                        key = (like(figure), _said(figure)) if same_value else like(figure)
                        groups.setdefault(key, ([], []))[side].append(figure)
            for was, now in groups.values():
                if place == 0 or same_value or len(was) == len(now) == 1:
                    pairs += zip(was, now, strict=False)
    return pairs


def _said(figure: Figure) -> tuple[object, ...]:
    return (figure.low, figure.high, figure.bound, figure.stance)


def _change(kind: ChangeKind, was: Figure | None, now: Figure | None) -> Change:
    figure = now or was
    assert figure is not None
    before, after = (was.number if was else ""), (now.number if now else "")
    return Change(
        kind=kind,
        shown=f"{before or 'none'} -> {after or 'none'}",
        was=before,
        now=after,
        measure=figure.measure,
        role=figure.role,
        party=figure.party,
        claimant=figure.claimant,
        place=figure.place,
        quote=figure.quote,
    )
