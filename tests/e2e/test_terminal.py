"""Terminals in the real dashboard, end to end: what gets out of them, what floods do, and programs people use."""

from __future__ import annotations

import base64
import re
import shlex
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from maestro_tui.terminal.keys import MouseAction, MouseButton, MouseInput
from tests.e2e.test_dashboard import OPEN, make_project, make_task, spawn
from tests.support.attacks import ATTACKS, MARK, UNFINISHED
from tests.support.program import Home, Program, Server
from tests.support.waiting import until

pytestmark = pytest.mark.e2e

PLAIN = re.compile(
    r"\x1b\[[\d;:]*m"  # colours
    r"|\x1b\[\d+;\d+H"  # moves
    r"|\x1b\[\?2026[hl]"  # frames
    r"|\r\n"  # from line to line, when all of them are drawn
    r"|\x1b\[\?25[hl]"  # the cursor
)
"""What Textual writes to draw."""

OURS = re.compile(
    r"\x1b\]22;\w+\x07"  # the shape of the pointer
    r"|\x1b\]0;(maestro( · \d+ waiting)?)?\x07"
    r"|\x1b\[2[23];0t"  # the title kept, and put back
    r"|\x1b\](9;maestro: |777;notify;maestro;)(a session needs|\d+ sessions need) you\x07"
)
"""What the dashboard writes beside that."""


class Desk:
    """A dashboard with a server of its own, and programs in its terminals."""

    def __init__(self, server: Server, program: Program, project: str, task: str) -> None:
        self.server = server
        self.program = program
        self._project = project
        self._task = task

    async def spawn(self, command: str, name: str = "Striper") -> str:
        return await spawn(self.server, self._project, self._task, command, name)

    async def enter(self, command: str, *, is_second: bool = False) -> None:
        """Start a program, and give it the keyboard and the whole screen."""
        await self.spawn(command)
        await self.program.sees("Striper")
        # Until the terminal is there, a zoom has nothing to show.
        await self.program.sees("Terminal · ")
        self.program.press("5", *(("right_square_bracket",) if is_second else ()), "z", "enter")
        await self.program.sees("ctrl+] leaves")


@asynccontextmanager
async def desk(home: Home, directory: Path, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Desk]:
    async with (
        Server(home, *OPEN) as server,
        await Program.start(home, "--url", server.url, size=size) as program,
    ):
        await program.sees("live")
        project = await make_project(server, directory)
        yield Desk(server, program, project, await make_task(server, project))


def script(directory: Path, name: str, code: str) -> str:
    """Write a program, and give the command that runs it."""
    path = directory / name
    path.write_text(code)
    return shlex.join([sys.executable, str(path)])


