"""One JSON line a record, ours and the libraries', with what it is about."""

from __future__ import annotations

import subprocess
import sys

import orjson

_CODE = """
import logging
from shared.runtime.logs import about, logger, set_up
set_up("extract", {level!r})
log = logger("x")
log.debug("unheard")
with about(article="art_1", stage="extract", lane=3):
    log.info("read", figures=9)
    logging.getLogger("some.library").warning("odd %s", "thing")
try:
    raise ValueError("boom")
except ValueError:
    log.error("failed", exc_info=True)
logging.getLogger("httpx").info("chatter")
"""


def lines(level):
    """What a process with these records writes to stderr."""
    done = subprocess.run(
        [sys.executable, "-c", _CODE.format(level=level)], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""
    return [orjson.loads(line) for line in done.stderr.splitlines()]


def test_records_carry_service_stage_lane_and_article():
    read, odd, failed = lines("info")
    about = {"service": "extract", "stage": "extract", "lane": 3, "article": "art_1"}
    assert read.items() >= {**about, "event": "read", "level": "info", "figures": 9}.items()
    assert odd.items() >= {**about, "event": "odd thing", "level": "warning"}.items()
    assert "article" not in failed
    assert "ValueError: boom" in failed["exception"]
    assert all(line["timestamp"].endswith("Z") for line in (read, odd, failed))


def test_only_what_is_at_least_as_grave_as_the_level_is_written():
    assert [line["event"] for line in lines("warning")] == ["odd thing", "failed"]
