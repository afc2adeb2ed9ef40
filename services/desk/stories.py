"""What a sample story is: its articles, and what must come out of them, as seeds/ keeps it.

A story is a folder with one `story.toml` and its article files. Members of a contradiction are pairs
of an article's file and the words of a number in it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

#: Where the stories lie, seen from the folder of the project.
SEEDS = Path(__file__).resolve().parents[2] / "seeds"

#: A figure of a story: the file of its article and the words of its number.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class StoryArticle:
    """One article of a story, with the fields of its figures that must be read."""

    file: str
    url: str
    outlet: str
    title: str
    published_at: datetime
    text: str
    figures: tuple[Mapping[str, Any], ...] = ()

    def as_posted(self) -> dict[str, str]:
        """The article as ingest takes it."""
        return {
            "url": self.url,
            "outlet": self.outlet,
            "title": self.title,
            "text": self.text,
            "published_at": self.published_at.isoformat(),
        }


@dataclass(frozen=True, slots=True)
class Expected:
    """A contradiction that must come out: its members, its kind, and the events that befall it."""

    name: str
    why: str
    kinds: frozenset[str]
    members: frozenset[Place]
    events: tuple[str, ...]
    same_story_as: str = ""
    denied_by: str = ""


@dataclass(frozen=True, slots=True)
class Silence:
    """What a careless system would ring for, and why this one must not."""

    name: str
    why: str
    members: frozenset[Place] = frozenset()
    article: str = ""


@dataclass(frozen=True, slots=True)
class Withheld:
    """A count that a side declines to give: shown as unanswered."""

    name: str
    why: str
    party: str
    measure: str


@dataclass(frozen=True, slots=True)
class Story:
    """A sample story and everything that must come out of it."""

    key: str
    name: str
    about: str
    articles: tuple[StoryArticle, ...]
    contradictions: tuple[Expected, ...]
    silences: tuple[Silence, ...]
    withheld: tuple[Withheld, ...]


def stories_in(folder: Path = SEEDS) -> tuple[Story, ...]:
    """Every story under a folder, by name."""
    return tuple(story_of(path.parent) for path in sorted(folder.glob("*/story.toml")))


def story_of(folder: Path) -> Story:
    """The story that one folder holds."""
    told = tomllib.loads((folder / "story.toml").read_text(encoding="utf-8"))
    figures = {a["file"]: tuple(a.get("figures", ())) for a in told["articles"]}
    return Story(
        key=folder.name,
        name=told["name"],
        about=told["about"],
        articles=tuple(_article(folder, a, figures) for a in told["articles"]),
        contradictions=tuple(_expected(c) for c in told.get("contradictions", ())),
        silences=tuple(
            Silence(s["name"], s["why"], _places(s.get("members", ())), s.get("article", ""))
            for s in told.get("silences", ())
        ),
        withheld=tuple(
            Withheld(w["name"], w["why"], w["party"], w["measure"]) for w in told.get("withheld", ())
        ),
    )


def article_beside(file: Path) -> StoryArticle | None:
    """What the story in a file's folder says of that file as an article; None where there is none."""
    if file.suffix != ".txt" or not (file.parent / "story.toml").is_file():
        return None
    return next((a for a in story_of(file.parent).articles if a.file == file.name), None)


def _article(folder: Path, told: Mapping[str, Any], figures: Mapping[str, Any]) -> StoryArticle:
    return StoryArticle(
        file=told["file"],
        url=told["url"],
        outlet=told["outlet"],
        title=told["title"],
        published_at=told["published_at"],
        text=(folder / told["file"]).read_text(encoding="utf-8").strip(),
        figures=figures[told.get("same_as", told["file"])],
    )


def _expected(told: Mapping[str, Any]) -> Expected:
    return Expected(
        name=told["name"],
        why=told["why"],
        kinds=frozenset(told.get("kinds", (told["kind"],))),
        members=_places(told["members"]),
        events=tuple(told["events"]),
        same_story_as=told.get("same_story_as", ""),
        denied_by=told.get("denied_by", ""),
    )


def _places(told: object) -> frozenset[Place]:
    return frozenset((file, number) for file, number in told)  # type: ignore[attr-defined]
