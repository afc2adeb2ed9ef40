"""How an alert is told to a reader on a screen: what happened, why it cannot be, who says what, and where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import Console
from rich.text import Text

#: Colour of a severity.
COLOURS = {"low": "cyan", "medium": "yellow", "high": "red", "critical": "bold red"}

#: Mentions of one statement that are shown.
_MENTIONS = 2

#: Characters of a quote.
_QUOTE = 160

Told = Mapping[str, Any]


def tell(console: Console, kind: str, at: str, data: Told) -> None:
    """Print one alert: `data` holds sequence, before and the contradiction, as webhooks and the API give them."""
    for line in lines_of(kind, at, data):
        console.print(line, soft_wrap=True)


def lines_of(kind: str, at: str, data: Told) -> Iterator[Text]:
    """The lines of one alert."""
    it = data["contradiction"]
    change = kind.removeprefix("contradiction.")
    head = Text()
    head.append(f"{at[:19].replace('T', ' ')}  ", "dim")
    head.append(f"{it['severity'].upper()} {change}", COLOURS.get(it["severity"], "white"))
    head.append(f"  {it['kind'].replace('_', ' ')}")
    where = it.get("case_name") or it.get("theatre") or ""
    head.append(f"  {where}" if where else "", "bold")
    yield head
    if it.get("why"):
        yield Text(f"  {it['why']}")
    before = f" (before: {data['before']})" if data.get("before") else ""
    if it.get("arithmetic"):
        yield Text(f"  {it['arithmetic']}{before}", "bold")
    for member in it["members"]:
        yield from _statement(member)
    left_out = data.get("left_out") or {}
    if left_out.get("members"):
        yield Text(f"  and {left_out['members']} more: {data.get('link', '')}", "dim")
    yield Text("")


def _statement(member: Told) -> Iterator[Text]:
    low, high = member.get("low"), member.get("high")
    value = f"{low:,}" if low is not None and low == high else _range(low, high)
    who = member.get("claimant") or member.get("outlet") or "the report"
    quantity = member.get("quantity", {})
    what = " ".join(word for word in (quantity.get("party", ""), quantity.get("measure", "")) if word)
    line = Text("  - ")
    line.append(
        value if member.get("stance", "asserts") == "asserts" else f"{member['stance']} {value}", "bold"
    )
    line.append(f"  {what}, says {who}")
    yield line
    for mention in member.get("mentions", ())[:_MENTIONS]:
        quote = " ".join(mention.get("quote", "").split())
        cut = quote if len(quote) <= _QUOTE else quote[: _QUOTE - 1] + "…"
        source = mention.get("outlet") or mention.get("url") or mention.get("article", "")
        yield Text(f'      {source}: "{cut or mention["number"]}"', "dim")


def _range(low: int | None, high: int | None) -> str:
    if low is None and high is None:
        return "a count"
    if high is None:
        return f"at least {low:,}"
    return f"at most {high:,}" if not low else f"{low:,} to {high:,}"
