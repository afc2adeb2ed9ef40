"""Whatever is thrown at the door: a clear 4xx, nothing in the streams, and the service stays up."""

from __future__ import annotations

import socket

import orjson
import pytest

from tests.ingest.conftest import Door, article

pytestmark = pytest.mark.whole

GOOD = orjson.dumps(article(url="https://courier.example/hostile"))


def body(**fields: object) -> bytes:
    return orjson.dumps({"text": "Twelve people were killed.", **fields})


REFUSED = {
    "malformed JSON": (b'{"text": "a', 400, "malformed_json", None),
    "an empty body": (b"", 400, "malformed_json", None),
    "not UTF-8": (b'{"text": "\xff\xfe"}', 400, "malformed_json", None),
    "half a surrogate pair": (b'{"text": "12 killed \\ud800"}', 400, "malformed_json", None),
    "NaN": (b'{"text": "12 killed", "weight": NaN}', 400, "malformed_json", None),
    "infinity": (b'{"text": "12 killed", "weight": Infinity}', 400, "malformed_json", None),
    "100,000 deep arrays": (b"[" * 100_000, 400, "malformed_json", None),
    "100,000 deep objects": (b'{"text":' * 100_000, 400, "malformed_json", None),
    "an array": (b"[]", 422, "invalid_article", "body"),
    "a number": (b"7", 422, "invalid_article", "body"),
    "nothing of an article": (b"{}", 422, "invalid_article", "text"),
    "an empty text": (body(text=""), 422, "invalid_article", "text"),
    "a blank text": (body(text=" \n\t\u00a0"), 422, "invalid_article", "text"),
    "a text that is a number": (body(text=12), 422, "invalid_article", "text"),
    "NUL in the text": (body(text="12\x00killed"), 422, "invalid_article", "text"),
    "NUL in the title": (body(title="12\x00killed"), 422, "invalid_article", "title"),
    "both text and html": (body(html="<p>a</p>"), 422, "invalid_article", "html"),
    "a PDF as text": (body(text="%PDF-1.7 ..."), 422, "invalid_article", "text"),
    "a date of the year 9999": (body(published_at="9999-01-01"), 422, "invalid_article", "published_at"),
    "a date of the year 0001": (
        body(published_at="0001-01-01T00:00:00+14:00"),
        422,
        "invalid_article",
        "published_at",
    ),
    "a day that there is not": (body(published_at="2023-02-30"), 422, "invalid_article", "published_at"),
    "a time without a zone": (
        body(published_at="2020-10-03T09:30:00"),
        422,
        "invalid_article",
        "published_at",
    ),
    "a date as a number": (body(published_at=1601717400), 422, "invalid_article", "published_at"),
    "an address that is none": (body(url="news/1"), 422, "invalid_article", "url"),
    "a script's address": (body(url="javascript:alert(1)"), 422, "invalid_article", "url"),
    "an address with a password": (body(url="https://a:b@courier.example/"), 422, "invalid_article", "url"),
    "an endless address": (body(url="https://courier.example/" + "a" * 3000), 422, "invalid_article", "url"),
    "an endless title": (body(title="a" * 5000), 422, "invalid_article", "title"),
    "a text of a million characters": (body(text="a " * 500_001), 422, "invalid_article", "text"),
    "20 MB": (b" " * 20_000_000, 413, "too_large", None),
}


@pytest.mark.parametrize("name", REFUSED)
def test_it_is_refused_by_name_and_nothing_enters_the_line(door: Door, name: str):
    sent, status, kind, field = REFUSED[name]
    entries = door.entries()
    answer = door.http.post("/v1/articles", content=sent, headers={"content-type": "application/json"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert (told["type"], told["status"]) == (f"/docs#{kind}", status)
    assert told["title"]
    assert told["detail"]
    if field:
        wrong = told["errors"][0]
        assert wrong["field"] == field
        assert wrong["came"]
        assert wrong["expected"]
    assert door.entries() == entries


@pytest.mark.parametrize("name", [name for name, row in REFUSED.items() if row[0] and row[1] != 413])
def test_the_same_as_a_line_of_a_batch_costs_only_that_line(door: Door, name: str):
    sent, status, kind, _ = REFUSED[name]
    if b"\n" in sent:
        sent = sent.replace(b"\n", b" ")
    answer = door.batch(GOOD, sent, GOOD)
    first, second, third = (orjson.loads(line) for line in answer.content.splitlines())
    assert answer.status_code == 207
    assert (first["status"], third["status"]) == (202, 202)
    assert (second["line"], second["status"], second["problem"]["type"]) == (2, status, f"/docs#{kind}")


@pytest.mark.parametrize(
    ("headers", "status", "kind"),
    [
        ({"content-type": "application/pdf"}, 415, "unsupported_type"),
        ({"content-type": "application/x-www-form-urlencoded"}, 415, "unsupported_type"),
        ({"content-type": "application/json", "content-encoding": "br"}, 415, "unsupported_type"),
        ({"content-type": "application/json", "content-encoding": "gzip"}, 400, "malformed_body"),
        ({"content-type": "application/json", "idempotency-key": "k" * 300}, 400, "malformed_body"),
    ],
)
def test_headers_that_do_not_fit_are_refused(door: Door, headers: dict[str, str], status: int, kind: str):
    answer = door.http.post("/v1/articles", content=b'{"text": "a b c"}', headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (status, f"/docs#{kind}")


def test_a_pdf_is_refused_with_the_reason(door: Door):
    answer = door.http.post("/v1/articles", content=b"%PDF-1.7", headers={"content-type": "application/pdf"})
    assert "no order that could be relied on" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("method", "path", "status", "allow"),
    [
        ("GET", "/v1/articles", 405, "POST"),
        ("PUT", "/v1/articles:batch", 405, "POST"),
        ("DELETE", "/v1/articles/art_00000000000000000000", 405, "GET, HEAD"),
        ("GET", "/v1/articles/art_00000000000000000000", 404, None),
        ("GET", "/v1/articles/%00", 404, None),
        ("GET", "/v2", 404, None),
    ],
)
def test_other_methods_and_addresses_are_problems_too(
    door: Door, method: str, path: str, status: int, allow: str
):
    answer = door.http.request(method, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.headers.get("allow", "").split(", ")) == set((allow or "").split(", "))


def test_an_endless_body_without_a_length_is_cut_off(door: Door):
    answer = door.http.post(
        "/v1/articles",
        content=(b" " * 1_000_000 for _ in range(8)),
        headers={"content-type": "application/json"},
    )
    assert answer.status_code == 413


def test_a_client_that_falls_silent_is_told_so(door: Door):
    with socket.create_connection(("127.0.0.1", door.http.base_url.port), timeout=20) as silent:
        silent.sendall(
            b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b'Content-Length: 100\r\n\r\n{"text"'
        )
        assert silent.recv(200).startswith(b"HTTP/1.1 408")


def test_a_client_that_hangs_up_leaves_no_trace(door: Door):
    entries = door.entries()
    with socket.create_connection(("127.0.0.1", door.http.base_url.port), timeout=20) as gone:
        gone.sendall(b"POST /v1/articles HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{")
    assert door.http.get("/ready").status_code == 200
    assert door.entries() == entries
    assert not door.says("request_failed")


def test_after_all_this_it_still_takes_articles(door: Door):
    assert door.post(article()).status_code == 202
    assert door.http.get("/live").status_code == 200
    assert not door.says("request_failed")
