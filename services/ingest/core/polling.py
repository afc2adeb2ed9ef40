"""When a feed is polled next, and what an outlet's answer means for that, is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

#: A failing feed is asked again after twice, four times ... its interval, and at least once in this time.
MOST_WAIT = 6 * 3600.0

#: How far from its time a poll may fall, as a part of the interval: feeds on the hour would crowd it.
JITTER = 0.1


class Poll(StrEnum):
    """What came of a poll."""

    NEW = "new"
    NOT_MODIFIED = "not_modified"
    FAILED = "failed"
    GONE = "gone"
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class Next:
    """What follows: seconds until the next poll, and failures in a row."""

    wait: float
    failures: int


def after_poll(poll: Poll, interval: float, failures: int, retry_after: float | None, chance: float) -> Next:
    """The next poll, where `chance` is a random number from 0 to 1."""
    spread = 1 + JITTER * (2 * chance - 1)
    if poll in (Poll.NEW, Poll.NOT_MODIFIED):
        return Next(interval * spread, 0)
    failed = failures + 1
    wait = (
        MOST_WAIT
        if poll in (Poll.GONE, Poll.FORBIDDEN)
        else min(interval * 2.0 ** min(failed, 16), MOST_WAIT)
    )
    return Next(max(wait, retry_after or 0) * spread, failed)


def meaning_of(status: int) -> Poll:
    """What an outlet's answer to a poll means."""
    if 200 <= status < 300:
        return Poll.NEW
    if status == 304:
        return Poll.NOT_MODIFIED
    if status == 410:
        return Poll.GONE
    if status in (401, 403, 451):
        return Poll.FORBIDDEN
    return Poll.FAILED
