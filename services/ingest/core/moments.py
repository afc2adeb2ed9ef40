"""Which dates and times of publication are taken is decided here: a day, or a moment with its zone."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

#: Nothing is reported from before this day: older dates are slips of a page or of a parser.
EARLIEST = date(1900, 1, 1)

#: How far ahead of our clock an outlet may be: zones reach 14 h, and clocks are wrong.
AHEAD = timedelta(days=2)

EXPECTED = "a date (2020-10-03) or a date and time with its zone (2020-10-03T09:30:00Z)"

#: "2020-10-03" alone, with "T" or a space before the time. Not "20201003", which is also a number.
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class NotAMoment(ValueError):
    """Why this is no date of publication."""


def moment_of(came: str) -> datetime:
    """The moment in UTC; a day alone is its first moment in UTC.

    >>> moment_of("2020-10-03T09:30:00+04:00").isoformat()
    '2020-10-03T05:30:00+00:00'
    """
    came = came.strip()
    if not _DAY.match(came):
        raise NotAMoment(f"expected {EXPECTED}")
    try:
        if len(came) == 10:
            return datetime.combine(date.fromisoformat(came), time(), UTC)
        moment = datetime.fromisoformat(came)
        if moment.tzinfo is None:
            raise NotAMoment(f"expected a zone as well: {EXPECTED}")
        return moment.astimezone(UTC)
    except NotAMoment:
        raise
    except (ValueError, OverflowError) as error:
        raise NotAMoment(f"expected {EXPECTED}") from error


def plausible(moment: datetime, now: datetime) -> bool:
    """Whether an article can have appeared then, seen from `now`."""
    return moment.date() >= EARLIEST and moment <= now + AHEAD


def span_expected(now: datetime) -> str:
    """The dates that are taken, in words."""
    return f"a date from {EARLIEST.isoformat()} to {(now + AHEAD).date().isoformat()}"
