"""Whatever is killed, nothing is lost and nothing is doubled."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from services.desk.corpus import corpus
from services.desk.processes import SERVICES

pytestmark = [pytest.mark.whole, pytest.mark.timeout(600)]

#: The stage whose backlog shows that a service has work in hand when it is killed.
STAGE_OF = {"ingest": "extract", "extract": "extract", "reconcile": "reconcile", "notify": "notify"}
#: Where an article's way may end.
ENDS = {"read", "compared", "not_read", "dead"}
SERVER = "server"


class Killer:
    """Kills each service in turn, and the server once, while the load is fed; each while it has work if it can."""

    def __init__(self, tried: Any, batches: int) -> None:
        self._tried, self._batch = tried, 0
        self._victims = [*SERVICES, SERVER, "extract", "reconcile"]
        self._every = batches // (len(self._victims) + 1)
        self.killed: list[str] = []

    def __call__(self) -> None:
        self._batch += 1
        due = (len(self.killed) + 1) * self._every
        if len(self.killed) == len(self._victims) or self._batch < due:
            return
        victim = self._victims[len(self.killed)]
        stage = STAGE_OF.get(victim)
        if stage and not self._tried.waiting(stage) and self._batch < due + self._every // 2:
            return
        if victim == SERVER:
            self._tried.line.kill_server()
        else:
            self._tried.line.kill(victim)
        self.killed.append(victim)
        self._tried.line.tend()


def test_killing_every_service_and_the_server_loses_and_doubles_nothing(new_line: Callable[..., Any]) -> None:
    load = [text.as_posted() for text in corpus()]
    size = 8
    with new_line() as undisturbed:
        undisturbed.post_all(load, size=size)
        undisturbed.settle(300)
        ledger, ids = undisturbed.ledger(), set(undisturbed.ids)

    with new_line() as tried:
        killer = Killer(tried, len(load) // size)
        tried.post_all(load, size=size, after=killer)
        assert set(killer.killed) == {*SERVICES, SERVER}
        tried.settle(300)

        assert set(tried.ids) == ids
        ends = Counter(tried.standing(article)["stage"] for article in ids)
        assert set(ends) <= ENDS, ends
        raised = [alert.id for alert in tried.emitted()]
        assert len(raised) == len(set(raised))
        told = Counter(delivery.body["data"]["alert"] for delivery in tried.received())
        assert told == Counter(raised)
        assert tried.ledger() == ledger
