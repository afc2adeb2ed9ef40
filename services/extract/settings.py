"""What an operator can set of the extract stage, beside what every service has."""

from __future__ import annotations

from pydantic import Field

from shared.runtime.settings import Settings


class ExtractSettings(Settings):
    """Settings of the extract stage."""

    http_port: int = Field(default=8081, ge=0, le=65535)
