"""A receiver of webhooks in this process: takes deliveries, verifies their signatures, keeps them in order.

For `demo`, `bench` and tests; `listen` is the one that people run.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks.webhooks import Webhook, WebhookVerificationError


@dataclass(frozen=True, slots=True)
class Delivery:
    """One request that came in."""

    id: str
    body: dict[str, Any]
    verified: bool
    at: float
    """Monotonic clock, seconds."""


@dataclass(slots=True)
class Lookout:
    """A receiver on a free port of the loopback. Also a context manager."""

    secret: str = ""
    deliveries: list[Delivery] = field(default_factory=list)
    answer: Callable[[Delivery], int] = lambda _: 204
    _changed: threading.Condition = field(default_factory=threading.Condition)
    _server: ThreadingHTTPServer | None = None

    def __enter__(self) -> Lookout:
        self._server = _Server(("127.0.0.1", 0), _handler(self))
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def url(self) -> str:
        """Where it listens."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.server_address[1]}/alerts"

    def take(self, headers: dict[str, str], body: bytes) -> int:
        """Note one request; the status to answer with."""
        delivery = Delivery(
            headers.get("webhook-id", ""), json.loads(body), self._verifies(headers, body), time.monotonic()
        )
        with self._changed:
            self.deliveries.append(delivery)
            self._changed.notify_all()
        return self.answer(delivery)

    def alerts(self) -> list[Delivery]:
        """Every alert once, in the order in which each came first; repeated tries and tests are left out."""
        once: dict[str, Delivery] = {}
        with self._changed:
            for delivery in self.deliveries:
                if str(delivery.body.get("type", "")).startswith("contradiction."):
                    once.setdefault(delivery.id, delivery)
        return list(once.values())

    def wait_for(self, count: int, seconds: float) -> bool:
        """Wait until so many alerts have come; whether they did."""
        until = time.monotonic() + seconds
        with self._changed:
            while len(self.alerts_unlocked()) < count:
                left = until - time.monotonic()
                if left <= 0:
                    return False
                self._changed.wait(left)
        return True

    def alerts_unlocked(self) -> set[str]:
        """Ids of the alerts so far; the caller holds the lock."""
        return {d.id for d in self.deliveries if str(d.body.get("type", "")).startswith("contradiction.")}

    def _verifies(self, headers: dict[str, str], body: bytes) -> bool:
        if not self.secret:
            return False
        try:
            Webhook(self.secret).verify(body, headers)
        except WebhookVerificationError:
            return False
        return True


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 512


def _handler(lookout: Lookout) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            status = lookout.take({name.lower(): value for name, value in self.headers.items()}, body)
            self.send_response(status)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: Any) -> None:
            """Requests are kept, not printed."""

    return Handler
