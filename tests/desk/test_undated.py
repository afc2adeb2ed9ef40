"""An article that says no date of its own is as old as its arrival, at the desk as at the door."""

from __future__ import annotations

from datetime import UTC, date, datetime

from services.desk.inputs import articles_from
from services.extract.core.reader import read
from services.extract.core.theatres import messages_of
from services.reconcile.core.check import contradictions_among

TEXT = (
    "The Armenian defence ministry said that 140 soldiers had been killed since Sunday. "
    "Azerbaijan said that it had killed 1,900 Armenian soldiers since Sunday."
)
#: A Saturday.
NOW = datetime(2020, 10, 3, 12, tzinfo=UTC)


def test_relative_days_of_an_undated_text_are_reckoned_from_its_arrival(tmp_path):
    story = tmp_path / "story.txt"
    story.write_text(TEXT)
    (article,) = articles_from([str(story)], NOW)
    assert {f.window.start for f in read(article).figures} == {date(2020, 9, 27)}


def test_what_an_undated_text_contradicts_within_itself_is_found(tmp_path):
    story = tmp_path / "story.txt"
    story.write_text(TEXT)
    (article,) = articles_from([str(story)], NOW)
    (found,) = contradictions_among(messages_of(article, read(article)), NOW)
    assert {member.low for member in found.members} == {140, 1900}
