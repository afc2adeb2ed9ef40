"""What a feed says is read here: its entries with address, title, date and whatever words it carries itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from typing import Any

import feedparser

from services.ingest.core.addresses import NotAnAddress, canonical
from shared.contracts.ids import content_id

#: Entries read of one feed; feeds hold 10 to 100, archives sent by mistake hold thousands.
MOST_ENTRIES = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as its feed announces it."""

    url: str
    title: str
    published_at: datetime | None
    html: str
    """The words that the feed itself carries: the whole article, or a teaser."""
    mark: str
    """Changes when the feed says anything else of it."""


@dataclass(frozen=True, slots=True)
class FeedPage:
    """A feed as it was read; `fault` says why there are no entries."""

    title: str = ""
    language: str = ""
    entries: tuple[Entry, ...] = ()
    fault: str = ""


def feed_of(raw: bytes) -> FeedPage:
    """The entries of an RSS or Atom document, newest last, so that they go into the line as they came up."""
    # Never an address: feedparser would fetch it.
    told = feedparser.parse(raw, resolve_relative_uris=False, sanitize_html=False)
    entries = [entry for item in told.entries[:MOST_ENTRIES] if (entry := _entry(item))]
    if not entries:
        sound = told.get("version") and not told.get("bozo") and told.feed.get("title")
        fault = "" if sound else f"expected RSS or Atom: {told.get('bozo_exception', 'it is neither')}"
        return FeedPage(_words(told.feed.get("title")), "", (), str(fault)[:200])
    entries.sort(key=lambda entry: entry.published_at or datetime.min.replace(tzinfo=UTC))
    language = str(told.feed.get("language") or "")[:2].lower()
    return FeedPage(_words(told.feed.get("title")), language, tuple(entries))


def _entry(item: Any) -> Entry | None:
    try:
        url = canonical(str(item.get("feedburner_origlink") or item.get("link") or ""))
    except NotAnAddress:
        return None
    html = max([str(part.get("value") or "") for part in item.get("content", [])], key=len, default="")
    html = html or str(item.get("summary") or "")
    title = _words(item.get("title"))
    # Outlets that change a text without a word change at least its `updated`.
    mark = content_id("mark", title, html, dict.get(item, "updated"))
    return Entry(url, title, _moment(item), html, mark)


def _moment(item: Any) -> datetime | None:
    for name in ("published_parsed", "updated_parsed", "created_parsed"):
        parts = dict.get(item, name)  # its own `get` takes "updated" for "published" and warns
        if parts:
            try:
                return datetime(*(int(part) for part in parts[:6]), tzinfo=UTC)  # type: ignore[misc, arg-type]
            except (ValueError, OverflowError):
                continue
    return None


def _words(value: Any) -> str:
    return " ".join(unescape(str(value or "")).split())[:1000]
