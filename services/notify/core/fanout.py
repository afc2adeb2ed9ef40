"""Which deliveries a change of a contradiction makes is decided here: one per subscription that asks for it.

A delivery's id is content of alert and subscription, so a second pass over the same alert makes the same
deliveries and no new ones.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.notify.core.subscriptions import WANTED, Subscription, Why, event_type, why
from shared.contracts.contradictions import ContradictionChanged
from shared.contracts.ids import content_id
from shared.contracts.model import Contract, Moment


class State(StrEnum):
    """Where a delivery stands."""

    PENDING = "pending"
    DELIVERED = "delivered"
    FAILED = "failed"
    """Every try of the table failed."""
    MISSED = "missed"
    """It came while the endpoint was disabled; a replay of what is missing sends it."""


class Delivery(Contract):
    """One alert (or notice) to one endpoint."""

    id: str
    subscription: str
    type: str
    alert: str = ""
    """The alert that it tells of; "" for notices and tests, which carry their body themselves."""
    contradiction: str = ""
    sequence: int = 0
    follows: int = 0
    state: State = State.PENDING
    created_at: Moment
    body: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """A subscription as the stage sees it."""

    subscription: Subscription
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Decided:
    """What one alert means for one subscription."""

    subscription: str
    why: Why
    delivery: Delivery | None


def delivery_id(alert: str, subscription: str) -> str:
    """The id of a delivery, which is also the webhook-id of each of its tries."""
    return content_id("del", alert, subscription)


def decide(
    change: ContradictionChanged, targets: Iterable[Target], told: Mapping[str, int], now: Moment
) -> list[Decided]:
    """What `change` means for each subscription; `told`: the highest sequence of this contradiction sent to each."""
    return [_decide_one(change, target, told.get(target.subscription.id, 0), now) for target in targets]


def deliveries_in(decided: Sequence[Decided]) -> list[Delivery]:
    """The deliveries that were decided."""
    return [one.delivery for one in decided if one.delivery is not None]


def _decide_one(change: ContradictionChanged, target: Target, last: int, now: Moment) -> Decided:
    asked = target.subscription
    reason = why(asked.filter, change, told=last > 0)
    if reason not in WANTED:
        return Decided(asked.id, reason, None)
    return Decided(asked.id, reason, delivery_of(change, asked.id, now, last, target.disabled))


def delivery_of(
    change: ContradictionChanged, subscription: str, now: Moment, last: int = 0, disabled: bool = False
) -> Delivery:
    """The delivery of `change` to `subscription`, to which sequence `last` was sent before."""
    return Delivery(
        id=delivery_id(change.id, subscription),
        subscription=subscription,
        type=event_type(change),
        alert=change.id,
        contradiction=change.contradiction.id,
        sequence=change.sequence,
        follows=last if last < change.sequence else 0,
        state=State.MISSED if disabled else State.PENDING,
        created_at=now,
    )
