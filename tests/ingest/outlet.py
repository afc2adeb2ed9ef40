"""An outlet on this machine: pages, a feed, robots.txt; it remembers who asked for what, and how many at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = """<!doctype html><html lang="en"><head><title>{title} | Harbour Wire</title>
<meta property="og:site_name" content="Harbour Wire"><meta property="article:published_time" content="{date}"></head>
<body><nav>Home, 900 dead in storm</nav><article><h1>{title}</h1><p>{text}</p>
<p>The ministry did not say more, and the roads to the north stayed closed for a third day.</p>
</article></body></html>"""


@dataclass
class Answer:
    """What is at one path."""

    body: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass
class Outlet:
    """The outlet's paths, and what was asked."""

    port: int = 0
    paths: dict[str, Answer] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def count(self, path: str) -> int:
        return sum(one == path for one, _ in self.asked)

    def page(self, path: str, title: str, text: str, date: str = "2024-05-03T10:00:00Z") -> str:
        self.paths[path] = Answer(PAGE.format(title=title, text=text, date=date).encode())
        return self.url(path)

    def feed(self, path: str, entries: list[tuple[str, str, str]], etag: str = "") -> str:
        """RSS with (path, title, words) entries; paths are of this outlet."""
        items = "".join(
            f"<item><title>{title}</title><link>{self.url(where)}?utm_source=rss</link><guid>{where}</guid>"
            f"<pubDate>Fri, 03 May 2024 10:00:00 GMT</pubDate><description><![CDATA[{words}]]></description></item>"
            for where, title, words in entries
        )
        body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour Wire</title>{items}</channel></rss>'
        headers = {"ETag": etag, "Last-Modified": "Fri, 03 May 2024 10:00:00 GMT"} if etag else {}
        self.paths[path] = Answer(body.encode(), "application/rss+xml", headers=headers)
        return self.url(path)


@contextmanager
def open_outlet() -> Iterator[Outlet]:
    """An outlet that answers until it is closed."""
    outlet = Outlet()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            with outlet.lock:
                outlet.asked.append((path, {name.lower(): value for name, value in self.headers.items()}))
                outlet.at_once += 1
                outlet.most_at_once = max(outlet.most_at_once, outlet.at_once)
            try:
                time.sleep(0.01)  # so that two requests at once would be seen
                self._answer(outlet.paths.get(path, Answer(b"none", status=404)))
            finally:
                with outlet.lock:
                    outlet.at_once -= 1

        def _answer(self, answer: Answer) -> None:
            known = self.headers.get("If-None-Match")
            fresh = known is None or known != answer.headers.get("ETag")
            self.send_response(answer.status if fresh else 304)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if fresh:
                self.send_header("Content-Type", answer.kind)
                self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            if fresh:
                self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    outlet.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield outlet
    finally:
        server.shutdown()
        server.server_close()
