"""Tolls are put at, stand at, are spoken of: the number stands behind the word of loss."""

from __future__ import annotations

import pytest

from services.extract.core.reader import read
from shared.contracts.articles import Article

#: A sentence, and number, measure and source of each of its figures.
TOLLS = (
    (
        "Police put the dead at 12, three of them children.",
        (("12", "killed", "Police"), ("three", "killed", "Police")),
    ),
    ("Police put the death toll at 12.", (("12", "killed", "Police"),)),
    (
        "Police put the number of dead at 12 and of wounded at 30.",
        (("12", "killed", "Police"), ("30", "wounded", "Police")),
    ),
    ("The emergency service puts the dead at 63.", (("63", "killed", "The emergency service"),)),
    ("The interior ministry has so far spoken of 14 dead.", (("14", "killed", "The interior ministry"),)),
    (
        "Accounts from the other side put the dead of the week at 191.",
        (("191", "killed", "Accounts from the other side"),),
    ),
    (
        "Lawyers for the protesters had earlier counted 300 people arrested.",
        (("300", "captured", "Lawyers for the protesters"),),
    ),
    ("The mayor gave the number of missing as 40.", (("40", "missing", "The mayor"),)),
    ("The death toll stood at 55 on Friday.", (("55", "killed", ""),)),
    (
        "President Emmanuel Macron said that 300 fighters had left Syria for Azerbaijan.",
        (("300", "deployed", "President Emmanuel Macron"),),
    ),
)


@pytest.mark.parametrize(("text", "expected"), TOLLS, ids=lambda v: str(v)[:60])
def test_toll_is_read_with_its_source(text: str, expected: tuple[tuple[str, str, str], ...]) -> None:
    figures = read(Article(id="a", text=text)).figures
    assert tuple((f.number, f.measure.value, f.claimant) for f in figures) == expected
