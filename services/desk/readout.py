"""Whether an article's figures were read as its story says: every one, every stated field, and no others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

#: Fields that are words: compared without regard to capitals and a leading article.
WORDS = ("party", "claimant", "place", "when", "number")
#: Fields that a story leaves out where they have this value.
ABSENT = {"low": None, "high": None}


def troubles(expected: Sequence[Mapping[str, Any]], read: Sequence[Mapping[str, Any]]) -> list[str]:
    """What is wrong, in words; empty where all is as it must be."""
    found: list[str] = []
    left = list(read)
    for figure in expected:
        candidate = next((f for f in left if _plain(f["number"]) == _plain(figure["number"])), None)
        if candidate is None:
            found.append(f"{figure['number']!r} was not read")
            continue
        left.remove(candidate)
        found += [f"{figure['number']!r}: {wrong}" for wrong in _wrong_fields(figure, candidate, read)]
    found += [f"{extra['number']!r} was read as {extra['measure']}, and is no figure" for extra in left]
    return found


def _wrong_fields(
    expected: Mapping[str, Any], got: Mapping[str, Any], read: Sequence[Mapping[str, Any]]
) -> list[str]:
    wrong = []
    for name, value in (ABSENT | dict(expected)).items():
        came = got.get(name)
        if name == "part_of":
            came = read[came]["number"] if isinstance(came, int) else None
            same = came is not None and _plain(came) == _plain(value)
        elif name in WORDS:
            same = _plain(came or "") == _plain(value)
        else:
            same = came == value
        if not same:
            wrong.append(f"expected {name} {value!r}, got {came!r}")
    return wrong


def _plain(words: str) -> str:
    return words.casefold().removeprefix("the ").strip()
