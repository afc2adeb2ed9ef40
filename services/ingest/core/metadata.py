"""What a page says of itself is read here: title, outlet, date, language and address, the surest source first.

| what | sources, in order |
|---|---|
| title | JSON-LD headline, og:title, twitter:title, h1, title element without the outlet's name |
| outlet | JSON-LD publisher, og:site_name, application-name, what stands behind the last bar of the title element |
| date | JSON-LD datePublished, article:published_time and its kin, itemprop, time element, date in the address |
| language | JSON-LD inLanguage, html lang, content-language, og:locale |
| address | link rel=canonical, og:url: where it is of the same outlet and not its front page |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

import orjson
from dateutil import parser as dateparser
from lxml.html import HtmlElement

from services.ingest.core.addresses import TWIN_HOSTS, NotAnAddress, canonical, host_of

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

#: Names of meta elements that hold the date of publication. "modified" is another date and never taken.
DATE_NAMES = (
    "article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "date_published",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "publish_date",
    "pubdate",
    "publication_date",
    "originalpublicationdate",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "cxenseparse:recs:publishtime",
    "bt:pubdate",
    "date",
)

#: /2020/10/03/ or /2020-10-03- in an address. Not /20201003, which may be any number.
_DATE_IN_PATH = re.compile(r"/((?:19|20)\d{2})[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?=[/-])")

#: What parts the title from the outlet: "Floods kill 12 | The Courier".
_BAR = re.compile(r"\s+[|–—·•»-]\s+|\s+::\s+")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says of itself; "" or None where it says nothing."""

    title: str = ""
    outlet: str = ""
    published_at: datetime | None = None
    language: str = ""
    url: str = ""
    body: str = ""
    """The article's words where JSON-LD carries them (many paywalls do)."""


def metadata_of(tree: HtmlElement, url: str = "") -> Metadata:
    """What the page says of itself; `url` is where it was found."""
    meta = _metas(tree)
    things = tuple(_things(tree))
    article = _article(things)
    outlet = _outlet(article, things, meta)
    heading, behind = _parted(_words(tree.findtext(".//title")), outlet)
    return Metadata(
        title=_first(
            (
                _text(article.get("headline")),
                meta.get("og:title"),
                meta.get("twitter:title"),
                _h1(tree),
                heading,
            ),
            outlet,
        ),
        outlet=outlet or behind,
        published_at=_date(article, meta, tree, url),
        language=_language(article, meta, tree),
        url=_address(tree, meta, url),
        body=_body(article),
    )


def moment_in(stated: str) -> datetime | None:
    """The moment that a page's date names; without a zone it is taken as UTC."""
    stated = stated.strip()
    if not re.search(r"\d{4}", stated) or len(stated) > 60:
        return None
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        try:
            moment = dateparser.parse(stated, default=_NO_DAY, tzinfos=_ZONES)
        except (ValueError, OverflowError, dateparser.ParserError):
            return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


#: What stands in where a date names no day; its zone is left open.
_NO_DAY = datetime(2000, 1, 1)  # noqa: DTZ001

#: Zones that outlets write by name, hours from UTC. Where a name has two meanings, the one news pages mean.
_ZONES = {
    name: int(hours * 3600)
    for name, hours in {
        "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
        "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "TRT": 3, "AST": 3, "GST": 4,
        "AMT": 4, "AZT": 4, "PKT": 5, "IST": 5.5, "WIB": 7, "ICT": 7, "SGT": 8, "HKT": 8, "JST": 9,
        "KST": 9, "AEST": 10, "AEDT": 11, "NZST": 12, "NZDT": 13, "SAST": 2, "WAT": 1, "EAT": 3,
    }.items()
}  # fmt: skip


def _metas(tree: HtmlElement) -> dict[str, str]:
    """The first value of each meta element, by its name in lower case."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = (
            element.get("property")
            or element.get("name")
            or element.get("itemprop")
            or element.get("http-equiv")
        )
        value = _words(element.get("content"))
        if name and value:
            found.setdefault(name.strip().lower(), value)
    return found


def _things(tree: HtmlElement) -> Iterator[dict[str, Any]]:
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


def _article(things: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The thing that is the article: the surest type first, one with a date before one without."""
    ranked = [
        (ARTICLES.index(kind), "datePublished" not in thing, place, thing)
        for place, thing in enumerate(things)
        for kind in _types(thing)
        if kind in ARTICLES
    ]
    return min(ranked, key=lambda row: row[:3])[3] if ranked else {}


def _outlet(article: dict[str, Any], things: Iterable[dict[str, Any]], meta: dict[str, str]) -> str:
    publisher = article.get("publisher")
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    if isinstance(publisher, dict) and not publisher.get("name") and publisher.get("@id"):
        publisher = next((t for t in things if t.get("@id") == publisher["@id"] and t.get("name")), None)
    named = publisher.get("name") if isinstance(publisher, dict) else publisher
    site = meta.get("og:site_name") or meta.get("application-name") or meta.get("dc.publisher") or ""
    said = _text(named)
    return said if said and not said.startswith(("http", "@")) else site.lstrip("@")


