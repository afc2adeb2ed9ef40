"""What a page's JSON-LD says is read here: which of the things it describes is the article, and its words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from lxml.html import HtmlElement

#: JSON-LD types that are an article, from which the rest is read.
ARTICLES = (
    "NewsArticle",
    "ReportageNewsArticle",
    "Article",
    "LiveBlogPosting",
    "BlogPosting",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "OpinionNewsArticle",
    "Report",
    "WebPage",
)


def things_of(tree: HtmlElement) -> Iterator[dict[str, Any]]:
    """Everything that the page's JSON-LD describes; a broken block is passed over."""
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        raw = re.sub(
            r"^\s*(?:<!--|//\s*<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\s*\]\]>|\]\]>)\s*$",
            "",
            script.text_content(),
        )
        try:
            # Line ends and tabs within strings are the commonest fault; JSON forbids them.
            yield from _flat(orjson.loads(re.sub(r"[\x00-\x1f]+", " ", raw).strip().rstrip(";")), 0)
        except orjson.JSONDecodeError:
            continue


def article_of(things: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The thing that is the article: the surest type first, one with a date before one without."""
    ranked = [
        (ARTICLES.index(kind), "datePublished" not in thing, place, thing)
        for place, thing in enumerate(things)
        for kind in _types(thing)
        if kind in ARTICLES
    ]
    return min(ranked, key=lambda row: row[:3])[3] if ranked else {}


def body_of(article: dict[str, Any]) -> str:
    updates = article.get("liveBlogUpdate")
    posts = [p for p in updates if isinstance(p, dict)] if isinstance(updates, list) else []
    words = [_paragraphs(article.get("articleBody"))]
    for post in posts:
        words += [text_of(post.get("headline")), _paragraphs(post.get("articleBody"))]
    return "\n".join(part for part in words if part)


def _flat(value: Any, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(value, list):
        for one in value[:200]:
            yield from _flat(one, depth + 1)
    elif isinstance(value, dict):
        yield value
        for name in ("@graph", "mainEntity", "mainEntityOfPage", "publisher", "isPartOf"):
            yield from _flat(value.get(name), depth + 1)


def _types(thing: dict[str, Any]) -> tuple[str, ...]:
    kinds = thing.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    return tuple(kind.rsplit("/", 1)[-1] for kind in kinds if isinstance(kind, str))


def _paragraphs(value: Any) -> str:
    return re.sub(r"\s*<[^<>]{1,200}>\s*", "\n", value).strip() if isinstance(value, str) else ""


def text_of(value: Any) -> str:
    """A value as words: the first of a list, "" where it is no string."""
    if isinstance(value, list):
        value = value[0] if value else ""
    return " ".join(value.split()) if isinstance(value, str) else ""
