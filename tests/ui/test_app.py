"""What it costs to show the first frame, and what it must not load."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.ui import scenario
from tests.ui.driving import drive

HEAVY = (
    "httpx",
    "websockets",
    "starlette",
    "uvicorn",
    "pyghostty",
    "pexpect",
    "maestro_tui.server",
    "rich.markdown",
)


@pytest.mark.parametrize("module", HEAVY)
def test_what_the_first_frame_does_not_need_is_not_loaded(module: str, loaded: frozenset[str]) -> None:
    assert module not in loaded


@pytest.fixture(scope="module")
def loaded() -> frozenset[str]:
    program = "import sys, maestro_tui.ui.app; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    )
    return frozenset(done.stdout.split())


async def test_the_conductor_is_started_after_the_first_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    conductor = scenario.make_conductor()
    seen: list[str] = []

    async def start() -> None:
        screen = driver_app[0].screen
        seen.append("".join(strip.text for strip in screen._compositor.render_strips(driver_app[0].size)))

    driver_app = []
    monkeypatch.setattr(conductor, "start", start)
    from maestro_tui.ui.app import MaestroApp

    real = MaestroApp.__init__

    def init(self: MaestroApp, *args: object, **fields: object) -> None:
        driver_app.append(self)
        real(self, *args, **fields)  # type: ignore[arg-type]

    monkeypatch.setattr(MaestroApp, "__init__", init)
    async with drive(conductor=conductor):
        assert "maestro" in seen[0]
