"""Which server a command talks to: the one that is named, the environment's, or that of `up` in this folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from shared.runtime.connection import connect
from shared.runtime.groups import LANES_KEY
from shared.runtime.server import EmbeddedServer
from shared.runtime.settings import PREFIX, Settings, load

#: Where `up` keeps its data, under the folder in which it was started.
UP_FOLDER = Path(".countercount")

ADDRESS_HELP = (
    f"Address of the server; {PREFIX}REDIS_URL or that of `countercount up` here where it is not said."
)


def server_url(given: str = "") -> str:
    """The address: as given, from the environment, or of the embedded server of this folder if it runs."""
    stated = given or os.environ.get(f"{PREFIX}REDIS_URL", "")
    own = EmbeddedServer(UP_FOLDER / "redis")
    if stated or not Path(own.socket).exists():
        return stated
    return own.url


async def settings_for(url: str = "", kind: type[Settings] = Settings) -> Settings:
    """Settings for that server, with the number of lanes that it was born with."""
    stated = server_url(url)
    known: dict[str, Any] = {"redis_url": stated} if stated else {}
    settings = load(kind, **known)
    redis = connect(settings)
    try:
        lanes = await redis.get(LANES_KEY)
    finally:
        await redis.aclose()
    return settings.model_copy(update={"lanes": int(lanes)}) if lanes else settings