def _first(titles: Iterable[str | None], outlet: str) -> str:
    for title in titles:
        if title and title.strip():
            return _parted(_words(title), outlet)[0]
    return ""


def _parted(title: str, outlet: str) -> tuple[str, str]:
    """A title element's headline, and the outlet that it ends in where it does."""
    bars = list(_BAR.finditer(title))
    if not bars:
        return title, ""
    if outlet:
        tail = title[bars[0].end() :]
        for bar in bars:
            tail = title[bar.end() :]
            if _same(tail, outlet) or (_same(tail.split(" | ")[-1], outlet) and len(tail) < 60):
                return title[: bar.start()], outlet
        return title, ""
    last = bars[-1]
    behind = title[last.end() :]
    short = 0 < len(behind.split()) <= 4 and len(title[: last.start()].split()) >= 3
    return (title[: last.start()], behind) if short else (title, "")


def _same(one: str, other: str) -> bool:
    def bare(words: str) -> str:
        return re.sub(r"^the|\W", "", words.casefold())

    return bool(bare(one)) and bare(one) == bare(other)


def _h1(tree: HtmlElement) -> str:
    return next((words for h1 in tree.iter("h1") if len(words := _words(h1.text_content())) > 10), "")


def _date(article: dict[str, Any], meta: dict[str, str], tree: HtmlElement, url: str) -> datetime | None:
    stated = [_text(article.get("datePublished")), *(meta.get(name) for name in DATE_NAMES)]
    stated += [_text(article.get("dateCreated"))]
    for element in tree.xpath('//*[@itemprop="datePublished"]'):
        stated.append(element.get("datetime") or element.get("content") or element.text_content())
    for words in stated:
        if words and (moment := moment_in(words)):
            return moment
    return _date_of_time_elements(tree) or _date_in(url) or _date_in(_text(meta.get("og:url")))


def _date_of_time_elements(tree: HtmlElement) -> datetime | None:
    """The first time element that stands with the article, not with a teaser, and is no date of change."""
    times = tree.xpath(
        "//time[@pubdate] | //article//header//time[@datetime] | //header//time[@datetime] | //main//time[@datetime]"
        " | //article//time[@datetime] | //time[@datetime]"
    )
    for element in times:
        around = " ".join(
            (above.get("class") or "") + (above.get("id") or "")
            for above in (element, *element.iterancestors())
        ).lower()
        words = (element.text_content() + (element.getparent().text or "")).lower()
        teaser = re.search(
            r"related|teaser|sidebar|most-read|trending|recommend|comment|ticker|latest|promo", around
        )
        if teaser or re.search(r"modified|updated", around + words):
            continue
        if moment := moment_in(element.get("datetime") or element.text_content()):
            return moment
    return None


def _date_in(address: str) -> datetime | None:
    found = _DATE_IN_PATH.search(address)
    if not found:
        return None
    try:
        return datetime.combine(date(*(int(part) for part in found.groups())), time(), UTC)
    except ValueError:
        return None


def _language(article: dict[str, Any], meta: dict[str, str], tree: HtmlElement) -> str:
    said = article.get("inLanguage")
    said = said.get("alternateName") or said.get("name") if isinstance(said, dict) else said
    html = tree if tree.tag == "html" else tree.find(".//html")
    lang = (
        (html.get("lang") or html.get("{http://www.w3.org/XML/1998/namespace}lang") or "")
        if html is not None
        else ""
    )
    for words in (_text(said), lang, meta.get("content-language"), meta.get("og:locale")):
        found = re.match(r"([A-Za-z]{2})(?:[-_].*)?$", (words or "").strip())
        if found:
            return found[1].lower()
    return ""


def _address(tree: HtmlElement, meta: dict[str, str], url: str) -> str:
    links = [
        link.get("href")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    for came in (*links, meta.get("og:url")):
        try:
            address = canonical(came or "")
        except NotAnAddress:
            continue
        if url and _home(host_of(address)) != _home(host_of(url)) and not _is_cache(host_of(url)):
            continue
        if address.split("://", 1)[1].partition("/")[2].strip("/"):
            return address
    return ""


def _home(host: str) -> str:
    for twin in TWIN_HOSTS:
        host = host.removeprefix(twin)
    return host


def _is_cache(host: str) -> bool:
    """AMP caches serve other outlets' pages under their own name."""
    return host.endswith((".cdn.ampproject.org", ".bing-amp.com")) or host == "www.google.com"


def _body(article: dict[str, Any]) -> str:
    updates = article.get("liveBlogUpdate")
    posts = [p for p in updates if isinstance(p, dict)] if isinstance(updates, list) else []
    words = [_paragraphs(article.get("articleBody"))]
    for post in posts:
        words += [_text(post.get("headline")), _paragraphs(post.get("articleBody"))]
    return "\n".join(part for part in words if part)


def _paragraphs(value: Any) -> str:
    return re.sub(r"\s*<[^<>]{1,200}>\s*", "\n", value).strip() if isinstance(value, str) else ""


def _text(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    return _words(value) if isinstance(value, str) else ""


def _words(value: str | None) -> str:
    return " ".join((value or "").split())
