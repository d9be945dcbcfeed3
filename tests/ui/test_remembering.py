"""What the user chose is there again the next time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from maestro_tui.protocol.ids import ProjectId
from maestro_tui.ui.outside.alerts import NOTIFICATION, TITLE
from maestro_tui.ui.preferences import Preferences, PreferencesFile, TableView
from maestro_tui.ui.screens.event_log_screen import EventLogScreen
from tests.ui import scenario
from tests.ui.driving import Driver, drive


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dashboard.json"


def kept(path: Path) -> dict[str, Any]:
    """What is in the file; nothing if there is none."""
    return dict(msgspec.json.decode(path.read_bytes())) if path.exists() else {}


def drop(path: Path) -> None:
    path.unlink()


def spoil(path: Path) -> None:
    path.write_text("{")


async def type_text(driver: Driver, text: str) -> None:
    await driver.press(*("minus" if character == "-" else character for character in text))


async def test_filter_order_theme_and_size_are_there_again(path: Path) -> None:
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.press("slash")
        await type_text(driver, "brush")
        await driver.press("enter", "o", "o", "exclamation_mark")
        order = (driver.dashboard.sessions.arrangement.sort_column, True)
        await driver.press("2", "greater_than_sign", "greater_than_sign")
        width = driver.dashboard.tasks.size.width
        driver.app.theme = "maestro-contrast"
    async with drive(preferences=PreferencesFile(path)) as driver:
        arrangement = driver.dashboard.sessions.arrangement
        assert (arrangement.sort_column, arrangement.is_reversed) == order
        await driver.sees("/brush · 2 of 7", "▼")
        assert "Idler" not in driver.text
        assert driver.dashboard.tasks.size.width == width
        assert driver.app.theme == "maestro-contrast"
        assert not driver.dashboard.tasks.arrangement.query


async def test_the_filter_of_the_event_log_too(path: Path) -> None:
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.press("L", "slash", "x", "y", "enter")
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.press("L")
        screen = driver.app.screen
        assert isinstance(screen, EventLogScreen)
        assert screen.events.arrangement.query.text == "xy"


async def test_the_project_is_there_again_and_an_option_wins(path: Path) -> None:
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.press("1", "j")
        assert driver.dashboard.projects.cursor == scenario.YAK
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.until(lambda: driver.dashboard.projects.cursor == scenario.YAK)
        await driver.sees("1 of 7")
    async with drive(preferences=PreferencesFile(path), project=scenario.ZEBRA) as driver:
        await driver.until(lambda: driver.dashboard.projects.cursor == scenario.ZEBRA)
    assert PreferencesFile(path).load().project == scenario.ZEBRA


async def test_a_project_that_is_not_on_this_server_stays_remembered(path: Path) -> None:
    PreferencesFile(path).save(Preferences(project="prj_elsewhere"))
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.press("slash", "b", "enter")
    assert PreferencesFile(path).load().project == "prj_elsewhere"
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.press("1", "j", "k")
    assert not PreferencesFile(path).load().project


async def test_ways_of_telling_are_there_again(path: Path) -> None:
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.app.run_action("switch_outside('bell')", driver.dashboard)
    async with drive(preferences=PreferencesFile(path)) as driver:
        assert driver.dashboard.feed.outside.told == {NOTIFICATION, TITLE}


async def test_who_was_put_aside_is_so_the_next_time_and_no_longer_than_that(path: Path) -> None:
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.press("0", "d")
    assert [id_ for id_, _ in PreferencesFile(path).load().put_aside] == ["ses_striper"]
    async with drive(preferences=PreferencesFile(path)) as driver:
        assert not driver.dashboard.scene.attention
        await driver.press("d")
        assert list(driver.dashboard.scene.attention) == ["ses_striper"]
    assert PreferencesFile(path).load().put_aside == []


async def test_how_times_are_said_is_there_again(path: Path) -> None:
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.press("4", "T")
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.sees("   2m ?")
        await driver.press("4", "T")
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.sees(" 02:37 ?")


async def test_the_layout_is_there_again(path: Path) -> None:
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.press("V")
    async with drive(preferences=PreferencesFile(path)) as driver:
        assert driver.dashboard.has_class("-session")
        assert driver.has_focus(driver.dashboard.sessions)
        await driver.sees("Sessions", "Striper")


async def test_a_choice_is_written_soon_and_not_only_at_the_end(path: Path) -> None:
    async with drive(preferences=PreferencesFile(path)) as driver:
        board = driver.dashboard
        driver.app.theme = "nord"
        board.remembering.look_again(board)
        assert not kept(path)
        board.remembering.look_again(board)
        assert kept(path)["theme"] == "nord"
        drop(path)
        board.remembering.look_again(board)
        assert not kept(path)


async def test_who_changes_nothing_is_only_known_to_have_seen_everything(path: Path) -> None:
    async with drive(preferences=PreferencesFile(path), is_loaded=False):
        pass
    assert not kept(path)
    async with drive(preferences=PreferencesFile(path)):
        assert not kept(path)
    assert PreferencesFile(path).load() == Preferences(news_from=scenario.NOW)


async def test_everything_can_be_forgotten(path: Path) -> None:
    view = TableView(filter="brush", sort="name", reversed=True)
    PreferencesFile(path).save(
        Preferences(
            theme="nord",
            layout="session",
            sizes={"left": 0.4, "terminal": 0.7},
            tables={"sessions": view, "events": view},
            project=str(scenario.ZEBRA),
            relative_times=True,
            told=frozenset(),
        )
    )
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.app.run_action("forget", driver.dashboard)
        await driver.sees("All projects", "Everything is as it was at first.")
        assert "/brush" not in driver.text
        assert "ago" not in driver.text
    loaded = PreferencesFile(path).load()
    assert loaded.tables.pop("events") == TableView()
    assert all(size is None for size in loaded.sizes.values())
    assert all(each == TableView() for each in loaded.tables.values())
    assert (loaded.theme, loaded.layout, loaded.project, loaded.told) == (None, "tables", "", None)
    assert not loaded.relative_times


@pytest.mark.parametrize(
    "preferences",
    [
        Preferences(theme="no-such-theme"),
        Preferences(layout="spiral"),
        Preferences(sizes={"left": 9.0, "timeline": -3.0, "terminal": 0.999, "list": 7}),
        Preferences(tables={"sessions": TableView(filter="[@click=x]\x00\x1b", sort="gone", reversed=True)}),
        Preferences(told=frozenset({"smoke signals"})),
        Preferences(project="\x1b[31m"),
    ],
)
@pytest.mark.parametrize("size", [(80, 24), (100, 24), (250, 70)], ids=str)
async def test_nothing_in_the_file_breaks_the_screen(
    path: Path, preferences: Preferences, size: tuple[int, int]
) -> None:
    PreferencesFile(path).save(preferences)
    async with drive(size, preferences=PreferencesFile(path)) as driver:
        await driver.open_pane()
        await driver.press("escape", "escape")
        board = driver.dashboard
        assert board.sessions.size.width >= 20
        assert board.sessions.size.height >= 2


async def test_a_broken_file_is_told(path: Path) -> None:
    spoil(path)
    async with drive(preferences=PreferencesFile(path)) as driver:
        await driver.sees("What was remembered could not be read")


async def test_an_unknown_project_on_the_command_line_is_not_remembered_over(path: Path) -> None:
    async with drive(preferences=PreferencesFile(path), project=ProjectId("prj_new")) as driver:
        assert driver.dashboard.wanted_project == "prj_new"
