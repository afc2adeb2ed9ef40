"""Writes dashboards/countercount.json from the catalogue of metrics: `python deploy/grafana/dashboard.py`.

The first rows are chosen by hand and answer an operator's first questions; the rows after them show
every metric of the catalogue, by the sentence that it has there. A test holds file and catalogue together.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from shared.runtime.meters import PREFIX, Row
from shared.runtime.metrics import CATALOGUE

FILE = Path(__file__).with_name("dashboards") / "countercount.json"
DATASOURCE = {"type": "prometheus", "uid": "prometheus"}

#: The first rows: title, unit, and queries with their legends.
FIRST: tuple[tuple[str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Messages done a second",
        "ops",
        (
            (
                f'sum by (stage) (rate({PREFIX}stage_messages_total{{outcome="committed"}}[$__rate_interval]))',
                "{{stage}}",
            ),
        ),
    ),
    (
        "Waiting before each stage",
        "short",
        (
            (
                f"sum by (stage) (max by (stage, lane) ({PREFIX}stage_lag_messages)"
                f" + max by (stage, lane) ({PREFIX}stage_pending_messages))",
                "{{stage}}",
            ),
        ),
    ),
    (
        "Age of the oldest message",
        "s",
        ((f"max by (stage) ({PREFIX}stage_oldest_seconds)", "{{stage}}"),),
    ),
    (
        "Dead letters waiting",
        "short",
        ((f"sum by (stage) (max by (stage, lane) ({PREFIX}stage_dead_letters_waiting))", "{{stage}}"),),
    ),
    (
        "Processes that can work",
        "short",
        ((f"sum by (service) ({PREFIX}ready)", "{{service}}"),),
    ),
    (
        "From message to commit, p99",
        "s",
        (
            (
                f"histogram_quantile(0.99, sum by (stage, le) "
                f"(rate({PREFIX}stage_message_age_seconds_bucket[$__rate_interval])))",
                "{{stage}}",
            ),
        ),
    ),
)


def dashboard(rows: Iterable[Row] = CATALOGUE) -> dict[str, Any]:
    """The whole dashboard."""
    return {
        "uid": "countercount",
        "title": "Countercount",
        "tags": ["countercount"],
        "schemaVersion": 41,
        "editable": False,
        "refresh": "10s",
        "time": {"from": "now-30m", "to": "now"},
        "timezone": "utc",
        "panels": list(_panels(rows)),
    }


def text() -> str:
    """The file as it must stand."""
    return json.dumps(dashboard(), indent=1, ensure_ascii=False) + "\n"


def _panels(rows: Iterable[Row]) -> Iterator[dict[str, Any]]:
    number, y = 1, 0
    for place, (title, unit, queries) in enumerate(FIRST):
        yield _panel(number, title, unit, queries, place % 3 * 8, y + place // 3 * 8)
        number += 1
    y += (len(FIRST) + 2) // 3 * 8
    for topic, members in groupby(rows, key=lambda row: row.name.partition("_")[0]):
        yield {
            "id": number,
            "type": "row",
            "title": topic,
            "collapsed": False,
            "panels": [],
            "gridPos": _at(0, y, 24, 1),
        }
        number, y = number + 1, y + 1
        place = 0
        for place, row in enumerate(members):
            yield _panel(
                number, row.sentence, _unit(row), tuple(_queries(row)), place % 3 * 8, y + place // 3 * 8
            )
            number += 1
        y += (place + 3) // 3 * 8


def _queries(row: Row) -> Iterator[tuple[str, str]]:
    labels = [label for label in row.labels if label != "lane"]
    by = f" by ({', '.join(labels)})" if labels else ""
    legend = " ".join(f"{{{{{label}}}}}" for label in labels) or row.name
    if row.kind == "counter":
        yield f"sum{by} (rate({row.full_name}[$__rate_interval]))", legend
    elif row.kind == "gauge":
        yield f"max{by} ({row.full_name})", legend
    else:
        inner = f" by ({', '.join([*labels, 'le'])})"
        for quantile in (0.5, 0.99):
            rate = f"rate({row.full_name}_bucket[$__rate_interval])"
            yield f"histogram_quantile({quantile}, sum{inner} ({rate}))", f"{legend} p{quantile * 100:g}"


def _unit(row: Row) -> str:
    if row.kind == "counter":
        return "ops"
    for ending, unit in (("_seconds", "s"), ("_bytes", "bytes")):
        if row.name.endswith(ending):
            return unit
    return "short"


def _panel(
    number: int, title: str, unit: str, queries: tuple[tuple[str, str], ...], x: int, y: int
) -> dict[str, Any]:
    return {
        "id": number,
        "type": "timeseries",
        "title": title,
        "datasource": DATASOURCE,
        "gridPos": _at(x, y, 8, 8),
        "fieldConfig": {"defaults": {"unit": unit, "min": 0}, "overrides": []},
        "options": {"legend": {"displayMode": "list", "placement": "bottom"}, "tooltip": {"mode": "multi"}},
        "targets": [
            {"refId": chr(65 + place), "datasource": DATASOURCE, "expr": query, "legendFormat": legend}
            for place, (query, legend) in enumerate(queries)
        ],
    }


def _at(x: int, y: int, width: int, height: int) -> dict[str, int]:
    return {"x": x, "y": y, "w": width, "h": height}


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
