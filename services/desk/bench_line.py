"""How fast the whole line goes on this machine: articles a second, and the time from a 202 to its webhook."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from typing import Any

import httpx
from redis import Redis

from services.desk.corpus import Text, is_named, made_up
from services.desk.demo import subscribe, wait_idle
from services.desk.lookout import Lookout
from services.desk.posting import in_batches, post_article, post_batch
from services.desk.processes import Line
from services.desk.synthetic import PLACES

#: Articles a second at which the time to the webhook is measured, and for how long.
PACE = 20.0
PACE_SECONDS = 15.0
WARM_UP = 40
#: Made-up articles that the line is fed, where no file is named: enough for a second or more.
LOAD = 1_500


def rows(texts: Sequence[Text], thorough: bool) -> Iterator[tuple[str, str]]:
    """What was measured, as label and value."""
    with tempfile.TemporaryDirectory(prefix="countercount-") as folder:
        with Line(Path(folder) / "speed") as line, httpx.Client(timeout=60) as http:
            load = made_up(LOAD * (4 if thorough else 1))
            yield from _speed(line, http, load, "made-up articles")
        if is_named(texts):
            with Line(Path(folder) / "named") as line, httpx.Client(timeout=60) as http:
                yield from _speed(line, http, texts, "articles of the file")
        with Lookout() as lookout, Line(Path(folder) / "delay") as line, httpx.Client(timeout=60) as http:
            lookout.secret = subscribe(http, line, lookout.url)
            yield from _delay(line, http, lookout, PACE_SECONDS * (4 if thorough else 1))


def _speed(line: Line, http: httpx.Client, texts: Sequence[Text], what: str) -> Iterator[tuple[str, str]]:
    base, redis = line.url("ingest"), Redis.from_url(line.address)
    post_batch(
        http, base, [t.as_posted() | {"url": f"https://warm.example/{n}"} for n, t in enumerate(texts[:50])]
    )
    wait_idle(line, redis, 120)
    load = [text.as_posted() for text in texts]
    began = time.perf_counter()
    for batch in in_batches(load):
        post_batch(http, base, batch)
    posted = time.perf_counter() - began
    wait_idle(line, redis, 600)
    through = time.perf_counter() - began
    yield f"through the line in batches, {len(load):,} {what}", f"{len(load) / through:,.0f} articles/s"
    yield "  of which accepting them", f"{len(load) / posted:,.0f} articles/s"


def _delay(line: Line, http: httpx.Client, lookout: Lookout, seconds: float) -> Iterator[tuple[str, str]]:
    base = line.url("ingest")
    for number in range(WARM_UP):
        post_article(http, base, disputed(number))
    wait_idle(line, Redis.from_url(line.address), 60)
    accepted: dict[str, float] = {}
    began = time.monotonic()
    count = int(PACE * seconds)
    for number in range(count):
        # Keep the pace whatever a single post takes: those who wait must not thin the load out.
        time.sleep(max(0.0, began + number / PACE - time.monotonic()))
        accepted[post_article(http, base, disputed(WARM_UP + number))] = time.monotonic()
    wait_idle(line, Redis.from_url(line.address), 60)
    time.sleep(0.5)
    first: dict[str, float] = {}
    for alert in lookout.alerts():
        for article in alert.body["data"].get("because_of", ()):
            first.setdefault(article, alert.at)
    waits = [first[article] - at for article, at in accepted.items() if article in first]
    label = f"from 202 to webhook at {PACE:g} articles/s"
    if len(waits) < 2:
        yield label, f"no alerts came ({len(accepted)} articles)"
        return
    p = quantiles(waits, n=100)
    yield (
        label,
        f"p50 {p[49] * 1000:.0f} ms, p99 {p[98] * 1000:.0f} ms ({len(waits)} of {count} articles rang)",
    )


def disputed(number: int) -> dict[str, Any]:
    """A report in which two sources count the same dead differently; each plays on a day of its own."""
    town, country = PLACES[number % len(PLACES)]
    day = datetime(2010, 1, 1, 12, tzinfo=UTC) + timedelta(days=3 * number)
    low = 10 + number % 7
    text = (
        f"{town.upper()} - A car bomb killed {low} people in {town} in {country} on {day:%A}, police said.\n\n"
        f"The interior ministry said that {3 * low + 20} people were killed in the car bombing in {town} on {day:%A}."
    )
    return {
        "url": f"https://pace.example/{number}",
        "outlet": "Harbour Wire",
        "title": f"Car bomb in {town}",
        "text": text,
        "published_at": day.isoformat(),
    }
