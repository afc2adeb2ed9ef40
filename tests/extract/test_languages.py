"""What is not English is set aside with its language, and English is never sent away."""

from __future__ import annotations

import pytest

from services.extract.core.language import language_of
from services.extract.core.reader import read
from shared.contracts.articles import Article
from shared.contracts.figures import NotRead

OTHERS = (
    (
        "fr",
        "Au moins quatorze personnes ont été tuées dimanche dans un accident de car, selon la préfecture.",
    ),
    (
        "es",
        "Al menos catorce personas murieron el domingo en un accidente de autobús, según la policía local.",
    ),
    ("de", "Mindestens vierzehn Menschen sind am Sonntag bei einem Busunglück ums Leben gekommen."),
    ("it", "Almeno quattordici persone sono morte domenica in un incidente, secondo la polizia locale."),
    ("ru", "По меньшей мере четырнадцать человек погибли в воскресенье в результате аварии автобуса."),
    ("ar", "قتل أربعة عشر شخصا على الأقل يوم الأحد في حادث حافلة بحسب الشرطة المحلية"),
)

ENGLISH = (
    "A bus fell into a river on Sunday and 14 people were killed, the police said.",
    "14 dead, 30 hurt in Lima bus plunge",
    "Ten Killed Near Khan al-Asal, Kafr Hamra, Hayyan, Urem al-Kubra",
    "",
)


@pytest.mark.parametrize(("code", "text"), OTHERS, ids=[code for code, _ in OTHERS])
def test_another_language_is_named(code: str, text: str) -> None:
    assert code == language_of(text)


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_english(text: str) -> None:
    assert language_of(text) == "en"


def test_an_article_in_another_language_is_set_aside_with_the_reason() -> None:
    reading = read(Article(id="art_1", text=OTHERS[0][1]))
    assert (reading.not_read, reading.language, reading.figures) == (NotRead.OTHER_LANGUAGE, "fr", ())
