"""By which of its contradictions a story is told: one main pair, the others linked to it."""

from __future__ import annotations

from collections.abc import Iterable

from shared.contracts.contradictions import Contradiction, ContradictionKind, Severity

#: What is told first: a dispute about one quantity before what follows from it for a whole.
_KIND_RANK = {
    ContradictionKind.DISJOINT: 0,
    ContradictionKind.COUNT_FELL: 0,
    ContradictionKind.PART_EXCEEDS_WHOLE: 1,
    ContradictionKind.SUM_DIFFERS: 2,
    ContradictionKind.PARTS_EXCEED_WHOLE: 2,
    ContradictionKind.DENIED: 3,
}

_SEVERITY_RANK = {Severity.CRITICAL: 0, Severity.HIGH: 1, Severity.MEDIUM: 2, Severity.LOW: 3}


def main_of(told: Iterable[tuple[Contradiction, bool]]) -> str:
    """The id of the main contradiction among those of one story, each with whether it still stands."""
    return min(told, key=_rank)[0].id


def _rank(told: tuple[Contradiction, bool]) -> tuple[bool, int, int, float, str]:
    contradiction, standing = told
    return (
        not standing,
        _KIND_RANK[contradiction.kind],
        _SEVERITY_RANK[contradiction.severity],
        -contradiction.ratio,
        contradiction.id,
    )
