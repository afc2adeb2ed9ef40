"""The contradictions among a handful or some hundreds of articles, in one go: the ledger without a server."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from services.reconcile.core.cases import Definition
from services.reconcile.core.ledger import Shelf, is_news, put, settle
from shared.contracts.contradictions import Contradiction, ContradictionChanged
from shared.contracts.figures import FiguresExtracted


def contradictions_among(
    extracted: Iterable[FiguresExtracted], now: datetime, definitions: tuple[Definition, ...] = ()
) -> tuple[Contradiction, ...]:
    """Every contradiction among the articles, those also that a later statement resolved; stories together."""
    shelves, _ = ledger_of(extracted, now, definitions)
    entries = [
        entry
        for shelf in shelves.values()
        for story in shelf.stories.values()
        for entry in story.values()
        if entry.present
    ]
    entries.sort(
        key=lambda e: (
            e.contradiction.theatre,
            e.contradiction.story,
            not e.contradiction.main,
            e.contradiction.id,
        )
    )
    return tuple(entry.contradiction for entry in entries)


def ledger_of(
    extracted: Iterable[FiguresExtracted], now: datetime, definitions: tuple[Definition, ...] = ()
) -> tuple[dict[str, Shelf], list[ContradictionChanged]]:
    """The shelves after all these messages, and every change on the way."""
    shelves: dict[str, Shelf] = {}
    changes: list[ContradictionChanged] = []
    for message in extracted:
        shelf = shelves.setdefault(message.theatre, Shelf(message.theatre))
        if is_news(message, shelf.placed.get(message.article.id)):
            changes += settle(shelf, put(shelf, message), now, definitions)
    return shelves, changes
