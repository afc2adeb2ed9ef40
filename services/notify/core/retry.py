"""What follows a try: delivered, tried again (when), given up, or the endpoint disabled.

Only a 2xx is success; a redirect is never followed. 410 means that the receiver is gone for good.
Everything else may pass and is tried again, a name that does not resolve included.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from enum import StrEnum

#: Waits before tries 1, 2, 3 ... in seconds; the end of the list is the last try, 75 h after the first.
WAITS = tuple(
    timedelta(seconds=seconds)
    for seconds in (0, 5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400)
)

#: A wait is drawn from this much below to this much above the table, lest many tries fall together.
JITTER = 0.1

#: The longest Retry-After that we honour.
LONGEST_ASKED = timedelta(hours=24)

#: Statuses whose Retry-After speaks for the endpoint as a whole.
BUSY = frozenset({429, 503})

_GONE = 410


class Failure(StrEnum):
    """Why a try did not succeed."""

    TIMEOUT = "timeout"
    DNS = "dns"
    REFUSED_ADDRESS = "refused_address"
    """The name led to an address, or to a port, to which we do not send."""
    CONNECT = "connect"
    TLS = "tls"
    RESET = "reset"
    PROTOCOL = "protocol"
    REDIRECT = "redirect"
    CLIENT_ERROR = "client_error"
    SERVER_ERROR = "server_error"
    BUSY = "busy"
    GONE = "gone"
    UNEXPECTED_STATUS = "unexpected_status"


@dataclass(frozen=True, slots=True)
class Delivered:
    """The receiver has it."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Try again after `wait`; with `hold` the endpoint as a whole asked for that pause."""

    wait: timedelta
    reason: Failure
    hold: timedelta | None = None


@dataclass(frozen=True, slots=True)
class GivenUp:
    """That was the last try of the table."""

    reason: Failure


@dataclass(frozen=True, slots=True)
class Disabled:
    """The endpoint wants no more."""

    reason: Failure


Step = Delivered | Retry | GivenUp | Disabled


def after_answer(status: int, tried: int, jitter: float, asked: timedelta | None = None) -> Step:
    """What follows when try number `tried` (from 1) was answered with HTTP `status`.

    `jitter` is drawn from 0 to 1 by the caller, `asked` is the answer's Retry-After.

    >>> after_answer(204, tried=1, jitter=0.5)
    Delivered()
    >>> after_answer(500, tried=2, jitter=0.5).wait
    datetime.timedelta(seconds=300)
    """
    if 200 <= status < 300:
        return Delivered()
    if status == _GONE:
        return Disabled(Failure.GONE)
    reason = _meaning_of(status)
    if status in BUSY and asked is not None:
        asked = min(asked, LONGEST_ASKED)
        return _again(tried, jitter, reason, at_least=asked, hold=asked)
    return _again(tried, jitter, reason)


def after_failure(reason: Failure, tried: int, jitter: float) -> Step:
    """What follows when try number `tried` (from 1) brought no answer."""
    return _again(tried, jitter, reason)


def retry_after(value: str | None, now: datetime) -> timedelta | None:
    """The wait that a Retry-After header asks for: seconds or an HTTP date; None where it says nothing.

    >>> retry_after("120", datetime(2026, 1, 1, tzinfo=UTC))
    datetime.timedelta(seconds=120)
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return timedelta(seconds=min(int(text[:9]), 10**8))
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(moment - now, timedelta())


def _again(
    tried: int,
    jitter: float,
    reason: Failure,
    at_least: timedelta = timedelta(),
    hold: timedelta | None = None,
) -> Step:
    if tried >= len(WAITS):
        return GivenUp(reason)
    wait = WAITS[tried] * (1 + JITTER * (2 * jitter - 1))
    return Retry(max(wait, at_least), reason, hold)


def _meaning_of(status: int) -> Failure:
    if status in BUSY:
        return Failure.BUSY
    if 300 <= status < 400:
        return Failure.REDIRECT
    if 400 <= status < 500:
        return Failure.CLIENT_ERROR
    if 500 <= status < 600:
        return Failure.SERVER_ERROR
    return Failure.UNEXPECTED_STATUS
