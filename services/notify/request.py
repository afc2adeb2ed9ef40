"""The request of a delivery: its body, the same on every try, and its headers, signed for this one."""

from __future__ import annotations

from dataclasses import dataclass

from services.notify.adapters import Endpoint
from services.notify.core.payload import alert_body, cloudevents_headers
from services.notify.core.signing import signed_headers
from services.notify.queue import Waiting
from services.notify.tools import Tools

#: Bodies that are kept for other endpoints.
BODIES_AT_HAND = 500


@dataclass(frozen=True, slots=True)
class Request:
    """What goes over the wire."""

    body: bytes
    headers: dict[str, str]


def request_for(tools: Tools, endpoint: Endpoint, waiting: Waiting) -> Request | None:
    """The request for a try now; None where the alert is kept no longer."""
    delivery, base = waiting.delivery, tools.settings.public_url
    body = delivery.body.encode() or _alert_body(tools, waiting)
    if not body:
        return None
    headers = signed_headers(endpoint.secrets, delivery.id, body, tools.now())
    if endpoint.subscription.cloudevents:
        at = waiting.alert.at if waiting.alert else delivery.created_at
        subject = delivery.contradiction or delivery.subscription
        headers |= cloudevents_headers(delivery.id, delivery.type, at, base, subject)
    return Request(body, headers)


def _alert_body(tools: Tools, waiting: Waiting) -> bytes:
    alert = waiting.alert
    if alert is None:
        return b""
    name = (alert.id, waiting.delivery.follows)
    body = tools.bodies.get(name)
    if body is None:
        link = f"{tools.settings.public_url}/v1/alerts/{alert.id}"
        body = tools.bodies[name] = alert_body(alert, waiting.delivery.follows, link)
        while len(tools.bodies) > BODIES_AT_HAND:
            tools.bodies.popitem(last=False)
    return body
