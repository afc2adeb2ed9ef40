"""Whole articles in, contradictions out: what a careful reader would and would not be alarmed by.

Each file of tests/corpus/stories is one story: articles, the contradictions that must be found, and
tempting pairs that are none. A member is quoted as "article: words", the words starting with the number.
"""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import pytest

from services.extract.core.reader import read
from services.extract.core.theatres import messages_of
from services.reconcile.core.check import contradictions_among
from shared.contracts.articles import Article
from shared.contracts.contradictions import Contradiction

FOLDER = Path(__file__).parent.parent / "corpus" / "stories"
STORIES = {path.stem: tomllib.loads(path.read_text()) for path in sorted(FOLDER.glob("*.toml"))}
#: Characters by which the start of a figure may differ: its qualifier quoted or not.
NEAR = 14

Place = tuple[str, int]


def place_of(story: dict, quoted: str) -> Place:
    article, words = quoted.split(": ", 1)
    text = next(a["text"].strip() for a in story["article"] if a["id"] == article)
    assert text.count(words) == 1, (
        f"{quoted!r} must stand once in its article, stands {text.count(words)} times"
    )
    return article, text.index(words)


@cache
def found_in(name: str) -> tuple[Contradiction, ...]:
    messages = []
    for a in STORIES[name]["article"]:
        article = Article(
            id=a["id"],
            outlet=a["outlet"],
            title=a["title"],
            text=a["text"].strip(),
            published_at=datetime.fromisoformat(a["date"]).replace(tzinfo=UTC),
        )
        messages += messages_of(article, read(article))
    return contradictions_among(messages, datetime(2026, 1, 1, tzinfo=UTC))


def touched(contradiction: Contradiction, places: list[Place]) -> int:
    """How many of the places are stated by members of the contradiction."""
    stated = [(m.article, m.start) for member in contradiction.members for m in member.mentions]
    return sum(any(a == p[0] and abs(s - p[1]) <= NEAR for a, s in stated) for p in places)


def known(entry: dict) -> tuple:
    """A known failure stays in the corpus with its reason; once it passes, the mark must go."""
    return (pytest.mark.xfail(strict=True, reason=entry["known"]),) if "known" in entry else ()


def cases(what: str) -> list:
    return [
        pytest.param(name, entry, id=f"{name}: {' / '.join(entry['members'])[:90]}", marks=known(entry))
        for name, story in STORIES.items()
        for entry in story.get(what, [])
    ]


@pytest.mark.parametrize("name, entry", cases("contradiction"))
def test_figures_that_cannot_both_hold_are_found(name, entry):
    places = [place_of(STORIES[name], m) for m in entry["members"]]
    hits = [c for c in found_in(name) if touched(c, places) >= 2]
    assert hits, f"{entry['kind']} not found; found instead: {[c.why for c in found_in(name)]}"


@pytest.mark.parametrize("name, entry", cases("tempting"))
def test_figures_that_only_look_contradictory_ring_no_alarm(name, entry):
    places = [place_of(STORIES[name], m) for m in entry["members"]]
    expected = [
        [place_of(STORIES[name], m) for m in c["members"]] for c in STORIES[name].get("contradiction", [])
    ]
    wrong = [
        c
        for c in found_in(name)
        if touched(c, places) == len(places) and not any(touched(c, e) >= 2 for e in expected)
    ]
    assert wrong == [], f"{entry['why']}, but: {[c.why for c in wrong]}"


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=known(story), id=name) for name, story in STORIES.items()]
)
def test_nothing_is_found_that_the_story_does_not_hold(name):
    expected = [
        [place_of(STORIES[name], m) for m in c["members"]] for c in STORIES[name].get("contradiction", [])
    ]
    extra = [c.why for c in found_in(name) if not any(touched(c, e) >= 2 for e in expected)]
    assert extra == []
