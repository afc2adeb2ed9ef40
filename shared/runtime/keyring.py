"""How bearer keys are made, listed and revoked; whether one opens a door is decided in bearer.py.

| key | type | content | expiry |
|---|---|---|---|
| cc:{00}:keys | hash | id of a bearer key -> JSON: name, digest, per_second, burst, created_at, revoked_at | none |
"""

from __future__ import annotations

import secrets
from datetime import UTC, datetime
from hashlib import sha256

from shared.runtime.bearer import KEYS, KeptKey
from shared.runtime.connection import Client

#: Articles per second and at once, where a key is made without limits of its own.
PER_SECOND = 200.0
BURST = 2_000


class SenderKey(KeptKey):
    """A key with its rate. The secret is not kept, only its SHA-256: it has 256 bits and needs no slow hash."""

    per_second: float = PER_SECOND
    burst: int = BURST
    created_at: str = ""


async def all_keys(redis: Client) -> dict[str, SenderKey]:
    """Every key, revoked ones too, by id."""
    rows = await redis.hgetall(KEYS)
    return {name.decode(): SenderKey.model_validate_json(row) for name, row in rows.items()}


async def add_key(
    redis: Client, name: str, per_second: float = PER_SECOND, burst: int = BURST
) -> tuple[str, SenderKey]:
    """A new key: what its owner gets (shown this once), and what is kept."""
    key_id, secret = secrets.token_hex(5), secrets.token_urlsafe(32)
    shown = f"cck_{key_id}_{secret}"
    kept = SenderKey(
        id=key_id,
        name=name,
        digest=sha256(shown.encode()).hexdigest(),
        per_second=per_second,
        burst=burst,
        created_at=_now(),
    )
    await redis.hset(KEYS, kept.id, kept.model_dump_json())
    return shown, kept


async def revoke_key(redis: Client, named: str) -> list[SenderKey]:
    """Revoke the key with this id, or all with this name; those that were revoked now."""
    revoked = []
    for key in (await all_keys(redis)).values():
        if named in (key.id, key.name) and not key.revoked_at:
            gone = key.model_copy(update={"revoked_at": _now()})
            await redis.hset(KEYS, key.id, gone.model_dump_json())
            revoked.append(gone)
    return revoked


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
