"""What extract keeps in Redis, and how a batch of readings becomes one commit.

| key | type | content | expiry |
|---|---|---|---|
| cc:{NN}:articles | stream | ArticleAccepted, read as group `extract` | trimmed by the janitor |
| cc:{NN}:figures | stream | FiguresExtracted, added; lane by theatre | trimmed by the janitor |
| cc:{NN}:article:ID | hash | `theatres`, `reading:R`, `state`, `reason`; see shared/runtime/keys.py | none |

Figures go to the lanes of their theatres before the fence and the hash is written within it (law 2), under
the condition that the article's revision, theatres and state are as they were when the batch was read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from shared.contracts.articles import Article
from shared.contracts.figures import FiguresExtracted, Reading
from shared.runtime import keys
from shared.runtime.commit import Check, Commit, Dead, Outgoing, Write
from shared.runtime.connection import Client

#: Readings of an article kept beside the newest: the one before, for showing the difference.
READINGS_BEFORE = 1

#: States of an article whose newest revision has been dealt with.
DONE = ("read", "not_read", "dead")


@dataclass(frozen=True, slots=True)
class Standing:
    """What the article hash says: the newest revision and the theatres told so far, as they are stored."""

    revision: str | None = None
    theatres: str | None = None
    state: str | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """Theatres to which any revision has sent figures."""
        return tuple(orjson.loads(self.theatres)) if self.theatres else ()

    def newer_read(self, revision: int) -> int:
        """The newest revision if it is newer than this one and its reading is done; else 0."""
        newest = int(self.revision or 0)
        return newest if newest > revision and self.state in DONE else 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one article: its reading and messages, or the reason why it never can be read."""

    entry: str
    article: Article
    reading: Reading | None = None
    messages: tuple[FiguresExtracted, ...] = ()
    reason: str = ""


async def standings(redis: Client, lane: int, articles: Sequence[str]) -> dict[str, Standing]:
    """How each of these articles of one lane stands."""
    async with redis.pipeline(transaction=False) as pipe:
        for article in articles:
            pipe.hmget(keys.key(lane, "article", article), "revision", "theatres", "state")
        replies = await pipe.execute()
    return {
        article: Standing(*(_text(field) for field in reply))
        for article, reply in zip(articles, replies, strict=True)
    }


def commit_of(outcomes: Sequence[Outcome], found: Mapping[str, Standing], lane: int, lanes: int) -> Commit:
    """All that follows from a batch of outcomes."""
    checks: list[Check] = []
    for article, standing in found.items():
        key = keys.key(lane, "article", article)
        checks.append(Check(key, standing.revision, "revision"))
        checks.append(Check(key, standing.theatres, "theatres"))
        checks.append(Check(key, standing.state, "state"))
    return Commit(
        done=tuple(o.entry for o in outcomes if not o.reason),
        dead=tuple(Dead(o.entry, o.reason) for o in outcomes if o.reason),
        checks=checks,
        writes=[write for o in outcomes for write in _writes(o, found[o.article.id], lane)],
        ahead=[
            Outgoing(keys.stream(keys.FIGURES, m.theatre, lanes), m, o.article.id)
            for o in outcomes
            for m in o.messages
        ],
    )


def _writes(outcome: Outcome, standing: Standing, lane: int) -> list[Write]:
    article = outcome.article
    key = keys.key(lane, "article", article.id)
    # A newer revision is already in the line: its own reading will say where the article stands.
    newest = standing.revision in (None, str(article.revision))
    if outcome.reading is None:
        return [Write("HSET", key, ("state", "dead", "reason", outcome.reason))] if newest else []
    fields: list[str] = [f"reading:{article.revision}", outcome.reading.model_dump_json()]
    theatres = sorted({*standing.told, *(m.theatre for m in outcome.messages)})
    fields += ["theatres", orjson.dumps(theatres).decode()]
    if newest:
        fields += ["state", "not_read" if outcome.reading.not_read else "read"]
    old = article.revision - READINGS_BEFORE - 1
    forgotten = [Write("HDEL", key, (f"reading:{old}",))] if old >= 1 else []
    return [Write("HSET", key, tuple(fields)), *forgotten]


def _text(raw: bytes | None) -> str | None:
    return None if raw is None else raw.decode()
