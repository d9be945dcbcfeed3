"""Programs people use, driven by keys, their screens read. One that is not installed is skipped by its name."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from maestro_tui.terminal import MouseAction, MouseButton, MouseInput, Terminal
from tests.terminal.support import press, python, started, until

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


def line(terminal: Terminal, number: int) -> str:
    """Read a line of the screen; negative numbers count from the bottom."""
    return terminal.rows()[number].text.rstrip()


@needs("bash")
async def test_bash_edits_its_line() -> None:
    async with started(["bash", "--norc", "-i"], env={"PS1": "$ ", "HISTFILE": ""}) as terminal:
        await terminal.wait_for_text("$ ")
        press(terminal, *"echo wxrld", "left", "left", "left", "backspace", "o", "home", "ctrl+e", "enter")
        await until(lambda: terminal.text().endswith("$ echo world\nworld\n$"))
        press(terminal, "up", "ctrl+a", "alt+d", *"printf", "enter")
        await until(lambda: "$ printf world\nworld$" in terminal.text())
        press(terminal, *"bind -v | grep paste", "enter")
        # The shell asks for brackets anew with each prompt.
        await until(lambda: terminal.text().endswith("paste on\n$") and terminal.engine.mode(2004))
        terminal.paste("echo one\necho two")
        await terminal.wait_for_text("echo two")
        assert "\none" not in terminal.text()
        press(terminal, "enter")
        await until(lambda: "\none\ntwo\n" in terminal.text())


@needs("bash")
async def test_bash_wraps_a_long_line_and_follows_a_new_width() -> None:
    async with started(["bash", "--norc", "-i"], env={"PS1": "$ "}, cols=20, rows=6) as terminal:
        await terminal.wait_for_text("$ ")
        press(terminal, *("x" * 30))
        await until(lambda: terminal.text() == "$ " + "x" * 18 + "\n" + "x" * 12)
        terminal.resize(40, 6)
        await until(lambda: terminal.text() == "$ " + "x" * 30)


@needs("vim")
async def test_vim_edits_a_file(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("first line\nsecond line\n")
    async with started(["vim", "-u", "NONE", "-N", "-i", "NONE", str(file)]) as terminal:
        await terminal.wait_for_text("second line")
        alternate = [terminal.engine.is_alternate]
        assert line(terminal, 2) == "~"
        press(terminal, "j", "A", *" with more", "escape")
        # Escape and O in one go would be the beginning of a function key.
        await until(lambda: "INSERT" not in terminal.text() and "with more" in terminal.text())
        press(terminal, "O", *"中文 é", "escape")
        await until(lambda: "INSERT" not in terminal.text() and "中文 é" in terminal.text())
        press(terminal, "g", "g", *"/more", "enter")
        await until(lambda: terminal.cursor[:2] == (17, 2))
        assert line(terminal, 1) == "中文 é"
        press(terminal, *":split", "enter")
        await until(lambda: terminal.text().count("first line") == 2)
        press(terminal, *":wq", "enter", *":q", "enter")
        assert (await terminal.wait()).succeeded
        assert [*alternate, terminal.engine.is_alternate] == [True, False]
    assert file.read_text() == "first line\n中文 é\nsecond line with more\n"


@needs("vim")
async def test_vim_hears_the_mouse_and_new_sizes(tmp_path: Path) -> None:
    file = tmp_path / "numbers.txt"
    file.write_text("".join(f"number {number}\n" for number in range(100)))
    argv = ["vim", "-u", "NONE", "-N", "-i", "NONE", "+set mouse=a ttymouse=sgr ruler", str(file)]
    async with started(argv) as terminal:
        await terminal.wait_for_text("number 20")
        await until(lambda: terminal.engine.wants_mouse)
        for action in (MouseAction.PRESS, MouseAction.RELEASE):
            terminal.send_mouse(MouseInput(action, 3, 7, MouseButton.LEFT))
        await until(lambda: terminal.cursor[:2] == (3, 7))
        terminal.turn_wheel(2)
        await until(lambda: line(terminal, 0) == "number 6")
        terminal.resize(40, 10)
        await until(lambda: line(terminal, -1).endswith("8,4           6%") or "8,4" in line(terminal, -1))
        press(terminal, *":q!", "enter")
        assert (await terminal.wait()).succeeded


@needs("less")
async def test_less_pages_and_searches(tmp_path: Path) -> None:
    file = tmp_path / "numbers.txt"
    file.write_text("".join(f"number {number}\n" for number in range(500)))
    async with started(["less", str(file)], env={"LESS": "", "LESSHISTFILE": "-"}, rows=10) as terminal:
        await terminal.wait_for_text("number 8")
        press(terminal, "space")
        await until(lambda: line(terminal, 0) == "number 9")
        press(terminal, "G")
        await until(lambda: line(terminal, 8) == "number 499")
        press(terminal, *"?number 250", "enter")
        await until(lambda: line(terminal, 0) == "number 250")
        assert any(style.reverse for _, style in terminal.rows()[0].runs)
        terminal.turn_wheel(1)
        await until(lambda: line(terminal, 0) == "number 253")
        press(terminal, "pageup")
        await until(lambda: line(terminal, 0) == "number 244")
        press(terminal, "q")
        assert (await terminal.wait()).succeeded


@needs("top")
async def test_top_draws_and_redraws() -> None:
    async with started(["top", "-d", "0.2"], env={"HOME": "/nonexistent"}) as terminal:
        await terminal.wait_for_text("PID")
        await terminal.wait_for_text("load average")
        header = next(row for row in terminal.rows() if "PID" in row.text)
        assert any(style.reverse for _, style in header.runs)
        terminal.resize(60, 12)
        await until(lambda: len(terminal.text().splitlines()) > 6 and "PID" in terminal.text())
        press(terminal, "q")
        assert (await terminal.wait()).succeeded


@needs("htop")
async def test_htop_draws_and_opens_its_help() -> None:
    async with started(["htop"], env={"HOME": "/nonexistent"}) as terminal:
        await terminal.wait_for_text("F10Quit")
        assert any(style.bg == 2 for row in terminal.rows() for _, style in row.runs)
        press(terminal, "f1")
        await terminal.wait_for_text("Process state")
        press(terminal, "space")
        await terminal.wait_for_text("F10Quit")
        press(terminal, "f10")
        assert (await terminal.wait()).succeeded


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[list[str]]:
    """Give the beginning of a tmux command for a server of its own, which does not outlive the test."""
    # Keys that come at once are a paste to tmux, and its prefix is none in a paste.
    (tmp_path / "conf").write_text("set -g assume-paste-time 0\n")
    command = ["tmux", "-S", str(tmp_path / "socket"), "-f", str(tmp_path / "conf")]
    yield command
    subprocess.run([*command, "kill-server"], check=False, capture_output=True, timeout=10)


@needs("tmux")
async def test_tmux_runs_inside(tmux: list[str]) -> None:
    async with started([*tmux, "new-session", "sh"], env={"PS1": "$ "}, cols=60, rows=12) as terminal:
        await terminal.wait_for_text("[0] 0:sh*")
        press(terminal, *"echo in''side", "enter")
        await terminal.wait_for_text("inside")
        press(terminal, "ctrl+b", "quotation_mark")
        await terminal.wait_for_text("─────")
        press(terminal, "ctrl+b", "colon")
        await until(lambda: line(terminal, -1) == ":")
        press(terminal, *"kill-server", "enter")
        await terminal.wait_for_text("[server exited]")


CURSES = """
import curses

