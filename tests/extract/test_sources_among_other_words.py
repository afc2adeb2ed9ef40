"""A source is found though a time, a place or a manner stands between it and what it says."""

from __future__ import annotations

import pytest

from services.extract.core.reader import read
from shared.contracts.articles import Article

SENTENCES = (
    # time, place and manner after the verb of saying
    (
        "The Ecuadorian Red Cross said on Wednesday that 112 people had been killed.",
        "The Ecuadorian Red Cross",
    ),
    (
        "The Ecuadorian Red Cross said on Wednesday evening that 112 people had been killed.",
        "The Ecuadorian Red Cross",
    ),
    ("Garissa county hospital said late on Sunday that 21 children had drowned.", "Garissa county hospital"),
    ("The Islamic State group said in a statement that it had killed 45 people.", "The Islamic State group"),
    (
        "President Emmanuel Macron said in Paris that 300 fighters had left Syria.",
        "President Emmanuel Macron",
    ),
    ("The governor told reporters in the yard that 14 people had died.", "The governor"),
    # a second verb of the same source
    ("The group claimed the bombing and said in a statement that it had killed 45 people.", "The group"),
    ("The ministry gave its first account on Monday and spoke of 15 dead.", "The ministry"),
    # the sentence goes on behind the source
    (
        "A bomb killed five people in Basra on Friday, police said, a day after another bomb in Baghdad.",
        "police",
    ),
    ("A quake killed 41 people, the mayor said, as rescuers reached villages in the hills.", "the mayor"),
    # services and teams are sources
    (
        "A quake killed at least 41 people, the national emergency service said.",
        "the national emergency service",
    ),
    ("The service said that 310 people were being treated for injuries.", "The service"),
    ("A landslide killed 9 people, the provincial rescue team said.", "the provincial rescue team"),
    (
        "At least 26 protesters were killed, the Central Doctors' Committee said.",
        "the Central Doctors' Committee",
    ),
    # an adverb within the verb
    ("The Observatory has nevertheless counted at least 28 fighters killed.", "The Observatory"),
)


@pytest.mark.parametrize(("text", "source"), SENTENCES, ids=lambda v: v[:60])
def test_source_is_found_among_other_words(text: str, source: str) -> None:
    figures = read(Article(id="a", text=text)).figures
    assert [f.claimant.lower().removeprefix("the ") for f in figures] == [source.lower().removeprefix("the ")]


def test_lost_property_and_cattle_are_no_people() -> None:
    assert (
        read(
            Article(id="a", text="The farmer walked 15 kilometres with his goats. He had lost 30 of them.")
        ).figures
        == ()
    )


@pytest.mark.parametrize(
    ("text", "denier"),
    [
        ("Despite denials from Baku, the Observatory has counted at least 28 fighters killed.", "Baku"),
        ("In spite of a denial by the army, the monitor counted at least 28 fighters killed.", "the army"),
        ("Despite Moscow's denials, the Observatory has counted at least 28 fighters killed.", "Moscow"),
    ],
)
def test_denial_belongs_to_whom_it_comes_from(text: str, denier: str) -> None:
    (remark,) = read(Article(id="a", text=text)).remarks
    assert (remark.kind.value, remark.claimant) == ("denied", denier)


@pytest.mark.parametrize(
    ("second", "source"),
    [
        ("The interior ministry says that 14 people were killed.", "The interior ministry"),
        ("The health ministry said 14 people were killed.", "The health ministry"),
        ("The provincial police said 14 people were killed.", "The provincial police"),
        ("The hospital said that 14 people were killed in all.", "Garissa county hospital"),
    ],
)
def test_a_source_with_a_name_of_its_own_is_not_taken_for_the_one_before(second: str, source: str) -> None:
    text = f"Garissa county hospital said that 21 children had drowned. {second}"
    assert [f.claimant for f in read(Article(id="a", text=text)).figures] == [
        "Garissa county hospital",
        source,
    ]
