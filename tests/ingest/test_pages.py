"""Real pages are a mess: of each, the article's words and nothing else, with its title, outlet, date and language."""

from __future__ import annotations

import re
import tomllib
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from services.ingest.core.pages import Page, page_of, page_of_bytes, page_of_fragment

PAGES = Path(__file__).parent / "pages"
EXPECTED = tomllib.loads((PAGES / "expected.toml").read_text(encoding="utf-8"))

with_an_article = pytest.mark.parametrize(
    "name", [name for name, row in EXPECTED.items() if not row.get("reason")]
)
without_one = pytest.mark.parametrize("name", [name for name, row in EXPECTED.items() if row.get("reason")])


@cache
def furniture() -> dict[str, str]:
    parts = re.split(r"<!-- (\w+) -->\n", (PAGES / "furniture.html").read_text(encoding="utf-8"))
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@cache
def read(name: str) -> Page:
    html = re.sub(
        r"\{\{(\w+)\}\}", lambda found: furniture()[found[1]], (PAGES / f"{name}.html").read_text("utf-8")
    )
    row = EXPECTED[name]
    return page_of_bytes(html.encode(row.get("encoding", "utf-8"), "replace"), "", row.get("found_at", ""))


def test_there_are_twenty_seven_pages_and_each_says_what_must_come_out():
    assert {path.stem for path in PAGES.glob("[0-9]*.html")} == set(EXPECTED)
    assert len(EXPECTED) == 27


@with_an_article
def test_the_words_of_the_article_are_read(name: str):
    text = read(name).text
    assert [words for words in EXPECTED[name]["says"] if words not in text] == []


@with_an_article
def test_menus_teasers_captions_and_notices_stay_out(name: str):
    text = " ".join(read(name).text.split())
    assert [words for words in EXPECTED[name].get("silent", ()) if words in text] == []
    lines = re.findall(r">([^<>]{8,})<", "".join(furniture().values()))
    assert len(lines) > 30
    assert [line for line in lines if " ".join(line.split()) in text] == []


@with_an_article
def test_title_outlet_date_and_language_are_right(name: str):
    page, row = read(name), EXPECTED[name]
    assert page.title == row["title"]
    assert page.outlet == row.get("outlet", "")
    assert page.published_at == datetime.fromisoformat(row["date"])
    assert page.language == row.get("language", "")
    assert page.url == row.get("url", "")


@without_one
def test_a_page_without_an_article_says_so(name: str):
    page, row = read(name), EXPECTED[name]
    assert page.text == ""
    assert page.reason
    assert page.title == row.get("title", page.title)
    assert page.outlet == row.get("outlet", page.outlet)


def test_a_pdf_is_refused_with_the_reason():
    assert "PDF" in page_of("%PDF-1.7 trailer").reason


def test_a_page_of_nothing_but_markup_is_refused():
    assert page_of("<div>" * 5000).reason
    assert page_of("").reason


def test_what_a_feed_carries_is_read_without_a_page_around_it():
    html = "<p>The army said that 12 of its men were killed in the north.</p><p>Nine more were hurt, it said later.</p>"
    page = page_of_fragment(html, "Twelve killed <in the north>")
    assert page.text.splitlines() == [
        "The army said that 12 of its men were killed in the north.",
        "Nine more were hurt, it said later.",
    ]
    assert page.title == "Twelve killed <in the north>"


STORY = (
    "<h1>Twelve killed at the pass</h1>"
    "<p>Shelling killed 12 soldiers near the northern pass on Friday, the defence ministry said in a statement.</p>"
    "<p>Nine more were taken to a hospital in the valley, a doctor there said, and two of them may not live.</p>"
)
REST = "<p>The shelling began at dawn and went on until noon, and 30 houses burnt down, the mayor said later.</p>"

COMMENTS = "<p>I say 999 died there, and nobody tells.</p>" * 60
TEASERS = "<article><p>Train leaves the rails, 999 dead, officials say.</p></article>" * 40
CAPTION = "<p><figure><figcaption>999 men in a row</figcaption></figure></p>"

WRAPPED = {
    "a form around the whole page": f"<form id='aspnetForm'><ul class='menu'></ul>{STORY}{REST}</form>",
    "a wrapper that tells of a sidebar": f"<div class='page has-sidebar menu-open social'>{STORY}{REST}</div>",
    "a paywall's name around the rest": f"<article>{STORY}<div class='paywall'>{REST * 3}</div></article>",
    "sharing buttons' name on the body": f"<div class='entry sharing-enabled'>{STORY}{REST}</div>",
    "comments longer than the article": f"<article>{STORY}{REST}</article><div class='comments'>{COMMENTS}</div>",
    "teasers longer than the article": f"<article>{STORY}{REST}</article><div class='related'>{TEASERS}</div>",
    "the article's own name for its body": f"<div itemprop='articleBody' class='promo gallery'>{STORY}{REST}</div>",
    "a figure within a paragraph": f"<article>{STORY}{CAPTION}{REST}</article>",
}


@pytest.mark.parametrize("how", WRAPPED)
def test_the_article_is_not_lost_to_the_name_of_a_wrapper_nor_drowned_by_others(how: str):
    text = page_of(f"<html lang='en'><body>{WRAPPED[how]}</body></html>").text
    assert "12 soldiers" in text
    assert "Nine more" in text
    assert "30 houses" in text
    assert "999" not in text
