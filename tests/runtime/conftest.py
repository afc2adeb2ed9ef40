"""Stages are tested against a real server: one per test session, emptied for each test."""

from __future__ import annotations

from tests.runtime.server_fixtures import redis, server, settings, slow_settings

__all__ = ["redis", "server", "settings", "slow_settings"]
