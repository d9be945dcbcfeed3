from __future__ import annotations

import asyncio
import contextlib
import gc
import weakref

import pytest

from maestro_tui.errors import PaneError
from maestro_tui.terminal import (
    ExitStatus,
    KeyPress,
    MouseAction,
    MouseButton,
    MouseInput,
    Terminal,
    frames,
    pane,
)
from maestro_tui.terminal.engine import PaneEvent, Theme
from maestro_tui.terminal.events import BellRang, DirectoryChanged, TitleChanged
from tests.terminal.support import press, python, started, until


class Fed:
    """A terminal fed by hand, and what it sends."""

    def __init__(self, cols: int = 20, rows: int = 4) -> None:
        self.sent = bytearray()
        self.terminal = Terminal(cols, rows, send=self.sent.extend)


async def test_a_program_runs_in_a_terminal() -> None:
    async with started(
        ["sh", "-c", "echo hello; stty size; echo $TERM; pwd; exit 3"], cwd="/usr"
    ) as terminal:
        running = [terminal.is_running]
        assert await terminal.wait() == ExitStatus(3)
        assert [*running, terminal.is_running] == [True, False]
        assert terminal.exit_status == ExitStatus(3)
        assert terminal.text() == "hello\n24 80\nxterm-256color\n/usr"


async def test_what_cannot_be_started_is_told() -> None:
    for argv, cwd in ((["no-such-program"], "/"), (["sh"], "/no/such/directory")):
        with pytest.raises(PaneError):
            await Terminal.start(argv, cwd=cwd, env={"PATH": "/usr/bin:/bin"}, cols=80, rows=24)


async def test_keys_reach_the_program_and_its_echo_the_screen() -> None:
    async with started(["bash", "--norc", "-i"], env={"PS1": "> "}) as terminal:
        await terminal.wait_for_text("> ")
        press(terminal, *"echo $((6*7))", "enter")
        await terminal.wait_for_text("42")
        # What is typed before the shell has left its own line editor would be read in its modes.
        press(terminal, *"echo go; cat", "enter")
        await until(lambda: "\ngo" in terminal.text())
        press(terminal, *"twice", "enter")
        await until(lambda: terminal.text().count("twice") == 2)
        press(terminal, "ctrl+c")
        await until(lambda: terminal.text().endswith("^C\n>"))
        press(terminal, "ctrl+d")
        assert (await terminal.wait()).code == 130


async def test_questions_are_answered() -> None:
    code = """
import sys, tty, os
tty.setraw(0)
os.write(1, b"\\x1b[6n")
answer = b""
while not answer.endswith(b"R"):
    answer += os.read(0, 1)
os.write(1, b"got " + ascii(answer).encode())
"""
    async with started(python(code)) as terminal:
        await terminal.wait_for_text("got b'\\x1b[1;1R'")


async def test_a_program_that_asks_and_never_listens_costs_no_memory() -> None:
    code = "import os, tty, time; tty.setraw(0); os.write(1, b'\\x1b[c' * 200_000 + b'done'); time.sleep(99)"
    async with started(python(code)) as terminal:
        await terminal.wait_for_text("done")
        assert terminal._process is not None
        assert terminal._process.queued <= 2 * pane.INPUT_LIMIT


async def test_output_is_announced_once_until_the_rows_are_taken() -> None:
    terminal = Fed().terminal
    announced: list[int] = []
    terminal.on_output.connect(lambda: announced.append(1))
    for _ in range(5):
        terminal.feed(b"x")
    assert len(announced) == 1
    assert terminal.dirty_rows()[0].text.startswith("xxxxx")
    terminal.feed(b"y")
    assert len(announced) == 2
    terminal.rows()
    assert terminal.dirty_rows() == {}
    terminal.feed(b"z")
    assert len(announced) == 3


async def test_a_frame_is_held_back_until_it_is_complete() -> None:
    terminal = Fed().terminal
    terminal.dirty_rows()
    announced: list[int] = []
    terminal.on_output.connect(lambda: announced.append(1))
    terminal.feed(b"\x1b[?2026hhalf")
    assert not announced
    assert terminal.dirty_rows() == {}
    terminal.feed(b" whole\x1b[?2026l")
    assert announced
    assert terminal.dirty_rows()[0].text.startswith("half whole")


