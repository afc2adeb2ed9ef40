"""How an endpoint stands with us: failing since when, warned how far, disabled or not, and what is due next.

An endpoint that has failed for five days is disabled. Its owner hears of it on the way there, at 50, 70
and 90 per cent, and when it happens. One failed try in a quiet week is no five days of failure: the last
failure must lie well after the first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from services.notify.core.breaker import Breaker, after
from shared.contracts.model import Contract, Moment

#: Failing for this long disables.
LIMIT = timedelta(days=5)

#: Per cent of the way at which the owner is warned.
WARNINGS = (50, 70, 90)

#: First and last failure must be at least this far apart before time alone counts against an endpoint.
APART = timedelta(hours=12)


class Standing(Contract):
    """What is remembered of an endpoint."""

    failing_since: Moment | None = None
    """First failure since the last success."""
    last_failure: Moment | None = None
    last_success: Moment | None = None
    failures: int = 0
    """Failed tries since the last success."""
    reason: str = ""
    """Why the last of them failed."""
    warned: int = 0
    """Highest per cent of which the owner was told."""
    disabled: str = ""
    """"" or why: gone, failing."""
    disabled_at: Moment | None = None
    hold_until: Moment | None = None
    """The endpoint asked for a pause (Retry-After)."""
    breaker: Breaker = Breaker()


@dataclass(frozen=True, slots=True)
class Warn:
    """The owner must hear that so much of the way to being disabled is gone."""

    per_cent: int


@dataclass(frozen=True, slots=True)
class Disable:
    """Five days have passed."""


Due = Warn | Disable | None


def after_success(standing: Standing, now: Moment) -> Standing:
    """A success wipes the slate; a disabled endpoint stays so until it is enabled."""
    breaker = after(standing.breaker, True, now)
    if standing.failing_since is None and standing.hold_until is None and breaker == standing.breaker:
        return standing
    return Standing(
        last_success=now,
        last_failure=standing.last_failure,
        disabled=standing.disabled,
        disabled_at=standing.disabled_at,
        breaker=breaker,
    )


def after_failure(
    standing: Standing, reason: str, now: Moment, hold: timedelta | None = None, gone: bool = False
) -> Standing:
    """One more failed try; `hold` is the pause that the endpoint asked for, `gone` that it wants no more."""
    update: dict[str, object] = {
        "failing_since": standing.failing_since or now,
        "last_failure": now,
        "failures": standing.failures + 1,
        "reason": reason,
        "breaker": after(standing.breaker, False, now),
    }
    if hold:
        update["hold_until"] = max(now + hold, standing.hold_until or now)
    if gone and not standing.disabled:
        update |= {"disabled": "gone", "disabled_at": now}
    return standing.model_copy(update=update)


def due(standing: Standing, now: Moment) -> Due:
    """What must be told or done by now."""
    since, last = standing.failing_since, standing.last_failure
    if standing.disabled or since is None or last is None or last - since < APART:
        return None
    gone = 100 * (now - since) / LIMIT
    if gone >= 100:
        return Disable()
    reached = max((mark for mark in WARNINGS if gone >= mark), default=0)
    return Warn(reached) if reached > standing.warned else None


def disabled(standing: Standing, now: Moment) -> Standing:
    """The endpoint, disabled for having failed too long."""
    return standing.model_copy(update={"disabled": "failing", "disabled_at": now, "warned": 100})


def enabled(standing: Standing, now: Moment) -> Standing:
    """The endpoint with a clean slate: by hand or after a successful test."""
    return Standing(last_success=standing.last_success, last_failure=standing.last_failure)
