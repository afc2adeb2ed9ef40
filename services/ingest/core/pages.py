"""What of an HTML page is the article is decided here: its words without menus, teasers, captions and notices.

Furniture is taken off the tree first, then trafilatura finds the words, then lines that only furniture says
go (furniture.py holds the tables of both). What the page says of itself is read by metadata.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from html import escape

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from services.ingest.core.furniture import straighten, take_off, without_notices
from services.ingest.core.metadata import Metadata, metadata_of

#: Less than this many characters is a stub, a teaser or an error page and not a report.
LEAST_TEXT = 60


@dataclass(frozen=True, slots=True)
class Page:
    """A page's article; `reason` says why there is none."""

    text: str = ""
    title: str = ""
    outlet: str = ""
    published_at: datetime | None = None
    language: str = ""
    url: str = ""
    reason: str = ""


def page_of(html: str, url: str = "") -> Page:
    """The article of a page; `url` is where it was found."""
    if html.lstrip()[:5].startswith("%PDF-"):
        return Page(reason="it is a PDF, whose words have no order that could be relied on")
    tree = load_html(html)
    if tree is None:
        return Page(reason="it is not HTML")
    said = metadata_of(tree, url)
    text = _words_of(tree, said)
    if len(text) < LEAST_TEXT:
        reason = (
            "no article was found in it: menus, teasers and captions only"
            if not text
            else (f"only {len(text)} characters of words were found in it")
        )
        return Page("", said.title, said.outlet, said.published_at, said.language, said.url, reason)
    return Page(text, said.title, said.outlet, said.published_at, said.language, said.url)


def _words_of(tree: HtmlElement, said: Metadata) -> str:
    take_off(tree)
    straighten(tree)
    found = bare_extraction(
        tree,
        include_comments=False,
        include_tables=True,
        deduplicate=False,
        with_metadata=False,
        favor_recall=False,
    )
    text = without_notices(getattr(found, "text", None) or "", said.title)
    hidden = without_notices(said.body, said.title)
    # A paywall shows two paragraphs and hands the rest to search engines.
    return hidden if len(hidden) > 1.5 * len(text) and len(hidden) > 300 else text


#: Where an HTML page names its own encoding.
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)


def page_of_bytes(raw: bytes, charset: str = "", url: str = "") -> Page:
    """The article of a page as it was fetched; `charset` is what its Content-Type said."""
    named = _META_CHARSET.search(raw[:4096])
    for name in (
        charset,
        "utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "",
        named[1].decode() if named else "",
        "utf-8",
    ):
        try:
            if name:
                return page_of(raw.decode(name), url)
        except (LookupError, UnicodeDecodeError):
            continue
    return page_of(raw.decode("cp1252", "replace"), url)


def page_of_fragment(html: str, title: str, url: str = "") -> Page:
    """The article that a feed carries whole: words with some markup, without a page around them."""
    said = escape(title)
    return page_of(
        f"<html><head><title>{said}</title></head><body><article><h1>{said}</h1>{html}</article></body></html>",
        url,
    )
