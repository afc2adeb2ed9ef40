"""What follows when two claims meet: the facts of a pair, and the first row of `verdicts.toml` that they satisfy.

A verdict depends on the two claims alone, and not on which comes first or what else is known. That is why the
order in which articles arrive cannot change the ledger.
"""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from services.reconcile.core.claims import Claim
from services.reconcile.core.pairs import FACTS, Pair
from shared.contracts.contradictions import ContradictionKind

__all__ = ["FACTS", "Pair", "Row", "Verdict", "rows", "verdict_on"]


class Row(NamedTuple):
    """One row of the decision table."""

    id: str
    when: tuple[tuple[str, frozenset[str]], ...]
    verdict: str
    kind: ContradictionKind | None
    reason: str
    says: str


class Verdict(NamedTuple):
    """What a row says of a pair, and how the two stand to one another."""

    row: Row
    upper: Claim
    """The claim of the larger count (of the part, where a part exceeds its whole; of the one who asserts)."""
    lower: Claim

    @property
    def contradicts(self) -> bool:
        return self.row.kind is not None


@cache
def rows() -> tuple[Row, ...]:
    """The decision table, in order."""
    text = (files(__package__) / "verdicts.toml").read_text("utf-8")
    return tuple(_row(raw) for raw in tomllib.loads(text)["row"])


def verdict_on(one: Claim, two: Claim) -> Verdict:
    """The verdict on two claims; the same whichever is named first."""
    pair = Pair(one, two) if one.order <= two.order else Pair(two, one)
    fact = pair.fact
    for row in rows():
        for name, wanted in row.when:
            if fact(name) not in wanted:
                break
        else:
            return Verdict(row, *pair.ordered())
    raise AssertionError("the last row of the table has no conditions")


def _row(raw: dict[str, object]) -> Row:
    when = raw["when"]
    assert isinstance(when, dict)
    conditions = tuple(
        (name, frozenset([wanted] if isinstance(wanted, str) else wanted)) for name, wanted in when.items()
    )
    kind = ContradictionKind(str(raw["kind"])) if "kind" in raw else None
    return Row(str(raw["id"]), conditions, str(raw["verdict"]), kind, str(raw["reason"]), str(raw["says"]))
