"""What was known at a past moment: the ledger made again from what had been seen by then.

Because contradictions are a function of what stands, and every withdrawn claim is kept with its times, any past
state can be shown exactly. Two times are asked apart: seen (what had reached us) and spoken (what it spoke of).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from services.reconcile.core.blocks import Record
from services.reconcile.core.cases import Definition
from services.reconcile.core.check import standing_in
from services.reconcile.core.claims import Claim
from services.reconcile.core.estimate import Estimate, estimates
from services.reconcile.core.ledger import Arrival, Shelf, put, settle
from services.reconcile.core.records import standing_at
from shared.contracts.contradictions import Contradiction


class Known(NamedTuple):
    """A ledger as of a moment."""

    estimates: tuple[Estimate, ...]
    contradictions: tuple[Contradiction, ...]


def known_at(
    packed: Iterable[Mapping[str, bytes]],
    theatre: str,
    seen: datetime,
    spoken: datetime | None = None,
    definitions: tuple[Definition, ...] = (),
) -> Known:
    """The ledger of a theatre from its packed blocks (article -> record), as it stood at `seen`."""
    claims_of: dict[str, Record] = {}
    for block in packed:
        for article, raw in block.items():
            record = standing_at(raw, seen)
            if record is not None:
                earlier = claims_of.get(article)
                claims_of[article] = Record(
                    record.source, (*(earlier.claims if earlier else ()), *record.claims)
                )
    shelf = Shelf(theatre)
    for article in sorted(claims_of):
        record = claims_of[article]
        claims = tuple(claim for claim in record.claims if spoken is None or _spoken_by(claim, spoken))
        settle(shelf, put(shelf, Arrival(record.source, claims)), seen, definitions)
    said = [claim for record in claims_of.values() for claim in record.claims]
    spoke = [claim for claim in said if spoken is None or _spoken_by(claim, spoken)]
    return Known(estimates(spoke, definitions), standing_in([shelf]))


def _spoken_by(claim: Claim, spoken: datetime) -> bool:
    return int(claim.as_of) <= spoken.toordinal()
