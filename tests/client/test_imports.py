"""What is imported costs start-up time, so it is held by looking from outside."""

from __future__ import annotations

import subprocess
import sys

import pytest


@pytest.mark.parametrize(
    ("module", "absent"),
    [
        ("maestro_tui.client", ("httpx", "websockets")),
        ("maestro_tui.client.address", ("httpx", "websockets")),
        ("maestro_tui.client.listeners", ("httpx", "websockets")),
        ("maestro_tui.client.wirelog", ("httpx", "websockets")),
        ("maestro_tui.client.stream", ("httpx",)),
        ("maestro_tui.client.rest", ("websockets",)),
    ],
)
def test_a_module_loads_no_library_that_it_does_not_need(module: str, absent: tuple[str, ...]) -> None:
    program = f"import sys, {module}; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True)
    assert not {*absent, "textual", "maestro_tui.store"} & set(loaded.stdout.split())
