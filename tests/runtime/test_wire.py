"""One message on the stream, whoever wrote it and whoever reads it."""

from __future__ import annotations

import pytest
from faststream.redis import RedisBroker, StreamSub

from shared.contracts.errors import Poison
from shared.runtime import keys, wire
from tests.runtime.conftest import STREAM, Note, until

ARTICLES = keys.key(0, STREAM)


def as_read(fields):
    """The fields as a client returns them."""
    return {
        name.encode(): value if isinstance(value, bytes) else value.encode() for name, value in fields.items()
    }


@pytest.mark.parametrize("text", ["", "plain", "für 45² €", "\x00\x1f", "\u202eright", "😀" * 1000])
def test_a_message_is_read_as_it_was_written(text):
    fields = as_read(wire.fields_of(Note(text=text), "art_ö"))
    assert wire.message_in(fields, Note) == Note(text=text)
    assert wire.correlation_in(fields) == "art_ö"


def test_an_entry_without_a_type_is_read_by_its_body():
    assert wire.message_in({b"__data__": b'{"text": "x"}'}, Note) == Note(text="x")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({b"type": b"Other", b"__data__": b"{}"}, "expected a Note, got a Other"),
        ({b"type": b"Note"}, r"expected a field __data__, got \['type'\]"),
        ({b"__data__": b"{}"}, "not a Note: text: Field required"),
        ({b"__data__": b"[" * 100_000}, "not a Note"),
    ],
)
def test_what_cannot_be_read_is_poison_and_says_why(fields, said):
    with pytest.raises(Poison, match=said):
        wire.message_in(fields, Note)


@pytest.mark.whole
async def test_a_plain_faststream_subscriber_reads_our_messages(redis, settings):
    """Others may read our streams with FastStream as it comes."""
    broker = RedisBroker(settings.redis_url)
    seen = []

    @broker.subscriber(stream=StreamSub(ARTICLES, last_id="0", polling_interval=10))
    async def on_note(note: Note) -> None:
        seen.append(note)

    await redis.xadd(ARTICLES, wire.fields_of(Note(text="hello"), "art_1"))
    async with broker:
        await broker.start()

        async def is_there():
            return seen

        await until(is_there)
    assert seen == [Note(text="hello")]
