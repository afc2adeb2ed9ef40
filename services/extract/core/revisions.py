"""What a revision may still say when a newer one of its article has already been read.

Revisions can be read out of order: the worker that held the older one died, and it was taken over late.
Its figures must not come back. Where it would have spoken of theatres of which nobody has heard yet,
they are told, in the name of the newest revision, that the article says nothing there: its figures may
have got there in a try that was cut short.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from shared.contracts.figures import FiguresExtracted


def overtaken(
    messages: Iterable[FiguresExtracted], newest: int, told: Collection[str]
) -> tuple[FiguresExtracted, ...]:
    """What is sent instead of an older revision's messages; `told`: theatres that heard of the article."""
    return tuple(
        FiguresExtracted(article=m.article.model_copy(update={"revision": newest}), theatre=m.theatre)
        for m in messages
        if m.theatre not in told
    )
