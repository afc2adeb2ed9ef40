"""Ingest's shell: its addresses, what runs beside them, and how the process starts."""

from __future__ import annotations

import orjson
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from services.ingest.adapters import Away, Full, Store, check_durability
from services.ingest.batch import BatchDoor
from services.ingest.bearer import Keyring
from services.ingest.core.pressure import Marks
from services.ingest.core.problems import Kind, problem
from services.ingest.docspage import page
from services.ingest.doors import ArticleDoor, House
from services.ingest.feeddoor import FeedDoor
from services.ingest.feeds import Feeds
from services.ingest.keeping import Keeper
from services.ingest.openapi import document
from services.ingest.pagereader import PageReader
from services.ingest.pressure import Pressure
from services.ingest.replies import problem_reply, raw_reply
from services.ingest.settings import IngestSettings
from services.ingest.troubles import store_problem
from shared.runtime.logs import logger
from shared.runtime.service import Runtime, Service, run

log = logger("ingest")


def build(runtime: Runtime[IngestSettings]) -> Service:
    """Everything that the process consists of."""
    house = _house(runtime)
    feeds = Feeds(house)
    keeper = Keeper(house.store, runtime.settings.ingest_keep_days)

    async def begin() -> None:
        """Before anything is taken: does what is written get on disk, and who may come in?"""
        settings = runtime.settings
        log.info("durability", by=await check_durability(house.store))
        if not await house.keyring.any():
            log.warning(
                "loopback_only",
                why="there are no keys; `countercount keys add NAME` makes one",
                host=settings.http_host,
            )
        await house.pressure.look()
        house.opened.set()

    async def close() -> None:
        house.pages.close()
        await feeds.close()

    return Service(
        app=application(house, feeds),
        background=[begin, house.pressure.watch, feeds.run, keeper.run],
        on_stop=[close],
    )


def application(house: House, feeds: Feeds) -> Starlette:
    """The addresses."""
    said = document(house.settings)
    as_json, as_page = orjson.dumps(said), page(said).encode()
    one, many, list_of_feeds = ArticleDoor(house), BatchDoor(house), FeedDoor(house, feeds)

    async def openapi(_: Request) -> Response:
        return raw_reply(200, as_json)

    async def docs(_: Request) -> Response:
        return raw_reply(200, as_page, kind="text/html; charset=utf-8")

    return Starlette(
        routes=[
            Route("/v1/articles", one.post, methods=["POST"]),
            Route("/v1/articles:batch", many.post, methods=["POST"]),
            Route("/v1/articles/{id}", one.get, methods=["GET"]),
            Route("/v1/feeds", list_of_feeds.get, methods=["GET"]),
            Route("/openapi.json", openapi, methods=["GET"]),
            Route("/docs", docs, methods=["GET"]),
            Route("/", docs, methods=["GET"]),
        ],
        exception_handlers={
            HTTPException: _on_http,
            Away: _on_store,
            Full: _on_store,
            ClientDisconnect: _on_gone,
            Exception: _on_bug,
        },
    )


def _house(runtime: Runtime[IngestSettings]) -> House:
    settings = runtime.settings
    store = Store(runtime.redis, settings.lanes, settings.ingest_store_seconds)
    marks = Marks(settings.ingest_backlog_mark, settings.ingest_memory_mark, settings.ingest_memory_bytes)
    return House(
        settings=settings,
        store=store,
        keyring=Keyring(store),
        pressure=Pressure(store, marks, settings.ingest_pressure_seconds),
        pages=PageReader(settings.ingest_page_workers, settings.ingest_page_seconds),
    )


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 405:
        allowed = (error.headers or {}).get("Allow", "")
        reply = await problem_reply(
            problem(Kind.METHOD_NOT_ALLOWED, f"expected {allowed}, came {request.method[:20]}")
        )
        reply.headers["Allow"] = allowed
        return reply
    return await problem_reply(problem(Kind.NOT_FOUND, "expected an address that /docs lists"))


async def _on_store(request: Request, error: Exception) -> Response:
    assert isinstance(error, Away | Full)
    log.warning("store_trouble", error=str(error))
    return await problem_reply(store_problem(error), request)


async def _on_gone(_: Request, __: Exception) -> Response:
    return Response(status_code=499)


async def _on_bug(_: Request, error: Exception) -> Response:
    log.error("request_failed", exc_info=error)
    return await problem_reply(problem(Kind.INTERNAL, "the service failed; what happened is in its log"))


def main() -> None:
    """Run ingest."""
    run("ingest", IngestSettings, build)


if __name__ == "__main__":
    main()
