"""The error tree: what went wrong, told apart by what must be done about it.

    CountercountError
    |-- Poison          this input never works: dead-letter it with the reason, then ack
    |-- Transient       it may work later: leave it pending, it is delivered again
    `-- Misconfigured   the operator must act: refuse to start, or stop, and say what would be right

Expected outcomes (a number that is no figure, two statements that do not compare, a delivery that is
to be tried again) are values and not errors.
"""


class CountercountError(Exception):
    """Root of all errors that this project raises itself."""


class Poison(CountercountError):
    """An input that can never be processed, however often it is tried."""


class Transient(CountercountError):
    """A failure that may pass: a server away, a lease lost, a commit fenced off."""


class Misconfigured(CountercountError):
    """A setting, rule file or deployment that cannot work as it stands."""
