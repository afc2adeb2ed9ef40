"""What a stated number allows, and when two of them can both hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared.contracts.intervals import Interval

ENDS = st.one_of(st.none(), st.integers(min_value=0, max_value=10**6))
INTERVALS = (
    st.tuples(ENDS, ENDS)
    .filter(lambda e: None in e or e[0] <= e[1])
    .map(lambda e: Interval(low=e[0], high=e[1]))
)


def test_at_least_12_and_exactly_15_can_both_hold():
    assert Interval(low=12).overlaps(Interval(low=15, high=15))


def test_at_least_15_and_exactly_12_cannot():
    assert not Interval(low=15).overlaps(Interval(low=12, high=12))


def test_at_most_10_and_none_can_both_hold():
    assert Interval(high=10).overlaps(Interval(low=0, high=0))


def test_a_reversed_interval_is_refused_with_both_ends_named():
    with pytest.raises(ValidationError, match="got 5 > 3"):
        Interval(low=5, high=3)


@given(INTERVALS, INTERVALS)
def test_agreeing_is_mutual(one, two):
    assert one.overlaps(two) == two.overlaps(one)


@given(INTERVALS)
def test_every_interval_agrees_with_itself(one):
    assert one.overlaps(one)


@given(INTERVALS, INTERVALS)
def test_a_sum_does_not_depend_on_the_order(one, two):
    assert one.plus(two) == two.plus(one)
