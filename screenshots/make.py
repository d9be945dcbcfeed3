"""Make the screenshots: the real dashboard on a fixed scenario, at a clock that stands still, as SVG and PNG.

``make screenshots`` runs this. The same code always gives the same pictures, so that a picture that changed shows a
dashboard that changed. PNGs are drawn from the SVGs, with a monospaced font of this machine.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import resvg_py

from maestro_tui.conductor.conductor import Conductor
from maestro_tui.store.actions import SnapshotLoaded
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.app import MaestroApp
from tests.ui import scenario

HERE = Path(__file__).parent
FONTS = ("DejaVu Sans Mono", "Liberation Mono", "Noto Sans Mono", "Menlo")

AGENT = (
    "\x1b[1;34m▞ Striper\x1b[0m  \x1b[2ma simulated agent of maestro-tui\x1b[0m\r\n\r\n"
    "\x1b[32m●\x1b[0m \x1b[1mRead\x1b[0m src/stripes.py (214 lines)\r\n"
    "\x1b[32m●\x1b[0m \x1b[1mSearch\x1b[0m 'stripe' in 31 files\r\n"
    "  \x1b[34m━━━━━━━━\x1b[2m━━━━━━━━━━━━\x1b[0m  40 %  12 of 30 stripes\r\n"
    "\x1b[32m●\x1b[0m \x1b[1mEdit\x1b[0m src/stripes.py  \x1b[32m+18\x1b[0m \x1b[31m−6\x1b[0m\r\n"
    "  \x1b[34m━━━━━━━━━━━━━━\x1b[2m━━━━━━\x1b[0m  70 %  21 of 30 stripes\r\n"
    "\x1b[33m◆\x1b[0m The first side is done\r\n"
    "\x1b[33m?\x1b[0m \x1b[1mOverwrite stripes.json? (y/N)\x1b[0m "
)
BRUSH = (
    "\x1b[32m●\x1b[0m \x1b[1mRun\x1b[0m mix --pigment lamp-black\r\n"
    "  \x1b[34m━━━━━━━━━━━━━\x1b[2m━━━━━━━\x1b[0m  66 %  Two thirds are mixed\r\n"
)

Pilot = Callable[["Shot"], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One picture."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    is_empty: bool = False
    theme: str | None = None
    """One of the program's own; None for the one it begins with."""


SHOTS = (
    Shot(name="dashboard", size=(120, 40)),
    Shot(name="dashboard-80x24", size=(80, 24)),
    Shot(name="terminal", size=(120, 40), keys=("enter",)),
    Shot(name="zoomed", size=(100, 30), keys=("z",)),
    Shot(name="find", size=(120, 40), keys=("f", *"stripes")),
    Shot(name="why", size=(120, 40), keys=("W",)),
    Shot(name="wall", size=(120, 40), keys=("w",)),
    Shot(name="vast", size=(250, 70)),
    Shot(name="light", size=(120, 40), theme="maestro-light"),
    Shot(name="contrast", size=(120, 40), theme="maestro-contrast"),
    Shot(name="empty", size=(120, 40), is_empty=True),
)


async def fill(conductor: Conductor) -> None:
    """Load the scenario, with what its agents have printed."""
    from maestro_tui.terminal.engine import load_engine

    await load_engine()
    scenario.load(conductor)
    for id_, command, printed in (
        ("ses_brush1", "mix black", BRUSH),
        ("ses_brush2", "mix white", BRUSH),
        ("ses_striper", "paint --all", AGENT),
    ):
        session_id = scenario.spawn(conductor, id_, command)
        terminal = Terminal(80, 24)
        terminal.feed(printed.encode())
        conductor.panes.adopt(session_id, terminal)


async def take(shot: Shot) -> Path:
    """Run the dashboard, press the keys, and write the SVG."""
    conductor = scenario.make_conductor()
    app = MaestroApp(conductor)
    async with app.run_test(size=shot.size) as pilot:
        if shot.is_empty:
            conductor.store.dispatch(SnapshotLoaded(projects=(), tasks=(), sessions=(), at=scenario.NOW))
        else:
            await fill(conductor)
        if shot.theme is not None:
            app.theme = shot.theme
        await pilot.pause()
        for key in shot.keys:
            await pilot.press(key)
            await pilot.pause()
        svg = app.export_screenshot(title="maestro-tui")
    path = HERE / f"{shot.name}.svg"
    path.write_text(svg, encoding="utf-8")
    return path


def draw(svg: Path) -> Path:
    """Draw an SVG as a PNG of twice its size."""
    octets = resvg_py.svg_to_bytes(
        svg_string=with_font(svg.read_text(encoding="utf-8")), zoom=2, monospace_family=font()
    )
    path = svg.with_suffix(".png")
    path.write_bytes(bytes(octets))
    return path


def with_font(svg: str) -> str:
    """Name a font that is here: the one Textual names would be fetched from the network."""
    return svg.replace("Fira Code", font())


def font() -> str:
    """Give the first monospaced font that is installed."""
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True, check=False).stdout
    for family in FONTS:
        if family in listed:
            return family
    sys.exit(f"No monospaced font for the PNGs is installed: install one of {', '.join(FONTS)}.")


def main() -> None:
    """Take all of them."""
    # Times of day in the pictures are those of one zone, wherever they are made.
    os.environ["TZ"] = "UTC"
    time.tzset()
    for shot in SHOTS:
        svg = asyncio.run(take(shot))
        print(svg.name, draw(svg).name)


if __name__ == "__main__":
    main()
