"""Figures, remarks and articles with defaults, so that a test shows only what matters to it."""

from __future__ import annotations

from datetime import UTC, date, datetime

from shared.contracts.articles import ArticleRef
from shared.contracts.figures import (
    Bound,
    Figure,
    FiguresExtracted,
    Measure,
    Remark,
    RemarkKind,
    Sentence,
    Window,
)

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
DAY = date(2026, 3, 16)


def figure(count=10, **given):
    """A figure of `count` killed; `count` may be a (low, high) pair."""
    low, high = count if isinstance(count, tuple) else (count, count)
    bound = Bound.EXACT if low == high else Bound.AT_LEAST if high is None else Bound.RANGE
    day = given.pop("day", DAY)
    since = given.pop("since", None)
    given.setdefault("window", Window(start=since or day, end=day, stated=True) if day else Window())
    given.setdefault("number", str(low))
    given.setdefault("start", 100 * given.get("index", 0))
    given.setdefault("sentence", Sentence(start=given["start"], end=given["start"] + 90))
    given.setdefault("measure", Measure.KILLED)
    given.setdefault("bound", bound)
    claimant = given.get("claimant", "")
    given.setdefault("claimant_id", claimant.casefold().replace(" ", "-"))
    given.setdefault("claimant_kind", "other" if claimant else "reporter")
    given.setdefault("party_id", given.get("party", "").casefold())
    return Figure(low=low, high=high, **given)


def remark(kind=RemarkKind.DENIED, **given):
    """Words that deny, or decline to give, a count."""
    given.setdefault("words", "denied")
    given.setdefault("start", 900)
    claimant = given.get("claimant", "")
    given.setdefault("claimant_id", claimant.casefold().replace(" ", "-"))
    given.setdefault("party_id", given.get("party", "").casefold())
    return Remark(kind=kind, **given)


def article(
    name="a", *figures, published=datetime(2026, 3, 16, tzinfo=UTC), theatre="XX", remarks=(), **given
):
    """What one article says: its figures numbered in order."""
    numbered = tuple(
        f.model_copy(update={"index": i, "start": f.start or 100 * i}) for i, f in enumerate(figures)
    )
    given.setdefault("outlet", name)
    given.setdefault("received_at", published)
    ref = ArticleRef(id=name, published_at=published, **given)
    return FiguresExtracted(article=ref, theatre=theatre, figures=numbered, remarks=tuple(remarks))
