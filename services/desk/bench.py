"""`countercount bench`: what this machine does, part by part, in one run; medians of several short runs."""

from __future__ import annotations

import importlib
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from typing import Annotated

import typer
from rich.console import Console

from services.desk.corpus import VARIABLE, Text, corpus
from shared.runtime.logs import set_up

#: The parts: name, what it measures, module. A module offers `rows(texts, thorough)`: labels and values.
PARTS: tuple[tuple[str, str, str], ...] = (
    ("read", "Reading", "services.desk.bench_reading"),
    ("stage", "A stage beside a bare loop", "services.desk.bench_stage_rows"),
    ("line", "The whole line", "services.desk.bench_line"),
    ("ingest", "The doors beside a bare app", "services.desk.bench_ingest"),
    ("notify", "Deliveries beside a bare loop", "services.desk.bench_notify"),
    ("reconcile", "The reconciler", "services.desk.bench_reconcile"),
)


def bench(
    parts: Annotated[
        list[str] | None, typer.Argument(help=f"Of {', '.join(p[0] for p in PARTS)}; all by default.")
    ] = None,
    articles: Annotated[
        str, typer.Option(help=f"NDJSON file to read instead of made-up articles; or {VARIABLE}.")
    ] = "",
    thorough: Annotated[bool, typer.Option(help="Longer runs: some minutes.")] = False,
) -> None:
    """Measure reading, stages, doors and the whole line on this machine."""
    known = [name for name, _, _ in PARTS]
    unknown = set(parts or ()) - set(known)
    if unknown:
        raise typer.BadParameter(f"expected parts of {', '.join(known)}, got {', '.join(sorted(unknown))}")
    # Stages that run within this process say when they start and stop; that is not what is asked.
    set_up("bench", "critical", "text")
    console = Console(highlight=False)
    texts = corpus(articles)
    console.print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {len(texts)} articles\n"
    )
    broken = 0
    for name, title, module in PARTS:
        if parts and name not in parts:
            continue
        console.print(f"[bold]{title}[/]")
        try:
            for label, value in _rows(module, texts, thorough):
                console.print(f"  {label:<58} {value}", markup=False, soft_wrap=True)
        except Exception as error:
            broken += 1
            sys.stderr.write(f"countercount bench: {name}: {type(error).__name__}: {error}\n")
    if broken:
        raise typer.Exit(1)


def _rows(module: str, texts: Sequence[Text], thorough: bool) -> Iterator[tuple[str, str]]:
    rows: Iterator[tuple[str, str]] = importlib.import_module(module).rows(texts, thorough)
    yield from rows
