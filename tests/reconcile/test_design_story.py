"""The report of 3 October 2020 comes out row for row, and the day after widens what it opened."""

from datetime import UTC, date, datetime

import pytest

from services.reconcile.core.check import contradictions_among, ledger_of
from tests.reconcile.factories import NOW, article, figure, remark

SUNDAY, SATURDAY = date(2020, 9, 27), date(2020, 10, 3)


def report(name="agency", published=datetime(2020, 10, 3, 12, tzinfo=UTC), enemy=(2300, 2300), **given):
    war = {"since": SUNDAY, "day": published.date(), "span": "cumulative", "event": "war", "theatre": "AZ"}
    return article(
        name,
        figure(191, **war),
        figure(
            158,
            **war,
            party="Nagorno-Karabakh",
            role="combatant",
            victim="soldiers",
            part_of=0,
            complete=True,
        ),
        figure(14, **war, party="Armenia", role="civilian", victim="civilians", part_of=0, complete=True),
        figure(19, **war, party="Azerbaijan", role="civilian", victim="civilians", part_of=0, complete=True),
        figure(
            (3001, None),
            **war,
            party="Azerbaijan",
            role="combatant",
            claimant="Armenians",
            claimant_side="armenia",
        ),
        figure(enemy, **war, party="Armenia", role="combatant", claimant="Baku", claimant_side="azerbaijan"),
        figure(300, **war, measure="deployed", role="combatant", claimant="Macron", party="Syrian rebels"),
        figure((28, None), **war, party="Syrian rebels", role="combatant", claimant="Observatory"),
        published=published,
        theatre="AZ",
        remarks=[
            remark(claimant="Baku", claimant_side="azerbaijan", party="Syrian rebels", about=7),
            remark(
                "withheld", claimant="Baku", claimant_side="azerbaijan", party="Azerbaijan", measure="killed"
            ),
        ],
        **given,
    )


def counts(contradiction):
    return tuple(member.low for member in contradiction.members)


@pytest.fixture(scope="module")
def found():
    return {counts(c): c for c in contradictions_among([report()], NOW)}


def test_exactly_the_contradictions_of_the_table_are_found(found):
    assert {(2300, 158), (3001, 191), (2300, 191), (28, None)} == set(found)


def test_the_enemys_count_and_the_own_count_are_fourteen_times_apart(found):
    assert found[(2300, 158)].ratio == 14.56
    assert found[(2300, 158)].kind == "disjoint"


def test_a_part_exceeds_the_reporters_total(found):
    assert {"part_exceeds_whole"} == {found[(3001, 191)].kind, found[(2300, 191)].kind}


def test_what_follows_for_the_whole_is_told_with_the_first(found):
    assert found[(2300, 191)].story == found[(2300, 158)].story
    assert (found[(2300, 158)].main, found[(2300, 191)].main) == (True, False)
    assert found[(3001, 191)].main


def test_the_denial_stands_against_the_28_fighters_and_not_against_the_300(found):
    assert found[(28, None)].kind == "denied"


def test_the_same_words_in_a_second_outlet_are_no_second_alert():
    sketch = "0123456789abcdef" * 8
    _, changes = ledger_of([report(sketch=sketch), report("copier", sketch=sketch)], NOW)
    assert len(changes) == 4


def test_the_ministrys_next_count_widens_the_open_contradiction():
    next_day = report("agency-2", datetime(2020, 10, 4, 12, tzinfo=UTC), enemy=(3200, 3200), outlet="agency")
    _, changes = ledger_of([report(), next_day], NOW)
    widened = [c for c in changes if c.sequence > 1]
    assert {("widened", (3200, 158)), ("widened", (3200, 191))} == {
        (c.change, counts(c.contradiction)) for c in widened if c.change == "widened"
    }
    assert len([c for c in changes if c.change == "opened"]) == 4
