"""Ids are content: the same thing has the same name wherever and whenever it is named."""

from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.ids import content_id, lane_of

PARTS = st.lists(st.one_of(st.none(), st.text(), st.integers()), max_size=5)


@given(PARTS)
def test_naming_twice_gives_the_same_id(parts):
    assert content_id("f", *parts) == content_id("f", *parts)


@given(st.text(), st.text(min_size=1))
def test_where_one_part_ends_and_the_next_begins_matters(one, two):
    assert content_id("f", one + two) != content_id("f", one, two)


def test_nothing_and_the_empty_text_are_different_parts():
    assert content_id("f", None) != content_id("f", "")


def test_half_a_surrogate_pair_can_still_be_named():
    assert content_id("f", "\ud800").startswith("f_")


@given(st.text(), st.integers(min_value=1, max_value=64))
def test_a_key_always_has_a_lane_and_always_the_same(key, lanes):
    assert 0 <= lane_of(key, lanes) < lanes
    assert lane_of(key, lanes) == lane_of(key, lanes)
