"""`countercount compare`: do the figures of text B hold, given text A? No server is needed."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated, BinaryIO

import orjson
import typer
from rich.console import Console
from rich.markup import escape

from services.desk.inputs import Bad
from services.desk.read import SOME_BAD

#: Colours by verdict.
COLOURS = {"agrees": "green", "contradicts": "red", "unrelated": "yellow"}
#: A text longer than this is not looked for as a file: no path is so long.
LONGEST_PATH = 1024


def compare(
    given: Annotated[
        list[str] | None,
        typer.Argument(
            help="Text A and text B, each a file or the words themselves; with --jsonl, files of lines."
        ),
    ] = None,
    jsonl: Annotated[
        bool,
        typer.Option(
            "--jsonl", help='Read {"id", "a", "b"} a line, write {"id", "verdict", "reason"} a line.'
        ),
    ] = False,
) -> None:
    """Do the figures of text A and text B agree: does what B counts hold, given A?"""
    if jsonl:
        _compare_lines(given or ["-"])
    elif given and len(given) == 2:
        _compare_texts(given[0], given[1])
    else:
        print("countercount compare: expected two texts or files, or --jsonl", file=sys.stderr)
        raise typer.Exit(SOME_BAD)


def answers_to(source: Iterable[bytes], name: str) -> Iterator[dict[str, str] | Bad]:
    """The answer to every line of a source, in order, under the id that it came with."""
    # Rules are compiled when they are first used.
    from services.desk.comparing.verdict import compare as compared

    for number, line in enumerate(source, start=1):
        if not line.strip():
            continue
        try:
            name_of, a, b = _asked(line, number)
        except ValueError as error:
            yield Bad(name, number, str(error))
            continue
        found = compared(a, b)
        yield {"id": name_of, "verdict": found.verdict.value, "reason": found.reason}


def _compare_lines(paths: Iterable[str]) -> None:
    bad = 0
    for path in paths:
        with ExitStack() as opened:
            try:
                source: BinaryIO = (
                    sys.stdin.buffer if path == "-" else opened.enter_context(Path(path).open("rb"))
                )
            except OSError as error:
                print(
                    f"countercount compare: {Bad(path, None, str(error.strerror or error))}", file=sys.stderr
                )
                bad += 1
                continue
            for answer in answers_to(source, path):
                if isinstance(answer, Bad):
                    print(f"countercount compare: {answer}", file=sys.stderr)
                    bad += 1
                else:
                    sys.stdout.write(orjson.dumps(answer).decode() + "\n")
    sys.stdout.flush()
    if bad:
        raise typer.Exit(SOME_BAD)


def _compare_texts(a: str, b: str) -> None:
    from services.desk.comparing.verdict import compare as compared

    found = compared(_text_of(a), _text_of(b))
    console = Console(highlight=False)
    console.print(f"[{COLOURS[found.verdict.value]}]{found.verdict.value}[/]: {escape(found.reason)}")
    for support in found.supports:
        by = f" · A: “{support.by}”" if support.by else ""
        console.print(f"  B: “{support.amount.words}” is {support.how.value}{by}", markup=False)


def _asked(line: bytes, number: int) -> tuple[str, str, str]:
    """The id and the two texts of a line; raises ValueError with what was expected and what came."""
    try:
        given = orjson.loads(line.removeprefix(b"\xef\xbb\xbf"))
    except orjson.JSONDecodeError as error:
        raise ValueError(f"expected one JSON object, got: {error}") from error
    if not isinstance(given, dict):
        raise ValueError(f"expected a JSON object, got a {type(given).__name__}")
    for key in ("a", "b"):
        if not isinstance(given.get(key), str):
            raise ValueError(f'expected "{key}" to be a string, got {given.get(key)!r:.60}')
    name = given.get("id")
    return f"line-{number}" if name is None else str(name), given["a"], given["b"]


def _text_of(given: str) -> str:
    """The words of a file where one of that name is, else the words as given."""
    if len(given) <= LONGEST_PATH and "\0" not in given and "\n" not in given and Path(given).is_file():
        return Path(given).read_text(encoding="utf-8", errors="replace")
    return given
