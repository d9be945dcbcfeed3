"""Drawing only what changed: it must be what drawing everything would have shown, and cost what changed."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from hypothesis import given, strategies as st
from textual._compositor import Compositor
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from maestro_tui.ui.sparse import SparseCompositor, runs
from tests.ui.driving import Driver, drive


def drawn(compositor: Compositor, changed: set[Region], driver: Driver) -> str:
    """Give the bytes an update is written as."""
    compositor._dirty_regions.update(changed)
    update = compositor.render_partial_update()
    assert update is not None
    return update.render_segments(driver.app.console)


def twin(compositor: SparseCompositor) -> Compositor:
    """Give Textual's own, of the same screen."""
    twin = Compositor()
    twin.__dict__.update({name: getattr(compositor, name) for name in twin.__dict__})
    twin._dirty_regions = set()
    return twin


def some_regions(dice: random.Random) -> set[Region]:
    """Give places anywhere on a screen of 120 × 40, many of them small as those of rows."""
    regions = set()
    for _ in range(dice.randint(1, 6)):
        x, y = dice.randrange(120), dice.randrange(40)
        regions.add(Region(x, y, dice.randint(1, 120 - x), dice.choice([1, 1, dice.randint(1, 40 - y)])))
    return regions


@pytest.mark.parametrize("keys", [(), ("w",), ("f",), ("L",)], ids=["tables", "wall", "find", "log"])
async def test_what_changed_is_drawn_as_if_everything_was(keys: tuple[str, ...]) -> None:
    dice = random.Random(1)
    async with drive() as driver:
        await driver.open_pane()
        await driver.press(*keys)
        compositor = driver.app.screen._compositor
        assert isinstance(compositor, SparseCompositor)
        for _ in range(60):
            regions = some_regions(dice)
            assert drawn(compositor, regions, driver) == drawn(twin(compositor), regions, driver)


async def test_nothing_beside_a_changed_row_is_asked_for_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str | None, int]] = []
    render_lines = Widget.render_lines

    def note(widget: Widget, crop: Region) -> list[Strip]:
        asked.append((widget.id, crop.height))
        return render_lines(widget, crop)

    async with drive() as driver:
        board = driver.dashboard
        monkeypatch.setattr(Widget, "render_lines", note)
        row = board.sessions.region
        drawn(board._compositor, {Region(row.x, row.y + 3, row.width, 1)}, driver)
    assert dict(asked) == {"sessions": 1, board.id: 1}


@given(st.sets(st.integers(0, 60)))
def test_runs_are_the_lines_again(lines: set[int]) -> None:
    found = list(runs(lines))
    assert {line for begin, end in found for line in range(begin, end)} == lines
    assert all(begin < end for begin, end in found)
    assert all(end < begin for (_, end), (begin, _) in pairwise(found))
