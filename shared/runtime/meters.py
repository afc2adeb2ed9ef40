"""How a row of the catalogue becomes a Prometheus metric: made once, and touched so that graphs show 0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import product
from typing import Any, Literal

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    GCCollector,
    Histogram,
    PlatformCollector,
    ProcessCollector,
)

PREFIX = "countercount_"

#: Buckets of a duration, after OpenTelemetry's for messaging; seconds.
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)

#: Stands for "the lanes of this deployment" among a label's values.
LANES = "LANES"


@dataclass(frozen=True, slots=True)
class Row:
    """One metric: its name without the prefix, its type, a sentence, and every value of its labels."""

    name: str
    kind: Literal["counter", "gauge", "histogram"]
    sentence: str
    labels: Mapping[str, Sequence[str]] = field(default_factory=dict)
    services: Sequence[str] = ()
    """Services that export it; empty: those that the label `stage` names, or all."""
    buckets: Sequence[float] = SECONDS

    @property
    def full_name(self) -> str:
        """The name that Prometheus sees."""
        return PREFIX + self.name


class Meters:
    """The metrics of a process, by name."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.registry = CollectorRegistry()
        for collector in (ProcessCollector, PlatformCollector, GCCollector):
            collector(registry=self.registry)
        self.rows = {row.name: row for row in rows}
        self._made = {row.name: self._make(row) for row in self.rows.values()}
        self._child = lru_cache(maxsize=4096)(self._find)

    def metric(self, name: str, **labels: str) -> Any:
        """The counter (`inc`), gauge (`set`) or histogram (`observe`) with these label values."""
        return self._child(name, tuple(labels.items()))

    def touch(self, service: str, lanes: int) -> None:
        """Make every label combination that `service` can export, so that it starts at 0."""
        names = [f"{lane:02d}" for lane in range(lanes)]
        for row in self.rows.values():
            if row.services and service not in row.services:
                continue
            values = [
                names
                if allowed == (LANES,)
                else [service]
                if label == "stage" and service in allowed
                else allowed
                for label, allowed in row.labels.items()
            ]
            if "stage" in row.labels and service not in row.labels["stage"]:
                continue
            for combination in product(*values):
                self.metric(row.name, **dict(zip(row.labels, combination, strict=True)))

    def _find(self, name: str, labels: tuple[tuple[str, str], ...]) -> Any:
        made, row = self._made[name], self.rows[name]
        for label, value in labels:
            allowed = row.labels.get(label, ())
            if value not in allowed and tuple(allowed) != (LANES,):
                raise ValueError(
                    f"expected {label} of {row.full_name} to be one of {tuple(allowed)}, got {value!r}"
                )
        return made.labels(**dict(labels)) if labels else made

    def _make(self, row: Row) -> Any:
        name = row.full_name.removesuffix("_total") if row.kind == "counter" else row.full_name
        labels = tuple(row.labels)
        if row.kind == "counter":
            return Counter(name, row.sentence, labels, registry=self.registry)
        if row.kind == "gauge":
            return Gauge(name, row.sentence, labels, registry=self.registry)
        return Histogram(name, row.sentence, labels, registry=self.registry, buckets=tuple(row.buckets))
