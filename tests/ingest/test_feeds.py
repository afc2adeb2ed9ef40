"""Feeds: polled by one process of all, politely; their articles go into the line, their errors are shown."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from redis import Redis

from shared.contracts.articles import ArticleAccepted
from shared.runtime.wire import message_in
from tests.ingest.conftest import Door, running, until
from tests.ingest.outlet import Answer, Outlet, open_outlet

pytestmark = pytest.mark.whole

NEAR = {"COUNTERCOUNT_INGEST_ALLOW_NETWORKS": "127.0.0.0/8", "COUNTERCOUNT_INGEST_ALLOW_PORTS": "any"}
WORDS = (
    "Shelling killed 12 soldiers near the northern pass on Friday, the defence ministry said in a statement."
)


@pytest.fixture
def outlet() -> Iterator[Outlet]:
    with open_outlet() as outlet:
        yield outlet


@pytest.fixture(autouse=True)
def _emptied(fsyncing) -> None:
    with Redis.from_url(fsyncing.url) as redis:
        redis.flushall()


@contextmanager
def polling(server: Any, folder: Path, toml: str, processes: int = 1, **env: str) -> Iterator[list[Door]]:
    """So many ingests that poll these feeds."""
    (folder / "feeds.toml").write_text(toml)
    told = {"COUNTERCOUNT_INGEST_FEEDS": str(folder / "feeds.toml"), **NEAR, **env}
    with ExitStack() as stack:
        yield [stack.enter_context(running(server, folder, **told)) for _ in range(processes)]


def feed(url: str, **more: str) -> str:
    return f'[[feed]]\nurl = "{url}"\n' + "".join(f"{name} = {value}\n" for name, value in more.items())


def standing(door: Door, place: int = 0) -> dict[str, Any]:
    return door.http.get("/v1/feeds").json()["feeds"][place]


def polled(door: Door) -> bool:
    return all(one["last_poll_at"] for one in door.http.get("/v1/feeds").json()["feeds"])


def taken(door: Door) -> list[Any]:
    rows: Any = door.redis.xrange("cc:{00}:articles")
    return [message_in(fields, ArticleAccepted).article for _, fields in rows]


def due_again(door: Door) -> None:
    for key in door.redis.scan_iter("cc:*:feed:*"):
        if door.redis.type(key) == b"hash" and not key.endswith(b":seen"):
            door.redis.hset(key, "next_at", 0)


def test_what_a_feed_announces_is_fetched_read_and_put_into_the_line(outlet, fsyncing, tmp_path):
    page = outlet.page("/1", "Twelve killed at the pass", WORDS)
    url = outlet.feed("/rss", [("/1", "Twelve killed", "A teaser of 3 words.")])
    with polling(fsyncing, tmp_path, feed(url)) as (door,):
        until(lambda: polled(door))
        (article,) = taken(door)
        assert WORDS in article.text
        assert "900 dead" not in article.text
        assert (article.url, article.title, article.outlet) == (
            page,
            "Twelve killed at the pass",
            "Harbour Wire",
        )
        assert article.published_at.isoformat() == "2024-05-03T10:00:00+00:00"
        told = standing(door)
        assert (told["state"], told["taken"], told["error"], told["page_errors"]) == ("ok", 1, "", [])


def test_the_next_poll_asks_whether_anything_changed_also_by_another_process(outlet, fsyncing, tmp_path):
    outlet.page("/1", "Twelve killed at the pass", WORDS)
    url = outlet.feed("/rss", [("/1", "Twelve killed", "A teaser.")], etag='"v1"')
    with polling(fsyncing, tmp_path, feed(url)) as (door,):
        until(lambda: polled(door))
        due_again(door)
    with polling(fsyncing, tmp_path, feed(url)) as (door,):
        until(lambda: outlet.count("/rss") == 2)
        headers = [headers for path, headers in outlet.asked if path == "/rss"][-1]
        assert headers["if-none-match"] == '"v1"'
        assert headers["if-modified-since"] == "Fri, 03 May 2024 10:00:00 GMT"
        assert outlet.count("/1") == 1
        assert len(taken(door)) == 1


def test_an_entry_that_changed_is_fetched_again_and_becomes_a_revision(outlet, fsyncing, tmp_path):
    outlet.page("/1", "Twelve killed at the pass", WORDS)
    url = outlet.feed("/rss", [("/1", "Twelve killed", "A teaser.")])
    with polling(fsyncing, tmp_path, feed(url)) as (door,):
        until(lambda: polled(door))
        due_again(door)
    outlet.page("/1", "Nineteen killed at the pass", WORDS.replace("12", "19"))
    outlet.feed("/rss", [("/1", "Nineteen killed", "A teaser.")])
    with polling(fsyncing, tmp_path, feed(url)) as (door,):
        until(lambda: len(taken(door)) == 2)
        assert [article.revision for article in taken(door)] == [1, 2]


def test_of_several_processes_one_polls(outlet, fsyncing, tmp_path):
    outlet.page("/1", "Twelve killed at the pass", WORDS)
    url = outlet.feed("/rss", [("/1", "Twelve killed", "A teaser.")])
    with polling(fsyncing, tmp_path, feed(url), processes=2) as doors:
        until(lambda: all(polled(door) for door in doors))
        assert outlet.count("/rss") == 1
        assert outlet.count("/1") == 1


def test_a_host_gets_one_request_at_a_time_from_all_feeds_and_processes(outlet, fsyncing, tmp_path):
    entries = [(f"/{n}", f"Number {n} of the reports", "A teaser.") for n in range(6)]
    for path, title, _ in entries:
        outlet.page(path, title, WORDS)
    urls = [outlet.feed(f"/rss{n}", entries[n * 2 : n * 2 + 2]) for n in range(3)]
    with polling(fsyncing, tmp_path, "".join(feed(url) for url in urls), processes=2) as doors:
        until(lambda: polled(doors[0]))
        assert len(taken(doors[0])) == 6
        assert outlet.most_at_once == 1


def test_robots_txt_is_obeyed_and_said_so(outlet, fsyncing, tmp_path):
    outlet.paths["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /private/\n", "text/plain")
    outlet.page("/private/1", "Twelve killed at the pass", WORDS)
    outlet.page("/2", "Another report of the day", WORDS)
    url = outlet.feed("/rss", [("/private/1", "One", "A teaser."), ("/2", "Two", "A teaser.")])
    with polling(fsyncing, tmp_path, feed(url)) as (door,):
        until(lambda: polled(door))
        assert outlet.count("/private/1") == 0
        assert outlet.count("/robots.txt") == 1
        assert [article.url for article in taken(door)] == [outlet.url("/2")]
        assert "robots.txt does not allow it" in standing(door)["page_errors"][0]


def test_a_pdf_and_a_page_without_words_are_shown_as_errors_and_the_rest_is_taken(outlet, fsyncing, tmp_path):
    outlet.paths["/1"] = Answer(b"%PDF-1.7", "application/pdf")
    outlet.paths["/2"] = Answer(b"<html><body><nav>Menu</nav></body></html>")
    outlet.page("/3", "Twelve killed at the pass", WORDS)
    url = outlet.feed("/rss", [(f"/{n}", f"Title {n}", "A teaser.") for n in (1, 2, 3)])
    with polling(fsyncing, tmp_path, feed(url)) as (door,):
        until(lambda: polled(door))
        assert len(taken(door)) == 1
        told = " ".join(standing(door)["page_errors"])
        assert "PDF" in told
        assert "/2: only 4 characters of words" in told


def test_a_feed_that_carries_whole_articles_needs_no_pages(outlet, fsyncing, tmp_path):
    url = outlet.feed(
        "/rss", [("/1", "Twelve killed", f"<p>{WORDS}</p><p>Nine more were hurt, it said.</p>")]
    )
    with polling(fsyncing, tmp_path, feed(url, full_text="false", outlet='"Wire"')) as (door,):
        until(lambda: polled(door))
        (article,) = taken(door)
        assert article.text == f"{WORDS}\nNine more were hurt, it said."
        assert (article.outlet, article.title) == ("Wire", "Twelve killed")
        assert outlet.count("/1") == 0


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(b"", status=500), "answered 500"),
        (Answer(b"<html>no feed</html>"), "expected RSS or Atom"),
        (Answer(b"x" * (6 << 20), "application/rss+xml"), "more than 5242880 bytes"),
        (Answer(b"", status=302, headers={"Location": "http://169.254.169.254/latest"}), "address refused"),
        (Answer(b"", status=302, headers={"Location": "/rss"}), "redirects"),
    ],
)
def test_a_feed_that_fails_is_shown_with_its_error(outlet, fsyncing, tmp_path, answer, error):
    outlet.paths["/rss"] = answer
    with polling(fsyncing, tmp_path, feed(outlet.url("/rss"))) as (door,):
        until(lambda: polled(door))
        told = standing(door)
        assert (told["state"], told["failures"]) == ("failing", 1)
        assert error in told["error"]
        assert told["next_poll_at"] > told["last_poll_at"]


def test_private_addresses_are_refused_unless_allowed(outlet, fsyncing, tmp_path):
    url = outlet.feed("/rss", [])
    with polling(fsyncing, tmp_path, feed(url), COUNTERCOUNT_INGEST_ALLOW_NETWORKS="") as (door,):
        until(lambda: polled(door))
        assert standing(door)["state"] == "failing"
        assert outlet.asked == []


def test_feeds_with_errors_come_first(outlet, fsyncing, tmp_path):
    outlet.page("/1", "Twelve killed at the pass", WORDS)
    good = outlet.feed("/rss", [("/1", "Twelve killed", "A teaser.")])
    with polling(fsyncing, tmp_path, feed(good) + feed(outlet.url("/none"))) as (door,):
        until(lambda: polled(door))
        assert [one["state"] for one in door.http.get("/v1/feeds").json()["feeds"]] == ["failing", "ok"]


def test_a_mistake_in_feeds_toml_stops_the_start(fsyncing, tmp_path):
    start = polling(fsyncing, tmp_path, feed("https://courier.example/rss", interval='"1s"'))
    with pytest.raises(AssertionError, match=r"ended with 2(.|\n)*expected an interval"), start:
        pass
