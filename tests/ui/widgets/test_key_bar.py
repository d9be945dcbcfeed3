"""The bottom line says what fits where one stands; a click on it does that."""

from __future__ import annotations

import pytest

from tests.ui.driving import NARROW, WIDE, drive


@pytest.mark.parametrize(
    ("size", "key", "words"),
    [
        (WIDE, "1", ("N new", "E edit")),
        (WIDE, "2", ("s start session", "N new", "E edit")),
        (WIDE, "3", ("n next waiting", "s start session", "a answer", "t tell it")),
        (WIDE, "4", ("enter unfold", "y copy the event")),
        (NARROW, "2", ("/ filter", "n next waiting")),
    ],
)
async def test_it_says_what_fits_where_one_stands(
    size: tuple[int, int], key: str, words: tuple[str, ...]
) -> None:
    async with drive(size) as driver:
        await driver.press(key)
        assert all(word in driver.lines[-1] for word in (*words, "? help"))


async def test_it_says_nothing_of_what_does_not_fit() -> None:
    async with drive() as driver:
        await driver.press("3")
        assert "edit" not in driver.lines[-1]
        await driver.press("4")
        assert "filter" not in driver.lines[-1]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=str)
async def test_while_nobody_waits_it_says_nothing_of_those_who_do(size: tuple[int, int]) -> None:
    async with drive(size) as driver:
        assert "n next waiting" in driver.lines[-1]
        await driver.press("d")
        await driver.until(lambda: not driver.dashboard.scene.attention)
        assert "n next waiting" not in driver.lines[-1]
        assert "a answer" not in driver.lines[-1]
        assert "s start session" in driver.lines[-1]
        await driver.press("d")
        await driver.sees("n next waiting")


async def test_a_click_on_a_key_presses_it() -> None:
    async with drive() as driver:
        await driver.press("1")
        await driver.pilot.click(offset=(driver.lines[-1].index("N new"), WIDE[1] - 1))
        await driver.sees("New project")
