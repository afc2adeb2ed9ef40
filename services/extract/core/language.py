"""Which language a text is in: common words first, and a trained model only where they leave a doubt.

A text that is not English is set aside and counted, never misread. A second language would bring its own folder of
rules beside `rules/en` and its own row here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

#: Function words that no other language written in Latin letters has in this mix.
ENGLISH = frozenset(
    "the of and to in that was were for with on by from has have been said are who at his their which its".split()
)

#: Of so many words at the beginning of a text.
FIRST_WORDS = 150

#: With this share of function words a text is English.
SURE = 0.16

#: How certain the model must be before a text in Latin letters is set aside.
CERTAIN = 0.6

#: Texts shorter than this many words are taken as they come: headlines and fragments have few function words.
SHORT = 8

#: No more of a text than this is looked at.
PREFIX = 2_000

_WORD = re.compile(r"[^\W\d_]+")


def language_of(text: str) -> str:
    """ISO 639-1 code of a text's language; "en" where nothing speaks against it.

    >>> language_of("The ministry said that the flood in the south of the country has killed 12 people.")
    'en'
    """
    prefix = text[:PREFIX]
    words = [w.lower() for w in _WORD.findall(prefix)[:FIRST_WORDS]]
    if not words:
        return "en" if prefix.isascii() else _modelled(prefix)
    share = sum(word in ENGLISH for word in words) / len(words)
    if share >= SURE or (len(words) < SHORT and prefix.isascii()):
        return "en"
    return _modelled(prefix)


def _modelled(prefix: str) -> str:
    code, certainty = _model().classify(prefix)
    letters = [c for c in prefix if c.isalpha()]
    foreign = sum(not c.isascii() for c in letters) > len(letters) / 3
    return str(code) if foreign or certainty >= CERTAIN else "en"


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
