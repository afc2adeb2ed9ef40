"""How an accepted article is written down: the message's JSON, made without a second validation.

A test holds these bytes against `ArticleAccepted`, whose schema they must meet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import orjson

from services.ingest.core.identity import article_id, text_hash


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as it will go down the line, before it has a revision."""

    url: str
    outlet: str
    title: str
    text: str
    published_at: datetime | None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The parts of an article that are written: its id, hash, meta and the rest of its message."""

    id: str
    text_hash: str
    meta: bytes
    received_at: str
    rest: bytes


def written(draft: Draft, now: datetime) -> Written:
    """The article as bytes. `rest` follows `{"article":{"revision":R,"theatres_before":T,`."""
    name = article_id(draft.url, draft.outlet, draft.title, draft.published_at, draft.text)
    received = _moment(now)
    meta: dict[str, str | None] = {
        "url": draft.url,
        "outlet": draft.outlet,
        "title": draft.title,
        "published_at": None if draft.published_at is None else _moment(draft.published_at),
        "language": draft.language,
    }
    rest = orjson.dumps({"id": name, "text": draft.text, "received_at": received, **meta})[1:] + b"}"
    return Written(name, text_hash(draft.title, draft.text), orjson.dumps(meta), received, rest)


def _moment(moment: datetime) -> str:
    return moment.isoformat().replace("+00:00", "Z")
