"""`countercount why`: an alert's members, words, articles, rules, row of the verdict table and arithmetic."""

from __future__ import annotations

import asyncio
import sys
from typing import Annotated

import typer

from services.desk.address import ADDRESS_HELP, settings_for
from services.reconcile.core.explain import Explanation, explanation_of, lines_of
from services.reconcile.ledgerreads import LedgerReads
from shared.contracts.errors import Misconfigured
from shared.runtime.connection import RedisError, connect

NOT_FOUND, NO_SERVER = 1, 2


def why(
    contradiction: Annotated[str, typer.Argument(help="Id of a contradiction: con_...")],
    json: Annotated[bool, typer.Option("--json", help="Everything as one JSON object.")] = False,
    redis_url: Annotated[str, typer.Option(help=ADDRESS_HELP)] = "",
) -> None:
    """Show why a contradiction was found: who said what where, and what makes it impossible."""
    try:
        found = asyncio.run(_explained(contradiction, redis_url))
    except (Misconfigured, RedisError, OSError) as error:
        print(f"countercount why: no server to ask: {error}", file=sys.stderr)
        raise typer.Exit(NO_SERVER) from error
    if found is None:
        print(f"countercount why: the ledger holds no contradiction {contradiction}", file=sys.stderr)
        raise typer.Exit(NOT_FOUND)
    if json:
        print(found.model_dump_json(indent=2))
        return
    for line in lines_of(found):
        print(line)


async def _explained(contradiction: str, url: str) -> Explanation | None:
    settings = await settings_for(url)
    redis = connect(settings)
    try:
        entries = await LedgerReads(redis, settings.lanes).story_of(contradiction)
    finally:
        await redis.aclose()
    return explanation_of(entries[contradiction], entries) if contradiction in entries else None
