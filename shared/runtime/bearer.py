"""Who may use a door: bearer keys, how they are written, stored and verified.

| key | type | content | expiry |
|---|---|---|---|
| cc:{00}:keys | hash | id of a bearer key -> JSON of `KeyRecord` (its digest, never the key itself) | none |

A key reads `cck_ID_SECRET`. The id finds the record, the digest of the whole is compared in constant time. Where no
key exists, a door may listen on loopback only.
"""

from __future__ import annotations

import ipaddress
import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest

from pydantic import ValidationError

from shared.contracts.errors import Misconfigured
from shared.contracts.model import Contract, Moment
from shared.runtime import keys
from shared.runtime.connection import Client

KEYS = keys.key(0, "keys")

PREFIX = "cck"

#: Seconds for which a record is believed without asking again; a revoked key works no longer than that.
BELIEVED = 1.0


class KeyRecord(Contract):
    """What is kept of a key."""

    id: str
    name: str
    digest: str
    """SHA-256 of the whole key, in hex."""
    created_at: Moment
    revoked_at: Moment | None = None
    per_second: float | None = None
    """Requests a second that it may make on average; None: the door's default."""
    burst: int | None = None


class Verdict(StrEnum):
    """What became of a key that was shown."""

    KNOWN = "known"
    NOT_NEEDED = "not_needed"
    """The door listens on loopback and no key exists."""
    MISSING = "missing"
    UNKNOWN = "unknown"
    REVOKED = "revoked"


#: The verdicts that let a request in.
ADMITTED = frozenset({Verdict.KNOWN, Verdict.NOT_NEEDED})


@dataclass(frozen=True, slots=True)
class Shown:
    """The verdict over a request's key, and whose it is."""

    verdict: Verdict
    record: KeyRecord | None = None


class Bearers:
    """The keys as one process knows them."""

    def __init__(self, redis: Client, needed: bool) -> None:
        self._redis, self._needed = redis, needed
        self._known: dict[str, KeyRecord] = {}
        self._read_at = float("-inf")

    async def check(self, authorization: str | None) -> Shown:
        """The verdict over an `Authorization` header; keys are asked for as soon as one exists."""
        await self._refresh()
        if not self._needed and not self._known:
            return Shown(Verdict.NOT_NEEDED)
        scheme, _, key = (authorization or "").strip().partition(" ")
        if scheme.lower() != "bearer" or not key.strip():
            return Shown(Verdict.MISSING)
        return judged(key.strip(), self._known)

    async def _refresh(self) -> None:
        if time.monotonic() - self._read_at < BELIEVED:
            return
        self._known = {record.id: record for record in await listed(self._redis)}
        self._read_at = time.monotonic()


def judged(key: str, known: dict[str, KeyRecord]) -> Shown:
    """The verdict over a key; an unknown id costs the same comparison as a known one."""
    record = known.get(id_in(key))
    expected = record.digest if record else "0" * 64
    same = compare_digest(digest_of(key), expected)
    if record is None or not same:
        return Shown(Verdict.UNKNOWN)
    return Shown(Verdict.REVOKED if record.revoked_at else Verdict.KNOWN, record)


async def created(
    redis: Client, name: str, per_second: float | None = None, burst: int | None = None
) -> tuple[str, KeyRecord]:
    """A new key, shown this once, and what is kept of it."""
    identity = secrets.token_hex(4)
    key = f"{PREFIX}_{identity}_{secrets.token_urlsafe(32)}"
    record = KeyRecord(
        id=identity,
        name=name,
        digest=digest_of(key),
        created_at=datetime.now(UTC),
        per_second=per_second,
        burst=burst,
    )
    await redis.hset(KEYS, identity, record.model_dump_json())
    return key, record


async def revoked(redis: Client, name_or_id: str) -> list[KeyRecord]:
    """Revoke every key of this name or id; returns those that it was."""
    now = datetime.now(UTC)
    found = [r for r in await listed(redis) if name_or_id in (r.id, r.name) and r.revoked_at is None]
    for record in found:
        gone = record.model_copy(update={"revoked_at": now})
        await redis.hset(KEYS, record.id, gone.model_dump_json())
    return found


async def listed(redis: Client) -> list[KeyRecord]:
    """Every key's record, revoked ones too, oldest first."""
    records = []
    for value in (await redis.hgetall(KEYS)).values():
        try:
            records.append(KeyRecord.model_validate_json(value))
        except ValidationError:
            # A record that cannot be read admits nobody.
            continue
    return sorted(records, key=lambda record: (record.created_at, record.id))


def digest_of(key: str) -> str:
    """The digest under which a key is kept."""
    return sha256(key.encode("utf-8", "surrogatepass")).hexdigest()


def id_in(key: str) -> str:
    """The id that a key claims, "" if it is none of ours."""
    prefix, _, rest = key.partition("_")
    return rest.partition("_")[0] if prefix == PREFIX else ""


def is_loopback(host: str) -> bool:
    """Whether a server bound to `host` can be reached from this machine alone."""
    if host == "localhost" or host.startswith("unix:"):
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


async def keys_needed(redis: Client, host: str) -> bool:
    """Whether keys are needed on `host`; refuses a host that others reach while there is no key to show."""
    if is_loopback(host):
        return False
    if not any(record.revoked_at is None for record in await listed(redis)):
        raise Misconfigured(
            f"expected a bearer key before listening on {host}: create one with `countercount keys add NAME`, "
            "or listen on 127.0.0.1"
        )
    return True
