"""feeds.toml is read here: which feeds there are and how each is polled. A mistake stops the start, by name.

[defaults]
interval = "10m"

[[feed]]
url = "https://news.example/rss.xml"
outlet = "The Example Courier"     # else the feed's own title
interval = "5m"                    # 1m to 1d
full_text = true                   # fetch each article's page; false takes what the feed itself carries
language = "en"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.ingest.core.addresses import NotAnAddress, canonical
from shared.contracts.errors import Misconfigured
from shared.contracts.ids import content_id

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
LEAST_INTERVAL, MOST_INTERVAL, USUAL_INTERVAL = 60, 86400, 600

FIELDS = ("url", "outlet", "interval", "full_text", "language", "name")


@dataclass(frozen=True, slots=True)
class Feed:
    """One feed as the operator wrote it down."""

    id: str
    url: str
    outlet: str = ""
    interval: int = USUAL_INTERVAL
    full_text: bool = True
    language: str = ""


def feeds_in(text: str) -> tuple[Feed, ...]:
    """The feeds of a feeds.toml; `Misconfigured` names the feed and what was expected."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise Misconfigured(f"feeds.toml: {error}") from error
    unknown = set(told) - {"feed", "defaults"}
    if unknown:
        raise Misconfigured(f"feeds.toml: expected [defaults] and [[feed]], got {sorted(unknown)}")
    rows = told.get("feed", [])
    if not isinstance(rows, list):
        raise Misconfigured("feeds.toml: expected [[feed]] (a list), got [feed]")
    feeds = tuple(_feed(told.get("defaults", {}) | row, place) for place, row in enumerate(rows, start=1))
    twice = {feed.url for feed in feeds if sum(other.id == feed.id for other in feeds) > 1}
    if twice:
        raise Misconfigured(f"feeds.toml: expected each feed once, got twice: {sorted(twice)}")
    return feeds


def _feed(row: Mapping[str, Any], place: int) -> Feed:
    where = f"feeds.toml, feed {place} ({str(row.get('url', 'without url'))[:80]})"
    unknown = set(row) - set(FIELDS)
    if unknown:
        raise Misconfigured(f"{where}: expected fields among {', '.join(FIELDS)}, got {sorted(unknown)}")
    try:
        url = canonical(str(row.get("url", "")))
    except NotAnAddress as error:
        raise Misconfigured(f"{where}: url: {error}") from error
    full_text = row.get("full_text", True)
    if not isinstance(full_text, bool):
        raise Misconfigured(f"{where}: expected full_text to be true or false, got {full_text!r}")
    return Feed(
        id=content_id("feed", url),
        url=url,
        outlet=str(row.get("outlet", "")),
        interval=_seconds(row.get("interval", USUAL_INTERVAL), where),
        full_text=full_text,
        language=str(row.get("language", "")),
    )


def _seconds(came: object, where: str) -> int:
    found = re.fullmatch(r"(\d{1,6})\s*([smhd]?)", str(came).strip())
    seconds = int(found[1]) * UNITS[found[2] or "s"] if found else 0
    if not LEAST_INTERVAL <= seconds <= MOST_INTERVAL:
        raise Misconfigured(f'{where}: expected an interval from "1m" to "1d", got {came!r}')
    return seconds
