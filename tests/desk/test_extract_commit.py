"""What follows from a batch of readings: figures by theatre, the article's hash, and late revisions kept silent."""

from __future__ import annotations

import json

from services.extract.adapters import Outcome, Standing, commit_of
from services.extract.core.revisions import overtaken
from shared.contracts.articles import Article, ArticleRef
from shared.contracts.figures import Figure, FiguresExtracted, Measure, NotRead, Reading
from shared.runtime import keys
from shared.runtime.commit import Check, Commit, Dead, Write

LANES = 4


def extracted(theatre: str, revision: int = 1) -> FiguresExtracted:
    """What one revision says of one theatre."""
    figure = Figure(number="12", start=0, low=12, high=12, measure=Measure.KILLED)
    return FiguresExtracted(
        article=ArticleRef(id="art_1", revision=revision), theatre=theatre, figures=(figure,)
    )


def commit(standing: Standing, *theatres: str, revision: int = 1, **changes: object) -> Commit:
    """The commit of one article that speaks of these theatres."""
    article = Article(id="art_1", revision=revision, text="12 died.")
    fields: dict[str, object] = {
        "reading": Reading(doc="art_1"),
        "messages": tuple(extracted(t) for t in theatres),
    }
    outcome = Outcome("1-0", article, **fields | changes)  # type: ignore[arg-type]
    return commit_of([outcome], {"art_1": standing}, 2, LANES)


def hash_of(commit: Commit) -> dict[str, str]:
    """What the commit writes into the article's hash."""
    fields: list[str] = [str(arg) for write in commit.writes if write.command == "HSET" for arg in write.args]
    return dict(zip(fields[::2], fields[1::2], strict=True))


def test_figures_go_to_the_lane_of_their_theatre_before_the_fence() -> None:
    ahead = commit(Standing("1"), "SY", "IQ").ahead
    assert [o.stream for o in ahead] == [
        keys.stream(keys.FIGURES, theatre, LANES) for theatre in ("SY", "IQ")
    ]
    assert {o.correlation for o in ahead} == {"art_1"}


def test_hash_is_written_only_if_nothing_changed_meanwhile() -> None:
    key = keys.key(2, "article", "art_1")
    assert commit(Standing("1", '["SY"]', "accepted"), "IQ").checks == [
        Check(key, "1", "revision"),
        Check(key, '["SY"]', "theatres"),
        Check(key, "accepted", "state"),
    ]


def test_theatres_gather_over_revisions() -> None:
    assert json.loads(hash_of(commit(Standing("1", '["SY"]'), "IQ"))["theatres"]) == ["IQ", "SY"]


def test_state_says_what_came_of_the_newest_revision() -> None:
    assert hash_of(commit(Standing("1"), "SY"))["state"] == "read"
    unread = Reading(doc="art_1", not_read=NotRead.OTHER_LANGUAGE)
    assert hash_of(commit(Standing("1"), reading=unread))["state"] == "not_read"
    assert "state" not in hash_of(commit(Standing("2"), "SY"))


def test_reader_that_fails_dead_letters_that_article_with_the_reason() -> None:
    failed = commit(Standing("1"), reading=None, reason="the reader failed: ValueError: x")
    assert failed.dead == (Dead("1-0", "the reader failed: ValueError: x"),)
    assert failed.done == ()
    assert hash_of(failed) == {"state": "dead", "reason": "the reader failed: ValueError: x"}


def test_readings_older_than_the_one_before_are_forgotten() -> None:
    key = keys.key(2, "article", "art_1")
    assert Write("HDEL", key, ("reading:1",)) in commit(Standing("3"), "SY", revision=3).writes
    assert not any(write.command == "HDEL" for write in commit(Standing("2"), "SY", revision=2).writes)


def test_a_newer_revision_counts_once_it_has_been_dealt_with() -> None:
    assert Standing("3", None, "read").newer_read(2) == 3
    assert Standing("3", None, "accepted").newer_read(2) == 0
    assert Standing("2", None, "read").newer_read(2) == 0
    assert Standing().newer_read(1) == 0


def test_overtaken_revision_only_silences_theatres_that_nobody_told() -> None:
    (silenced,) = overtaken([extracted("SY"), extracted("IQ")], newest=3, told={"SY"})
    assert (silenced.theatre, silenced.figures, silenced.article.revision) == ("IQ", (), 3)
