"""`countercount read`: the figures of articles, as a table or one JSON line an article."""

from __future__ import annotations

import sys
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.table import Table

from services.desk.inputs import Bad, articles_from
from shared.contracts.articles import Article
from shared.contracts.figures import Figure, Reading

#: Exit status when a line or file could not be read; the others were.
SOME_BAD = 2


def read(
    files: Annotated[list[str] | None, typer.Argument(help='Files, or "-" for standard input.')] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON line an article.")] = False,
) -> None:
    """Show the figures of articles: plain text, HTML pages or NDJSON.

    NDJSON has one article a line: {"doc" or "id", "text", "title"?, "outlet"?, "date" or "published_at"?}.
    """
    bad = 0
    console = Console(highlight=False)
    for given in articles_from(files or ["-"]):
        if isinstance(given, Bad):
            print(f"countercount read: {given}", file=sys.stderr)
            bad += 1
            continue
        reading = reading_of(given)
        if isinstance(reading, Bad):
            print(f"countercount read: {reading}", file=sys.stderr)
            bad += 1
            # The line stays, so that what comes out has as many lines as what went in.
            reading = Reading(doc=given.id)
        if jsonl:
            sys.stdout.write(line_of(given, reading))
        else:
            _show(console, given, reading)
    sys.stdout.flush()
    if bad:
        raise typer.Exit(SOME_BAD)


def reading_of(article: Article) -> Reading | Bad:
    """What one article says; where the reader itself fails over it, that."""
    # The reader compiles its rules when it is imported.
    from services.extract.core.reader import read as read_article

    try:
        return read_article(article)
    except Exception as error:
        return Bad(article.id, None, f"the reader failed: {type(error).__name__}: {error}")


def line_of(article: Article, reading: Reading) -> str:
    """The JSON line of one article, under the id that it was given with."""
    return orjson.dumps(reading.model_dump(mode="json") | {"doc": article.id}).decode() + "\n"


def _show(console: Console, article: Article, reading: Reading) -> None:
    table = Table(title=_heading(article), title_justify="left", title_style="bold", expand=False)
    for column in ("number", "measure", "who", "claimant", "place", "when", "note"):
        table.add_column(column, overflow="fold")
    for figure in (*reading.title_figures, *reading.figures):
        table.add_row(*_cells(figure))
    if table.row_count:
        console.print(table)
    else:
        why = f" ({reading.not_read.value})" if reading.not_read else ""
        console.print(f"[bold]{_heading(article)}[/]: no figures{why}")
    for remark in reading.remarks:
        console.print(
            f"  {remark.kind.value}: {remark.claimant or 'the text'}: “{remark.words}”", markup=False
        )


def _heading(article: Article) -> str:
    return " · ".join(part for part in (article.id, article.outlet, article.title) if part)


def _cells(figure: Figure) -> tuple[str, ...]:
    who = " ".join(dict.fromkeys(part for part in (figure.party, figure.victim or figure.role.value) if part))
    notes = [figure.span.value] if figure.span != "incident" else []
    if figure.in_title:
        notes.append("in the title")
    if figure.part_of is not None:
        notes.append(f"part of #{figure.part_of}")
    if figure.same_as is not None:
        notes.append(f"repeats #{figure.same_as}")
    if figure.stance != "asserts":
        notes.append(figure.stance.value)
    number = f"#{figure.index} {figure.number}"
    return (number, figure.measure.value, who, figure.claimant, figure.place, figure.when, ", ".join(notes))
