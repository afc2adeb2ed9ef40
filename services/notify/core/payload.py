"""What a receiver gets: the body of each event, kept under 20 kB, and the JSON schema that promises it.

The body of a delivery is a function of the alert and of what this endpoint was told before, so every
try of it carries the same bytes. What does not fit is left out from the end of the least needed, said
in `left_out`, and found whole under `link`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from pydantic import Field

from services.notify.core.subscriptions import NOTICE_TYPES, event_type
from shared.contracts.contradictions import Contradiction, ContradictionChanged, EventType, Mention, Statement
from shared.contracts.model import Contract, Moment

#: Standard Webhooks asks for bodies under 20 kB.
LARGEST = 20_000

TEST_TYPE = "endpoint.test"


class LeftOut(Contract):
    """What was cut to keep the body small; all of it stands under `link`."""

    members: int = 0
    mentions: int = 0
    words: bool = False
    """Whether quotes or names were cut short."""


class AlertData(Contract):
    """The change of one contradiction."""

    alert: str
    """Alert id, the same for every subscriber."""
    sequence: int = Field(ge=1)
    """Counts all changes of this contradiction from 1."""
    follows: int = Field(ge=0)
    """The sequence of the change that this endpoint was sent before this one; 0 if none. If the last that
    arrived here bears another number, one is missing or on its way."""
    contradiction: Contradiction
    before: str = ""
    because_of: tuple[str, ...] = ()
    link: str
    """Where the alert stands whole."""
    left_out: LeftOut | None = None


class NoticeData(Contract):
    """What happened to an endpoint."""

    subscription: str
    url: str
    reason: str = ""
    per_cent: int = 0
    """How much of the way to being disabled is gone."""
    failing_since: Moment | None = None
    failures: int = 0


class TestData(Contract):
    """A trial: nothing happened."""

    __test__ = False

    subscription: str
    message: str = "This is a test. If its signature verifies, alerts will reach you."


class Message(Contract):
    """The body of every request: {"type", "timestamp", "data"}."""

    type: str
    timestamp: Moment
    """When it happened (when it was sent stands in the header webhook-timestamp)."""
    data: AlertData | NoticeData | TestData


def alert_body(change: ContradictionChanged, follows: int, link: str) -> bytes:
    """The body that tells of `change`, under 20 kB."""
    for contradiction, left_out in _ever_smaller(change.contradiction):
        data = AlertData(
            alert=change.id,
            sequence=change.sequence,
            follows=follows,
            contradiction=contradiction,
            before=_clip(change.before, 500),
            because_of=change.because_of[:50],
            link=link,
            left_out=left_out,
        )
        body = body_of(event_type(change), change.at, data)
        if len(body) < LARGEST:
            return body
    raise AssertionError("the smallest form of an alert is bounded well under the limit")


def body_of(kind: str, at: Moment, data: AlertData | NoticeData | TestData) -> bytes:
    """A message as the bytes that are signed and sent."""
    return Message(type=kind, timestamp=at, data=data).model_dump_json(exclude_none=True).encode()


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON schema of the body of every type of event."""
    kinds: dict[str, type[Contract]] = dict.fromkeys(get_args(EventType), AlertData)
    kinds |= dict.fromkeys(NOTICE_TYPES, NoticeData)
    kinds[TEST_TYPE] = TestData
    return {kind: _schema(kind, data) for kind, data in kinds.items()}


def cloudevents_headers(delivery: str, kind: str, at: Moment, source: str, subject: str) -> dict[str, str]:
    """CloudEvents 1.0 in binary mode: the body stays as it is."""
    return {
        "ce-specversion": "1.0",
        "ce-id": delivery,
        "ce-source": source or "/countercount",
        "ce-type": kind,
        "ce-time": at.isoformat().replace("+00:00", "Z"),
        "ce-subject": subject,
        "ce-dataschema": f"{source}/v1/schemas/{kind}",
    }


def _schema(kind: str, data: type[Contract]) -> dict[str, Any]:
    inner = data.model_json_schema(mode="serialization")
    definitions = inner.pop("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind,
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"const": kind},
            "timestamp": {"type": "string", "format": "date-time"},
            "data": inner,
        },
        "$defs": definitions,
    }


#: Forms of a contradiction below the whole one: most members, mentions of each, characters of a text.
_FORMS = ((100, 3, 300), (40, 1, 200), (20, 1, 80), (10, 0, 80), (5, 0, 60))


def _ever_smaller(it: Contradiction) -> Iterator[tuple[Contradiction, LeftOut | None]]:
    yield it, None
    mentions = sum(len(member.mentions) for member in it.members)
    for members, each, longest in _FORMS:
        kept = tuple(_smaller(member, each, longest) for member in it.members[:members])
        small = it.model_copy(update={"members": kept} | _clipped(it, _TEXTS, longest))
        yield (
            small,
            LeftOut(
                members=len(it.members) - len(kept),
                mentions=mentions - sum(len(member.mentions) for member in kept),
                words=True,
            ),
        )


_TEXTS = ("id", "case", "case_name", "theatre", "story", "arithmetic", "why", "row")
_STATEMENT_TEXTS = ("id", "claimant", "claimant_id", "claimant_side", "outlet")
_QUANTITY_TEXTS = ("case", "case_name", "theatre", "party", "party_id", "place", "place_id")
_MENTION_TEXTS = ("article", "number", "outlet", "title", "quote")


def _smaller(member: Statement, each: int, longest: int) -> Statement:
    mentions = tuple(_smaller_mention(mention, longest) for mention in member.mentions[:each])
    quantity = member.quantity.model_copy(update=_clipped(member.quantity, _QUANTITY_TEXTS, longest))
    update: dict[str, object] = {"mentions": mentions, "quantity": quantity}
    return member.model_copy(update=update | _clipped(member, _STATEMENT_TEXTS, longest))


def _smaller_mention(mention: Mention, longest: int) -> Mention:
    # A URL that is cut leads nowhere: rather none.
    update: dict[str, object] = {"rule": (), "url": mention.url if len(mention.url) <= 500 else ""}
    return mention.model_copy(update=update | _clipped(mention, _MENTION_TEXTS, longest))


def _clipped(value: Contract, names: tuple[str, ...], longest: int) -> dict[str, object]:
    return {name: _clip(getattr(value, name), longest) for name in names}


def _clip(text: str, longest: int) -> str:
    return text if len(text) <= longest else text[: longest - 1] + "…"
