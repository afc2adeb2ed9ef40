"""A service of notes to be run as a process of its own by the tests: counts each note, and passes it on."""

from __future__ import annotations

import asyncio
import os

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from shared.contracts.errors import Misconfigured
from shared.contracts.model import Contract
from shared.runtime import keys
from shared.runtime.commit import Commit, Outgoing, Received, Write
from shared.runtime.service import Runtime, Service, run
from shared.runtime.settings import Settings
from shared.runtime.stage import Stage


class Note(Contract):
    """The same message as the tests'."""

    text: str


def build(runtime: Runtime[Settings]) -> Service:
    """What the environment variable MOOD asks for."""
    mood = os.environ.get("MOOD", "")

    async def on_notes(lane: int, batch: list[Received[Note]]) -> Commit:
        if mood == "slow":
            await asyncio.sleep(3600)
        if mood == "steady":
            await asyncio.sleep(0.005)
        return Commit(
            done=[one.entry for one in batch],
            writes=[Write("INCR", keys.key(lane, "note", one.message.text)) for one in batch],
            out=[Outgoing(keys.key(lane, keys.FIGURES), one.message, one.correlation) for one in batch],
        )

    async def hello(_: Request) -> JSONResponse:
        return JSONResponse({"hello": runtime.name})

    async def in_background() -> None:
        if mood == "misconfigured":
            raise Misconfigured("expected a list of feeds")
        tries = await runtime.redis.incr("background")
        if tries < 3:
            raise RuntimeError("not yet")

    if mood == "broken":
        raise RuntimeError("cannot be built")
    return Service(
        stages=[Stage("extract", keys.ARTICLES, Note, on_notes)],
        routes=[Route("/hello", hello)],
        background=[in_background],
    )


if __name__ == "__main__":
    run("extract", Settings, build)
