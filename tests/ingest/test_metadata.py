"""What a page says of itself: small pages, one way of saying it each."""

from __future__ import annotations

import pytest

from services.ingest.core.metadata import metadata_of
from services.ingest.core.pagedates import moment_in

BODY = (
    "<article><h1>Twelve killed at the pass</h1>{}<p>Shelling killed 12 soldiers at the pass.</p></article>"
)


def said(head: str = "", body: str = "", url: str = "https://courier.example/a"):
    from trafilatura.utils import load_html

    return metadata_of(load_html(f"<html><head>{head}</head><body>{BODY.format(body)}</body></html>"), url)


@pytest.mark.parametrize(
    ("stated", "meant"),
    [
        ("2020-10-03T09:30:00+0400", "2020-10-03T05:30:00+00:00"),
        ("2020-10-03 09:30", "2020-10-03T09:30:00+00:00"),
        ("20201003T093000Z", "2020-10-03T09:30:00+00:00"),
        ("Sat, 03 Oct 2020 09:30:00 GMT", "2020-10-03T09:30:00+00:00"),
        ("October 3, 2020 9:30 am EST", "2020-10-03T14:30:00+00:00"),
        ("3 October 2020", "2020-10-03T00:00:00+00:00"),
        ("3.10.2020", "2020-10-03T00:00:00+00:00"),
        ("10/23/2020", "2020-10-23T00:00:00+00:00"),
        ("23/10/2020", "2020-10-23T00:00:00+00:00"),
        ("1601717400", "2020-10-03T09:30:00+00:00"),
        ("1601717400000", "2020-10-03T09:30:00+00:00"),
    ],
)
def test_these_dates_are_read(stated: str, meant: str):
    moment = moment_in(stated)
    assert moment is not None
    assert moment.isoformat() == meant


@pytest.mark.parametrize(
    "stated",
    ["", "today", "2020", "October 2020", "3/10/2020", "9:30", "page 2020 of 3000", "1" * 50, "32.10.2020"],
)
def test_these_name_no_day(stated: str):
    assert moment_in(stated) is None


@pytest.mark.parametrize(
    ("head", "body"),
    [
        ('<meta name="DC.Date.Issued" content="2020-10-03">', ""),
        (
            '<meta property="article:modified_time" content="2021-01-01"><meta name="pubdate" content="2020-10-03">',
            "",
        ),
        ("", '<time pubdate datetime="2020-10-03">x</time>'),
        (
            "",
            '<p>Updated <time datetime="2021-01-01">y</time></p><p>Published <time datetime="2020-10-03">x</time></p>',
        ),
        (
            "",
            '<div class="latest"><time datetime="2021-01-01"></time></div><time datetime="2020-10-03"></time>',
        ),
        ("", '<span class="post-date">Saturday, October 3rd, 2020</span>'),
        ("", '<p class="byline">By A. Writer | 3 October 2020 | Updated 5 October 2020</p>'),
        ("", '<span itemprop="datePublished" content="2020-10-03">Sat</span>'),
        (
            '<script type="application/ld+json">{"@type":"Article","datePublished":["2020-10-03"]}</script>',
            "",
        ),
    ],
)
def test_the_date_of_publication_is_found_and_no_other(head: str, body: str):
    moment = said(head, body).published_at
    assert moment is not None
    assert moment.date().isoformat() == "2020-10-03"


@pytest.mark.parametrize(
    "body",
    [
        '<p class="updated-date">Updated 5 October 2020</p>',
        '<div class="related-posts"><span class="date">5 October 2020</span></div>',
        "<footer><span class=date>1 January 2019</span></footer>",
        "<p>On 3 October 2020 the shelling began.</p>",
    ],
)
def test_a_page_that_does_not_say_when_has_no_date(body: str):
    assert said(body=body).published_at is None


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ('<meta property="og:site_name" content="Courier">', "Courier"),
        ("<title>Twelve killed at the pass | Courier</title>", "Courier"),
        ("<title>Twelve killed at the pass - world - The Courier</title>", "The Courier"),
        ("<title>Pass: 12 killed - a long and winding tale of a war in the north</title>", ""),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","publisher":"Courier"}</script>',
            "Courier",
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","publisher":{"@id":"#p"}},'
            '{"@type":"NewsMediaOrganization","@id":"#p","name":"Courier"}]}</script>',
            "Courier",
        ),
    ],
)
def test_the_outlet_is_found(head: str, outlet: str):
    assert said(head).outlet == outlet


@pytest.mark.parametrize(
    ("link", "url", "address"),
    [
        ("https://courier.example/b?utm_source=x", "https://courier.example/a", "https://courier.example/b"),
        ("https://www.courier.example/b", "https://amp.courier.example/b", "https://www.courier.example/b"),
        ("https://other.example/b", "https://courier.example/a", ""),
        ("https://courier.example/", "https://courier.example/a", ""),
        ("/b", "https://courier.example/a", ""),
        ("https://courier.example/b", "", "https://courier.example/b"),
    ],
)
def test_the_page_names_its_own_address_unless_that_is_another_outlets_or_the_front_page(link, url, address):
    assert said(f'<link rel="canonical" href="{link}">', url=url).url == address
