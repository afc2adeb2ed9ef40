"""What a filter would have sent, had it stood: asked of the alerts that are still kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from services.notify.core.subscriptions import WANTED, Filter, why
from shared.contracts.contradictions import ContradictionChanged


@dataclass(frozen=True, slots=True)
class Preview:
    """How many of the alerts looked at would have been sent, why the others not, and the latest few."""

    looked_at: int
    would_send: int
    reasons: dict[str, int]
    examples: list[ContradictionChanged] = field(default_factory=list)


def preview(wanted: Filter, alerts: Iterable[ContradictionChanged], examples: int = 5) -> Preview:
    """What `wanted` would have made of `alerts`, given from oldest to newest."""
    told: set[str] = set()
    reasons: Counter[str] = Counter()
    sent: list[ContradictionChanged] = []
    for alert in alerts:
        reason = why(wanted, alert, told=alert.contradiction.id in told)
        reasons[reason.value] += 1
        if reason in WANTED:
            told.add(alert.contradiction.id)
            sent.append(alert)
    return Preview(sum(reasons.values()), len(sent), dict(reasons), sent[: -examples - 1 : -1])
