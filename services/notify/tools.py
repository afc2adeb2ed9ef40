"""What sending needs, put together in one place: store, clients, clock and dice."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from services.notify.adapters import Book, Endpoint, Leases, Seen, Standings
from services.notify.queue import Queue
from services.notify.settings import NotifySettings
from services.notify.tries import Clients

#: Judges an endpoint by how it stands; returns what it wrote, or what it was given.
Judge = Callable[[Endpoint, Seen], Awaitable[Seen]]


@dataclass(slots=True)
class Tools:
    """Handed to whatever sends; `now` and `jitter` (0 to 1) are functions, so that a test can hold the clock."""

    settings: NotifySettings
    queues: Sequence[Queue]
    book: Book
    standings: Standings
    leases: Leases
    clients: Clients
    judge: Judge
    now: Callable[[], datetime]
    jitter: Callable[[], float]
    stopping: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the process is told to stop."""
    bodies: OrderedDict[tuple[str, int], bytes] = field(default_factory=OrderedDict)
    """Bodies made lately, by alert and what they follow: one alert goes to many endpoints."""
