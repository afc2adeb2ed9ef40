"""Cases that a user defines: read from `cases/*.toml` when the service starts.

name = "Karabakh war of 2020"
theatres = ["AZ"]
places = ["AZ/karabakh"]          # optional: gazetteer paths
start = 2020-09-27                # optional; `end` too
words = ["karabakh"]              # optional: one of them must stand in the sentence or the headline
[sides]
armenia = ["Armenia", "Nagorno-Karabakh"]
azerbaijan = ["Azerbaijan"]
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from services.reconcile.core.cases import Definition, definition_from
from shared.contracts.errors import Misconfigured


def definitions_in(folder: Path | None) -> tuple[Definition, ...]:
    """The definitions of a folder, in the order of their file names."""
    if folder is None:
        return ()
    if not folder.is_dir():
        raise Misconfigured(f"expected a folder of cases, got {folder}")
    return tuple(_definition(path) for path in sorted(folder.glob("*.toml")))


def _definition(path: Path) -> Definition:
    try:
        return definition_from(tomllib.loads(path.read_text("utf-8")))
    except (tomllib.TOMLDecodeError, KeyError, ValueError, AssertionError, AttributeError) as error:
        raise Misconfigured(f"{path}: not a case: {type(error).__name__}: {error}") from error
