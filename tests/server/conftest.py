from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.server.support import Api, Events, Running, running


@pytest.fixture(autouse=True)
def runtime_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A runtime directory of the test's own."""
    directory = tmp_path / "run"
    directory.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(directory))
    return directory


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def server(data_dir: Path) -> AsyncIterator[Running]:
    """An open server (``--no-auth``)."""
    async with running(data_dir) as server:
        yield server


@pytest.fixture
async def api(server: Running) -> AsyncIterator[Api]:
    async with server.api() as api:
        yield api


@pytest.fixture
async def events(server: Running) -> AsyncIterator[Events]:
    async with server.events() as events:
        yield events
