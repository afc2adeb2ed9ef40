"""What came out of a story is compared with what must come out."""

from datetime import UTC, datetime
from typing import Any

import pytest

from services.desk.outcome import result_of
from services.desk.readout import troubles
from services.desk.stories import Expected, Silence, Story, StoryArticle

URLS = {"a.txt": "https://a.example/1", "b.txt": "https://b.example/2"}


def story(*contradictions: Expected, silences: tuple[Silence, ...] = ()) -> Story:
    """A story of two articles."""
    articles = tuple(
        StoryArticle(file, url, "Wire", "", datetime(2025, 1, 1, tzinfo=UTC), "")
        for file, url in URLS.items()
    )
    return Story("s", "S", "", articles, contradictions, silences, ())


def expected(*places: tuple[str, str], **changes: Any) -> Expected:
    """A contradiction between two counts that must come out."""
    fields: dict[str, Any] = {"name": "n", "why": "", "kinds": frozenset({"disjoint"}), "events": ("opened",)}
    return Expected(members=frozenset(places or (("a.txt", "12"), ("b.txt", "45"))), **fields | changes)


def alert(*places: tuple[str, str], **changes: Any) -> dict[str, Any]:
    """The body of an alert whose members are one statement a place."""
    told = {
        "type": "opened",
        "id": "con_1",
        "kind": "disjoint",
        "story": "s1",
        "sequence": 1,
        "claimants": (),
    } | changes
    members = [
        {"claimant": claimant, "mentions": [{"article": "x", "url": URLS[file], "number": number}]}
        for (file, number), claimant in zip(
            places or (("a.txt", "12"), ("b.txt", "45")), told["claimants"] or ("",) * 9, strict=False
        )
    ]
    contradiction = {"id": told["id"], "kind": told["kind"], "story": told["story"], "members": members}
    return {
        "type": f"contradiction.{told['type']}",
        "data": {"sequence": told["sequence"], "contradiction": contradiction},
    }


def test_the_expected_alert_alone_is_as_expected() -> None:
    assert result_of(story(expected()), [alert()]).as_expected


def test_qualifiers_do_not_make_another_place() -> None:
    wanted = expected(("a.txt", "more than 3,000"), ("b.txt", "45"))
    assert result_of(story(wanted), [alert(("a.txt", "3,000"), ("b.txt", "45"))]).as_expected
    assert not result_of(story(wanted), [alert(("a.txt", "13,000"), ("b.txt", "45"))]).as_expected


def test_missing_alert_is_told() -> None:
    (match,) = result_of(story(expected()), []).matches
    assert match.trouble == "missing"


def test_extra_alert_is_told() -> None:
    result = result_of(story(expected()), [alert(), alert(("a.txt", "1"), ("b.txt", "2"), id="con_2")])
    assert [told.id for told in result.extra] == ["con_2"]
    assert not result.as_expected


@pytest.mark.parametrize("changes", [{"kind": "denied"}, {"id": "con_2", "kind": "sum_differs"}])
def test_another_kind_is_another_contradiction(changes: dict[str, Any]) -> None:
    assert not result_of(story(expected()), [alert(**changes)]).as_expected


def test_events_must_be_those_expected() -> None:
    widened = [alert(), alert(type="widened", sequence=2)]
    assert result_of(story(expected(events=("opened", "widened"))), widened).as_expected
    (match,) = result_of(story(expected()), widened).matches
    assert match.trouble == "expected it to be opened; it was opened, widened"


def test_linked_contradictions_must_share_their_story() -> None:
    linked = expected(("a.txt", "12"), ("b.txt", "46"), name="m", same_story_as="n")
    alerts = [alert(), alert(("a.txt", "12"), ("b.txt", "46"), id="con_2", story="s2")]
    assert [m.trouble for m in result_of(story(expected(), linked), alerts).matches] == [
        "",
        "expected it to be told as one story with n",
    ]


def test_denial_needs_its_denier() -> None:
    wanted = expected(("a.txt", "12"), kinds=frozenset({"denied"}), denied_by="Baku")
    told = alert(("a.txt", "12"), ("a.txt", "denies"), kind="denied", claimants=("a monitor", "Baku"))
    assert result_of(story(wanted), [told]).as_expected
    other = alert(("a.txt", "12"), ("a.txt", "denies"), kind="denied", claimants=("a monitor", "Ankara"))
    assert not result_of(story(wanted), [other]).as_expected


def test_alert_within_a_silence_breaks_it() -> None:
    quiet = Silence("quiet", "", frozenset({("a.txt", "1"), ("b.txt", "2")}))
    result = result_of(story(silences=(quiet,)), [alert(("a.txt", "1"), ("b.txt", "2"))])
    assert [silence.name for silence, _ in result.broken_silences] == ["quiet"]


def test_figures_are_compared_field_by_field() -> None:
    read = [
        {"number": "191", "low": 191, "high": 191, "measure": "killed", "claimant": "", "part_of": None},
        {
            "number": "158",
            "low": 158,
            "high": 158,
            "measure": "killed",
            "claimant": "The Ministry",
            "part_of": 0,
        },
    ]
    wanted = [
        {"number": "191", "low": 191, "high": 191},
        {"number": "158", "low": 158, "high": 158, "claimant": "ministry", "part_of": "191"},
    ]
    assert troubles(wanted, read) == []
    assert troubles(wanted[:1], read) == ["'158' was read as killed, and is no figure"]
    assert troubles([*wanted, {"number": "7"}], read) == ["'7' was not read"]
    assert troubles([{**wanted[0], "low": 190}, wanted[1]], read) == ["'191': expected low 190, got 191"]
