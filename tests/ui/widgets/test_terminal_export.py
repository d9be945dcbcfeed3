"""A terminal written into files: what is in them, who may read them, and where they are."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from maestro_tui.errors import PaneError
from maestro_tui.ui.terminals.exports import default_directory, place_for, write_private
from tests.ui.driving import Driver, drive

OUTPUT = (
    b"".join(b"line %d\r\n" % number for number in range(100)) + "\x1b[1;31mred 日本\x1b[0m <&> end".encode()
)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return default_directory()


def only(home: Path, ending: str) -> Path:
    (path,) = home.glob(f"*.{ending}")
    return path


async def export(driver: Driver, *keys: str) -> None:
    await driver.press("e")
    await driver.sees("Write Striper into a file")
    await driver.press(*keys)


async def written(driver: Driver, home: Path, ending: str) -> Path:
    await driver.until(lambda: list(home.glob(f"*.{ending}")) and "Written into" in driver.text)
    path = only(home, ending)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert path.name.startswith("Striper-")
    return path


async def test_as_text_with_all_of_the_history(home: Path) -> None:
    async with drive() as driver:
        await driver.open_pane(output=OUTPUT)
        await export(driver, "t")
        lines = (await written(driver, home, "txt")).read_text().splitlines()
        assert lines[0] == "line 0"
        assert lines[99:101] == ["line 99", "red 日本 <&> end"]


async def test_as_text_with_colours(home: Path) -> None:
    async with drive() as driver:
        await driver.open_pane(output=OUTPUT)
        await export(driver, "a")
        text = (await written(driver, home, "ansi")).read_text()
        assert text.startswith("line 0\n")
        assert "\x1b[0;1;31mred 日本\x1b[0m <&> end" in text


async def test_as_a_picture_of_what_is_shown(home: Path) -> None:
    async with drive() as driver:
        await driver.open_pane(output=OUTPUT)
        await export(driver, "s")
        svg = (await written(driver, home, "svg")).read_text()
        text = "".join(ET.fromstring(svg).itertext()).replace("\xa0", " ")
        assert "日本" in text
        assert "line 99" in text
        assert "line 20" not in text
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


async def test_an_export_leaves_the_screen_as_it_is(home: Path) -> None:
    async with drive() as driver:
        await driver.open_pane(output=OUTPUT)
        terminal = driver.terminals["ses_striper"]
        terminal.scroll(-30)
        await driver.sees("line 60")
        before = driver.dashboard.terminals.view.terminal and terminal.view
        await export(driver, "a")
        await written(driver, home, "ansi")
        assert terminal.view == before
        terminal.scroll_to_end()
        terminal.feed(b"\r\nnew words")
        await driver.sees("new words")


async def test_a_recording_begins_with_the_screen_and_ends_when_asked(home: Path) -> None:
    async with drive() as driver:
        await driver.open_pane(output=OUTPUT)
        await export(driver, "r")
        await driver.sees("● recording", "Recording into")
        driver.terminals["ses_striper"].feed(b"\r\nwhile recorded")
        await driver.sees("while recorded")
        await driver.press("e")
        await driver.sees("end the recording")
        await driver.press("r")
        await driver.sees("Recorded into")
        driver.terminals["ses_striper"].feed(b"\r\nafterwards")
        path = only(home, "cast")
        header, *events = [json.loads(line) for line in path.read_text().splitlines()]  # noqa: TID251
        terminal = driver.terminals["ses_striper"]
        assert (header["version"], header["width"], header["height"]) == (2, terminal.columns, terminal.lines)
        played = "".join(event[2] for event in events if event[1] == "o")
        assert "line 99" in played
        assert "while recorded" in played
        assert "afterwards" not in played
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


async def test_leaving_the_dashboard_ends_the_recording(home: Path) -> None:
    async with drive() as driver:
        await driver.open_pane(output=OUTPUT)
        await export(driver, "r")
        await driver.sees("● recording")
        driver.terminals["ses_striper"].feed(b"\r\nlast words")
    path = only(home, "cast")
    assert "last words" in path.read_text()


async def test_into_another_directory(tmp_path: Path) -> None:
    async with drive() as driver:
        await driver.open_pane(output=OUTPUT)
        await export(driver, "d", "ctrl+u", *str(tmp_path / "other"), "enter", "t")
        await driver.until(lambda: list((tmp_path / "other").glob("*.txt")))


async def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("in the way")
    async with drive() as driver:
        await driver.open_pane(output=OUTPUT)
        await export(driver, "t")
        await driver.until(
            lambda: any("cannot be made" in toast.message for toast in driver.app._notifications)
        )


async def test_without_a_terminal_it_says_so() -> None:
    async with drive() as driver:
        await driver.press("e")
        await driver.sees("There is no terminal to export yet.")


def test_names_are_fit_for_files_and_never_taken_twice(tmp_path: Path) -> None:
    first = place_for(tmp_path, "../../etc/[b]passwd\x1b", "text", at=0)
    assert first.parent == tmp_path
    assert first.name.startswith("etc-b-passwd-19")
    write_private(first, "x")
    assert place_for(tmp_path, "../../etc/[b]passwd\x1b", "text", at=0) != first
    with pytest.raises(PaneError):
        write_private(first, "y")
    assert place_for(tmp_path, "///", "svg").name.startswith("terminal-")
