"""What an operator can set of notify, beside what every service has."""

from __future__ import annotations

from pydantic import Field, field_validator

from shared.runtime.public_http import Allowed
from shared.runtime.settings import Listed, Settings


class NotifySettings(Settings):
    """Settings of notify; each is an environment variable, `COUNTERCOUNT_NOTIFY_...`."""

    http_port: int = Field(default=8083, ge=0, le=65535)

    notify_public_url: str = ""
    """Address under which receivers reach this service, for the links in alerts; default: where it listens."""
    notify_allow_networks: Listed = ()
    """Private networks to which alerts may be sent ("10.1.0.0/16, 127.0.0.0/8"); none by default."""
    notify_allow_ports: Listed = ()
    """Ports beside 80 and 443 to which alerts may be sent, or "any"."""
    notify_try_seconds: float = Field(default=15.0, gt=0, le=120)
    """Limit of a whole try, from the look-up of the name to the answer."""
    notify_at_once: int = Field(default=8, ge=1, le=64)
    """Tries at once to one healthy endpoint; a failing one gets one at a time."""
    notify_endpoints: int = Field(default=500, ge=1)
    """Endpoints that one process serves at once."""
    notify_lease_seconds: float = Field(default=10.0, gt=0)
    """After this long without a sign, another process takes over a dead one's endpoints."""
    notify_poll_seconds: float = Field(default=0.5, gt=0, le=30)
    """How often due retries are looked for; new alerts do not wait for it."""
    notify_retention_days: float = Field(default=30.0, gt=0)
    """How long alerts, deliveries and tries are kept."""
    notify_housekeeping_seconds: float = Field(default=30.0, gt=0)
    """How often endpoints are judged and what is too old is forgotten."""

    @field_validator("notify_allow_networks")
    @classmethod
    def _are_networks(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        Allowed.of(networks=value)
        return value

    @field_validator("notify_allow_ports")
    @classmethod
    def _are_ports(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        Allowed.of(ports=value)
        return value

    @property
    def allowed(self) -> Allowed:
        """To which addresses and ports alerts may be sent."""
        return Allowed.of(self.notify_allow_networks, self.notify_allow_ports)

    @property
    def public_url(self) -> str:
        """Base of the links in alerts, without a slash at its end."""
        return (self.notify_public_url or f"http://{self.http_host}:{self.http_port}").rstrip("/")
