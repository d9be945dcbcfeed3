"""The dashboard over a recording: every key of a replay, what it shows, and that nothing is started or changed."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from maestro_tui.conductor.replaying.pace import FULL_SPEED
from maestro_tui.conductor.replaying.preparing import prepare_replay
from maestro_tui.conductor.replaying.recording import Recording
from maestro_tui.store.checkpoint import take_checkpoint
from maestro_tui.ui.actions.registry import ACTIONS
from maestro_tui.ui.preferences import PreferencesFile
from maestro_tui.ui.replay_app import ReplayApp
from maestro_tui.ui.screens.event_log_screen import EventLogScreen
from maestro_tui.ui.screens.help import Help
from maestro_tui.ui.widgets.replay_bar import ReplayBar
from tests.support.factories import NOW, wire_spawn
from tests.support.films import afternoon, line, long_film, write
from tests.ui.driving import NARROW, WIDE, Driver, drive

COUNT = len(afternoon())


class ReplayDriver(Driver):
    """A running replay."""

    @property
    def player(self):  # type: ignore[no-untyped-def]  # noqa: ANN201 - that of the application
        assert isinstance(self.app, ReplayApp)
        return self.app.player

    async def rests_at(self, position: int) -> None:
        """Wait until the replay stands after so many frames, and the bar says so."""
        await self.until(lambda: self.player.position == position and self.player.target is None)
        await self.sees(f"{position:,} of {self.player.count:,}")


@asynccontextmanager
async def replay(
    directory: Path,
    lines: list[bytes] | None = None,
    *,
    size: tuple[int, int] = WIDE,
    speed: float = 1,
    is_paused: bool = True,
    preferences: PreferencesFile | None = None,
) -> AsyncIterator[ReplayDriver]:
    recording = Recording.open(write(directory / "afternoon.jsonl", lines or afternoon()))
    prepared = prepare_replay(recording, speed=speed, is_paused=is_paused)
    app = ReplayApp(prepared, preferences=preferences)
    async with app.run_test(size=size, notifications=True) as pilot:
        await pilot.pause()
        yield ReplayDriver(app, pilot, prepared.conductor)


# ------------------------------------------------------------------------------------ keys


async def test_one_frame_on_and_one_back(tmp_path: Path) -> None:
    async with replay(tmp_path) as driver:
        await driver.sees("‖ paused", "0 of 10 frames", "No sessions in this recording")
        await driver.press("full_stop", "full_stop", "full_stop")
        await driver.rests_at(3)
        await driver.sees("● working", "Striper")
        await driver.press("comma")
        await driver.rests_at(2)
        await driver.until(lambda: "Striper" not in driver.text)
        await driver.press("comma", "comma", "comma")
        await driver.rests_at(0)
        await driver.sees("No sessions in this recording")


async def test_pause_and_go_on(tmp_path: Path) -> None:
    lines = [line("pong", at=0.01 * number) for number in range(2_000)]
    async with replay(tmp_path, lines, is_paused=False) as driver:
        await driver.sees("▶ playing")
        await driver.press("p")
        await driver.sees("‖ paused")
        at = driver.player.position
        await driver.press("p")
        await driver.sees("▶ playing")
        await driver.until(lambda: driver.player.position > at)


async def test_at_the_end_it_says_so_and_begins_again(tmp_path: Path) -> None:
    async with replay(tmp_path, speed=FULL_SPEED, is_paused=False) as driver:
        await driver.sees("■ at end", "10 of 10 frames", "Painted")
        await driver.press(*["left_curly_bracket"] * 9, "p")
        await driver.sees("▶ playing")


async def test_faster_and_slower(tmp_path: Path) -> None:
    async with replay(tmp_path) as driver:
        await driver.sees(" 1x ")
        for told in ("2x", "4x", "8x", "16x", "32x", "64x", "max", "max"):
            await driver.press("right_curly_bracket")
            await driver.sees(f"{told:>4} ")
        await driver.press("left_curly_bracket")
        await driver.sees(" 64x ")


@pytest.mark.parametrize(
    ("typed", "position"), [("replay to the end", COUNT), ("replay to the start", 0)], ids=str
)
async def test_the_palette_goes_to_start_and_end(tmp_path: Path, typed: str, position: int) -> None:
    async with replay(tmp_path) as driver:
        await driver.press("full_stop")
        await driver.rests_at(1)
        await driver.press("colon", *typed)
        await driver.sees(typed.replace("replay ", "replay: "))
        await driver.press("enter")
        await driver.rests_at(position)


async def test_the_palette_plays_as_fast_as_it_goes(tmp_path: Path) -> None:
    async with replay(tmp_path) as driver:
        await driver.press("colon", *"as fast as it goes")
        await driver.sees("replay: as fast as it goes")
        await driver.press("enter")
        await driver.sees("■ at end")


async def test_the_keys_of_a_replay_do_nothing_in_a_live_dashboard() -> None:
    async with drive() as driver:
        actions = {action.call for action in ACTIONS if action.where == "replay"}
        active = driver.app.screen.active_bindings.values()
        assert not actions & {binding.binding.action for binding in active}
        await driver.press("colon", *"replay")
        await driver.sees("No matches found")


def test_no_key_of_a_replay_is_that_of_another_part_of_the_dashboard() -> None:
    keys = {action.where: set[str]() for action in ACTIONS}
    for action in ACTIONS:
        keys[action.where] |= {key for key in action.keys.split(",") if key}
    for where in ("app", "dashboard", "table", "timeline", "panes"):
        assert not keys["replay"] & keys[where]


async def test_the_help_names_the_keys_of_a_replay(tmp_path: Path) -> None:
    async with replay(tmp_path, size=(120, 60)) as driver:
        await driver.press("question_mark")
        assert isinstance(driver.app.screen, Help)
        await driver.press("slash", *"frame back")
        await driver.sees("In a replay", "one frame back")


# ------------------------------------------------------------------------------------ mouse


async def test_a_click_on_the_line_goes_there_and_one_on_a_key_presses_it(tmp_path: Path) -> None:
    async with replay(tmp_path) as driver:
        await driver.sees("─────")
        bar = next(text for text in driver.lines if "of 10 frames" in text)
        last = bar.rindex("─")
        await driver.pilot.click("#replay", offset=(last, 0))
        await driver.rests_at(COUNT)
        await driver.sees("━" * 8)
        await driver.pilot.click("#replay", offset=(bar.index(" step") - 1, 0))
        await driver.rests_at(COUNT)
        await driver.pilot.click("#replay", offset=(bar.index(", ."), 0))
        await driver.rests_at(COUNT - 1)


# ------------------------------------------------------------------------------------ what is seen


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=str)
async def test_the_bar_fits_and_says_what_matters(tmp_path: Path, size: tuple[int, int]) -> None:
    async with replay(tmp_path, size=size) as driver:
        await driver.sees("▶ replay", "afternoon.jsonl", "‖ paused   1x", " 0 of 10", "23:00:00", "1 ")
        bar = driver.lines[-2]
        assert "p" in bar[-30:]
        assert "}" in bar[-30:]


async def test_ages_go_by_the_clock_of_the_recording(tmp_path: Path) -> None:
    async with replay(tmp_path) as driver:
        await driver.press(*["full_stop"] * COUNT)
        await driver.rests_at(COUNT)
        assert driver.dashboard.scene.now == NOW + 602_000
        await driver.sees("10m", "23:10:02")


async def test_a_terminal_says_what_was_started_in_it_then(tmp_path: Path) -> None:
    lines = [line("session:spawn", wire_spawn(command="touch [b]started", cwd=str(tmp_path)))]
    async with replay(tmp_path, lines) as driver:
        await driver.press("full_stop")
        await driver.rests_at(1)
        await driver.sees("This program was started then, and is not started now", "touch [b]started")
        await driver.sees("started    23:00:00", "directory")
        assert not driver.conductor.panes
        await driver.press("enter")
        await driver.sees("its program is not running now")
        assert driver.app.focused is driver.dashboard.terminals.strip
        await driver.press("comma")
        await driver.rests_at(0)
        assert not driver.dashboard.scene.state.panes


async def test_the_log_shows_the_frames_of_the_recording_up_to_here(tmp_path: Path) -> None:
    async with replay(tmp_path) as driver:
        await driver.press(*["full_stop"] * COUNT)
        await driver.rests_at(COUNT)
        await driver.press("L")
        assert isinstance(driver.app.screen, EventLogScreen)
        await driver.sees("2 missing: 5–6", "unreadable", "A frame is not valid", "team:created", "23:10:00")
        await driver.sees("The payload of 'sess", "what was missed")
        await driver.press("comma", "comma")
        await driver.until(lambda: driver.player.position == COUNT - 2)
        await driver.until(lambda: "session:deleted" not in driver.text)
        await driver.press("full_stop")
        await driver.sees("session:deleted", "9 of 10 frames")


async def test_pausing_the_log_pauses_the_replay(tmp_path: Path) -> None:
    async with replay(tmp_path, [line("pong", at=0), line("pong", at=3_000)], is_paused=False) as driver:
        await driver.press("L")
        await driver.sees("▶ playing")
        await driver.press("p")
        await driver.sees("‖ paused")
        await driver.press("full_stop")
        await driver.sees("2 of 2 frames", "■ at end")


async def test_a_paused_replay_looks_at_nothing(tmp_path: Path) -> None:
    async with replay(tmp_path, is_paused=False) as driver:
        bar = driver.app.screen.query_one(ReplayBar)
        assert bar._timer is not None
        await driver.press("p")
        await driver.sees("‖ paused")
        await driver.until(lambda: bar._timer is None)
        await driver.press("right_curly_bracket")
        await driver.sees(" 2x ")
        await driver.press("p")
        await driver.sees("▶ playing")
        assert bar._timer is not None


async def test_it_looks_as_its_user_likes_it_and_leaves_that_alone(tmp_path: Path) -> None:
    file = tmp_path / "dashboard.json"
    file.write_text('{"theme": "maestro-light", "project": "prj_gone", "relative_times": true}')
    before = file.read_bytes()
    async with replay(tmp_path, preferences=PreferencesFile(file, is_kept=False)) as driver:
        assert driver.app.theme == "maestro-light"
        assert driver.dashboard.timeline.is_relative
        await driver.press("T")
        driver.dashboard.remembering.save(driver.dashboard)
    assert file.read_bytes() == before


async def test_nobody_is_called_for_what_was(tmp_path: Path) -> None:
    async with replay(tmp_path) as driver:
        assert driver.dashboard.feed.outside.told == {"title"}


# ------------------------------------------------------------------------------------ what is refused


@pytest.mark.parametrize("key", ["s", "a", "t", "N", "R", "X", "S", "delete", "plus", "minus"])
async def test_what_changes_something_is_refused_with_a_reason(tmp_path: Path, key: str) -> None:
    async with replay(tmp_path) as driver:
        await driver.press("full_stop", "full_stop", "full_stop")
        await driver.rests_at(3)
        await driver.press(key)
        await driver.sees("This is a recording: nothing in it can be changed.")
        assert len(driver.app.screen_stack) == 1


async def test_no_key_of_the_dashboard_changes_what_was_recorded(tmp_path: Path) -> None:
    keys = [
        action.keys.partition(",")[0] for action in ACTIONS if action.where == "dashboard" and action.keys
    ]
    async with replay(tmp_path) as driver:
        await driver.press("full_stop", "full_stop", "full_stop")
        await driver.rests_at(3)
        before = take_checkpoint(driver.conductor.store.state)
        for key in keys:
            await driver.press(key, "enter")
            while driver.app.screen is not driver.dashboard:
                await driver.app.pop_screen()
            assert take_checkpoint(driver.conductor.store.state) == before, key
            await driver.press("escape", "3")


async def test_a_terminal_of_a_recording_is_not_put_away(tmp_path: Path) -> None:
    async with replay(tmp_path) as driver:
        await driver.press("full_stop", "full_stop")
        await driver.rests_at(2)
        await driver.press("5", "ctrl+w")
        await driver.sees("This is a recording: nothing in it can be changed.")
        assert len(driver.app.screen_stack) == 1
        assert driver.dashboard.scene.state.panes


async def test_there_is_no_server_to_reach(tmp_path: Path) -> None:
    async with replay(tmp_path) as driver:
        await driver.press("r")
        await driver.sees("there is no server to reach")


# ------------------------------------------------------------------------------------ on the way


async def test_far_away_is_reached_and_shown(tmp_path: Path) -> None:
    async with replay(tmp_path, long_film(20_000)) as driver:
        driver.player.go_to(20_000)
        await driver.rests_at(20_000)
        await driver.sees("at 19999")
        await driver.press("comma")
        await driver.rests_at(19_999)
        await driver.until(lambda: "at 19999" not in driver.text)