def needs(program: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(shutil.which(program) is None, reason=f"{program} is not installed")


# --------------------------------------------------------------------------------- attacks

PLAYER = """
import os, select, sys, time, tty
tty.setraw(0)
os.write(1, b"ready\\r\\n")
os.read(0, 100)
attacks = {attacks!r}
answers = b""
def listen(seconds):
    global answers
    while select.select([0], [], [], seconds)[0]:
        answers += os.read(0, 65536)
for attack in attacks:
    os.write(1, attack + b"\\x18\\x1b\\\\\\x1b[0m")
    listen(0.01)
listen(0.3)
os.write(1, b"\\x1bc\\x1b[2J\\x1b[H{mark} in answers: %d\\r\\nall was played\\r\\n" % answers.count(b"{mark}"))
while b"q" not in os.read(0, 100):
    pass
for attack in {unfinished!r}:
    os.write(1, attack)
    time.sleep(0.05)
os.read(0, 100)
"""


async def test_nothing_but_cells_reaches_the_users_terminal(home: Home, tmp_path: Path) -> None:
    code = PLAYER.format(attacks=ATTACKS, unfinished=UNFINISHED, mark=MARK)
    async with desk(home, tmp_path) as at:
        command = script(tmp_path, "player.py", code)
        await at.spawn("cat", "Quiet")
        await at.program.sees("Quiet")
        raw = bytearray()
        at.program.terminal.on_bytes.connect(raw.extend)
        await at.enter(command, is_second=True)
        await at.program.sees("ready")
        at.program.press("g", "ctrl+right_square_bracket")
        await at.program.sees("May Striper put this into your clipboard?", f"{MARK}; rm -rf ~")
        at.program.press("N")
        await at.program.sees("all was played", f"{MARK} in answers: 0")
        at.program.press("enter", "q")
        # The dashboard goes on while a string does not end.
        at.program.press("ctrl+right_square_bracket", "z")
        await at.program.sees("Sessions", "Quiet")
        # It may begin in the midst of a character. What follows is Textual's own farewell.
        written = bytes(raw).lstrip(bytes(range(0x80, 0xC0))).decode()
    whole, _, _ = written.rpartition("\x1b[?2026l")
    rest = OURS.sub("", PLAIN.sub("", whole))
    assert rest.count("\a") <= 10, "bells without end"
    strange = set(re.findall(r"[\x00-\x06\x08-\x1f\x7f-\x9f].{0,20}", rest, re.DOTALL))
    assert strange == set()
    assert not set(rest) & set("\u202e\u2066\u200b\ufeff")


# ----------------------------------------------------------------------------------- floods


async def test_a_flood_starves_nobody(home: Home, tmp_path: Path) -> None:
    async with desk(home, tmp_path) as at:
        program = at.program
        await at.spawn("yes this is a flood", "Flood")
        await program.sees("this is a flood")
        await at.enter("sh -i", is_second=True)
        slowest = 0.0
        for number in range(5):
            begin = time.monotonic()
            program.type(f"echo a$(({number} + 100))z\n")
            await program.sees(f"a{number + 100}z")
            slowest = max(slowest, time.monotonic() - begin)
        # A screenful of seconds would be starving; what it takes to the millisecond is for the benchmark.
        assert slowest < 5
        program.press("ctrl+right_square_bracket", "z", "2")
        await program.sees("Sessions")
        # In the midst of the flood, and with it in view.
        program.press("5", "left_square_bracket")
        await program.sees("this is a flood", "Terminal · Flood")
        program.press("c", "pageup")
        await program.sees("lines below")
        program.press("escape", "ctrl+w")
        await program.sees("Put Flood away?")
        program.press("y")
        await until(lambda: "this is a flood" not in program.screen)


async def test_a_storm_of_sizes_ends_in_the_right_one(home: Home, tmp_path: Path) -> None:
    async with desk(home, tmp_path) as at:
        watch = "import os, signal, sys, time\n"
        watch += "def tell(*_):\n    os.write(1, b'%d x %d now\\r\\n' % os.get_terminal_size(0))\n"
        watch += "signal.signal(signal.SIGWINCH, tell)\ntell()\nwhile True: time.sleep(1)\n"
        await at.enter(script(tmp_path, "watch.py", watch))
        await at.program.sees("now")
        for number in range(60):
            at.program.terminal.resize(40 + number, 10 + number % 25)
        at.program.terminal.resize(91, 31)
        await at.program.sees("91 x 27 now")
        at.program.press("ctrl+right_square_bracket")
        await at.program.sees("enter types into it")


# --------------------------------------------------------------------------------- programs


@needs("vim")
async def test_vim(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("".join(f"line number {number}\n" for number in range(100)))
    async with desk(home, tmp_path) as at:
        program = at.program
        await at.enter(f"vim -u NONE -N -i NONE '+set mouse=a ttymouse=sgr ruler' {file}")
        await program.sees("line number 20")
        program.type("itwo words, 日本 ")
        program.press("escape")
        await program.sees("two words, 日本 line number 0")
        row = program.screen.split("\n").index(
            next(line for line in program.screen.split("\n") if "number 7" in line)
        )
        program.terminal.send_mouse(MouseInput(MouseAction.PRESS, 5, row, MouseButton.LEFT))
        program.terminal.send_mouse(MouseInput(MouseAction.RELEASE, 5, row, MouseButton.LEFT))
        await program.sees("8,6")
        program.terminal.turn_wheel(1, 5, row)
        await until(lambda: "two words" not in program.screen)
        program.terminal.resize(70, 20)
        await until(lambda: "line number 3" in program.screen and "line number 20" not in program.screen)
        program.press("g", "g", "O")
        await program.sees("INSERT")
        program.terminal.paste("pasted one\n  pasted two")
        await program.sees("pasted two")
        program.press("escape")
        await until(lambda: "INSERT" not in program.screen)
        program.type(":wq\n")
        await program.sees("exit 0")
    assert file.read_text().startswith("pasted one\n  pasted two\ntwo words, 日本 line number 0\n")


@needs("less")
async def test_less(home: Home, tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    file.write_text("".join(f"line number {number}\n" for number in range(1000)))
    async with desk(home, tmp_path) as at:
        program = at.program
        await at.enter(f"less {file}")
        await program.sees("line number 20")
        program.type("/number 500\n")
        await until(lambda: "line number 500" in program.screen and "line number 20\n" not in program.screen)
        # The wheel becomes arrow keys on the alternate screen.
        program.terminal.turn_wheel(2, 10, 10)
        await until(lambda: "line number 500\n" not in program.screen)
        program.terminal.resize(80, 20)
        program.press("g")
        await until(lambda: "line number 0" in program.screen and "line number 20" not in program.screen)
        program.press("G")
        await program.sees("line number 999", "(END)")
        program.press("q")
        await program.sees("exit 0")


@needs("top")
async def test_top(home: Home, tmp_path: Path) -> None:
    async with desk(home, tmp_path) as at:
        await at.enter("top -d 0.5")
        await at.program.sees("load average", "PID")
        at.program.terminal.resize(80, 24)
        at.program.press("h")
        await at.program.sees("Toggle highlights")
        at.program.press("escape")
        await at.program.sees("PID")
        at.program.press("q")
        await at.program.sees("exit 0")


@needs("htop")
async def test_htop(home: Home, tmp_path: Path) -> None:
    async with desk(home, tmp_path) as at:
        await at.enter("htop")
        await at.program.sees("F10Quit")
        at.program.press("f1")
        await at.program.sees("Process state")
        at.program.press("escape")
        await at.program.sees("F10Quit")
        at.program.press("f10")
        await at.program.sees("exit 0")


CURSES = """
import curses
def main(screen):
    curses.mousemask(curses.ALL_MOUSE_EVENTS)
    screen.keypad(True)
    curses.start_color()
    curses.init_pair(1, curses.COLOR_RED, curses.COLOR_BLACK)
    while True:
        screen.erase()
        screen.border()
        screen.addstr(1, 2, "size %d x %d" % screen.getmaxyx()[::-1], curses.color_pair(1) | curses.A_BOLD)
        screen.addstr(2, 2, said)
        screen.refresh()
        key = screen.getch()
        if key == ord("q"):
            return
        said_now(curses, key)
said = "nothing yet"
def said_now(curses, key):
    global said
    said = "mouse %d %d" % curses.getmouse()[1:3] if key == curses.KEY_MOUSE else curses.keyname(key).decode()
curses.wrapper(main)
"""


async def test_a_curses_program(home: Home, tmp_path: Path) -> None:
    async with desk(home, tmp_path) as at:
        program = at.program
        await at.enter(script(tmp_path, "window.py", CURSES))
        await program.sees("size 100 x 26")
        for key, name in (("f5", "KEY_F(5)"), ("up", "KEY_UP"), ("ctrl+x", "^X"), ("shift+tab", "KEY_BTAB")):
            program.press(key)
            await program.sees(name)
        row = next(y for y, line in enumerate(program.screen.split("\n")) if "KEY_BTAB" in line)
        program.terminal.send_mouse(MouseInput(MouseAction.PRESS, 20, row + 3, MouseButton.LEFT))
        program.terminal.send_mouse(MouseInput(MouseAction.RELEASE, 20, row + 3, MouseButton.LEFT))
        await program.sees("mouse 20 5")
        program.terminal.resize(80, 25)
        await program.sees("size 80 x 21")
        program.press("q")
        await program.sees("exit 0")


# ------------------------------------------------------------------------------- clipboard


async def test_what_is_copied_reaches_the_users_terminal_and_the_colours_the_program(
    home: Home, tmp_path: Path
) -> None:
    ask = "import os, tty\ntty.setraw(0)\nos.write(1, b'\\x1b]11;?\\x07')\nanswer = b''\n"
    ask += "while b'\\x07' not in answer and b'\\\\' not in answer: answer += os.read(0, 100)\n"
    ask += "os.write(1, b'told ' + answer[1:].strip(b'\\x07\\x1b\\\\') + b' \\r\\n'); os.read(0, 1)\n"
    async with desk(home, tmp_path) as at:
        raw = bytearray()
        at.program.terminal.on_bytes.connect(raw.extend)
        await at.enter(script(tmp_path, "ask.py", ask))
        # The background of the dashboard's own theme.
        await at.program.sees("told ]11;rgb:0f0f/1313/1717")
        at.program.press("ctrl+right_square_bracket", "c", "g", "V", "y")
        expected = base64.b64encode(b"told ]11;rgb:0f0f/1313/1717")[:30]
        await until(lambda: b"\x1b]52;c;" + expected in bytes(raw))
