"""Who may come in, how often, and what happens to a request that is sent twice."""

from __future__ import annotations

import gzip
import socket
import time
from collections.abc import Iterator

import orjson
import pytest
from typer.testing import CliRunner

from services.desk.keys import app as keys_command
from tests.ingest.conftest import Door, article, running, until

pytestmark = pytest.mark.whole


@pytest.fixture
def keyed(tmp_path, fsyncing) -> Iterator[tuple[Door, str]]:
    """An ingest of its own with one key."""
    with running(fsyncing, tmp_path) as door:
        door.redis.delete("cc:{00}:keys")
        made = command(door, "add", "Agency")
        until(lambda: door.post(article()).status_code == 401)
        yield door, made.strip()
        door.redis.delete("cc:{00}:keys")


def command(door: Door, *words: str) -> str:
    done = CliRunner().invoke(keys_command, [*words, "--redis-url", door.env["COUNTERCOUNT_REDIS_URL"]])
    assert done.exit_code == 0, done.output
    return done.stdout


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_without_keys_this_machine_may_come_in_and_the_log_says_so(door: Door):
    assert door.post(article()).status_code == 202
    assert door.says("loopback_only")


@pytest.mark.parametrize(
    "headers",
    [
        {"x-forwarded-for": "203.0.113.7"},
        {"host": "evil.example"},
        {"origin": "https://evil.example"},
    ],
)
def test_without_keys_nobody_else_may(door: Door, headers: dict[str, str]):
    refused = door.post(article(), headers=headers)
    assert refused.status_code == 401
    assert "there are no keys yet" in refused.json()["detail"]


def test_with_a_key_it_opens_and_without_it_does_not(keyed):
    door, key = keyed
    entries = door.entries()
    missing = door.post(article())
    assert (missing.status_code, missing.headers["www-authenticate"]) == (401, 'Bearer realm="countercount"')
    assert door.post(article(), headers=bearer(key[:-1] + "-")).status_code == 401
    assert door.post(article(), headers=bearer("cck_x")).status_code == 401
    assert door.batch(orjson.dumps(article())).status_code == 401
    assert door.http.get("/v1/articles/art_00000000000000000000").status_code == 401
    assert door.http.get("/v1/feeds").status_code == 401
    assert door.entries() == entries
    assert door.post(article(), headers=bearer(key)).status_code == 202


def test_a_key_is_kept_as_a_digest_only(keyed):
    door, key = keyed
    kept = b"".join(door.redis.hvals("cc:{00}:keys"))
    assert key.encode() not in kept
    assert key.rsplit("_", 1)[1].encode() not in kept
    assert "digest" not in command(door, "list", "--jsonl")


def test_a_revoked_key_opens_nothing_within_a_second(keyed):
    door, key = keyed
    assert "Agency" in command(door, "list")
    command(door, "revoke", "Agency")
    until(lambda: door.post(article(), headers=bearer(key)).status_code == 403)


