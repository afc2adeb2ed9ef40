"""What an operator can set of ingest, beside what every service has."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field

from shared.runtime.settings import Listed, Settings

MEGABYTE = 1 << 20


class IngestSettings(Settings):
    """Settings of ingest; each is an environment variable, `COUNTERCOUNT_INGEST_...`."""

    ingest_max_body: int = Field(default=4 * MEGABYTE, ge=1024)
    """Bytes of one article's body, as sent and unpacked."""
    ingest_max_batch: int = Field(default=64 * MEGABYTE, ge=1024)
    """Bytes of a batch, as sent."""
    ingest_max_batch_unpacked: int = Field(default=256 * MEGABYTE, ge=1024)
    """Bytes of a batch, unpacked."""
    ingest_max_lines: int = Field(default=20_000, ge=1)
    """Lines of a batch."""
    ingest_body_seconds: float = Field(default=30.0, gt=0)
    """Longest wait for the next piece of a body."""

    ingest_store_seconds: float = Field(default=5.0, gt=0)
    """Longest wait for the store before the answer is 503."""
    ingest_backlog_mark: int = Field(default=50_000, ge=1)
    """Messages that may wait before any one stage; past it the answer is 503."""
    ingest_memory_mark: float = Field(default=0.85, gt=0, le=1)
    """Part of the server's memory limit that may be used; past it the answer is 503."""
    ingest_memory_bytes: int = Field(default=0, ge=0)
    """The same as a number of bytes, for a server without a limit of its own; 0: none."""
    ingest_pressure_seconds: float = Field(default=0.5, gt=0)
    """How often backlog and memory are looked at."""

    ingest_page_workers: int = Field(default=1, ge=1, le=64)
    """Processes that read HTML pages; each starts with the first page."""
    ingest_page_seconds: float = Field(default=20.0, gt=0)
    """Longest time that one page may take to read."""

    ingest_keep_days: float = Field(default=90.0, ge=0)
    """Days for which an article's figures stay with it, for GET /v1/articles/{id}; 0: for ever."""

    ingest_feeds: Path | None = None
    """feeds.toml: the RSS and Atom feeds to poll; none if not set."""
    ingest_allow_networks: Listed = ()
    """Private networks (CIDR) from which feeds may be fetched; every other address must be public."""
    ingest_allow_ports: Listed = ()
    """Ports beside 80 and 443 from which feeds may be fetched; "any" for all."""
    ingest_fetch_seconds: float = Field(default=30.0, gt=0)
    """Longest time that one fetch may take."""
    ingest_user_agent: str = "countercount/0.1 (reads news feeds)"
    """How the poller names itself to outlets."""
