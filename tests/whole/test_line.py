"""End to end over HTTP: an article goes in, a signed alert comes out, once."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from services.desk.stories import SEEDS, stories_in, story_of
from services.desk.synthetic import articles
from shared.runtime import keys

pytestmark = pytest.mark.whole

#: From the 202 of the seed report to its last alert at the receiver.
ALERT_SECONDS = 2.0


def test_seed_report_brings_its_alerts_at_once_and_posting_it_again_brings_nothing(
    new_line: Callable[..., Any],
) -> None:
    story = story_of(SEEDS / "karabakh")
    report = story.articles[0].as_posted()
    expected = [c for c in story.contradictions if all(file == "front_line.txt" for file, _ in c.members)]
    with new_line() as tried:
        first = tried.post(report)
        began = time.monotonic()
        assert tried.lookout.wait_for(len(expected), 10)
        assert time.monotonic() - began < ALERT_SECONDS
        tried.settle()
        before = tried.received()
        assert len(before) == len(expected)
        assert all(alert.verified for alert in before)
        entries = tried.redis.xlen(keys.key(0, keys.ARTICLES))

        assert tried.post(report) == first
        tried.settle()
        assert tried.redis.xlen(keys.key(0, keys.ARTICLES)) == entries
        assert [alert.id for alert in tried.received()] == [alert.id for alert in before]


def test_two_workers_per_stage_and_four_lanes_give_the_same_ledger_as_one(
    new_line: Callable[..., Any],
) -> None:
    load = [a.as_posted() for story in stories_in() for a in story.articles] + list(articles(100))
    ledgers = []
    for given in (
        {},
        {"workers": {"ingest": 2, "extract": 2, "reconcile": 2, "notify": 2}},
        {"workers": {"extract": 2, "reconcile": 2}, "lanes": 4},
    ):
        with new_line(**given) as tried:
            tried.post_all(load, size=7)
            tried.settle()
            ledgers.append(tried.ledger())
            alerts = [alert.id for alert in tried.emitted()]
            assert len(alerts) == len(set(alerts))
    assert ledgers[0]
    assert ledgers[0] == ledgers[1] == ledgers[2]
