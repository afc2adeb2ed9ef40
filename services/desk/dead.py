"""`countercount dead`: messages that could not be processed: list them with their reasons, send them back."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable
from typing import Annotated, Any

import orjson
import typer
from rich.console import Console
from rich.table import Table

from services.desk.address import ADDRESS_HELP, settings_for
from shared.contracts.errors import Misconfigured
from shared.runtime.connection import Client, RedisError, connect
from shared.runtime.deadletters import DeadLetter, list_dead, redrive
from shared.runtime.groups import READERS
from shared.runtime.settings import Settings

app = typer.Typer(no_args_is_help=True)

STAGES = tuple(group for groups in READERS.values() for group in groups)
STAGE_HELP = f"One of {', '.join(STAGES)}; all where it is not said."


@app.command("list")
def list_(
    stage: Annotated[str, typer.Option(help=STAGE_HELP)] = "",
    most: Annotated[int, typer.Option(help="Show at most so many of a stage and lane.")] = 100,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON line a dead letter.")] = False,
    redis_url: Annotated[str, typer.Option(help=ADDRESS_HELP)] = "",
) -> None:
    """Show dead letters with their reasons, oldest first."""

    async def gather(redis: Client, settings: Settings) -> list[DeadLetter]:
        return [
            letter
            for name in _stages(stage)
            for lane in range(settings.lanes)
            for letter in await list_dead(redis, lane, name, most)
        ]

    letters = _with_server(redis_url, gather)
    if jsonl:
        sys.stdout.writelines(orjson.dumps(_row(letter)).decode() + "\n" for letter in letters)
        return
    table = Table(box=None, pad_edge=False)
    for column in ("stage", "id", "lane", "when", "article", "tries", "reason"):
        table.add_column(column, overflow="fold")
    for letter in letters:
        when = letter.at.isoformat(timespec="seconds")
        row = (letter.stage, letter.id, f"{letter.lane:02d}", when, letter.correlation)
        table.add_row(*row, str(letter.deliveries), letter.reason)
    Console(highlight=False, markup=False).print(table if letters else "No dead letters.")


@app.command("redrive")
def redrive_(
    ids: Annotated[
        list[str] | None, typer.Argument(help="Ids as `list` shows them; all where none is said.")
    ] = None,
    stage: Annotated[str, typer.Option(help=STAGE_HELP)] = "",
    redis_url: Annotated[str, typer.Option(help=ADDRESS_HELP)] = "",
) -> None:
    """Send dead letters back to where they came from, to be tried again."""

    async def send(redis: Client, settings: Settings) -> int:
        return sum(
            [
                await redrive(redis, lane, name, ids or None)
                for name in _stages(stage)
                for lane in range(settings.lanes)
            ]
        )

    sent = _with_server(redis_url, send)
    print(f"{sent} sent back")
    if ids and sent < len(set(ids)):
        raise typer.Exit(1)


def _stages(stage: str) -> tuple[str, ...]:
    if stage and stage not in STAGES:
        raise typer.BadParameter(f"expected one of {', '.join(STAGES)}, got {stage!r}")
    return (stage,) if stage else STAGES


def _with_server(url: str, call: Callable[[Client, Settings], Awaitable[Any]]) -> Any:
    async def run() -> Any:
        settings = await settings_for(url)
        redis = connect(settings)
        try:
            return await call(redis, settings)
        finally:
            await redis.aclose()

    try:
        return asyncio.run(run())
    except (RedisError, OSError, Misconfigured) as error:
        sys.stderr.write(f"countercount dead: {error}\n")
        raise typer.Exit(1) from error


def _row(letter: DeadLetter) -> dict[str, Any]:
    return {
        "stage": letter.stage,
        "id": letter.id,
        "lane": letter.lane,
        "at": letter.at.isoformat(),
        "article": letter.correlation,
        "deliveries": letter.deliveries,
        "reason": letter.reason,
        "stream": letter.stream,
        "entry": letter.entry,
    }
