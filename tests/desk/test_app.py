"""The command line answers at once, and finds every command."""

import subprocess
import sys
from importlib.util import find_spec

import pytest
import typer
from typer.testing import CliRunner

from services.desk.app import COMMANDS, desk
from services.desk.up import workers_of

#: Libraries that take a noticeable time to import.
HEAVY = ("faststream", "trafilatura", "uvicorn", "redis", "httpx", "pydantic", "services.extract.core.reader")


def test_help_imports_nothing_heavy() -> None:
    code = f"import services.desk.app, sys; print([m for m in {HEAVY!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_help_names_every_command() -> None:
    said = CliRunner().invoke(desk(), ["--help"]).output
    assert [command.name for command in COMMANDS if f" {command.name} " not in said] == []


@pytest.mark.parametrize("command", COMMANDS, ids=lambda c: c.name)
def test_every_command_has_its_module_and_its_own_help(command: typer.models.CommandInfo) -> None:
    assert find_spec(command.module) is not None
    result = CliRunner().invoke(desk(command.name), [command.name, "--help"])
    assert result.exit_code == 0, result.output


def test_workers_are_given_by_service() -> None:
    assert workers_of(["extract=2", "notify=3"]) == {"extract": 2, "notify": 3}


@pytest.mark.parametrize("words", ["extract", "extract=0", "extract=x", "board=2", "=2", "extract=1000"])
def test_wrong_workers_are_refused(words: str) -> None:
    with pytest.raises(typer.BadParameter):
        workers_of([words])
