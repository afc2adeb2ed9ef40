"""The sample stories are whole in themselves: what must come out names words that stand in the articles."""

import pytest

from services.desk.stories import Story, stories_in

STORIES = stories_in()


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s.key)
def test_every_expected_figure_is_in_its_article(story: Story) -> None:
    missing = [(a.file, f["number"]) for a in story.articles for f in a.figures if f["number"] not in a.text]
    assert missing == []


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s.key)
def test_members_are_expected_figures(story: Story) -> None:
    figures = {(a.file, f["number"]) for a in story.articles for f in a.figures}
    named = {m for told in (*story.contradictions, *story.silences) for m in told.members}
    assert named - figures == set()


@pytest.mark.parametrize("story", STORIES, ids=lambda s: s.key)
def test_linked_contradictions_exist(story: Story) -> None:
    names = {c.name for c in story.contradictions}
    assert {c.same_story_as for c in story.contradictions} - names - {""} == set()


def test_there_are_five_stories_of_two_to_four_articles() -> None:
    assert len(STORIES) == 5
    assert all(2 <= len(story.articles) <= 4 for story in STORIES)
