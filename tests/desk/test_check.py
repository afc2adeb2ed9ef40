"""`check` and `read` on NDJSON: one line out for each, whatever the input is like."""

from __future__ import annotations

import json
from typing import Any

from typer.testing import CliRunner, Result

from services.desk.app import desk

POLICE = "A car bomb killed 12 people in a market in Baghdad in Iraq on Thursday, police said."
CLAIM = "A car bomb in a market in Baghdad in Iraq on Thursday killed 45 people, the interior ministry said."


def run(command: str, *lines: dict[str, Any] | str) -> Result:
    """Run a command on NDJSON."""
    raw = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return CliRunner().invoke(desk(command), [command, "--jsonl"], input=raw)


def article(doc: str, text: str, **more: Any) -> dict[str, Any]:
    """One line of input."""
    return {"doc": doc, "text": text, "date": "5/15/2025", "outlet": f"Outlet of {doc}"} | more


def test_check_writes_members_with_every_place() -> None:
    (line,) = run("check", article("a", POLICE), article("b", CLAIM)).stdout.splitlines()
    told = json.loads(line)
    assert {"id", "kind", "severity", "why", "members"} <= told.keys()
    assert told["kind"] == "disjoint"
    places = {(m["doc"], m["start"], m["number"]) for member in told["members"] for m in member["mentions"]}
    assert places == {("a", POLICE.index("12"), "12"), ("b", CLAIM.index("45"), "45")}
    assert {(member["low"], member["high"]) for member in told["members"]} == {(12, 12), (45, 45)}


def test_two_texts_under_one_id_are_two_articles_under_that_id() -> None:
    result = run("check", article("a", POLICE), article("a", CLAIM))
    assert result.exit_code == 0
    (line,) = result.stdout.splitlines()
    assert {m["doc"] for member in json.loads(line)["members"] for m in member["mentions"]} == {"a"}


def test_same_line_again_changes_nothing() -> None:
    once = run("check", article("a", POLICE), article("b", CLAIM)).stdout
    assert run("check", article("a", POLICE), article("b", CLAIM), article("a", POLICE)).stdout == once


def test_bad_line_is_told_and_the_rest_goes_on() -> None:
    for command, lines in (("read", 2), ("check", 1)):
        result = run(command, article("a", POLICE), "{", article("b", CLAIM))
        assert result.exit_code == 2
        assert len(result.stdout.splitlines()) == lines
        assert "-:2: expected one JSON object" in result.stderr


def test_read_writes_one_line_an_article_in_order() -> None:
    lines = run("read", article("b", CLAIM), article("a", "Nothing happened."), article("b", CLAIM)).stdout
    assert [json.loads(line)["doc"] for line in lines.splitlines()] == ["b", "a", "b"]
    first = json.loads(lines.splitlines()[0])
    (figure,) = first["figures"]
    assert CLAIM[figure["start"] :].startswith(figure["number"])


def test_figure_of_the_title_alone_stands_apart() -> None:
    (line,) = run(
        "read", article("a", "The street was quiet.", title="12 killed in Baghdad")
    ).stdout.splitlines()
    told = json.loads(line)
    assert (told["figures"], [f["number"] for f in told["title_figures"]]) == ([], ["12"])
