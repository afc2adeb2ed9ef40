"""The Lua scripts of the runtime: loaded from `lua/`, run by their digest, sent whole where unknown.

All keys of a call lie in one lane, so that a script also runs on a cluster.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha1
from pathlib import Path
from typing import Any

from redis.exceptions import NoScriptError

from shared.runtime.connection import Client

_FOLDER = Path(__file__).with_name("lua")


class Script:
    """One Lua script, known to the server by its digest after the first call."""

    def __init__(self, name: str, folder: Path = _FOLDER) -> None:
        self.name = name
        self.source = (folder / f"{name}.lua").read_text(encoding="utf-8")
        self._digest = sha1(self.source.encode(), usedforsecurity=False).hexdigest()

    async def __call__(self, redis: Client, keys: Sequence[str], args: Sequence[Any]) -> Any:
        try:
            return await redis.evalsha(self._digest, len(keys), *keys, *args)
        except NoScriptError:
            return await redis.eval(self.source, len(keys), *keys, *args)
