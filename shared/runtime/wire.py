"""How a message stands in a stream entry, and how it is read back.

An entry has three fields: `type` (the message's class), `correlation_id` (the article's id, for the logs)
and `__data__` (the message as JSON). `__data__` is FastStream's own field, so that a plain FastStream
subscriber also gets the body; plain fields, so that Lua, a redis-py pipeline and redis-cli write and
read the same thing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from shared.contracts.errors import Poison

if TYPE_CHECKING:
    from faststream.redis.message import BatchStreamMessage, RedisBatchStreamMessage

M = TypeVar("M", bound=BaseModel)


class RawEntry(NamedTuple):
    """An entry as it was read, before decoding."""

    entry: str
    fields: dict[bytes, bytes]
    deliveries: int = 1


TYPE = "type"
CORRELATION = "correlation_id"
DATA = "__data__"
_TYPE, _CORRELATION, _DATA = TYPE.encode(), CORRELATION.encode(), DATA.encode()


def fields_of(message: BaseModel, correlation: str = "") -> dict[str, str | bytes]:
    """The fields of the entry that carries `message`: `XADD stream * field value ...`."""
    return {TYPE: type(message).__name__, CORRELATION: correlation, DATA: body_of(message)}


def body_of(message: BaseModel) -> bytes:
    """The message as JSON."""
    return message.__pydantic_serializer__.to_json(message)


def message_in(fields: Mapping[bytes, bytes], model: type[M]) -> M:
    """The message that an entry carries; `Poison` says why there is none."""
    named = fields.get(_TYPE)
    if named is not None and named != _name_of(model):
        raise Poison(f"expected a {model.__name__}, got a {named.decode('utf-8', 'replace')}")
    body = fields.get(_DATA)
    if body is None:
        raise Poison(
            f"expected a field {DATA}, got {sorted(name.decode('utf-8', 'replace') for name in fields)}"
        )
    try:
        message: M = model.__pydantic_validator__.validate_json(body)
    except ValidationError as error:
        raise Poison(f"not a {model.__name__}: {_first_of(error)}") from error
    return message


def correlation_in(fields: Mapping[bytes, bytes]) -> str:
    """The correlation id of an entry, "" if it has none."""
    found = fields.get(_CORRELATION)
    return found.decode("utf-8", "replace") if found else ""


async def parse_batch(raw: BatchStreamMessage) -> RedisBatchStreamMessage:
    """FastStream's parser for our subscribers: the entries stay as they came."""
    from faststream.redis.message import FAKE_CONSUMER, RedisBatchStreamMessage

    ids = raw["message_ids"]
    return RedisBatchStreamMessage(
        raw_message=raw,
        body=b"",
        message_id=ids[0].decode() if ids else "",
        correlation_id=correlation_in(raw["data"][0]) if raw["data"] else "",
        consumer=FAKE_CONSUMER,
        group=None,
    )


async def decode_batch(message: Any) -> list[RawEntry]:
    """FastStream's decoder for our subscribers: nothing decoded yet.

    One entry that cannot be read must not cost the others their delivery, so reading is left to the stage.
    """
    raw = message.raw_message
    return [
        RawEntry(entry.decode(), fields)
        for entry, fields in zip(raw["message_ids"], raw["data"], strict=True)
    ]


@lru_cache(maxsize=64)
def _name_of(model: type[BaseModel]) -> bytes:
    return model.__name__.encode()


def _first_of(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "the whole"
    more = f" (and {error.error_count() - 1} more)" if error.error_count() > 1 else ""
    return f"{where}: {first['msg']}{more}"
