"""Whether two claims speak of the same event (or the same stretch of time) is decided here and nowhere else."""

from __future__ import annotations

from enum import StrEnum
from functools import lru_cache

from services.reconcile.core import lattice
from services.reconcile.core.claims import LOOSE_DAYS, Claim
from services.reconcile.core.kinds import kind_of
from services.reconcile.core.lattice import Relation

#: Days by which the starts of two running counts may differ: "since Sunday" and "for six days".
START_SLACK = 1

#: Windows of up to so many days are meant to the day ("on Tuesday and Wednesday").
SHORT_DAYS = 3

#: Path elements from which on a place is a town and not a country or province.
TOWN = 3


class Event(StrEnum):
    """Whether two counts are of one event."""

    SAME = "same"
    DIFFERENT = "different"
    UNCLEAR = "unclear"


def windows(one: Claim, two: Claim) -> Relation:
    """How the stretches of time stand to one another; unknown where one has no date at all."""
    if not one.first_day or not two.first_day:
        return Relation.UNKNOWN
    a, b = _days(one), _days(two)
    if a[1] < b[0] or b[1] < a[0]:
        return Relation.APART
    if one.runs and two.runs:
        return _running(one, two)
    if one.runs:
        return Relation.WHOLE
    return Relation.PART if two.runs else Relation.EQUAL


def event_of(one: Claim, two: Claim, place: Relation) -> Event:
    """Whether both count the same event, given how their places stand to one another (not apart)."""
    if not families_meet(one.event, two.event) or actors_differ(one.actor_id, two.actor_id):
        return Event.DIFFERENT
    if one.runs or two.runs:
        return _same_stretch(one, two, place)
    shared = len(one.scene & two.scene)
    return Event.SAME if shared >= _words_wanted(one, two, place) else Event.UNCLEAR


@lru_cache(maxsize=1024)
def families_meet(one: str, two: str) -> bool:
    """Whether outlets may call one event by these two kinds; an unknown kind may be any."""
    a, b = kind_of(one).family, kind_of(two).family
    return "any" in a or "any" in b or bool(a & b)


@lru_cache(maxsize=4096)
def actors_differ(one: str, two: str) -> bool:
    """Whether two different sides are said to have done it."""
    return bool(one) and bool(two) and lattice.parties(one, two) is Relation.APART


def _days(claim: Claim) -> tuple[int, int]:
    loose = 0 if claim.dated or claim.runs else LOOSE_DAYS
    return (claim.first_day - loose, claim.last_day)


def _running(one: Claim, two: Claim) -> Relation:
    short = min(one.last_day - one.first_day, two.last_day - two.first_day) <= SHORT_DAYS
    if abs(one.first_day - two.first_day) <= (0 if short else START_SLACK):
        return Relation.EQUAL
    if one.first_day <= two.first_day and one.last_day >= two.last_day:
        return Relation.WHOLE
    if two.first_day <= one.first_day and two.last_day >= one.last_day:
        return Relation.PART
    return Relation.UNKNOWN


def _same_stretch(one: Claim, two: Claim, place: Relation) -> Event:
    """Running counts need no common scene, but both must say where, or stand in one article."""
    if one.source.article == two.source.article or place is not Relation.UNKNOWN:
        return Event.SAME
    return Event.SAME if len(one.scene & two.scene) >= 2 else Event.UNCLEAR


def _words_wanted(one: Claim, two: Claim, place: Relation) -> int:
    """How many peculiar words two reports must share to mean one event, the more the less else they share."""
    known = [kind_of(kind) for kind in (one.event, two.event) if kind != "unknown"]
    if len(known) == 2 and all(kind.singular for kind in known):
        return 0
    everyday = not known or all(kind.everyday for kind in known)
    depth = min(len(one.path), len(two.path))
    if one.source.article == two.source.article:
        return 1 if everyday and one.sentence != two.sentence else 0
    wanted = 2 if everyday else 1
    if place is Relation.EQUAL and depth >= TOWN and one.dated and two.dated:
        wanted -= 1
    if place is Relation.UNKNOWN or not (one.dated or two.dated):
        wanted += 1
    return wanted
