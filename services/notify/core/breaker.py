"""When an endpoint that mostly fails is left alone for a while, whatever is waiting for it.

The retry table spaces the tries of one delivery; the circuit breaker spaces those of all deliveries
together, so that a thousand alerts waiting for a dead endpoint do not become a thousand tries.

    closed --7 of the last 10 in 5 min failed--> open --pause over--> one probe --ok--> closed
                                                  ^                        |
                                                  +------- failed: twice the pause (to 10 min)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from shared.contracts.model import Contract, Moment

#: Tries that are looked back on, and for how long they count.
LAST = 10
WITHIN = timedelta(minutes=5)

#: The share of them that must have failed.
FAILING = 0.7

FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=10)


class Outcome(Contract):
    """How one try ended."""

    at: Moment
    ok: bool


class Breaker(Contract):
    """What is remembered of an endpoint's recent tries."""

    recent: tuple[Outcome, ...] = ()
    open_until: Moment | None = None
    pauses: int = 0
    """Pauses in a row, with no success in between."""


@dataclass(frozen=True, slots=True)
class Closed:
    """Send freely, so many at once."""

    at_once: int


@dataclass(frozen=True, slots=True)
class Probe:
    """The pause is over: send one, and see."""


@dataclass(frozen=True, slots=True)
class Open:
    """Send nothing until then."""

    until: Moment


Circuit = Closed | Probe | Open


def circuit(breaker: Breaker, now: Moment, at_once: int) -> Circuit:
    """Whether anything may be sent now, `at_once` being the most for a healthy endpoint.

    An endpoint whose last try failed gets one at a time, so that a hanging one holds one connection.
    """
    if breaker.open_until is not None:
        return Open(breaker.open_until) if now < breaker.open_until else Probe()
    healthy = not breaker.recent or breaker.recent[-1].ok
    return Closed(at_once if healthy else 1)


def after(breaker: Breaker, ok: bool, now: Moment) -> Breaker:
    """What is remembered once a try has ended."""
    if ok:
        # Successes alone need no memory beyond the last few: a healthy endpoint's state stays the same value.
        return Breaker(recent=_seen(breaker, True, now)) if breaker.recent else breaker
    if breaker.open_until is not None and now < breaker.open_until:
        return breaker
    recent = _seen(breaker, False, now)
    probe_failed = breaker.open_until is not None
    failed = sum(not outcome.ok for outcome in recent)
    if not probe_failed and (len(recent) < LAST or failed < FAILING * len(recent)):
        return Breaker(recent=recent, pauses=breaker.pauses)
    pause = min(FIRST_PAUSE * 2**breaker.pauses, LONGEST_PAUSE)
    return Breaker(recent=recent, open_until=now + pause, pauses=min(breaker.pauses + 1, 16))


def _seen(breaker: Breaker, ok: bool, now: Moment) -> tuple[Outcome, ...]:
    kept = [outcome for outcome in breaker.recent if now - outcome.at < WITHIN]
    kept.append(Outcome(at=now, ok=ok))
    if ok and all(outcome.ok for outcome in kept):
        return ()
    return tuple(kept[-LAST:])
