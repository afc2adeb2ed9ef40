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
_OTHER_DAY = datetime(2004, 2, 2)  # noqa: DTZ001


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


#: Where time elements stand, the likeliest place first.
_TIMES = (
    "//time[@pubdate]",
    "//article//header//time",
    "//main//header//time",
    "//article//time",
    "//main//time",
    "//time",
)

#: Words in the name of an element that holds a date in plain words, and the tags that such elements are.
_NAMED = re.compile(r"(?i)date|time|publish|posted|byline|dateline|meta")
_NAMED_TAGS = ("span", "div", "p", "li", "small", "td", "b", "em", "i", "font")
_NAMED_LENGTH = 120

#: Names of boxes whose dates are those of other articles.
_OTHERS = re.compile(
    r"(?i)related|teaser|sidebar|most-?read|trending|recommend|comment|ticker|latest|promo|footer|copyright"
)
_CHANGED = re.compile(r"(?i)modified|updated|edited|revised")

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
#: "3 October 2020", "October 3rd, 2020", "2020-10-03", "3.10.2020", "3/10/2020", a time of day behind or before.
#: Not "October 2020", which names no day.
_IN_WORDS = re.compile(
    rf"(?i)\b(?:\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}[./]\d{1,2}[./]\d{4})\b"
)
_NUMBERS = re.compile(r"(\d{1,2})([./])(\d{1,2})[./](\d{4})\b(.*)")


def date_of(article: dict[str, Any], meta: Mapping[str, str], tree: HtmlElement, url: str) -> datetime | None:
    """When the page says that its article appeared; None where it does not say so."""
    stated = [text_of(article.get("datePublished")), *(meta.get(name) for name in DATE_NAMES)]
    stated += [text_of(article.get("dateCreated"))]
    for element in tree.xpath('//*[@itemprop="datePublished"]'):
        stated.append(element.get("datetime") or element.get("content") or element.text_content())
    for words in stated:
        if words and (moment := moment_in(words)):
            return moment
    addresses = (_date_in(url), _date_in(text_of(meta.get("og:url"))))
    return _of_time_elements(tree) or next(filter(None, addresses), None) or _of_named_elements(tree)


def moment_in(stated: str) -> datetime | None:
    """The moment that a page's date names; without a zone it is taken as UTC.

    A month without a day names none, and neither does 3/10/2020, which is two days.
    """
    stated = " ".join(stated.split())
    if not re.search(r"\d{4}", stated) or len(stated) > 60:
        return None
    try:
        moment = datetime.fromisoformat(stated)
    except ValueError:
        read = _in_words(stated)
        if read is None:
            return None
        moment = read
    if not 1900 <= moment.year <= 2100:
        return None
    try:
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _in_words(stated: str) -> datetime | None:
    if stated.isdigit():
        return _of_epoch(int(stated))
    numbers = _NUMBERS.match(stated)
    if numbers:
        one, mark, other, year, rest = numbers.groups()
        if mark == "/" and one != other and int(one) <= 12 and int(other) <= 12:
            return None
        day, month = (other, one) if int(other) > 12 else (one, other)
        stated = f"{year}-{month.zfill(2)}-{day.zfill(2)}{rest}"
    try:
        one_way = dateparser.parse(stated, default=_NO_DAY, tzinfos=_ZONES)
        other_way = dateparser.parse(stated, default=_OTHER_DAY, tzinfos=_ZONES)
    except (ValueError, OverflowError, TypeError, dateparser.ParserError):
        return None
    # What differs was taken from the default: the words name no whole day.
    return one_way if one_way == other_way else None


def _of_epoch(number: int) -> datetime | None:
    seconds = number / 1000 if number > 10**11 else float(number)
    return datetime.fromtimestamp(seconds, UTC) if 10**8 < seconds < 10**10 else None


def _of_time_elements(tree: HtmlElement) -> datetime | None:
    """The first time element that stands with the article, not with a teaser, and is no date of change."""
    for place in _TIMES:
        for element in tree.xpath(place):
            words = (
                element.text_content() + (element.getparent().text or "")
                if element.getparent() is not None
                else ""
            )
            if _is_of_others(element) or _CHANGED.search(words + (element.get("class") or "")):
                continue
            if moment := moment_in(element.get("datetime") or element.text_content()):
                return moment
    return None


def _of_named_elements(tree: HtmlElement) -> datetime | None:
    """A date in plain words, in an element whose name says that it holds one: `<span class="post-date">`."""
    for element in tree.iter(*_NAMED_TAGS):
        name = f"{element.get('class') or ''} {element.get('id') or ''}"
        if not _NAMED.search(name) or _is_of_others(element):
            continue
        words = " ".join(element.text_content()[: _NAMED_LENGTH * 2].split())
        # What is said of a change stands behind the word: "3 May 2020, updated 4 May 2020".
        before = _CHANGED.split(words, maxsplit=1)[0]
        found = _IN_WORDS.search(before) if len(words) <= _NAMED_LENGTH else None
        if found and (moment := moment_in(re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", found[0]))):
            return moment
    return None


def _is_of_others(element: HtmlElement) -> bool:
    return any(
        _OTHERS.search(f"{above.get('class') or ''} {above.get('id') or ''}")
        or above.tag in ("aside", "footer")
        for above in (element, *element.iterancestors())
        if above.tag not in ("html", "body")
    )


def _date_in(address: str) -> datetime | None:
    found = _DATE_IN_PATH.search(address)
    if not found:
        return None
    try:
        return datetime.combine(date(*(int(part) for part in found.groups())), time(), UTC)
    except ValueError:
        return None
