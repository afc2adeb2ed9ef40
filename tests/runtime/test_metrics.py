"""The catalogue: every metric has its row, and every row can be touched."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from prometheus_client import generate_latest

from shared.runtime.keys import ARTICLES, CONTRADICTIONS, FIGURES
from shared.runtime.labels import VERDICT_ROWS
from shared.runtime.meters import LANES, Meters, Row
from shared.runtime.metrics import CATALOGUE, STAGES, STREAMS

_VERDICTS = Path(__file__).parents[2] / "services/reconcile/core/verdicts.toml"
#: `metric("name", ...)`; the manual's own `metric("name")` is none.
_COUNTED = re.compile(r'(?<!`)metric\(\s*"([a-z0-9_]+)"')
_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row.name)
def test_every_row_is_named_as_prometheus_wants_it(row):
    assert _NAME.fullmatch(row.name)
    assert not row.name.startswith("countercount")
    assert row.sentence.endswith(".")
    assert (row.kind == "counter") == row.name.endswith("_total")
    if row.kind == "histogram":
        assert list(row.buckets) == sorted(row.buckets)
    for label, values in row.labels.items():
        assert _NAME.fullmatch(label)
        assert values, f"{row.name} lists no values of {label}"


def test_every_metric_of_the_catalogue_is_counted_somewhere_and_no_other_is():
    root = Path(__file__).parents[2]
    sources = [
        path.read_text("utf-8") for top in ("services", "shared") for path in (root / top).rglob("*.py")
    ]
    counted = {name for source in sources for name in _COUNTED.findall(source)}
    assert counted == {row.name for row in CATALOGUE}


def test_names_are_used_once():
    names = [row.name for row in CATALOGUE]
    assert len(names) == len(set(names))


def test_the_streams_are_those_of_the_keys():
    assert set(STREAMS) == {ARTICLES, FIGURES, CONTRADICTIONS}


def test_every_row_of_the_verdict_table_is_a_label():
    rows = tomllib.loads(_VERDICTS.read_text(encoding="utf-8"))["row"]
    assert tuple(row["id"] for row in rows) == VERDICT_ROWS


@pytest.mark.parametrize("service", [*STAGES, "ingest"])
def test_every_value_shows_nought_from_the_start(service):
    meters = Meters(CATALOGUE)
    meters.touch(service, lanes=2)
    text = generate_latest(meters.registry).decode()
    if service in STAGES:
        assert (
            f'countercount_stage_dead_letters_total{{lane="01",stage="{service}",why="poison"}} 0.0' in text
        )
    other = {"extract", "reconcile"} - {service}
    assert not any(f'stage="{name}"' in text for name in other)


def test_a_value_that_the_catalogue_does_not_list_is_refused():
    meters = Meters([Row("odd_total", "counter", "Odd things.", {"why": ("a", "b"), "lane": (LANES,)})])
    meters.metric("odd_total", why="a", lane="00").inc()
    with pytest.raises(ValueError, match="expected why of countercount_odd_total"):
        meters.metric("odd_total", why="c", lane="00")
