"""Which parts of a page are furniture and not the article is decided here: menus, teasers, captions, notices.

Elements are known by what they are and what they are called; lines that got through, by what only furniture
says. All of it is tables, for an expert to dispute.
"""

from __future__ import annotations

import re
from itertools import pairwise

from lxml.html import HtmlElement

#: Elements that never hold an article's words.
TAGS = frozenset(
    {
        "nav", "aside", "footer", "figcaption", "figure", "form", "button", "dialog", "noscript", "template", "svg",
        "iframe", "select", "video", "audio", "picture", "object", "amp-sidebar", "amp-consent", "amp-ad",
        "amp-lightbox", "amp-carousel", "amp-img", "script", "style",
    }
)  # fmt: skip

#: Words in an element's class, id, role or data-testid that say it is about something else than this article;
#: it goes however large it is. Whole words between hyphens, underscores and capitals: "photo-caption" and
#: "relatedLinks" are meant, "captioned-story-body" is not.
_ELSEWHERE = """
    caption captions teaser teasers related relatedlinks relatedposts recommended recommendations recirculation
    recirc trending popular mostread cookie cookies consent gdpr newsletter newsletters comments comment advert
    advertisement adslot sponsored taboola outbrain readmore nextstory upnext morefrom alsoread inread breadcrumb
    breadcrumbs onetrust
"""
ELSEWHERE = frozenset(_ELSEWHERE.split())

#: Words that wrappers around the whole page bear too ("has-sidebar", "menu-open"): the element goes unless it
#: holds most of the page's words or its heading.
_AROUND = """
    credit credits promo promos share sharing sharedaddy social menu navigation nav sidebar footer ad ads gallery
    slideshow carousel lightbox ticker toolbar signup banner modal overlay popup tags taglist byline authorbio bio
    skip keywords complementary contentinfo
"""
AROUND = frozenset(_AROUND.split())

#: Two words in a row that say the same as AROUND.
PAIRS = frozenset(
    {
        ("read", "more"), ("read", "next"), ("also", "read"), ("more", "stories"), ("more", "from"), ("see", "also"),
        ("most", "read"), ("most", "viewed"), ("up", "next"), ("next", "story"), ("you", "may"), ("author", "bio"),
        ("author", "box"), ("sign", "up"), ("skip", "link"), ("top", "stories"), ("latest", "news"), ("pull", "quote"),
        ("image", "text"), ("photo", "text"), ("media", "text"), ("visually", "hidden"), ("sr", "only"),
        ("screen", "reader"), ("topic", "list"), ("tag", "list"), ("story", "links"), ("further", "reading"),
    }
)  # fmt: skip

#: Names of what stands before a paywall, and of the article behind it too ("paywall" is schema.org's own example
#: for the latter): it goes only where it asks for something.
GATES = frozenset({"paywall", "regwall", "piano", "subscription", "subscribe", "subscriber", "meter"})
ASKS = re.compile(
    r"(?i)\b(?:subscri|log in|sign in|register|unlimited|keep reading|continue reading|cancel any)"
)

