"""What happened to a contradiction, and whether it is worth an alert, is decided here.

Opened, widened, narrowed, resolved, reopened: each is found by comparing what stands now with what was announced
last, so it comes once, however often and in whatever order the articles arrive. A flapping count is left to
rest: what happened meanwhile is announced, as one change, when the contradiction is next looked at.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from pydantic import Field

from shared.contracts.contradictions import ChangeKind, Contradiction
from shared.contracts.model import Contract, Moment

#: By how much the ratio (or the gap) must grow for "widened", or shrink for "narrowed".
WIDER, NARROWER = 1.15, 0.87

#: So many changes within RESTS are announced; further ones wait, unless the ratio doubles.
MOST_CHANGES, RESTS = 4, timedelta(hours=24)
ALARMING = 2.0

#: Announced changes that an entry remembers.
REMEMBERED = 50


class Announced(Contract):
    """One change as it was announced."""

    sequence: int
    change: ChangeKind
    at: Moment
    arithmetic: str = ""
    ratio: float = 0.0
    gap: int = 0


class Entry(Contract):
    """A contradiction as the ledger keeps it."""

    contradiction: Contradiction
    standing: bool = True
    """Whether it holds now; false once it is resolved."""
    present: bool = True
    """Whether its claims are still made; false once revisions have withdrawn what it rested on."""
    announced: tuple[Announced, ...] = Field(default=())

    @property
    def sequence(self) -> int:
        return self.announced[-1].sequence if self.announced else 0


def after(entry: Entry, now: datetime) -> tuple[Entry, Announced | None]:
    """The entry with the change that is to be announced now, if any."""
    change = _change(entry)
    if change is None or _rests(entry, change, now):
        return entry, None
    told = entry.contradiction
    announced = Announced(
        sequence=entry.sequence + 1,
        change=change,
        at=now,
        arithmetic=told.arithmetic,
        ratio=told.ratio,
        gap=told.gap,
    )
    kept = (*entry.announced, announced)[-REMEMBERED:]
    return entry.model_copy(update={"announced": kept}), announced


def is_announced_open(entry: Entry) -> bool:
    """Whether, as far as anybody was told, it stands."""
    return bool(entry.announced) and entry.announced[-1].change is not ChangeKind.RESOLVED


def _change(entry: Entry) -> ChangeKind | None:
    if not entry.announced:
        return ChangeKind.OPENED if entry.standing else None
    last = entry.announced[-1]
    if last.change is ChangeKind.RESOLVED:
        return ChangeKind.REOPENED if entry.standing else None
    if not entry.standing:
        return ChangeKind.RESOLVED
    return _widening(entry.contradiction, last)


def _widening(now: Contradiction, last: Announced) -> ChangeKind | None:
    """Ratio first; where there is none (against zero, or a denial) the gap tells."""
    before, after = (last.ratio, now.ratio) if last.ratio and now.ratio else (last.gap, now.gap)
    if before <= 0:
        return ChangeKind.WIDENED if after > before else None
    if after >= before * WIDER:
        return ChangeKind.WIDENED
    return ChangeKind.NARROWED if after <= before * NARROWER else None


def _rests(entry: Entry, change: ChangeKind, now: datetime) -> bool:
    recent = [told for told in entry.announced if now - told.at < RESTS]
    if change is ChangeKind.OPENED or len(recent) < MOST_CHANGES:
        return False
    last = entry.announced[-1]
    return not (change is ChangeKind.WIDENED and entry.contradiction.ratio >= ALARMING * last.ratio > 0)
