"""How articles are sent to ingest over HTTP by `demo`, `bench` and the tests: patiently where it says so."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import httpx
import orjson

from shared.contracts.errors import Transient

#: Answers that ask to come back later, and how long one comes back.
LATER = (429, 502, 503)
PATIENCE_SECONDS = 60.0
#: Articles of one batch request.
TOGETHER = 100


def post_article(
    http: httpx.Client, base: str, article: Mapping[str, Any], meanwhile: Callable[[], None] = lambda: None
) -> str:
    """Post one article; its id. `meanwhile` is called while ingest asks for patience or is away."""
    answer = _patiently(lambda: http.post(f"{base}/v1/articles", json=article), meanwhile)
    answer.raise_for_status()
    return str(answer.json()["id"])


def post_batch(
    http: httpx.Client,
    base: str,
    articles: Iterable[Mapping[str, Any]],
    meanwhile: Callable[[], None] = lambda: None,
) -> list[str]:
    """Post articles as one NDJSON batch; their ids. A line that is asked to come back later is sent again."""
    waiting = [orjson.dumps(article) for article in articles]
    ids: list[str] = []
    until = time.monotonic() + PATIENCE_SECONDS
    while waiting:
        body = b"\n".join(waiting) + b"\n"
        headers = {"content-type": "application/x-ndjson"}
        answer = _patiently(
            lambda body=body, headers=headers: http.post(
                f"{base}/v1/articles:batch", content=body, headers=headers
            ),  # type: ignore[misc]
            meanwhile,
        )
        answer.raise_for_status()
        lines = [orjson.loads(line) for line in answer.content.splitlines() if line.strip()]
        ids += [line["id"] for line in lines if line["status"] == 202]
        wrong = [line for line in lines if line["status"] != 202 and line["status"] not in LATER]
        if wrong:
            raise Transient(f"expected every line to be taken, got {wrong[0]}")
        told = {line["line"] for line in lines if line["status"] == 202}
        waiting = [raw for number, raw in enumerate(waiting, start=1) if number not in told]
        if waiting and time.monotonic() > until:
            raise Transient(f"{len(waiting)} articles were not taken within {PATIENCE_SECONDS:g} s")
    return ids


def in_batches(
    articles: Sequence[Mapping[str, Any]], size: int = TOGETHER
) -> list[Sequence[Mapping[str, Any]]]:
    """The articles in pieces of one request each."""
    return [articles[start : start + size] for start in range(0, len(articles), size)]


def _patiently(send: Callable[[], httpx.Response], meanwhile: Callable[[], None]) -> httpx.Response:
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            answer = send()
        except httpx.TransportError as error:
            if time.monotonic() > until:
                raise Transient(f"ingest does not answer: {error!r}") from error
            answer = None
        if answer is not None and (answer.status_code not in LATER or time.monotonic() > until):
            return answer
        meanwhile()
        told = float(answer.headers.get("retry-after", 0.05)) if answer is not None else 0.05
        time.sleep(min(told, 1.0))
