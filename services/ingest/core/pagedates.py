"""When a page says that it appeared is read here: the surest statement first, a date of change never."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from typing import Any

from dateutil import parser as dateparser
from lxml.html import HtmlElement

from services.ingest.core.linkeddata import text_of

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


def date_of(article: dict[str, Any], meta: Mapping[str, str], tree: HtmlElement, url: str) -> datetime | None:
    stated = [text_of(article.get("datePublished")), *(meta.get(name) for name in DATE_NAMES)]
    stated += [text_of(article.get("dateCreated"))]
    for element in tree.xpath('//*[@itemprop="datePublished"]'):
        stated.append(element.get("datetime") or element.get("content") or element.text_content())
    for words in stated:
        if words and (moment := moment_in(words)):
            return moment
    return _date_of_time_elements(tree) or _date_in(url) or _date_in(text_of(meta.get("og:url")))


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
