"""Which secrets sign a request, and the Standard Webhooks headers that they make.

After a rotation both the new and the old secret sign for a day, so that receivers can change over one
by one; the signatures stand side by side in the header.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import timedelta

from standardwebhooks import Webhook

from shared.contracts.model import Contract, Moment

PREFIX = "whsec_"

#: Bytes of a secret that Standard Webhooks allows, and how many we draw.
LEAST_BYTES, MOST_BYTES = 24, 64
DRAWN_BYTES = 32

#: How long the old secret goes on signing after a rotation.
OVERLAP = timedelta(hours=24)


class Secrets(Contract):
    """The secrets of one endpoint."""

    current: str
    previous: str = ""
    previous_until: Moment | None = None


def secret_from(raw: bytes) -> str:
    """Random bytes as a secret is written."""
    return PREFIX + b64encode(raw).decode()


def what_is_wrong_with(secret: str) -> str:
    """Why a secret that a user brings cannot be used; "" if it can."""
    if not secret.startswith(PREFIX):
        return f"expected a secret that starts with {PREFIX}"
    try:
        raw = b64decode(secret.removeprefix(PREFIX), validate=True)
    except ValueError:
        return f"expected base64 after {PREFIX}"
    if not LEAST_BYTES <= len(raw) <= MOST_BYTES:
        return f"expected {LEAST_BYTES} to {MOST_BYTES} bytes in base64, got {len(raw)}"
    return ""


def rotated(secrets: Secrets, new: str, now: Moment) -> Secrets:
    """The secrets after a rotation: the old one signs on for a day."""
    return Secrets(current=new, previous=secrets.current, previous_until=now + OVERLAP)


def signed_headers(secrets: Secrets, delivery: str, body: bytes, now: Moment) -> dict[str, str]:
    """The three headers of Standard Webhooks for a try at `now`; the id is the same on every try."""
    signing = [secrets.current]
    if secrets.previous and secrets.previous_until is not None and now < secrets.previous_until:
        signing.append(secrets.previous)
    text = body.decode()
    return {
        "webhook-id": delivery,
        "webhook-timestamp": str(int(now.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(delivery, now, text) for secret in signing),
    }
