"""The command line at notify's door: subscribe, listen, watch, look at the log, replay."""

from __future__ import annotations

import asyncio
import json
import sys

import pytest
from redis.asyncio import Redis

from services.desk.telling import lines_of
from shared.runtime.server import EmbeddedServer
from shared.runtime.wire import fields_of
from tests.notify.alerts import alert
from tests.notify.line import STREAM
from tests.notify.process import Process

pytestmark = pytest.mark.whole


class Command:
    """`countercount ...` as a process."""

    def __init__(self, *arguments: str) -> None:
        self._arguments = arguments

    async def __aenter__(self) -> Command:
        self.process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "services.desk.app",
            *self._arguments,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()

    async def said(self) -> tuple[int, str, str]:
        async with asyncio.timeout(60):
            out, err = await self.process.communicate()
        return self.process.returncode or 0, out.decode(), err.decode()


async def run(*arguments: str) -> tuple[int, str, str]:
    async with Command(*arguments) as command:
        return await command.said()


async def test_subscribe_listen_and_watch(redis: Redis, server: EmbeddedServer) -> None:
    async with Process(server.url) as process:
        at = ("--url", f"http://127.0.0.1:{process.port}")
        secret = "whsec_" + "a" * 43 + "="
        async with (
            Command(
                "listen", "--port", "0", "--secret", secret, "--count", "2", "--fail-first", "0"
            ) as listening,
            Command("watch", *at, "--count", "1", "--jsonl") as watching,
        ):
            first = (await listening.process.stderr.readline()).decode()
            hook = first.split()[2]
            async with process.client() as client:
                made = (await client.post("/v1/subscriptions", json={"url": hook, "secret": secret})).json()
            name = made["id"]
            status, out, _ = await run("subscriptions", "test", name, *at)
            assert (status, out.split(":")[0]) == (0, "delivered")

            for nth in range(20):  # whenever `watch` begins to listen, one of these comes after it
                await redis.xadd(STREAM, fields_of(alert(f"c{nth}")))
                if watching.process.returncode is not None:
                    break
                await asyncio.sleep(0.25)
            _, told, _ = await watching.said()
            assert json.loads(told.splitlines()[0])["contradiction"]["why"]
            status, out, err = await listening.said()
            assert out.count("signature verified") == 2, out + err
            assert "the ministry counts 12 dead, the mayor 40" in out

        status, out, _ = await run("subscriptions", "log", name, "--jsonl", "--limit", "500", *at)
        assert {json.loads(line)["subscription"] for line in out.splitlines()} == {name}
        status, out, _ = await run("subscriptions", "list", *at)
        assert name in out
        status, out, _ = await run("subscriptions", "preview", "--severity", "critical", "--days", "365", *at)
        assert out.startswith("this filter would have sent 0 of")
        status, out, _ = await run("subscriptions", "replay", name, "--since", "24h", *at)
        assert "matching" in out


async def test_the_endpoint_and_the_secret_are_printed_for_scripts(
    redis: Redis, server: EmbeddedServer
) -> None:
    async with Process(server.url) as process:
        at = ("--url", f"http://127.0.0.1:{process.port}")
        status, out, _ = await run(
            "subscriptions", "add", "https://desk.example/hook", "--severity", "high", *at
        )
        name, secret = out.split()
        assert (status, name[:4], secret[:6]) == (0, "sub_", "whsec_")
        status, out, err = await run("subscriptions", "add", "http://10.0.0.1/hook", *at)
        assert status == 1
        assert "url: expected" in err
        status, out, _ = await run("subscriptions", "pause", name, *at)
        assert json.loads(out)["paused"] is True
        status, out, _ = await run("subscriptions", "rotate", name, *at)
        assert out.strip() != secret
        assert (await run("subscriptions", "delete", name, *at))[0] == 0
        assert (await run("subscriptions", "show", name, *at))[0] == 1


async def test_without_notify_the_commands_say_so() -> None:
    for arguments in (("watch",), ("subscriptions", "list")):
        status, _, err = await run(*arguments, "--url", "http://127.0.0.1:9")
        assert status == 2
        assert "expected notify at http://127.0.0.1:9" in err


def test_an_alert_is_told_with_its_reason_and_its_quotes() -> None:
    told = alert().model_dump(mode="json")
    text = "\n".join(line.plain for line in lines_of("contradiction.opened", told["at"], told))
    assert "MEDIUM opened" in text
    assert "12  Lusans killed, says the ministry" in text
    assert 'Daily: "said so"' in text
