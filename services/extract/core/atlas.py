"""Which name is which place: the gazetteer as two indexes, and which of several places of one name is meant.

A place is a path from its country down: "SY/aleppo/al-bab". Transliterations are folded for the countries whose
names are not written in Latin letters; elsewhere only case and accents are.
"""

from __future__ import annotations

from functools import cache
from math import log10
from typing import NamedTuple

from services.extract.core.gazetteer import countries, towns
from services.extract.core.names import TRANSLITERATED, key_in, key_of, plain
from services.extract.core.rules import book_of


class Spot(NamedTuple):
    """One known place."""

    path: str
    country: str
    people: int

    @property
    def depth(self) -> int:
        """1 a country, 2 a province, 3 a town, 4 a district."""
        return self.path.count("/") + 1


#: Towns whose names are words of English or names of people: they count only beside a word like "city of".
WORDS_TOO = frozenset(
    """of and the most hit man same nice reading mobile bath split orange police central union un us bar much male best long
    green young white black brown king queen prince jackson lincoln madison clinton bush ford carter kent chester lancaster
    march may marina victoria florence sydney charlotte jordan paris_hilton santa san saint st los las el la le al new old east
    west north south bay lake park hill valley springs beach city town village port fort mount grand general major martin
    bay_area ross rahman abdullah ali hassan hussein ahmad khan mohammed muhammad omar assad putin trump obama bashar kerry
    sun star news post mail times media center centre front army force forces war peace union unity state islamic civil
    defence defense human rights observatory monitor moslem muslim christian arab kurd turk jewish roman catholic orthodox
    van der mars venus mercury apollo delta omega alpha page date share read more related source sources tags video photo
    home world business sport sports health opinion english live latest top tal tall tell bab dara date time day two one
    three four five ten sale lead iron sand lime ash oak elm pine rose lily ruby sandy dora hassan kamal jamal salem said
    sari bern_ lens sens tours cannes vary brand bell burns wells banks marks mason cook baker butler taylor turner parker
    nelson wilson hamilton wellington washington_post houston austin dallas denver_ hama_ raja rani dali""".split()
)


def spots_of(name: str) -> list[Spot]:
    """The places of this name; a lost apostrophe ("Syrias north") is seen through."""
    index = _index()
    for one in (name, name[:-1]) if name.endswith("s") else (name,):
        exact, folded = plain(one), key_of(one)
        found = index.get(exact, [])
        if folded != exact:
            found = found + [s for s in index.get(folded, ()) if s.country in TRANSLITERATED]
        if found:
            return found
    return []


def likeliest(spots: list[Spot], weights: dict[str, int], theatre: str) -> Spot:
    """Of several places of one name the one in a country that the article speaks of, else the largest."""

    def worth(spot: Spot) -> float:
        near = 6.0 if spot.country == theatre else 3.0 if weights.get(spot.country) else 0.0
        return near + log10(max(spot.people, 10)) - 0.1 * spot.depth

    return max(spots, key=worth)


@cache
def _index() -> dict[str, list[Spot]]:
    index: dict[str, list[Spot]] = {}
    own = _own_table(index)
    for code, country in countries().items():
        for name in country.names:
            index.setdefault(plain(name), []).insert(0, Spot(code, code, 50_000_000))
    for town in towns():
        code = town.path[:2]
        for key in town.keys:
            if (code, key) not in own:
                index.setdefault(key, []).append(Spot(town.path, code, town.people))
    return index


def _own_table(index: dict[str, list[Spot]]) -> set[tuple[str, str]]:
    """Puts our own table into the index; what it names is not looked for in the package's."""
    own = set()
    for code, paths in book_of("en").tables["places"].items():
        for path, spellings in paths.items():
            spot = Spot(f"{code}/{path}", code, 400_000)
            for name in spellings:
                key = key_in(code, name)
                index.setdefault(key, []).append(spot)
                own.add((code, key))
    return own
