"""`countercount demo`: the sample stories through the real services, each alert as its receiver gets it.

Everything is real: a server, four processes, articles posted over HTTP, signed webhooks received over
HTTP. What comes out is compared with what must; exit status 1 when anything is missing or extra.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from redis import Redis
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from services.desk.lookout import Delivery, Lookout
from services.desk.outcome import Result, result_of
from services.desk.processes import Line
from services.desk.progress import is_idle, progress
from services.desk.readout import troubles
from services.desk.stories import SEEDS, Story, StoryArticle, stories_in
from shared.contracts.errors import CountercountError, Transient

#: How long one article may take from its 202 until nothing of it waits any more.
ARTICLE_SECONDS = 30.0
#: How long alerts may take from the stream to the receiver.
ALERT_SECONDS = 10.0
COLOURS = {"low": "cyan", "medium": "yellow", "high": "red", "critical": "bold red"}
GOOD, BAD = "[green]as expected[/]", "[bold red]NOT as expected[/]"


def demo(
    folder: Annotated[Path | None, typer.Option(help="Keep data and logs here.")] = None,
    seeds: Annotated[Path, typer.Option(help="Folder of stories.")] = SEEDS,
) -> None:
    """Feed the sample stories through the real services and compare what comes out with what must."""
    console = Console(highlight=False, width=None if sys.stdout.isatty() else 110)
    stories = stories_in(seeds)
    try:
        with tempfile.TemporaryDirectory(prefix="countercount-") as own:
            good = _tell_all(console, stories, folder or Path(own))
    except CountercountError as error:
        sys.stderr.write(f"countercount demo: {error}\n")
        raise typer.Exit(1) from error
    console.print("[bold green]All came out as it must.[/]" if good else "[bold red]Something is wrong.[/]")
    console.print(
        "\nWhere to go next\n"
        "  make run                            the same line with your own articles; it stays up\n"
        "  countercount read FILE              the figures of an article\n"
        "  countercount check FILE FILE ...    the contradictions among articles, no server needed\n"
        "  docs/walkthrough.md                 keys, feeds, subscriptions, signatures, replay"
    )
    if not good:
        raise typer.Exit(1)


def _tell_all(console: Console, stories: Sequence[Story], folder: Path) -> bool:
    console.print("Starting the server and four services ...")
    began = time.monotonic()
    with Lookout() as lookout, Line(folder) as line, httpx.Client(timeout=30) as http:
        console.print(f"Ready after {time.monotonic() - began:.1f} s. Subscribing {lookout.url}\n")
        lookout.secret = subscribe(http, line, lookout.url)
        teller = _Teller(console, line, lookout, http)
        told = [teller.tell(story) for story in stories]
        return all(told)


def subscribe(http: httpx.Client, line: Line, url: str, wanted: Mapping[str, Any] | None = None) -> str:
    """Subscribe a receiver to every alert; returns its secret, which is shown this once."""
    answer = http.post(f"{line.url('notify')}/v1/subscriptions", json={"url": url, "filter": wanted or {}})
    answer.raise_for_status()
    return str(answer.json()["secret"])


def wait_idle(line: Line, redis: Redis, seconds: float) -> None:
    """Wait until nothing waits before any stage; what dies meanwhile is started again."""
    until = time.monotonic() + seconds
    while not is_idle(progress(redis, line.lanes)):
        line.tend()
        if time.monotonic() > until:
            stages = ", ".join(f"{p.stage} {p.waiting}" for p in progress(redis, line.lanes))
            raise Transient(f"still waiting after {seconds:g} s: {stages}; see {line.folder / 'logs'}")
        time.sleep(0.02)


class _Teller:
    """Tells one story after the other to the line, and what the line answers to the screen."""

    def __init__(self, console: Console, line: Line, lookout: Lookout, http: httpx.Client) -> None:
        self._console, self._line, self._lookout, self._http = console, line, lookout, http
        self._redis = Redis.from_url(line.address, socket_timeout=10)
        self._shown = 0

    def tell(self, story: Story) -> bool:
        """Whether all came out as it must."""
        self._console.rule(f"[bold]{story.name}[/]", align="left")
        self._console.print(f"{story.about}\n")
        alerts: list[Delivery] = []
        readings: dict[str, Mapping[str, Any]] = {}
        wrong: list[str] = []
        for article in story.articles:
            reading = self._post(article)
            readings[article.file] = reading
            wrong += [f"{article.file}: {w}" for w in troubles(article.figures, reading.get("figures", ()))]
            alerts += self._new_alerts()
        result = result_of(story, [alert.body for alert in alerts])
        unsigned = [alert for alert in alerts if not alert.verified]
        good = self._show(story, result, readings) and not wrong and not unsigned
        for words in wrong:
            self._console.print(f"  [red]figure[/] {escape(words)}")
        for alert in unsigned:
            self._console.print(f"  [red]signature[/] of {alert.id} does not verify")
        self._console.print()
        return good

    def _post(self, article: StoryArticle) -> Mapping[str, Any]:
        """Post one article, wait until the line has done with it, and fetch what was read in it."""
        base = self._line.url("ingest")
        answer = self._http.post(f"{base}/v1/articles", json=article.as_posted())
        answer.raise_for_status()
        wait_idle(self._line, self._redis, ARTICLE_SECONDS)
        found = self._http.get(f"{base}/v1/articles/{answer.json()['id']}").raise_for_status().json()
        reading: Mapping[str, Any] = found
        figures = len(reading.get("figures", ()))
        self._console.print(f"[dim]{article.outlet}: {escape(article.title)} ({figures} figures)[/]")
        return reading

    def _new_alerts(self) -> list[Delivery]:
        """The alerts since the last article, as their receiver got them."""
        count = next(p.entered for p in progress(self._redis, self._line.lanes) if p.stage == "notify")
        if not self._lookout.wait_for(count, ALERT_SECONDS):
            raise Transient(f"expected {count} alerts at the receiver, {len(self._lookout.alerts())} came")
        new = self._lookout.alerts()[self._shown :]
        self._shown += len(new)
        for alert in new:
            self._show_alert(alert)
        return new

    def _show_alert(self, alert: Delivery) -> None:
        told = alert.body["data"]["contradiction"]
        colour = COLOURS.get(told["severity"], "white")
        kind = alert.body["type"].removeprefix("contradiction.")
        signed = "signature verified" if alert.verified else "[red]SIGNATURE DOES NOT VERIFY[/]"
        self._console.print(
            f"  [{colour}]{told['severity'].upper()} {kind}[/] {told['kind']} [dim]({signed})[/]"
        )
        self._console.print(f"    {escape(told.get('why', ''))}")

    def _show(self, story: Story, result: Result, readings: Mapping[str, Mapping[str, Any]]) -> bool:
        table = Table(show_edge=False, pad_edge=False, title_justify="left", box=None)
        for column in ("finding", "why", "came out"):
            table.add_column(column, overflow="fold")
        for match in result.matches:
            verdict = GOOD if not match.trouble else f"{BAD}: {escape(match.trouble)}"
            table.add_row(f"{match.expected.name}: contradiction", match.expected.why, verdict)
        broken = {silence.name for silence, _ in result.broken_silences}
        for silence in story.silences:
            table.add_row(f"{silence.name}: no alert", silence.why, BAD if silence.name in broken else GOOD)
        withheld = {w.name: _is_withheld(w.party, w.measure, readings) for w in story.withheld}
        for told in story.withheld:
            table.add_row(f"{told.name}: withheld", told.why, GOOD if withheld[told.name] else BAD)
        self._console.print()
        self._console.print(table)
        for extra in result.extra:
            self._console.print(f"  [red]extra[/] {extra.kind}: {escape(extra.why)}")
        return result.as_expected and all(withheld.values())


def _is_withheld(party: str, measure: str, readings: Mapping[str, Mapping[str, Any]]) -> bool:
    """Whether any reading says that a count of this party's people is withheld."""
    return any(
        remark["kind"] == "withheld"
        and remark.get("party") == party
        and remark.get("measure") in (None, "casualties", measure)
        for reading in readings.values()
        for remark in reading.get("remarks", ())
    )
