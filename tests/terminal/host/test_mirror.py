"""A mirror is equal to the terminal there, cell by cell, whenever it began to look."""

from __future__ import annotations

import asyncio
import shutil
import signal
import weakref
from pathlib import Path

import pytest

from maestro_tui.errors import PaneError, UnreachableError
from maestro_tui.terminal.engine import Theme
from maestro_tui.terminal.events import BellRang, NotificationRaised, PaneEvent, TitleChanged
from maestro_tui.terminal.exit_status import ExitStatus
from maestro_tui.terminal.host.channel import HostEndpoint, Picture
from maestro_tui.terminal.host.following import attach
from maestro_tui.terminal.host.mirror import MirroredTerminal
from maestro_tui.terminal.host.place import HostPlace
from maestro_tui.terminal.keys import KeyPress
from tests.support.waiting import until
from tests.terminal.host.support import Hosting, cells, hosting, python, settle

REDRAWER = """
import sys, time
out = sys.stdout
out.write("\\x1b[?1049h\\x1b[?25l\\x1b]2;redrawing\\x07")
out.flush()
for turn in range(int(sys.argv[1])):
    out.write("\\x1b[H")
    for y in range(20):
        out.write(f"\\x1b[{y + 1};1H\\x1b[3{(y + turn) % 8}mline {y} turn {turn}\\x1b[0m\\x1b[K")
    out.write("\\x1b[12;5H\\x1b[7m界語\\x1b[0m")
    out.flush()
    time.sleep(0.005)
out.write("\\x1b[22;1Hdone")
out.flush()
input()
"""


def cut(mirror: MirroredTerminal) -> None:
    """Break the connection of a mirror."""
    channel = mirror._line._channel
    assert channel is not None
    channel._connection.transport.abort()


async def compare(hosted: Hosting, session_id: str, stayed: MirroredTerminal) -> None:
    """Compare the terminal there, the mirror that was there all the time, and one that comes only now."""
    there = hosted.screen(session_id)
    late = await hosted.attach(session_id)
    await settle(stayed, there)
    await settle(late, there)
    assert cells(stayed) == cells(there)
    assert cells(late) == cells(there)


async def test_shell_output_with_a_long_history() -> None:
    async with hosting() as hosted:
        link = "\\033]8;;http://example.com\\033\\\\link\\033]8;;\\033\\\\"
        script = f"""
        i=0
        while [ $i -lt 3000 ]; do
          printf '\\033[3%dm%d\\033[0m \\033[1;4mbold\\033[0m wide 界語 {link}\\n' $((i % 8)) $i
          i=$((i + 1))
        done
        printf '\\033]2;a title\\007\\033[?2004h$ '
        read x; echo after $x; exec cat
        """
        info = await hosted.spawn("sh", "-c", script)
        stayed = await hosted.attach(info.session_id)
        await stayed.wait_for_text("$ ")
        await compare(hosted, info.session_id, stayed)
        late = await hosted.attach(info.session_id)
        late.write(b"typed\r")
        await late.wait_for_text("after typed")
        await compare(hosted, info.session_id, stayed)
        assert late.title == "a title"


