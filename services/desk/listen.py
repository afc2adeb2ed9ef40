"""`countercount listen`: a receiver for trying, which verifies signatures, prints alerts, and misbehaves when told."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Annotated

import typer
from rich.console import Console
from rich.text import Text

from services.desk.receiver import Behaviour, Got, Receiver
from services.desk.telling import tell
from shared.runtime.settings import PREFIX


def listen(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: any free one.")] = 8088,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    secret: Annotated[
        str, typer.Option(envvar=f"{PREFIX}LISTEN_SECRET", help="The subscription's secret (whsec_...).")
    ] = "",
    behave: Annotated[Behaviour, typer.Option(help="What to do with requests.")] = Behaviour.TAKE,
    fail_first: Annotated[int, typer.Option(min=0, help="Fail so many tries of each alert first.")] = 0,
    retry_after: Annotated[str, typer.Option(help="Retry-After of `--behave busy`.")] = "5",
    count: Annotated[int, typer.Option(min=0, help="Stop after so many requests; 0: never.")] = 0,
    jsonl: Annotated[bool, typer.Option("--jsonl", help="One JSON line a request.")] = False,
) -> None:
    """Receive webhooks here: print each alert and whether its signature verifies. Stop with Ctrl-C.

    Subscribe it with: countercount subscriptions add http://127.0.0.1:8088/hook
    """
    printer = _Printer(jsonl)
    receiver = Receiver(
        secret=secret,
        behaviour=behave,
        fail_first=fail_first,
        retry_after=retry_after,
        on_got=printer.show,
        keep=False,
    )
    try:
        asyncio.run(_listen(receiver, host, port, count))
    except KeyboardInterrupt:
        return
    except OSError as error:
        sys.stderr.write(
            f"countercount listen: expected to listen on {host}:{port}: {error.strerror or error}\n"
        )
        raise typer.Exit(2) from error


async def _listen(receiver: Receiver, host: str, port: int, count: int) -> None:
    await receiver.start(host, port)
    sys.stderr.write(f"listening on http://{host}:{receiver.port}/hook ({receiver.behaviour})\n")
    if not receiver.secret:
        sys.stderr.write("no --secret given: signatures are shown and not verified\n")
    sys.stderr.flush()
    try:
        if count:
            await receiver.until(count, seconds=10**9)
            await asyncio.sleep(0.2)  # the answer to the last one goes out
        else:
            await asyncio.Event().wait()
    finally:
        await receiver.stop()


class _Printer:
    def __init__(self, jsonl: bool) -> None:
        self._jsonl = jsonl
        self._console = Console(highlight=False, markup=False)
        self._tries: dict[str, int] = {}

    async def show(self, got: Got) -> None:
        """Print one request."""
        tried = self._tries[got.id] = self._tries.pop(got.id, 0) + 1
        while len(self._tries) > 10_000:
            self._tries.pop(next(iter(self._tries)))
        body = _json(got.body)
        if self._jsonl:
            row = {"id": got.id, "try": tried, "verified": got.verified, "trouble": got.trouble, "body": body}
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
            sys.stdout.flush()
            return
        signed = "signature verified" if got.verified else f"NOT VERIFIED: {got.trouble or 'no secret given'}"
        head = Text(f"{got.id}  try {tried}  ", "dim")
        head.append(signed, "green" if got.verified else "red")
        self._console.print(head, soft_wrap=True)
        if isinstance(body, dict) and "contradiction" in body.get("data", {}):
            tell(self._console, body["type"], body["timestamp"], body["data"])
        else:
            self._console.print(json.dumps(body, indent=2, ensure_ascii=False))


def _json(raw: bytes) -> object:
    try:
        return json.loads(raw)
    except ValueError:
        return raw[:200].decode("utf-8", "replace")
