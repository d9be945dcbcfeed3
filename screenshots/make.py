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
BLACK = (
    "\x1b[32m●\x1b[0m \x1b[1mRun\x1b[0m mix --pigment lamp-black\r\n"
    "  \x1b[34m━━━━━━━━━━━━━\x1b[2m━━━━━━━\x1b[0m  66 %  Two thirds are mixed\r\n"
)
WHITE = (
    "\x1b[32m●\x1b[0m \x1b[1mRead\x1b[0m docs/whites.md (58 lines)\r\n"
    "\x1b[32m●\x1b[0m \x1b[1mEdit\x1b[0m src/white.py  \x1b[32m+4\x1b[0m \x1b[31m−1\x1b[0m\r\n"
    "   \x1b[2m11\x1b[0m  def white(pigment: Pigment) -> Paint:\r\n"
    "   \x1b[2m12\x1b[0m \x1b[31m-    return mix(pigment)\x1b[0m\r\n"
    "   \x1b[2m12\x1b[0m \x1b[32m+    ground = grind(pigment, fineness=9)\x1b[0m\r\n"
    "   \x1b[2m13\x1b[0m \x1b[32m+    return mix(ground, oil=LINSEED)\x1b[0m\r\n"
    "  \x1b[34m━━━━━━━━\x1b[2m━━━━━━━━━━━━\x1b[0m  40 %  Trying it on paper\r\n"
)
SHELL = (
    "\x1b[1;32mada@zebra\x1b[0m:\x1b[1;34m~/zebra\x1b[0m$ git log --oneline -4\r\n"
    "\x1b[33m9f31c07\x1b[0m (\x1b[1;36mHEAD\x1b[0m -> \x1b[1;32mstripes\x1b[0m) Paint the first side\r\n"
    "\x1b[33m51aa2be\x1b[0m Mix black and white apart\r\n"
    "\x1b[33mc04d8e1\x1b[0m Say how many stripes there are\r\n"
    "\x1b[33m0b7e6a4\x1b[0m A zebra, plain\r\n"
    "\x1b[1;32mada@zebra\x1b[0m:\x1b[1;34m~/zebra\x1b[0m$ "
)
TESTS = (
    "$ pytest -q\r\n"
    "\x1b[32m..................\x1b[31mF\x1b[32m..........\x1b[0m                    [100%]\r\n"
    "\x1b[31m\x1b[1m________________ test_stripes_alternate ________________\x1b[0m\r\n"
    "\x1b[1m\x1b[31mE\x1b[0m   assert ['black', 'black'] == ['black', 'white']\r\n"
    "\x1b[31m\x1b[1mFAILED\x1b[0m tests/test_stripes.py::\x1b[1mtest_stripes_alternate\x1b[0m\r\n"
    "\x1b[31m\x1b[1m1 failed\x1b[0m, \x1b[32m28 passed\x1b[0m in 0.41s\r\n"
)
PLAN = (
    "\x1b[32m●\x1b[0m \x1b[1mWrite\x1b[0m plan.md\r\n"
    "  \x1b[2m1\x1b[0m  \x1b[32m✓\x1b[0m sketch the zebra\r\n"
    "  \x1b[2m2\x1b[0m  \x1b[32m✓\x1b[0m mix black, mix white\r\n"
    "  \x1b[2m3\x1b[0m  ○ paint the stripes\r\n"
    "  \x1b[2m4\x1b[0m  ○ count the legs\r\n"
    "\x1b[32m✓\x1b[0m Done.\r\n"
)

Pilot = Callable[["Shot"], Awaitable[None]]


@dataclass(frozen=True, kw_only=True)
class Shot:
    """One picture."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    is_empty: bool = False
    is_crowded: bool = False
    """Whether all sessions have terminals, and not the first few."""
    theme: str | None = None
    """One of the program's own; None for the one it begins with."""


SHOTS = (
    Shot(name="dashboard", size=(120, 40)),
    Shot(name="dashboard-80x24", size=(80, 24)),
    Shot(name="terminal", size=(120, 40), keys=("enter",)),
    Shot(name="zoomed", size=(100, 30), keys=("z",)),
    Shot(name="find", size=(120, 40), keys=("f", *"stripes")),
    Shot(name="why", size=(120, 40), keys=("W",)),
    Shot(name="wall", size=(120, 40), keys=("w",), is_crowded=True),
    Shot(name="vast", size=(250, 70), is_crowded=True),
    Shot(name="light", size=(120, 40), theme="maestro-light"),
    Shot(name="contrast", size=(120, 40), theme="maestro-contrast"),
    Shot(name="empty", size=(120, 40), is_empty=True),
)


CROWD = (
    ("ses_idler", "bash", SHELL),
    ("ses_counter", "pytest -q", TESTS),
    ("ses_planner", "plan zebra", PLAN),
)
FEW = (
    ("ses_brush1", "mix black", BLACK),
    ("ses_brush2", "mix white", WHITE),
    ("ses_striper", "paint --all", AGENT),
)


async def fill(conductor: Conductor, *, is_crowded: bool) -> None:
    """Load the scenario, with what its agents have printed."""
    from maestro_tui.terminal.engine import load_engine

    await load_engine()
    scenario.load(conductor)
    for id_, command, printed in (*CROWD, *FEW) if is_crowded else FEW:
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
            await fill(conductor, is_crowded=shot.is_crowded)
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
    return svg.replace("Fira Code", font()).replace("font-family: arial", f"font-family: {font()}")


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