@pytest.mark.skipif(shutil.which("vim") is None, reason="vim is not installed")
async def test_vim(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("".join(f"line {number} of a text\n" for number in range(200)))
    async with hosting() as hosted:
        info = await hosted.spawn("vim", "-u", "NONE", "-N", "-i", "NONE", "+syntax on", str(text))
        stayed = await hosted.attach(info.session_id)
        await stayed.wait_for_text("line 10 of a text")
        for press in (*"50Gzzdw", *"ihello"):
            stayed.send_key(KeyPress(press, press))
        stayed.send_key(KeyPress("escape", None))
        await stayed.wait_for_text("hello")
        await compare(hosted, info.session_id, stayed)
        stayed.resize(100, 30)
        await until(lambda: stayed.columns == 100)
        for press in ":split":
            stayed.send_key(KeyPress(press, press))
        stayed.send_key(KeyPress("enter", None))
        await until(lambda: stayed.text().count(str(text)) >= 2)
        await compare(hosted, info.session_id, stayed)


async def test_a_program_that_redraws_while_nobody_looks() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn(*python(REDRAWER), "60")
        stayed = await hosted.attach(info.session_id)
        leaving = await hosted.attach(info.session_id)
        await leaving.wait_for_text("turn 3")
        await leaving.detach()
        await stayed.wait_for_text("done")
        await compare(hosted, info.session_id, stayed)


async def test_one_begun_in_the_midst_of_everything_is_equal_too() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn(*python(REDRAWER), "100")
        stayed = await hosted.attach(info.session_id)
        for _ in range(15):
            mirror = await hosted.attach(info.session_id)
            mirror.resize(90 + _, 24)
            await asyncio.sleep(0.01)
            await mirror.detach()
        await stayed.wait_for_text("done")
        await compare(hosted, info.session_id, stayed)


async def test_half_a_sequence_is_carried_over() -> None:
    async with hosting() as hosted:
        program = "import sys; w = sys.stdout.write; w('\\033[1;3'); sys.stdout.flush(); input(); w('1mred'); input()"
        info = await hosted.spawn(*python(program))
        await until(lambda: hosted.screen(info.session_id).snapshot())
        stayed = await hosted.attach(info.session_id)
        stayed.write(b"\r")
        await stayed.wait_for_text("red")
        await compare(hosted, info.session_id, stayed)


async def test_wrapped_lines_are_wrapped_anew_alike() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn(
            "sh", "-c", "for i in 1 2 3 4 5 6 7 8 9; do seq -s ' ' 1 80; done; exec cat"
        )
        stayed = await hosted.attach(info.session_id)
        await stayed.wait_for_text("79 80")
        for columns in (40, 133, 57, 80):
            late = await hosted.attach(info.session_id)
            stayed.resize(columns, 24)
            for mirror in (stayed, late):
                await until(lambda: mirror.columns == columns)  # noqa: B023 - awaited at once
            await compare(hosted, info.session_id, stayed)
            await late.detach()


async def test_a_question_is_answered_once_however_many_look() -> None:
    async with hosting() as hosted:
        program = """
import os, sys, termios, time, tty
tty.setraw(0)
os.write(1, b"ready ")
input_ = os.read(0, 1)
os.write(1, b"\\x1b[c\\x1b[6n")
time.sleep(0.3)
os.write(1, repr(os.read(0, 1000)).encode())
time.sleep(60)
"""
        info = await hosted.spawn(*python(program))
        mirrors = [await hosted.attach(info.session_id) for _ in range(3)]
        await mirrors[0].wait_for_text("ready")
        mirrors[0].write(b"x")
        await mirrors[0].wait_for_text("R'")
        text = mirrors[0].text()
        assert (text.count("\\x1b[?"), text.count("R'"), text.count("x1b[")) == (1, 1, 2)


async def test_the_program_is_told_the_colours_of_who_looks() -> None:
    program = """
import os, sys, termios, tty
tty.setraw(0)
while True:
    os.write(1, b"ask me ")
    os.read(0, 1)
    os.write(1, b"\\x1b]11;?\\x07")
    os.write(1, repr(os.read(0, 1000)).encode() + b"\\r\\n")
"""
    async with hosting() as hosted:
        info = await hosted.spawn(*python(program), background=(0, 0, 0))
        there = hosted.screen(info.session_id)
        await until(lambda: there.shows("ask me"))
        hosted.terminals.get(info.session_id).write(b"?")  # type: ignore[union-attr]
        await until(lambda: there.shows("rgb:0000/0000/0000"))
        mirror = await hosted.attach(info.session_id, theme=Theme(background=(0x11, 0x22, 0x33)))
        mirror.write(b"?")
        await mirror.wait_for_text("rgb:1111/2222/3333")
        mirror.set_theme(Theme(background=(0xEE, 0xDD, 0xCC)))
        mirror.write(b"?")
        await mirror.wait_for_text("rgb:eeee/dddd/cccc")


async def test_the_smallest_who_looks_decides_the_size() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn("cat")
        there = hosted.screen(info.session_id)
        big, small, watcher = [await hosted.attach(info.session_id) for _ in range(2)] + [
            await hosted.attach(info.session_id, is_read_only=True)
        ]
        leave = small.on_output.connect(lambda: None)
        big.resize(120, 40)
        await until(lambda: (there.columns, there.lines) == (120, 40))
        small.resize(100, 50)
        await until(lambda: (there.columns, there.lines) == (100, 40))
        watcher.resize(20, 5)
        await asyncio.sleep(0.05)
        assert (there.columns, there.lines) == (100, 40)
        # It shows another terminal for now.
        leave()
        await until(lambda: (there.columns, there.lines) == (120, 40))
        small.on_output.connect(lambda: None)
        small.resize(100, 50)
        await until(lambda: (there.columns, there.lines) == (100, 40))
        await until(lambda: (watcher.columns, watcher.lines) == (100, 40))
        await small.detach()
        await until(lambda: (there.columns, there.lines) == (120, 40))


async def test_the_program_is_told_its_size() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn(
            "sh", "-c", "trap 'stty size' WINCH; echo ready; while :; do sleep 0.02; done"
        )
        mirror = await hosted.attach(info.session_id)
        await mirror.wait_for_text("ready")
        mirror.resize(111, 22)
        await mirror.wait_for_text("22 111")


async def test_who_only_watches_types_nothing() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn("cat")
        watcher = await hosted.attach(info.session_id, is_read_only=True)
        typist = await hosted.attach(info.session_id)
        watcher.write(b"not this")
        typist.write(b"but this")
        await watcher.wait_for_text("but this")
        assert not watcher.shows("not this")


async def test_the_end_comes_to_everybody_after_all_output() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn("sh", "-c", "read x; seq 500; echo the last; kill -TERM $$")
        mirrors = [await hosted.attach(info.session_id) for _ in range(3)]
        ends: list[ExitStatus] = []
        for mirror in mirrors:
            mirror.on_exit.connect(ends.append)
        assert all(mirror.is_running for mirror in mirrors)
        mirrors[0].write(b"\r")
        for mirror in mirrors:
            assert await asyncio.wait_for(mirror.wait(), 10) == ExitStatus(None, signal.SIGTERM)
            assert mirror.shows("the last")
        assert len(ends) == 3
        late = await hosted.attach(info.session_id)
        assert await asyncio.wait_for(late.wait(), 10) == ExitStatus(None, signal.SIGTERM)
        assert late.shows("the last")
        late.resize(40, 10)
        assert (late.columns, late.lines) == (40, 10)


async def test_what_the_program_tells_beside_its_text_comes_through() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn(
            "sh", "-c", "printf '\\033]2;first\\007'; read x; printf '\\033]2;next\\007\\007'; cat"
        )
        await until(lambda: hosted.screen(info.session_id).title == "first")
        mirror = await hosted.attach(info.session_id)
        assert mirror.title == "first"
        events: list[PaneEvent] = []
        mirror.on_event.connect(events.append)
        mirror.write(b"\r")
        await until(lambda: BellRang() in events)
        assert TitleChanged("next") in events
        assert mirror.title == "next"


async def test_who_was_cut_off_comes_back_and_misses_nothing() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn("cat")
        mirror = await hosted.attach(info.session_id)
        mirror.resize(100, 30)
        mirror.write(b"before\r")
        await mirror.wait_for_text("before")
        cut(mirror)
        hosted.terminals.get(info.session_id).write(b"meanwhile\r")  # type: ignore[union-attr]
        await mirror.wait_for_text("meanwhile")
        mirror.write(b"afterwards\r")
        await mirror.wait_for_text("afterwards")
        there = hosted.screen(info.session_id)
        assert (there.columns, there.lines) == (100, 30)
        await settle(mirror, there)
        assert cells(mirror) == cells(there)


async def test_who_reads_slowly_gets_a_picture_and_is_equal_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maestro_tui.terminal.host.outbox.BURST", 20_000)
    async with hosting() as hosted:
        info = await hosted.spawn("sh", "-c", "read x; seq 60000; echo '\\033]2;over\\007the end'; cat")
        mirror = await hosted.attach(info.session_id)
        pictures: list[Picture] = []

        def take(picture: Picture) -> None:
            pictures.append(picture)
            MirroredTerminal.take_picture(mirror, picture)

        monkeypatch.setattr(mirror, "take_picture", take)
        mirror.write(b"\r")
        await mirror.wait_for_text("the end")
        there = hosted.screen(info.session_id)
        await settle(mirror, there)
        assert pictures
        assert cells(mirror) == cells(there)
        mirror.write(b"and on")
        await mirror.wait_for_text("and on")
        assert mirror.title == "over"


async def test_a_call_in_the_midst_of_a_flood_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maestro_tui.terminal.host.outbox.BURST", 20_000)
    call = "\\033]777;notify;Striper;Which colour; red?\\033\\\\\\007"
    script = f"read x; seq 30000; printf '{call}'; seq 30000; echo over; cat"
    async with hosting() as hosted:
        info = await hosted.spawn("sh", "-c", script)
        mirror = await hosted.attach(info.session_id)
        events: list[PaneEvent] = []
        mirror.on_event.connect(events.append)
        mirror.write(b"\r")
        await mirror.wait_for_text("over")
        await until(
            lambda: NotificationRaised("Striper", "Which colour; red?") in events and BellRang() in events
        )
        await settle(mirror, hosted.screen(info.session_id))
        assert cells(mirror) == cells(hosted.screen(info.session_id))


async def test_closing_ends_it_there_and_detaching_does_not() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn("cat")
        looking = await hosted.attach(info.session_id)
        assert await looking.close() == ExitStatus(None)
        assert (await hosted.info(info.session_id)).is_live
        owning = await hosted.attach(
            info.session_id, end=lambda: hosted.client.end(info.session_id), pid=info.pid
        )
        assert owning.pid == info.pid
        assert (await owning.close()).signal == signal.SIGHUP
        assert not (await hosted.info(info.session_id)).is_live


async def test_a_terminal_that_is_not_there_is_a_clear_error(tmp_path: Path) -> None:
    async with hosting() as hosted:
        with pytest.raises(PaneError, match="There is no terminal for this session"):
            await hosted.attach("ses_nobody")
    with pytest.raises(UnreachableError, match="No terminal can be reached at the terminal host"):
        await attach(HostEndpoint(HostPlace(tmp_path)), "ses_1")


async def test_a_host_that_does_not_come_back_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maestro_tui.terminal.host.following.RETRIES", (0.01, 0.01))
    async with hosting() as hosted:
        info = await hosted.spawn("cat")
        mirror = await hosted.attach(info.session_id)
        mirror.write(b"last words")
        await mirror.wait_for_text("last words")
        hosted.place.leave()
        cut(mirror)
        assert await asyncio.wait_for(mirror.wait(), 10) == ExitStatus(None)
        assert mirror.is_lost
        assert mirror.shows("last words")


async def test_a_mirror_that_nobody_holds_takes_no_memory() -> None:
    async with hosting() as hosted:
        info = await hosted.spawn("cat")
        mirror = await attach(HostEndpoint(hosted.place), info.session_id)
        mirror.on_output.connect(lambda: None)
        mirror.write(b"here")
        await mirror.wait_for_text("here")
        await mirror.detach()
        engine = weakref.ref(mirror.engine)
        del mirror
        await asyncio.sleep(0)
        assert engine() is None
