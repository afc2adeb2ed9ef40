"""How processes log: JSON lines on stderr that carry service, stage, lane and, where it is known, the article."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import structlog
from structlog.contextvars import bind_contextvars, bound_contextvars, merge_contextvars

#: Libraries that tell at `info` what only matters when something is wrong.
_QUIET = ("faststream", "httpx", "httpcore", "uvicorn.access", "uvicorn.error", "redis")


def set_up(service: str, level: str = "info", form: str = "json") -> None:
    """Send our own and all libraries' records through one renderer to stderr."""
    before: list[Any] = [
        merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    render: Any = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()) if form == "text" else _as_json()
    after: list[Any] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if form != "text":
        after.append(structlog.processors.format_exc_info)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *before,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=before, processors=[*after, render])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, root.level))
        logging.getLogger(name).propagate = True
    bind_contextvars(service=service)


def logger(name: str = "") -> Any:
    """A logger: `log.info("event_name", field=value)`."""
    return structlog.get_logger(name or None)


@contextmanager
def about(**context: Any) -> Iterator[None]:
    """Within it, every record carries `context` (article, stage, lane)."""
    with bound_contextvars(**context):
        yield


def _as_json() -> Any:
    return structlog.processors.JSONRenderer(
        serializer=lambda value, **_: orjson.dumps(value, default=repr).decode()
    )