def main(window):
    curses.mousemask(curses.ALL_MOUSE_EVENTS)
    # Waiting for a click to become a double click, curses misses a new size.
    curses.mouseinterval(0)
    curses.start_color()
    curses.init_pair(1, curses.COLOR_YELLOW, curses.COLOR_BLUE)
    window.border()
    window.addstr(2, 4, "bold and coloured", curses.A_BOLD | curses.color_pair(1))
    window.addstr(3, 4, "\\u4e2d\\u6587 wide")
    window.refresh()
    row = 5
    while True:
        key = window.getch()
        if key == ord("q"):
            return
        if key == curses.KEY_MOUSE:
            _, x, y, _, _ = curses.getmouse()
            name = f"mouse {x} {y}"
        elif key == curses.KEY_RESIZE:
            name = "resize %d %d" % window.getmaxyx()
        else:
            name = curses.keyname(key).decode()
        window.addstr(row, 4, name + "   ")
        window.refresh()

curses.wrapper(main)
"""


async def test_a_curses_program() -> None:
    async with started(python(CURSES), cols=40, rows=12) as terminal:
        await until(lambda: line(terminal, 11).endswith("┘"))
        assert line(terminal, 0) == "┌" + "─" * 38 + "┐"
        assert line(terminal, 3) == "│   中文 wide" + " " * 26 + "│"
        style = next(style for text, style in terminal.rows()[2].runs if "bold" in text)
        assert (style.bold, style.fg, style.bg) == (True, 3, 4)
        names = {
            "up": "KEY_UP",
            "f5": "KEY_F(5)",
            "home": "KEY_HOME",
            "delete": "KEY_DC",
            "pagedown": "KEY_NPAGE",
        }
        names |= {
            "shift+left": "KEY_SLEFT",
            "backspace": "KEY_BACKSPACE",
            "shift+tab": "KEY_BTAB",
            "ctrl+x": "^X",
        }
        for key, name in names.items():
            press(terminal, key)
            await terminal.wait_for_text(f"{name}   ")
        for action in (MouseAction.PRESS, MouseAction.RELEASE):
            terminal.send_mouse(MouseInput(action, 9, 7, MouseButton.LEFT))
        await terminal.wait_for_text("mouse 9 7")
        terminal.resize(50, 14)
        await terminal.wait_for_text("resize 14 50")
        press(terminal, "q")
        assert (await terminal.wait()).succeeded
