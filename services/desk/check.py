"""`countercount check`: the contradictions among articles, found in one process without a server."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape

from services.desk.inputs import Bad, articles_from
from services.desk.read import SOME_BAD, reading_of
from shared.contracts.articles import Article
from shared.contracts.contradictions import Contradiction, Mention, Statement
from shared.contracts.figures import FiguresExtracted

#: Colours by severity, as a reader of the terminal expects them.
COLOURS = {"low": "cyan", "medium": "yellow", "high": "red", "critical": "bold red"}


def check(
    files: Annotated[list[str] | None, typer.Argument(help='Files, or "-" for standard input.')] = None,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON line a contradiction.")] = False,
) -> None:
    """Show the contradictions among articles: plain text, HTML pages or NDJSON. No server is needed."""
    from services.reconcile.core.check import contradictions_among

    bad: list[Bad] = []
    docs: dict[str, str] = {}
    extracted = tuple(_extracted(_unrepeated(articles_from(files or ["-"]), bad, docs), bad))
    for line in bad:
        print(f"countercount check: {line}", file=sys.stderr)
    found = contradictions_among(extracted, datetime.now(UTC))
    if jsonl:
        sys.stdout.writelines(orjson.dumps(line_of(c, docs)).decode() + "\n" for c in found)
        sys.stdout.flush()
    else:
        _show(found)
    if bad:
        raise typer.Exit(SOME_BAD)


def line_of(contradiction: Contradiction, docs: Mapping[str, str] | None = None) -> dict[str, object]:
    """A contradiction as `check --jsonl` writes it; `docs`: the id under which an article was given, if another."""
    return {
        "id": contradiction.id,
        "kind": contradiction.kind.value,
        "severity": contradiction.severity.value,
        "why": contradiction.why,
        "arithmetic": contradiction.arithmetic,
        "story": contradiction.story,
        "main": contradiction.main,
        "case": contradiction.case_name or contradiction.case,
        "row": contradiction.row,
        "members": [_member(statement, docs or {}) for statement in contradiction.members],
    }


def _member(statement: Statement, docs: Mapping[str, str]) -> dict[str, object]:
    """A statement with every place that states it; offsets are into the text, so titles stand apart."""
    member: dict[str, object] = {
        "claimant": statement.claimant,
        "low": statement.low,
        "high": statement.high,
        "mentions": [_mention(m, docs) for m in statement.mentions if not m.in_title],
    }
    in_titles = [_mention(m, docs) for m in statement.mentions if m.in_title]
    return member | {"title_mentions": in_titles} if in_titles else member


def _mention(mention: Mention, docs: Mapping[str, str]) -> dict[str, object]:
    return {
        "doc": docs.get(mention.article, mention.article),
        "start": mention.start,
        "number": mention.number,
    }


def _unrepeated(given: Iterable[Article | Bad], bad: list[Bad], docs: dict[str, str]) -> Iterator[Article]:
    """The articles, each once; what cannot be used is put into `bad`.

    Two different texts under one id are two articles: the second gets an id of its own, and `docs` tells
    under which id it was given.
    """
    seen: dict[str, list[Article]] = {}
    for article in given:
        if isinstance(article, Bad):
            bad.append(article)
            continue
        before = seen.setdefault(article.id, [])
        if article in before:
            continue
        before.append(article)
        if len(before) == 1:
            yield article
        else:
            own = f"{article.id} ({len(before)})"
            docs[own] = article.id
            yield article.model_copy(update={"id": own})


def _extracted(articles: Iterable[Article], bad: list[Bad]) -> Iterator[FiguresExtracted]:
    from services.extract.core.theatres import messages_of

    for article in articles:
        reading = reading_of(article)
        if isinstance(reading, Bad):
            bad.append(reading)
        else:
            yield from messages_of(article, reading)


def _show(found: Sequence[Contradiction]) -> None:
    console = Console(highlight=False)
    for c in found:
        colour = COLOURS[c.severity.value]
        case = escape(c.case_name or c.case)
        console.print(f"\n[{colour}]{c.severity.value.upper()}[/] {c.kind.value} · {case} · {c.id}")
        console.print(f"  {escape(c.why)}")
        for member in c.members:
            _show_member(console, member)
    console.print(f"\n{len(found)} contradiction{'' if len(found) == 1 else 's'}")


def _show_member(console: Console, member: Statement) -> None:
    first = member.mentions[0] if member.mentions else None
    number = first.number if first else "?"
    who = member.claimant or member.outlet or "the article"
    console.print(f"  - [bold]{escape(number)}[/], {escape(who)}")
    for mention in member.mentions[:3]:
        place = mention.outlet or mention.article
        console.print(f"      {escape(place)}: “{escape(mention.quote)}”", style="dim")