async def test_a_frame_that_was_announced_before_it_was_held_back_comes_later() -> None:
    terminal = Fed().terminal
    announced: list[int] = []
    terminal.on_output.connect(lambda: announced.append(1))
    terminal.feed(b"before")
    terminal.feed(b"\x1b[?2026h")
    assert terminal.dirty_rows() == {}
    terminal.feed(b"\x1b[?2026l")
    assert len(announced) == 2
    assert terminal.dirty_rows()[0].text.startswith("before")


async def test_a_frame_is_not_held_back_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "HOLD_SECONDS", 0.01)
    terminal = Fed().terminal
    announced = asyncio.Event()
    terminal.on_output.connect(announced.set)
    terminal.feed(b"\x1b[?2026hhalf")
    await asyncio.wait_for(announced.wait(), 10)
    assert terminal.dirty_rows()[0].text.startswith("half")


async def test_a_frame_nobody_will_finish_is_drawn_at_the_end() -> None:
    async with started(["printf", "\\033[?2026hlast words"]) as terminal:
        await terminal.wait()
        assert terminal.dirty_rows()[0].text.startswith("last words")


def test_without_a_clock_nothing_is_held_back() -> None:
    terminal = Fed().terminal
    terminal.feed(b"\x1b[?2026hhalf")
    assert terminal.dirty_rows()[0].text.startswith("half")


async def test_events_are_told_and_title_and_directory_kept() -> None:
    terminal = Fed().terminal
    events: list[PaneEvent] = []
    disconnect = terminal.on_event.connect(events.append)
    terminal.feed(b"\x1b]0;title\x07\x07\x1b]7;file:///tmp\x07")
    assert events == [BellRang(), TitleChanged("title"), DirectoryChanged("/tmp")]
    assert (terminal.title, terminal.directory) == ("title", "/tmp")
    disconnect()
    disconnect()
    terminal.feed(b"\x07")
    assert len(events) == 3


async def test_the_end_is_told_after_the_last_output() -> None:
    async with started(["sh", "-c", "sleep 0.1; seq 100; exit 2"]) as terminal:
        told: list[tuple[ExitStatus, str]] = []
        terminal.on_exit.connect(lambda status: told.append((status, terminal.text().splitlines()[-1])))
        await terminal.wait()
        assert told == [(ExitStatus(2), "100")]


async def test_a_new_size_reaches_screen_and_program() -> None:
    code = "trap 'stty size' WINCH; stty size; while :; do sleep 0.05; done"
    async with started(["sh", "-c", code], cols=40, rows=10) as terminal:
        await terminal.wait_for_text("10 40")
        terminal.resize(33, 7)
        await terminal.wait_for_text("7 33")
        assert (terminal.columns, terminal.lines) == (33, 7)
        assert len(terminal.rows()) == 7


def test_a_new_size_is_told_in_band_to_those_who_asked() -> None:
    fed = Fed()
    fed.terminal.feed(b"\x1b[?2048h")
    fed.sent.clear()
    fed.terminal.resize(30, 5)
    assert fed.sent == b"\x1b[48;5;30;80;240t"
    fed.terminal.resize(30, 5)
    assert fed.sent == b"\x1b[48;5;30;80;240t"


def test_the_view_stays_where_it_is_when_output_arrives() -> None:
    terminal = Fed(20, 4).terminal
    terminal.feed(b"".join(b"line %d\r\n" % number for number in range(50)))
    assert terminal.view == (47, 4, 51)
    terminal.scroll(-10)
    shown = [row.text.rstrip() for row in terminal.rows()]
    assert shown == ["line 37", "line 38", "line 39", "line 40"]
    assert terminal.view.rows_below == 10
    terminal.feed(b"more\r\n" * 5)
    assert [row.text.rstrip() for row in terminal.rows()] == shown
    assert (terminal.view.rows_below, terminal.view.is_scrolled) == (15, True)
    assert terminal.text() == "more\nmore\nmore"
    terminal.scroll_to_end()
    assert (terminal.view.rows_below, terminal.view.is_scrolled) == (0, False)
    terminal.scroll(-9999)
    assert terminal.view.first == 0
    terminal.scroll_to_line(7)
    assert terminal.rows()[0].text.startswith("line 7 ")


