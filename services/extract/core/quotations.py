"""Which stretches of a text stand between quotation marks."""

from __future__ import annotations

import re

_QUOTES = re.compile('["“”]')

#: No quotation is longer; what looks longer has lost its closing mark.
LONGEST_QUOTE = 1_500


def quotations_in(text: str) -> list[tuple[int, int]]:
    """Stretches between double quotation marks; a straight mark opens when it follows a blank or begins a line."""
    out: list[tuple[int, int]] = []
    opened = -1
    for found in _QUOTES.finditer(text):
        at, mark = found.start(), found.group()
        opens = mark == "“" or (mark == '"' and (at == 0 or text[at - 1] in " \n\t(["))
        if opened < 0 or at - opened > LONGEST_QUOTE:
            opened = at if opens else -1
        elif opens and mark == '"' and text[at + 1 : at + 2].strip():
            opened = at
        elif not (opens and mark == "“"):
            out.append((opened, at))
            opened = -1
    return out
