"""HTML over HTTP: the page is read in a worker, which may hang or die without harm to the door."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from shared.contracts.articles import ArticleAccepted
from shared.runtime.wire import message_in
from tests.ingest.conftest import Door, article, running, until
from tests.ingest.outlet import PAGE

pytestmark = pytest.mark.whole

WORDS = (
    "Shelling killed 12 soldiers near the northern pass on Friday, the defence ministry said in a statement."
)


def page(number: int) -> str:
    return PAGE.format(title=f"Report number {number}", text=WORDS, date="2024-05-03T10:00:00+04:00")


def test_title_outlet_date_and_language_come_from_the_page(door: Door):
    answer = door.post({"url": "https://harbour.example/html/1", "html": page(1)})
    assert answer.status_code == 202, answer.text
    taken = message_in(door.newest(), ArticleAccepted).article
    assert (taken.title, taken.outlet, taken.language) == ("Report number 1", "Harbour Wire", "en")
    assert taken.published_at is not None
    assert taken.published_at.isoformat() == "2024-05-03T06:00:00+00:00"
    assert taken.text.startswith(WORDS)


def test_what_the_client_says_goes_before_what_the_page_says(door: Door):
    door.post(
        {"url": "https://harbour.example/html/2", "html": page(2), "outlet": "Mine", "title": "Own title"}
    )
    taken = message_in(door.newest(), ArticleAccepted).article
    assert (taken.title, taken.outlet) == ("Own title", "Mine")


def test_html_may_be_the_body_itself(door: Door):
    answer = door.http.post(
        "/v1/articles",
        params={"url": "https://harbour.example/html/3"},
        content=page(3).encode(),
        headers={"content-type": "text/html"},
    )
    assert answer.status_code == 202
    assert message_in(door.newest(), ArticleAccepted).article.title == "Report number 3"


def test_a_page_without_an_article_is_refused_with_the_reason(door: Door):
    entries = door.entries()
    answer = door.post({"html": "<html><body><nav>Home</nav><p>Sign in</p></body></html>"})
    assert answer.status_code == 422
    assert answer.json()["type"] == "/docs#unreadable_page"
    assert door.entries() == entries


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "twelve people were killed " * 20,
        "<p>" + "<b>" * 50_000 + "twelve people were killed " * 20,
        "<table>" * 3000 + "<tr><td>12" * 3000,
        "<!--" + "-" * 1_000_000,
        "&" * 500_000,
        '<script type="application/ld+json">' + "[" * 100_000 + "</script>",
        '<meta property="article:published_time" content="' + "1" * 100_000 + '">',
        '<a class="' + "a-" * 200_000 + '">',
    ],
)
def test_hostile_pages_end_in_an_answer(door: Door, html: str):
    answer = door.post({"html": html})
    assert answer.status_code in (202, 422), answer.text
    assert door.post(article()).status_code == 202


def test_a_page_that_takes_too_long_is_given_up_and_others_go_on(fsyncing, tmp_path):
    with running(fsyncing, tmp_path, COUNTERCOUNT_INGEST_PAGE_SECONDS="0.001") as door:
        answer = door.post({"html": page(1)})
        assert answer.status_code == 422
        assert "could not be read within" in answer.json()["detail"]
        assert door.post(article()).status_code == 202


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_the_workers_end_with_the_service(fsyncing, tmp_path, how):
    with running(fsyncing, tmp_path) as door:
        assert door.post({"url": "https://harbour.example/html/9", "html": page(9)}).status_code == 202
        pid = door.process.pid
        workers = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        assert workers
        door.process.send_signal(how)
        door.process.wait(20)
        until(lambda: not any(lives(worker) for worker in workers))


def lives(pid: str) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