def test_the_wheel_goes_where_it_belongs() -> None:
    fed = Fed(20, 4)
    fed.terminal.feed(b"x\r\n" * 50)
    fed.terminal.turn_wheel(-2)
    assert (fed.terminal.view.rows_below, bytes(fed.sent)) == (6, b"")
    fed.terminal.turn_wheel(1)
    assert fed.terminal.view.rows_below == 3
    fed.terminal.feed(b"\x1b[?1049h")
    fed.terminal.turn_wheel(-1)
    fed.terminal.turn_wheel(1)
    assert fed.sent == b"\x1b[A" * 3 + b"\x1b[B" * 3
    fed.sent.clear()
    fed.terminal.feed(b"\x1b[?1007l")
    fed.terminal.turn_wheel(1)
    assert fed.sent == b""
    fed.terminal.feed(b"\x1b[?1000;1006h")
    fed.terminal.turn_wheel(-2, x=4, y=2)
    assert fed.sent == b"\x1b[<64;5;3M" * 2


def test_the_mouse_goes_to_programs_that_asked_for_it() -> None:
    fed = Fed()
    click = MouseInput(MouseAction.PRESS, 1, 1, MouseButton.LEFT)
    assert not fed.terminal.send_mouse(click)
    fed.terminal.feed(b"\x1b[?1000;1006h")
    assert fed.terminal.send_mouse(click)
    assert fed.sent == b"\x1b[<0;2;2M"


def test_a_paste_that_would_run_at_once_is_told() -> None:
    terminal = Fed().terminal
    told = [terminal.is_risky_paste("a\nb")]
    terminal.feed(b"\x1b[?2004h")
    assert [*told, terminal.is_risky_paste("a\nb")] == [True, False]


def test_keys_pastes_and_focus_follow_the_modes() -> None:
    fed = Fed()
    fed.terminal.feed(b"\x1b[?1;1004;2004h")
    fed.terminal.send_key(KeyPress("up"))
    fed.terminal.paste("a\nb")
    fed.terminal.send_focus(gained=False)
    assert fed.sent == b"\x1bOA\x1b[200~a\nb\x1b[201~\x1b[O"


def test_the_theme_can_change() -> None:
    fed = Fed()
    fed.terminal.set_theme(Theme((9, 9, 9), (255, 255, 255)))
    fed.terminal.feed(b"\x1b]11;?\x07")
    assert fed.sent == b"\x1b]11;rgb:ffff/ffff/ffff\x07"


def test_a_terminal_can_be_taken_up_elsewhere() -> None:
    terminal = Fed(20, 4).terminal
    terminal.feed(b"\x1b]0;title\x07" + b"".join(b"\x1b[3%dmline %d\r\n" % (n % 8, n) for n in range(50)))
    mirror = Terminal(20, 4, snapshot=terminal.snapshot())
    terminal.on_bytes.connect(mirror.feed)
    terminal.feed(b"and on\x1b[6n")
    assert mirror.rows() == terminal.rows()
    assert mirror.title == "title"


async def test_waiting_for_a_text_ends_with_the_program() -> None:
    async with started(["echo", "something"]) as terminal:
        with pytest.raises(TimeoutError, match="something"):
            await terminal.wait_for_text("else")


async def test_waiting_for_a_text_has_a_limit() -> None:
    async with started(["cat"]) as terminal:
        with pytest.raises(TimeoutError, match="never"):
            await terminal.wait_for_text("never", limit=0.05)


async def test_a_flooding_program_does_not_starve_the_loop() -> None:
    async with started(["yes", "x" * 70]) as terminal:
        await terminal.wait_for_text("xxx")
        loop = asyncio.get_running_loop()
        pauses = []
        for _ in range(50):
            before = loop.time()
            await asyncio.sleep(0)
            pauses.append(loop.time() - before)
        # The slice is 2 ms; the rest is what a busy machine may add.
        assert sorted(pauses)[25] < 0.05
        await terminal.close()
        assert not terminal.is_running


async def test_a_closed_terminal_leaves_no_cycle_that_holds_its_memory() -> None:
    terminal = await Terminal.start(["echo", "x"], cwd="/", env={"PATH": "/usr/bin:/bin"}, cols=80, rows=24)
    await terminal.wait()
    await terminal.close()
    engine = weakref.ref(terminal.engine)
    del terminal
    with contextlib.suppress(TimeoutError):
        await until(lambda: gc.collect() >= 0 and engine() is None, limit=5)
    assert engine() is None


async def test_a_terminal_without_a_program_has_no_end() -> None:
    terminal = Terminal(10, 3)
    assert await terminal.wait() == ExitStatus(None)
    assert await terminal.close() == ExitStatus(None)
    assert terminal.pid is None
    assert not terminal.is_running
    terminal.write(b"x")
    terminal.feed(b"\x1b[6n")