def test_each_key_has_its_own_rate(keyed):
    door, _ = keyed
    slow = command(door, "add", "Slow", "--rate", "2", "--burst", "3").strip()
    until(lambda: door.http.get("/v1/feeds", headers=bearer(slow)).status_code == 200)
    answers = [door.post(article(), headers=bearer(slow)) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [202, 202, 202, 429]
    assert answers[-1].headers["retry-after"] == "1"
    batch = door.batch(*(orjson.dumps(article()) for _ in range(5)), **bearer(slow))
    told = [orjson.loads(line) for line in batch.content.splitlines()]
    assert {line["status"] for line in told} == {429}
    assert int(batch.headers["retry-after"]) >= 1


def test_an_idempotency_key_gives_the_first_answer_again_even_after_a_revision(door: Door):
    one = article()
    first = door.post(one, headers={"Idempotency-Key": "a"})
    door.post(one | {"text": "Now 12 people were killed."})
    entries = door.entries()
    again = door.post(one, headers={"Idempotency-Key": "a"})
    assert (again.json(), again.headers["idempotent-replayed"]) == (first.json(), "true")
    assert door.entries() == entries


def test_an_idempotency_key_with_another_body_is_refused(door: Door):
    door.post(article(), headers={"Idempotency-Key": "b"})
    other = door.post(article(), headers={"Idempotency-Key": "b"})
    assert (other.status_code, other.json()["type"]) == (422, "/docs#idempotency_key_reused")


def test_an_idempotency_key_is_free_again_after_a_refusal(door: Door):
    assert door.post(article(text=""), headers={"Idempotency-Key": "c"}).status_code == 422
    assert door.post(article(), headers={"Idempotency-Key": "c"}).status_code == 202


def test_while_the_first_request_is_under_way_the_second_is_told_to_wait(door: Door):
    line = orjson.dumps(article())
    before = claims(door)
    with socket.create_connection(("127.0.0.1", door.http.base_url.port), timeout=20) as first:
        first.sendall(
            b"POST /v1/articles:batch HTTP/1.1\r\nHost: localhost\r\nIdempotency-Key: d\r\n"
            b"Content-Type: application/x-ndjson\r\nContent-Length: %d\r\n\r\n" % len(line)
        )
        until(lambda: claims(door) > before)
        second = door.batch(line, idempotency_key="d")
        assert (second.status_code, second.headers["retry-after"]) == (409, "1")
        first.sendall(line)
        assert first.recv(100).startswith(b"HTTP/1.1 202")


def claims(door: Door) -> int:
    return sum(1 for _ in door.redis.scan_iter("cc:*:idempotency:*"))


def test_a_batch_with_an_idempotency_key_gives_the_first_answer_again(door: Door):
    sent = [orjson.dumps(article()) for _ in range(5)]
    first, entries = door.batch(*sent, idempotency_key="e"), door.entries()
    again = door.batch(*sent, idempotency_key="e")
    assert (again.content, again.headers["idempotent-replayed"]) == (first.content, "true")
    packed = door.batch(gzip.compress(b"\n".join(sent)), idempotency_key="e", content_encoding="gzip")
    assert packed.content == first.content
    assert door.batch(*sent[:4], idempotency_key="e").status_code == 422
    assert door.entries() == entries


def test_past_the_backlog_mark_the_door_closes_and_opens_again_by_itself(tmp_path, fsyncing):
    with running(fsyncing, tmp_path, COUNTERCOUNT_INGEST_BACKLOG_MARK="40") as door:
        door.redis.delete("cc:{00}:articles")
        door.redis.xgroup_create("cc:{00}:articles", "extract", id="0", mkstream=True)
        until(lambda: door.post(article()).status_code == 202)
        answers = [door.post(article()) for _ in range(60)]
        refused = [answer for answer in answers if answer.status_code == 503]
        assert refused
        assert refused[0].json()["type"] == "/docs#backlog_full"
        assert int(refused[0].headers["retry-after"]) >= 1
        assert door.entries() <= 60
        batch = door.batch(orjson.dumps(article()))
        assert (batch.status_code, "retry-after" in batch.headers) == (503, True)
        rows = door.redis.xreadgroup("extract", "me", {"cc:{00}:articles": ">"}, count=1000)
        door.redis.xack("cc:{00}:articles", "extract", *(entry for entry, _ in rows[0][1]))
        until(lambda: door.post(article()).status_code == 202)


def test_a_stage_further_down_that_stands_still_closes_the_door_too(tmp_path, fsyncing):
    with running(fsyncing, tmp_path, COUNTERCOUNT_INGEST_BACKLOG_MARK="40") as door:
        door.redis.delete("cc:{00}:articles", "cc:{00}:figures")
        door.redis.xgroup_create("cc:{00}:articles", "extract", id="0", mkstream=True)
        door.redis.xgroup_create("cc:{00}:figures", "reconcile", id="0", mkstream=True)
        until(lambda: door.post(article()).status_code == 202)
        for _ in range(50):
            door.redis.xadd("cc:{00}:figures", {"type": "FiguresExtracted"})
        until(lambda: door.post(article()).status_code == 503)
        door.redis.xgroup_setid("cc:{00}:figures", "reconcile", "$")
        door.redis.delete("cc:{00}:figures")
        until(lambda: door.post(article()).status_code == 202)


def test_past_the_memory_mark_the_door_closes_before_anything_breaks(tmp_path):
    from shared.runtime.server import EmbeddedServer

    with EmbeddedServer(tmp_path / "redis") as server, running(server, tmp_path) as door:
        used = door.redis.info("memory")["used_memory"]
        door.redis.config_set("maxmemory", used + (8 << 20))
        long = "Twelve people were killed in the village. " * 5000
        seen, end = set(), time.monotonic() + 30
        while 503 not in seen and time.monotonic() < end:
            answer = door.post(article(text=long))
            seen.add(answer.status_code)
        assert seen == {202, 503}
        assert answer.json()["type"] == "/docs#memory_full"
        assert answer.headers["retry-after"]
        assert door.http.get("/v1/feeds").status_code == 200
        door.redis.config_set("maxmemory", 0)
        until(lambda: door.post(article()).status_code == 202)
