"""The sample stories come out as they must, from the cores alone; the demo shows the same over the real services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from services.desk.outcome import result_of
from services.desk.readout import troubles
from services.desk.stories import Story, StoryArticle, stories_in
from services.extract.core.reader import read
from services.extract.core.theatres import messages_of
from services.reconcile.core.check import ledger_of
from shared.contracts.articles import Article

STORIES = stories_in()
ARTICLES = [(story.key, article) for story in STORIES for article in story.articles]


def as_article(article: StoryArticle) -> Article:
    """The article as the reader gets it."""
    posted: dict[str, Any] = article.as_posted() | {"published_at": article.published_at}
    return Article(id=article.file, received_at=article.published_at + timedelta(minutes=5), **posted)


def alerts_of(story: Story) -> list[dict[str, Any]]:
    """Every change of a contradiction on the story's way, as the body of its alert."""
    extracted = [m for a in story.articles for m in messages_of(as_article(a), read(as_article(a)))]
    _, changes = ledger_of(extracted, story.articles[-1].published_at + timedelta(hours=1))
    return [
        {
            "type": f"contradiction.{change.change.value}",
            "data": change.model_dump(mode="json", exclude_none=True),
        }
        for change in changes
    ]


@pytest.mark.parametrize(("story", "article"), ARTICLES, ids=lambda v: getattr(v, "file", v))
def test_every_figure_is_read_as_its_story_says_and_nothing_else_is(
    story: str, article: StoryArticle
) -> None:
    reading = read(as_article(article))
    assert troubles(article.figures, [f.model_dump(mode="json") for f in reading.figures]) == []


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s.key)
def test_alerts_are_those_of_the_story_and_no_others(story: Story) -> None:
    result = result_of(story, alerts_of(story))
    assert [(m.expected.name, m.trouble) for m in result.matches if m.trouble] == []
    assert [told.why for told in result.extra] == []
    assert [silence.name for silence, _ in result.broken_silences] == []


@pytest.mark.parametrize("story", [s for s in STORIES if s.withheld], ids=lambda s: s.key)
def test_withheld_counts_are_read(story: Story) -> None:
    remarks = [remark for a in story.articles for remark in read(as_article(a)).remarks]
    told = {(remark.party, remark.kind.value) for remark in remarks}
    assert {(w.party, "withheld") for w in story.withheld} - told == set()
