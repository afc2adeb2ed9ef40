"""Who hears of what, with the reason."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.notify.core.fanout import State, Target, decide, deliveries_in
from services.notify.core.preview import preview
from services.notify.core.subscriptions import (
    NOTICE_TYPES,
    WANTED,
    Filter,
    Subscription,
    Why,
    asks_for_notice,
    why,
)
from shared.contracts.contradictions import ChangeKind, ContradictionKind, Severity
from shared.contracts.figures import ClaimantKind, EventKind, Measure
from tests.notify.alerts import MORNING, alert, quantity, statement

#: Each field with something that fits the alert, something that does not, and the reason then given.
FIELDS: dict[str, tuple[Any, Any, Why]] = {
    "cases": (["flood on the lusa"], ["Other flood"], Why.OTHER_CASE),
    "theatres": (["xa"], ["XB"], Why.OTHER_THEATRE),
    "places": (["XA/lusa"], ["XA/lus"], Why.OTHER_PLACE),
    "parties": (["Lusans"], ["Others"], Why.OTHER_PARTY),
    "measures": (["killed"], ["wounded"], Why.OTHER_MEASURE),
    "claimants": (["the-mayor"], ["the queen"], Why.OTHER_CLAIMANT),
    "claimant_kinds": (["government"], ["monitor"], Why.OTHER_CLAIMANT_KIND),
    "kinds": (["disjoint"], ["denied"], Why.OTHER_KIND),
    "event_kinds": (["flood"], ["crash"], Why.OTHER_EVENT_KIND),
    "events": (["contradiction.opened"], ["contradiction.resolved"], Why.OTHER_EVENT),
    "least_severity": ("medium", "high", Why.LESS_SEVERE),
    "least_ratio": (3.0, 4.0, Why.RATIO_SMALLER),
    "least_gap": (28, 29, Why.GAP_SMALLER),
}


@pytest.mark.parametrize("field", FIELDS)
def test_each_field_lets_through_what_fits_and_names_what_does_not(field: str) -> None:
    fits, fits_not, reason = FIELDS[field]
    assert why(Filter.model_validate({field: fits}), alert()) is Why.MATCHES
    assert why(Filter.model_validate({field: fits_not}), alert()) is reason


def test_the_empty_filter_wants_every_change() -> None:
    assert {why(Filter(), alert(change=change)) for change in ChangeKind} == {Why.MATCHES}


def test_fields_add_up_and_lists_are_alternatives() -> None:
    assert why(Filter(measures=(Measure.KILLED, Measure.WOUNDED)), alert()) is Why.MATCHES
    assert why(Filter(measures=(Measure.KILLED,), theatres=("XB",)), alert()) is Why.OTHER_THEATRE


@pytest.mark.parametrize(
    "place", ["XA", "xa/lusa", "XA/lusa/old-harbour", "Old Harbour", "old harbour", "lusa"]
)
def test_a_place_matches_by_path_by_name_and_by_what_is_around_it(place: str) -> None:
    assert why(Filter(places=(place,)), alert()) is Why.MATCHES


def test_a_place_does_not_match_what_is_inside_it() -> None:
    assert why(Filter(places=("XA/lusa/old-harbour/pier",)), alert()) is Why.OTHER_PLACE


def test_an_outlet_is_a_claimant_only_for_its_own_voice() -> None:
    own = statement("", outlet="Daily")
    quoted = statement("the mayor", outlet="Weekly")
    told = alert(members=(own, quoted))
    assert why(Filter(claimants=("daily",)), told) is Why.MATCHES
    assert why(Filter(claimants=("weekly",)), told) is Why.OTHER_CLAIMANT


def test_against_zero_or_a_denial_any_ratio_is_reached() -> None:
    denied = alert(kind=ContradictionKind.DENIED, ratio=0)
    assert why(Filter(least_ratio=100), denied) is Why.MATCHES


def test_whoever_was_told_of_the_beginning_hears_of_the_end() -> None:
    wanted = Filter(least_severity=Severity.HIGH)
    ended = alert(change=ChangeKind.RESOLVED, severity=Severity.LOW, sequence=3)
    assert why(wanted, ended, told=False) is Why.LESS_SEVERE
    assert why(wanted, ended, told=True) is Why.FOLLOWS_UP
    assert why(wanted, alert(change=ChangeKind.WIDENED, severity=Severity.LOW), told=True) is Why.LESS_SEVERE


def test_only_the_main_pair_of_a_story_where_asked() -> None:
    assert why(Filter(main_only=True), alert(main=False)) is Why.NOT_MAIN
    assert why(Filter(main_only=True), alert(main=True)) is Why.MATCHES


def test_notices_go_to_those_who_name_them() -> None:
    assert not any(asks_for_notice(Filter(), notice) for notice in NOTICE_TYPES)
    assert asks_for_notice(Filter(events=("endpoint.disabled",)), "endpoint.disabled")
    assert why(Filter(events=("endpoint.disabled",)), alert()) is Why.OTHER_EVENT


def filters() -> st.SearchStrategy[Filter]:
    return st.builds(
        Filter,
        measures=st.lists(st.sampled_from(Measure), max_size=3).map(tuple),
        kinds=st.lists(st.sampled_from(ContradictionKind), max_size=3).map(tuple),
        event_kinds=st.lists(st.sampled_from(EventKind), max_size=3).map(tuple),
        claimant_kinds=st.lists(st.sampled_from(ClaimantKind), max_size=3).map(tuple),
        least_severity=st.none() | st.sampled_from(Severity),
        least_ratio=st.none() | st.floats(1, 100),
        least_gap=st.none() | st.integers(0, 100),
        theatres=st.lists(st.sampled_from(["XA", "XB"]), max_size=2).map(tuple),
    )


@settings(deadline=None)
@given(wanted=filters(), severity=st.sampled_from(Severity))
def test_a_filter_without_thresholds_never_lets_through_less(wanted: Filter, severity: Severity) -> None:
    told = alert(severity=severity)
    looser = wanted.model_copy(update={"least_severity": None, "least_ratio": None, "least_gap": None})
    if why(wanted, told) in WANTED:
        assert why(looser, told) in WANTED


@settings(deadline=None)
@given(wanted=filters())
def test_a_preview_counts_what_would_be_sent(wanted: Filter) -> None:
    alerts = [alert(f"c{nth}", gap=nth, ratio=float(nth + 1)) for nth in range(10)]
    found = preview(wanted, alerts)
    assert found.looked_at == 10
    assert found.would_send == sum(why(wanted, one) in WANTED for one in alerts)
    assert sum(found.reasons.values()) == 10


def subscription(name: str = "sub_1", **given: Any) -> Subscription:
    return Subscription(id=name, url="https://desk.example/", created_at=MORNING, **given)


def test_each_subscription_that_asks_gets_one_delivery_and_the_others_a_reason() -> None:
    targets = [Target(subscription("sub_1")), Target(subscription("sub_2", filter=Filter(theatres=("XB",))))]
    decided = decide(alert(), targets, {}, MORNING)
    assert [(one.subscription, one.why) for one in decided] == [
        ("sub_1", Why.MATCHES),
        ("sub_2", Why.OTHER_THEATRE),
    ]
    assert [it.subscription for it in deliveries_in(decided)] == ["sub_1"]


def test_a_second_decision_makes_the_same_delivery() -> None:
    targets = [Target(subscription())]
    once, again = (deliveries_in(decide(alert(), targets, {}, MORNING)) for _ in range(2))
    assert once == again


def test_what_comes_while_an_endpoint_is_disabled_is_missed_and_not_forgotten() -> None:
    (it,) = deliveries_in(decide(alert(), [Target(subscription(), disabled=True)], {}, MORNING))
    assert it.state is State.MISSED


def test_a_delivery_names_what_it_follows() -> None:
    (it,) = deliveries_in(decide(alert(sequence=5), [Target(subscription())], {"sub_1": 3}, MORNING))
    assert (it.sequence, it.follows) == (5, 3)
    assert quantity().case == "case_flood"
