"""Alerts with defaults, so that a test shows only what matters to it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from shared.contracts.contradictions import (
    ChangeKind,
    Contradiction,
    ContradictionChanged,
    ContradictionKind,
    Mention,
    Quantity,
    Severity,
    Statement,
)
from shared.contracts.figures import ClaimantKind, EventKind, Measure
from shared.contracts.ids import content_id

MORNING = datetime(2026, 3, 1, 6, 0, tzinfo=UTC)


def quantity(**given: Any) -> Quantity:
    base: dict[str, Any] = {
        "case": "case_flood",
        "case_name": "Flood on the Lusa",
        "theatre": "XA",
        "measure": Measure.KILLED,
        "party": "Lusans",
        "party_id": "lusans",
        "place": "Old Harbour",
        "place_id": "XA/lusa/old-harbour",
        "event": EventKind.FLOOD,
    }
    return Quantity(**(base | given))


def statement(claimant: str = "the ministry", value: int = 12, **given: Any) -> Statement:
    base: dict[str, Any] = {
        "id": content_id("st", claimant, value),
        "quantity": quantity(),
        "claimant": claimant,
        "claimant_id": claimant.replace(" ", "-"),
        "claimant_kind": ClaimantKind.GOVERNMENT,
        "low": value,
        "high": value,
        "mentions": (Mention(article="art_1", start=10, number=str(value), outlet="Daily", quote="said so"),),
    }
    return Statement(**(base | given))


def contradiction(name: str = "c1", **given: Any) -> Contradiction:
    base: dict[str, Any] = {
        "id": content_id("con", name),
        "kind": ContradictionKind.DISJOINT,
        "severity": Severity.MEDIUM,
        "case": "case_flood",
        "case_name": "Flood on the Lusa",
        "theatre": "XA",
        "members": (statement("the ministry", 12), statement("the mayor", 40)),
        "arithmetic": "12 < 40",
        "why": "the ministry counts 12 dead, the mayor 40",
        "ratio": 40 / 12,
        "gap": 28,
    }
    return Contradiction(**(base | given))


def alert(
    name: str = "c1",
    sequence: int = 1,
    change: ChangeKind = ChangeKind.OPENED,
    at: datetime = MORNING,
    **given: Any,
) -> ContradictionChanged:
    it = contradiction(name, **given)
    return ContradictionChanged(
        id=content_id("alt", it.id, sequence, change),
        change=change,
        sequence=sequence,
        at=at,
        contradiction=it,
        because_of=("art_1",),
    )
