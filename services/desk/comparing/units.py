"""Which words and marks make a number an amount of money, of percent, of time, or no amount at all: the tables."""

from __future__ import annotations

from enum import StrEnum

from services.extract.core.text import words_in


class Unit(StrEnum):
    """What an amount is an amount of."""

    COUNT = "count"
    MONEY = "money"
    PERCENT = "percent"
    AGE = "age"
    YEAR = "year"
    DAY = "day"
    ORDINAL = "ordinal"
    SCORE = "score"
    NAME = "name"


#: Marks and words of money.
CURRENCIES = words_in("$ € £ ¥ dollar dollars euro euros pound pounds yuan yen ruble rubles rupee rupees")
#: Of these, the ones that weigh more often than they pay.
WEIGHTS = words_in("pound pounds")
#: Words and marks of shares of a hundred.
PERCENTS = words_in("% percent percentage per-cent pct")

MONTHS = words_in(
    """january february march april may june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec"""
)

#: Scales written right after the digits.
GLUED_SCALES = {"k": 1e3, "m": 1e6, "mn": 1e6, "mln": 1e6, "bn": 1e9, "b": 1e9, "tn": 1e12}

#: Units written right after the digits; "m" is none of them, since it is a scale more often.
GLUED_UNITS = words_in("km kg cm mm ft lb lbs mph kph ghz mhz gb mb mw gw nm")

#: Parts of a whole, and how many make it up.
FRACTIONS = {"third": 3, "quarter": 4, "fifth": 5, "tenth": 10}
FRACTIONS |= {word + "s": many for word, many in FRACTIONS.items()}

#: Scales as words that the reader of counts does not know, since no count of people needs them.
SCALES = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "mn": 1e6, "bn": 1e9}

#: Numbers of an order.
ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
}

#: Words that hold a number of times or a part.
TIMES = {"once": 1.0, "twice": 2.0, "thrice": 3.0, "double": 2.0, "triple": 3.0, "half": 0.5, "quarter": 0.25}
TIMES |= {"both": 2.0, "pair": 2.0, "duo": 2.0, "trio": 3.0, "twins": 2.0, "decade": 10.0}

#: Nouns that measure what another word names.
MEASURES = words_in("pound degree point time acre hectare liter litre barrel watt step floor")

#: How many of the smaller one unit is, so that 2 hours and 120 minutes are one amount.
SIZES = {
    "second": ("second", 1.0),
    "minute": ("second", 60.0),
    "hour": ("second", 3600.0),
    "day": ("second", 86_400.0),
    "week": ("second", 604_800.0),
    "month": ("second", 2_629_800.0),
    "year": ("second", 31_557_600.0),
    "decade": ("second", 315_576_000.0),
    "century": ("second", 3_155_760_000.0),
    "meter": ("meter", 1.0),
    "metre": ("meter", 1.0),
    "kilometer": ("meter", 1000.0),
    "kilometre": ("meter", 1000.0),
    "km": ("meter", 1000.0),
    "foot": ("meter", 0.3048),
    "mile": ("meter", 1609.344),
    "inch": ("meter", 0.0254),
    "gram": ("gram", 1.0),
    "kilogram": ("gram", 1000.0),
    "kg": ("gram", 1000.0),
    "tonne": ("gram", 1_000_000.0),
    "gigahertz": ("ghz", 1.0),
}
