"""The whole line for tests: real processes, a real server, a real receiver, and what is asked of them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from redis import Redis

from services.desk.demo import subscribe, wait_idle
from services.desk.lookout import Delivery, Lookout
from services.desk.posting import in_batches, post_article, post_batch
from services.desk.processes import Line
from services.desk.progress import progress
from shared.contracts.contradictions import ContradictionChanged
from shared.runtime import keys, wire

#: Times of a line whose processes are killed: what a dead worker held is taken over soon.
QUICK = {"COUNTERCOUNT_LEASE_SECONDS": "2", "COUNTERCOUNT_NOTIFY_LEASE_SECONDS": "2"}


@dataclass
class Tried:
    """A running line with a subscriber."""

    line: Line
    lookout: Lookout
    http: httpx.Client
    redis: Any
    ids: list[str] = field(default_factory=list)

    def post(self, article: dict[str, Any]) -> str:
        """Post one article; its id."""
        article_id = post_article(self.http, self.line.url("ingest"), article, self.line.tend)
        self.ids.append(article_id)
        return article_id

    def post_all(
        self, articles: list[dict[str, Any]], size: int = 100, after: Callable[[], None] | None = None
    ) -> None:
        """Post articles in batches; `after` is called after each."""
        for batch in in_batches(articles, size):
            self.ids += post_batch(self.http, self.line.url("ingest"), batch, self.line.tend)
            self.line.tend()
            if after is not None:
                after()

    def settle(self, seconds: float = 120.0) -> None:
        """Wait until nothing waits, and every alert has reached the receiver."""
        wait_idle(self.line, self.redis, seconds)
        assert self.lookout.wait_for(len(self.emitted()), 60), (
            f"{len(self.emitted())} alerts were raised, {len(self.lookout.alerts())} came"
        )

    def emitted(self) -> list[ContradictionChanged]:
        """Every alert on the streams, in order."""
        return [
            wire.message_in(fields, ContradictionChanged)
            for lane in range(self.line.lanes)
            for _, fields in self.redis.xrange(keys.key(lane, keys.CONTRADICTIONS))
        ]

    def received(self) -> list[Delivery]:
        """Every alert that the receiver got, repeated tries left out."""
        return self.lookout.alerts()

    def waiting(self, stage: str) -> int:
        """Messages waiting before a stage."""
        return next(p.waiting for p in progress(self.redis, self.line.lanes) if p.stage == stage)

    def standing(self, article: str) -> dict[str, Any]:
        """Where an article is in the line."""
        answer = self.http.get(f"{self.line.url('ingest')}/v1/articles/{article}")
        answer.raise_for_status()
        return dict(answer.json())

    def ledger(self) -> list[str]:
        """Everything that stands: contradictions and estimates, without the times of this run; sorted."""
        known = self._get("/v1/ledger", {})
        rows = [*self._contradictions(), *known["quantities"], *known["contradictions"]]
        return sorted(json.dumps(_timeless(row), sort_keys=True) for row in rows)

    def _contradictions(self) -> Iterator[dict[str, Any]]:
        """Every contradiction that stands, as the list shows it."""
        cursor = "0"
        while cursor:
            page = self._get("/v1/contradictions", {"limit": "500", "cursor": cursor})
            yield from page["contradictions"]
            cursor = page["next"] or ""

    def _get(self, path: str, params: dict[str, str]) -> dict[str, Any]:
        answer = self.http.get(f"{self.line.url('reconcile')}{path}", params=params)
        return dict(answer.raise_for_status().json())


#: What differs from run to run: when it received what, and over how many changes it got where it is.
TIMES = ("opened_at", "seen_at", "received_at", "at", "changed_at", "last_change", "sequence")


def _timeless(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _timeless(inner) for name, inner in value.items() if name not in TIMES}
    if isinstance(value, list):
        return sorted((_timeless(inner) for inner in value), key=lambda v: json.dumps(v, sort_keys=True))
    return value


@contextmanager
def a_line(folder: Path, **given: Any) -> Iterator[Tried]:
    """A line with a subscriber to everything."""
    line = Line(folder, environment=QUICK | given.pop("environment", {}), **given)
    with Lookout() as lookout, line, httpx.Client(timeout=60) as http:
        lookout.secret = subscribe(http, line, lookout.url)
        redis = Redis.from_url(line.address, socket_timeout=30)
        yield Tried(line, lookout, http, redis)
        redis.close()


@pytest.fixture
def new_line(tmp_path: Path) -> Callable[..., Any]:
    """`with new_line(workers=..., lanes=...) as tried:` a line in a folder of its own."""
    count = iter(range(100))
    return lambda **given: a_line(tmp_path / f"line-{next(count)}", **given)
