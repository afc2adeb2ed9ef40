"""A corpus of made-up reports in our own words, for load: any number of them, the same ones each time.

Events play in real towns and are invented. Each is told by several outlets; most counts agree or grow,
some contradict one another, so that every stage of the line has its work.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

#: Outlets that tell of each event, in the order in which they publish.
OUTLETS = ("Harbour Wire", "Lakeside Courier", "Andes Wire", "Tigris Report", "Pacific Desk")
PLACES = (
    ("Aleppo", "northern Syria"), ("Mosul", "northern Iraq"), ("Sanaa", "Yemen"), ("Kabul", "Afghanistan"),
    ("Quetta", "western Pakistan"), ("Garissa", "eastern Kenya"), ("Portoviejo", "Ecuador"), ("Khartoum", "Sudan"),
    ("Maiduguri", "north-eastern Nigeria"), ("Mogadishu", "Somalia"), ("Izmir", "western Turkey"),
    ("Kathmandu", "Nepal"), ("Jakarta", "Indonesia"), ("Manila", "the Philippines"), ("Donetsk", "eastern Ukraine"),
    ("Tripoli", "Libya"),
)  # fmt: skip
#: What happened, who counts first, and who counts otherwise.
EVENTS = (
    ("an air strike on the market of {place}", "police", "a hospital doctor"),
    ("a car bomb in the centre of {place}", "police", "the interior ministry"),
    ("floods near {place}", "the emergency service", "the Red Cross"),
    ("an earthquake near {place}", "the civil protection agency", "the governor"),
    ("a bus crash outside {place}", "the transport ministry", "a rescue worker"),
)
FILLERS = (
    "The road to the airport was closed for 3 hours, and buses took another way.",
    "Karim Haddad, 47, said that he had heard nothing until the windows broke at 6.20 a.m.",
    "Repairs will cost 4.5 million dollars, the council said, and take until 2031.",
    "The town lies 120 kilometres from the capital and has 2 secondary schools.",
    "Officials of both sides met on the bridge for 40 minutes and shook hands twice.",
)
#: One event in so many is counted differently by those who count otherwise.
DISPUTED_EVERY = 3
FIRST_DAY = date(1995, 1, 2)


def articles(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """So many articles, as ingest takes them; the same seed gives the same articles."""
    random = Random(seed)  # noqa: S311
    for number in range(count):
        event, teller = divmod(number, len(OUTLETS))
        if teller == 0:
            killed, wounded = random.randint(4, 60), random.randint(10, 200)
        yield _article(event, teller, killed, wounded)


def _article(event: int, teller: int, killed: int, wounded: int) -> dict[str, Any]:
    town, country = PLACES[event % len(PLACES)]
    what, first, other = EVENTS[event % len(EVENTS)]
    # Events of one town lie weeks apart: no reader would take one for another.
    day = FIRST_DAY + timedelta(days=3 * event)
    at = datetime(day.year, day.month, day.day, 9 + teller, 15, tzinfo=UTC)
    disputed = event % DISPUTED_EVERY == 0
    disputes = disputed and teller == 3
    # Who says "at least" leaves room for the other count: then there would be no dispute.
    least = "At least " if teller == 1 and not disputed else ""
    claimant, dead = (other, killed * 2 + 7) if disputes else (first, killed)
    happened = what.format(place=town)
    sentences = [
        f"{town.upper()} - {least}{dead} people were killed in {happened} in {country} on {day:%A}, {claimant} said.",
        f"Another {wounded} people were wounded, {claimant} added.",
        FILLERS[(event + teller) % len(FILLERS)],
        f"Among the dead were {max(1, killed // 4)} children, {first} said.",
        FILLERS[(event + teller + 2) % len(FILLERS)],
    ]
    if teller == 4:
        sentences.append(f"No one was missing any more, {first} said on {day:%A} evening.")
    return {
        "url": f"https://{OUTLETS[teller].lower().replace(' ', '-')}.example/{day.isoformat()}/{event}",
        "outlet": OUTLETS[teller],
        "title": f"{town}: {happened.split(' of ')[0].split(' in ')[0]}",
        "text": "\n\n".join(sentences),
        "published_at": at.isoformat(),
    }
