"""What of an HTML page is the article is decided here: its words without menus, teasers, captions and notices.

Furniture is taken off the tree first (FURNITURE, by what elements are called), then trafilatura finds the
words, then lines that only furniture says (NOTICES) go. Both tables are what an expert may dispute.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from html import escape
from itertools import pairwise

from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.utils import load_html

from services.ingest.core.metadata import Metadata, metadata_of

#: Less than this many characters is a stub, a teaser or an error page and not a report.
LEAST_TEXT = 60

#: Elements that never hold an article's words.
FURNITURE_TAGS = (
    "nav", "aside", "footer", "figcaption", "figure", "form", "button", "dialog", "noscript", "template", "svg",
    "iframe", "select", "amp-sidebar", "amp-consent", "amp-ad", "amp-lightbox", "amp-carousel", "amp-img", "video",
    "audio", "picture", "object",
)  # fmt: skip

#: Words in an element's class, id, role or data-testid that say it is furniture. Whole words between hyphens,
#: underscores and capitals: "photo-caption" and "relatedLinks" are, "captioned-story-body" is not.
_FURNITURE = """
    caption captions credit credits related relatedlinks teaser teasers promo promos recommended
    recommendations recirculation recirc trending popular mostread cookie cookies consent gdpr newsletter
    newsletters subscribe subscription paywall regwall piano share sharing social breadcrumb breadcrumbs menu
    navigation nav sidebar footer comments comment advert advertisement ad ads adslot sponsored taboola
    outbrain gallery slideshow carousel lightbox ticker toolbar signup banner modal overlay popup tags
    taglist byline author-bio authorbio bio skip keywords correction-policy readmore nextstory upnext
    morefrom alsoread inread
"""
FURNITURE = frozenset(_FURNITURE.split())


#: Two words together that say the same.
FURNITURE_PAIRS = frozenset(
    {
        ("read", "more"), ("read", "next"), ("also", "read"), ("more", "stories"), ("more", "from"), ("see", "also"),
        ("most", "read"), ("most", "viewed"), ("up", "next"), ("next", "story"), ("you", "may"), ("author", "bio"),
        ("author", "box"), ("sign", "up"), ("skip", "link"), ("top", "stories"), ("latest", "news"), ("pull", "quote"),
        ("image", "text"), ("photo", "text"), ("media", "text"), ("visually", "hidden"), ("sr", "only"),
        ("screen", "reader"), ("topic", "list"), ("tag", "list"), ("story", "links"), ("further", "reading"),
    }
)  # fmt: skip

#: Never furniture, whatever they are called: without them there is no page.
STRUCTURE = ("html", "body", "main", "article")

#: An element that holds this part of the page's paragraphs is the article itself, whatever it is called.
MOST_OF_PAGE = 0.5

#: Lines that furniture says where it has no name. Matched whole, in lower case.
NOTICES = re.compile(
    r"""
      (?:read|see|watch|listen|also\ read|read\ also|read\ more|more|related|explainer|in\ pictures|don't\ miss)
      \s*[:|>»].*
    | (?:read|see)\ (?:more|also)\b.{0,120}
    | (?:advertisement|advertising|sponsored(?:\ content)?)
    | (?:story\ continues\ below|continue\ reading|article\ continues).*
    | (?:sign\ up|subscribe|log\ in|register|already\ a\ subscriber|get\ unlimited|to\ continue\ reading)\b.{0,200}
    | (?:photo|photograph|image|picture|video|file\ photo|illustration|credit|source)(?:\ by|\ credit|s)?\s*[:/].{0,160}
    | (?:\(?(?:ap|afp|reuters|epa|getty(?:\ images)?)(?:\ photo|\ file)?(?:/[\w\ .'-]{2,40})?\)?)
    | [©®].{0,160} | copyright\b.{0,160} | all\ rights\ reserved.{0,120}
    | (?:share|tweet|email|print|save|follow\ us|comments?|copy\ link)(?:\ (?:this|on|via|us|the)\b.{0,60})?
    | (?:last\ )?(?:updated|published|posted|modified)(?:\ (?:on|at))?\s*:?\s.{0,60}
    | (?:we|this\ (?:site|website))\ uses?\ cookies.{0,300} | accept\ (?:all\ )?cookies.*
    | \d+\ (?:min|minute)s?\ (?:read|ago) | \d+\ (?:hours?|days?)\ ago
    """,
    re.VERBOSE | re.DOTALL,
)

#: A sentence says something; a notice that runs on into one ("Updated: the toll rose to 12.") is kept.
_WORDY = 30


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
    _take_off_furniture(tree)
    found = bare_extraction(
        tree,
        include_comments=False,
        include_tables=True,
        deduplicate=False,
        with_metadata=False,
        favor_recall=False,
    )
    text = _without_notices(getattr(found, "text", None) or "", said.title)
    hidden = _without_notices(said.body, said.title)
    # A paywall shows two paragraphs and hands the rest to search engines.
    return hidden if len(hidden) > 1.5 * len(text) and len(hidden) > 300 else text


def _take_off_furniture(tree: HtmlElement) -> None:
    whole = max(1, _paragraph_length(tree))
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.tag in STRUCTURE or element.getparent() is None:
            continue
        if element.tag in FURNITURE_TAGS or _is_hidden(element) or _is_called_furniture(element):
            if _paragraph_length(element) > MOST_OF_PAGE * whole:
                continue
            element.drop_tree()


def _paragraph_length(element: HtmlElement) -> int:
    return sum(len(p.text_content()) for p in element.iter("p"))


def _is_hidden(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _is_called_furniture(element: HtmlElement) -> bool:
    named = " ".join(
        filter(
            None, (element.get("class"), element.get("id"), element.get("role"), element.get("data-testid"))
        )
    )
    if not named:
        return False
    for name in named.split():
        words = [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]
        if FURNITURE.intersection(words) or FURNITURE_PAIRS.intersection(pairwise(words)):
            return True
        if name.lower() in FURNITURE:
            return True
    return False


def _without_notices(text: str, title: str) -> str:
    kept: list[str] = []
    for line in text.splitlines():
        words = " ".join(line.split())
        if not words or _is_notice(words) or (not kept and words.casefold() == title.casefold()):
            continue
        kept.append(line.strip())
    return "\n".join(kept)


def _is_notice(line: str) -> bool:
    bare = line.strip("-–—•*[]").strip().lower()
    return len(bare.split()) <= _WORDY and NOTICES.fullmatch(bare) is not None


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