#: Headings over what is about something else; their box goes where it is a small part of the page.
HEADINGS = re.compile(
    r"""(?ix)
      (?:other|more|latest|top|related|recommended|popular|trending|breaking)
        (?:\ (?:news|stories|articles|posts|reading|links|headlines|on\ this\ (?:story|topic)|from\ .{1,40}))?
    | most\ (?:read|viewed|popular|shared) | read\ (?:more|next) | see\ also | also\ read | up\ next | next\ story
    | you\ (?:may|might)\ (?:also\ )?like.{0,20} | editor[’']?s[’']?\ picks? | share\ this.{0,20} | in\ other\ news
    """
)
_HEADING_TAGS = ("h2", "h3", "h4", "h5", "h6", "b", "strong", "p", "div", "span", "td", "th", "caption", "dt")
SMALL_PART, MOST = 0.3, 0.5

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
    | .{0,60}\(@\w{1,30}\).{0,30}
    """,
    re.VERBOSE | re.DOTALL,
)
#: Words of a notice at most; a longer line is a sentence that only begins like one.
_NOTICE_WORDS, _NOTICE_LENGTH = 30, 400

#: A table with a paragraph of so many characters, or with the page's heading, holds no data.
_LAYOUT_WORDS = 80

_PAGE = ("html", "body", "main")


def take_off(tree: HtmlElement) -> None:
    """Take the furniture off a page."""
    for element in list(tree.iter("script", "style")):
        _drop(element)
    whole = max(1, len(tree.text_content()))
    for element in list(tree.iter()):
        if isinstance(element.tag, str) and element.tag not in _PAGE and _goes(element, whole):
            _drop(element)
    for element in list(tree.iter(*_HEADING_TAGS)):
        _drop_box_under(element, whole)


def straighten(tree: HtmlElement) -> None:
    """Tables that only lay out the page become boxes; a line break within a sentence becomes a space."""
    for table in list(tree.iter("table")):
        if any(
            len(part.text_content()) > _LAYOUT_WORDS or part.tag != "p"
            for part in table.iter("p", "h1", "form")
        ):
            for part in table.iter("table", "tbody", "thead", "tr", "td", "th"):
                part.tag = "div"
    for line_break in list(tree.iter("br")):
        if (line_break.tail or "").lstrip()[:1].islower():
            line_break.tail = f" {(line_break.tail or '').lstrip()}"
            line_break.drop_tag()


def without_notices(text: str, title: str) -> str:
    """The text without lines that only furniture says, and without its title said again."""
    kept: list[str] = []
    for line in text.splitlines():
        words = " ".join(line.split())
        if not words or is_notice(words) or (not kept and words.casefold() == title.casefold()):
            continue
        kept.append(line.strip())
    return "\n".join(kept)


def is_notice(line: str) -> bool:
    """Whether a line is furniture's.

    >>> is_notice("Photo: Lens Agency"), is_notice("Photos of 12 dead men were shown on state television.")
    (True, False)
    """
    bare = line.strip("-–—•*[]| ").lower()
    return (
        len(bare) <= _NOTICE_LENGTH
        and len(bare.split()) <= _NOTICE_WORDS
        and NOTICES.fullmatch(bare) is not None
    )


def _goes(element: HtmlElement, whole: int) -> bool:
    if element.get("itemprop") == "articleBody":
        return False
    words = _called(element)
    if ELSEWHERE.intersection(words):
        return not _has_heading(element)
    if element.tag == "article":
        return False
    if GATES.intersection(words):
        return ASKS.search(element.text_content()[:2000]) is not None and not _holds_page(element, whole)
    around = AROUND.intersection(words) or PAIRS.intersection(pairwise(words))
    if element.tag in TAGS or around or _is_hidden(element):
        return not _holds_page(element, whole)
    return False


def _called(element: HtmlElement) -> list[str]:
    """The words of which its names are made, in order."""
    words: list[str] = []
    for attribute in ("class", "id", "role", "data-testid"):
        for name in (element.get(attribute) or "").split():
            words += [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)]
    return words


def _holds_page(element: HtmlElement, whole: int) -> bool:
    return _has_heading(element) or len(element.text_content()) > MOST * whole


def _has_heading(element: HtmlElement) -> bool:
    return next(element.iter("h1"), None) is not None


def _is_hidden(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _drop_box_under(heading: HtmlElement, whole: int) -> None:
    if len(heading) > 3 or not HEADINGS.fullmatch(" ".join(heading.text_content()[:80].split()).rstrip(":")):
        return
    box = heading.getparent()
    if box is None or box.tag in (*_PAGE, "article") or _has_heading(box):
        return
    if len(box.text_content()) <= SMALL_PART * whole:
        _drop(box)


def _drop(element: HtmlElement) -> None:
    if element.getparent() is not None:
        element.drop_tree()
