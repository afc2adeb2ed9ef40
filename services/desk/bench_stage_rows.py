"""The speed of a stage's loop as rows of the bench: medians, with the ratio to the bare loop of the same run."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import median

from services.desk.bench_stage import bench_stage
from services.desk.corpus import Text

RUNS = 3


def rows(_: Sequence[Text], thorough: bool) -> Iterator[tuple[str, str]]:
    """What was measured, as label and value."""
    runs = [bench_stage(60_000 if thorough else 20_000) for _ in range(RUNS)]
    yield (
        f"a stage, empty handler, batches of {runs[0].batch}",
        f"{median(r.stage for r in runs):,.0f} messages/s",
    )
    yield (
        "  beside: bare redis-py loop, messages validated",
        f"{median(r.bare for r in runs):,.0f} messages/s",
    )
    yield "  beside: the same, messages not looked at", f"{median(r.unread for r in runs):,.0f} messages/s"
    yield "  the stage over the bare loop", f"{median(r.ratio for r in runs):.2f}"
