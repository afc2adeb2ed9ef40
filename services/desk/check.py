"""`countercount check`: the contradictions among articles, found in one process without a server."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Annotated

import orjson
import typer
from rich.console import Console
from rich.markup import escape

from services.desk.inputs import Bad, articles_from
from services.desk.read import SOME_BAD
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
    extracted = tuple(_extracted(_unrepeated(articles_from(files or ["-"]), bad)))
    for line in bad:
        print(f"countercount check: {line}", file=sys.stderr)
    found = contradictions_among(extracted, datetime.now(UTC))
    if jsonl:
        sys.stdout.writelines(orjson.dumps(line_of(c)).decode() + "\n" for c in found)
        sys.stdout.flush()
    else:
        _show(found)
    if bad:
        raise typer.Exit(SOME_BAD)


def line_of(contradiction: Contradiction) -> dict[str, object]:
    """A contradiction as `check --jsonl` writes it."""
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
        "members": [_member(statement) for statement in contradiction.members],
    }


def _member(statement: Statement) -> dict[str, object]:
    """A statement with every place that states it; offsets are into the text, so titles stand apart."""
    member: dict[str, object] = {
        "claimant": statement.claimant,
        "low": statement.low,
        "high": statement.high,
        "mentions": [_mention(m) for m in statement.mentions if not m.in_title],
    }
    in_titles = [_mention(m) for m in statement.mentions if m.in_title]
    return member | {"title_mentions": in_titles} if in_titles else member


def _mention(mention: Mention) -> dict[str, object]:
    return {"doc": mention.article, "start": mention.start, "number": mention.number}


def _unrepeated(given: Iterable[Article | Bad], bad: list[Bad]) -> Iterator[Article]:
    """The articles, each id once; what cannot be used is put into `bad`."""
    seen: dict[str, Article] = {}
    for article in given:
        if isinstance(article, Bad):
            bad.append(article)
            continue
        before = seen.setdefault(article.id, article)
        if before is article:
            yield article
        elif before != article:
            bad.append(Bad(article.id, None, "expected one text under this id, got a second, different one"))


def _extracted(articles: Iterable[Article]) -> Iterator[FiguresExtracted]:
    from services.extract.core.reader import read
    from services.extract.core.theatres import messages_of

    for article in articles:
        yield from messages_of(article, read(article))


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
