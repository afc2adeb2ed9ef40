"""What a stated number allows: a closed interval of whole numbers, open upwards where it says so."""

from __future__ import annotations

from pydantic import model_validator

from shared.contracts.model import Contract


class Interval(Contract):
    """All counts from `low` to `high`, both included; None means that this side is open."""

    low: int | None = None
    high: int | None = None

    @model_validator(mode="after")
    def _is_ordered(self) -> Interval:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"expected low <= high, got {self.low} > {self.high}")
        return self

    @property
    def least(self) -> int:
        """The smallest count allowed; counts are never negative."""
        return self.low or 0

    def overlaps(self, other: Interval) -> bool:
        """Whether one count could satisfy both."""
        below = self.high is not None and self.high < other.least
        above = other.high is not None and other.high < self.least
        return not below and not above

    def plus(self, other: Interval) -> Interval:
        """What the sum of two counts may be."""
        high = None if self.high is None or other.high is None else self.high + other.high
        return Interval(low=self.least + other.least, high=high)
