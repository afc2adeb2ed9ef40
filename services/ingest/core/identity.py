"""What makes two submissions the same article, and when its text counts as changed, is decided here."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b

from services.ingest.core.addresses import page_name
from shared.contracts.ids import content_id


def article_id(url: str, outlet: str, title: str, published_at: datetime | None, text: str) -> str:
    """The id: of the page where there is an address, else of outlet, title and day.

    An article without address and title has nothing but its text to be known by, so a change of the text
    makes another article of it.
    """
    if url:
        return content_id("art", "page", page_name(url))
    day = published_at.date().isoformat() if published_at else None
    named = "" if title.strip() else text_hash("", text)
    return content_id("art", "words", _bare(outlet), _bare(title), day, named)


def text_hash(title: str, text: str) -> str:
    """What changes when the words change: the title counts; line ends, outer white space, outlet and date do not."""
    digest = blake2b(title.strip().encode(), digest_size=10)
    digest.update(b"\x00")
    words = text.replace("\r\n", "\n") if "\r" in text else text
    digest.update(words.strip().encode())
    return digest.hexdigest()


def _bare(words: str) -> str:
    return " ".join(words.casefold().split())
