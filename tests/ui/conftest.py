"""Fixtures for driving the dashboard."""

from __future__ import annotations

import os
import time

import pytest
from textual._context import active_app

from tests.ui.settling import settle


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> None:
    """Show times as they are everywhere, not as they are where the tests run."""
    monkeypatch.setitem(os.environ, "TZ", "UTC")
    time.tzset()


@pytest.fixture(autouse=True)
def _exact_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pilots wait until the application is at rest, and no longer."""

    async def wait(*_: float) -> None:
        await settle(active_app.get())

    monkeypatch.setattr("textual.app.wait_for_idle", wait)
    monkeypatch.setattr("textual.pilot.wait_for_idle", wait)
