"""What follows a try, when an endpoint is left alone, and when it is given up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notify.core.breaker import (
    FIRST_PAUSE,
    LAST,
    LONGEST_PAUSE,
    Breaker,
    Closed,
    Open,
    Probe,
    after,
    circuit,
)
from services.notify.core.retry import (
    JITTER,
    LONGEST_ASKED,
    WAITS,
    Delivered,
    Disabled,
    Failure,
    GivenUp,
    Retry,
    after_answer,
    after_failure,
    retry_after,
)
from services.notify.core.signing import Secrets, rotated, secret_from, signed_headers, what_is_wrong_with
from services.notify.core.standing import (
    LIMIT,
    Disable,
    Standing,
    Warn,
    after_success,
    disabled,
    due,
    enabled,
)
from services.notify.core.standing import after_failure as failed
from services.notify.core.subscriptions import Why
from shared.runtime.metrics import NOTIFY_OUTCOMES, NOTIFY_REASONS
from tests.notify.alerts import MORNING


def test_the_table_is_the_one_that_was_promised() -> None:
    hours = 3600
    assert [wait.total_seconds() for wait in WAITS] == [
        0,
        5,
        300,
        1800,
        *(many * hours for many in (2, 5, 10, 14, 20, 24)),
    ]


@given(st.integers(200, 299), st.integers(1, 10))
def test_only_a_2xx_is_success(status: int, tried: int) -> None:
    assert after_answer(status, tried, 0.5) == Delivered()


@given(
    st.integers(100, 999).filter(lambda status: not 200 <= status < 300 and status != 410), st.integers(1, 9)
)
def test_everything_else_is_tried_again_by_the_table(status: int, tried: int) -> None:
    step = after_answer(status, tried, 0.5)
    assert isinstance(step, Retry)
    assert step.wait == WAITS[tried]


def test_410_disables_at_once() -> None:
    assert after_answer(410, 1, 0.5) == Disabled(Failure.GONE)


def test_after_the_last_try_it_is_given_up() -> None:
    assert after_answer(500, len(WAITS), 0.5) == GivenUp(Failure.SERVER_ERROR)
    assert after_failure(Failure.DNS, len(WAITS), 0.5) == GivenUp(Failure.DNS)


@given(st.integers(1, 9), st.floats(0, 1))
def test_jitter_stays_within_its_share(tried: int, jitter: float) -> None:
    step = after_failure(Failure.TIMEOUT, tried, jitter)
    assert isinstance(step, Retry)
    assert WAITS[tried] * (1 - JITTER) <= step.wait <= WAITS[tried] * (1 + JITTER)


@pytest.mark.parametrize("status", [429, 503])
def test_a_longer_retry_after_is_honoured_for_the_whole_endpoint(status: int) -> None:
    asked = timedelta(minutes=7)
    assert after_answer(status, 1, 0.5, asked) == Retry(asked, Failure.BUSY, hold=asked)


def test_a_retry_after_shortens_nothing_and_lasts_a_day_at_most() -> None:
    short = after_answer(429, 3, 0.5, timedelta(seconds=1))
    assert isinstance(short, Retry)
    assert short.wait == WAITS[3]
    long = after_answer(503, 1, 0.5, timedelta(days=400))
    assert isinstance(long, Retry)
    assert long.wait == LONGEST_ASKED


def test_a_retry_after_of_another_status_says_nothing() -> None:
    step = after_answer(500, 1, 0.5, timedelta(hours=1))
    assert step == Retry(WAITS[1], Failure.SERVER_ERROR)


@pytest.mark.parametrize(
    "value, seconds",
    [
        ("120", 120),
        (" 0 ", 0),
        ("Sun, 01 Mar 2026 06:02:00 GMT", 120),
        ("Sun, 01 Mar 2026 07:02:00 +0100", 120),
        ("Sun, 01 Mar 2026 05:00:00 GMT", 0),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_a_date(value: str, seconds: int) -> None:
    assert retry_after(value, MORNING) == timedelta(seconds=seconds)


@pytest.mark.parametrize("value", [None, "", "soon", "-5", "1.5", "٣", "Mon, 99 Foo 2026"])
def test_a_retry_after_that_says_nothing_is_none(value: str | None) -> None:
    assert retry_after(value, MORNING) is None


@given(st.text(max_size=60))
def test_no_retry_after_breaks_the_reader(value: str) -> None:
    found = retry_after(value, MORNING)
    assert found is None or found >= timedelta()


def failing(times: int, breaker: Breaker = Breaker(), now: datetime = MORNING) -> Breaker:
    for _ in range(times):
        breaker = after(breaker, False, now)
    return breaker


def test_the_circuit_opens_after_ten_failures_and_lets_one_through_when_the_pause_is_over() -> None:
    breaker = failing(LAST)
    assert circuit(breaker, MORNING, 8) == Open(MORNING + FIRST_PAUSE)
    assert circuit(breaker, MORNING + FIRST_PAUSE, 8) == Probe()


def test_an_endpoint_whose_last_try_failed_gets_one_at_a_time() -> None:
    assert circuit(failing(1), MORNING, 8) == Closed(1)
    assert circuit(after(failing(1), True, MORNING), MORNING, 8) == Closed(8)


def test_a_failed_probe_doubles_the_pause_up_to_its_longest() -> None:
    breaker, now = failing(LAST), MORNING
    for _ in range(12):
        assert breaker.open_until is not None
        now = breaker.open_until
        breaker = after(breaker, False, now)
    assert breaker.open_until == now + LONGEST_PAUSE
    assert circuit(after(breaker, True, now), now, 8) == Closed(8)


def test_failures_that_lie_far_apart_do_not_open_it() -> None:
    breaker, now = Breaker(), MORNING
    for _ in range(30):
        breaker = after(breaker, False, now)
        now += timedelta(minutes=6)
    assert isinstance(circuit(breaker, now, 8), Closed)


def test_a_healthy_endpoint_needs_no_memory() -> None:
    breaker = Breaker()
    for _ in range(100):
        breaker = after(breaker, True, MORNING)
    assert breaker == Breaker()
    assert after_success(Standing(), MORNING) == Standing()


def test_an_owner_is_warned_at_50_70_and_90_per_cent_and_then_it_is_disabled() -> None:
    standing, told = Standing(), []
    for hour in range(125):
        now = MORNING + timedelta(hours=hour)
        standing = failed(standing, "timeout", now)
        found = due(standing, now)
        if isinstance(found, Warn):
            told.append((hour, found.per_cent))
            standing = standing.model_copy(update={"warned": found.per_cent})
        if isinstance(found, Disable):
            told.append((hour, 100))
            standing = disabled(standing, now)
    assert told == [(60, 50), (84, 70), (108, 90), (120, 100)]
    assert due(enabled(standing, now), now) is None


def test_a_success_wipes_the_slate() -> None:
    standing = failed(failed(Standing(), "dns", MORNING), "dns", MORNING + timedelta(days=4))
    well = after_success(standing, MORNING + timedelta(days=4))
    assert (well.failing_since, well.failures, well.warned) == (None, 0, 0)


def test_one_failure_in_a_quiet_week_is_no_five_days_of_failure() -> None:
    standing = failed(Standing(), "dns", MORNING)
    assert due(standing, MORNING + LIMIT * 2) is None


def test_gone_disables_and_says_so() -> None:
    assert failed(Standing(), "gone", MORNING, gone=True).disabled == "gone"


def test_signatures_are_those_of_the_published_example() -> None:
    """The worked example of the Standard Webhooks specification."""
    secrets = Secrets(current="whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    moment = datetime.fromisoformat("2021-02-25T15:02:10+00:00")
    headers = signed_headers(secrets, "msg_p5jXN8AQM9LWM0D4loKWxJek", b'{"test": 2432232314}', moment)
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


def test_two_secrets_sign_for_a_day_after_a_rotation() -> None:
    old, new = secret_from(b"a" * 24), secret_from(b"b" * 64)
    secrets = rotated(Secrets(current=old), new, MORNING)
    for hours, count in [(0, 2), (23, 2), (24, 1)]:
        headers = signed_headers(secrets, "del_1", b"{}", MORNING + timedelta(hours=hours))
        assert len(headers["webhook-signature"].split(" ")) == count


@given(st.binary(min_size=24, max_size=64))
def test_every_secret_that_we_write_is_one_that_we_take(raw: bytes) -> None:
    assert what_is_wrong_with(secret_from(raw)) == ""


@pytest.mark.parametrize(
    "secret", ["", "abc", "whsec_", "whsec_###", secret_from(b"x" * 23), secret_from(b"x" * 65)]
)
def test_other_secrets_are_refused_with_a_reason(secret: str) -> None:
    assert what_is_wrong_with(secret)


def test_the_catalogue_of_metrics_knows_every_outcome_and_reason() -> None:
    assert set(NOTIFY_OUTCOMES) == {"delivered", "expired", *Failure}
    assert set(NOTIFY_REASONS) == set(Why)
