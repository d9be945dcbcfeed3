"""A terminal on the screen: what is drawn, what is read out when, and what reaches the program."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from rich.color_triplet import ColorTriplet
from rich.segment import Segment
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot
from textual.strip import Strip

from maestro_tui.terminal.cells import CellStyle, Row, Underline
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.look.cell_styles import MOST_STYLES, CellStyles
from maestro_tui.ui.look.themes import MAESTRO
from maestro_tui.ui.widgets.terminal_view import TerminalView


class Counted(Terminal):
    """A terminal that counts how often it is read out, and keeps what is typed."""

    def __init__(self) -> None:
        self.typed = bytearray()
        super().__init__(80, 24, send=self.typed.extend)
        self.reads = 0

    def dirty_rows(self) -> dict[int, Row]:
        self.reads += 1
        return super().dirty_rows()


class View(TerminalView):
    """A view that tells which lines it draws."""

    def __init__(self, bench: Bench) -> None:
        super().__init__()
        self.bench = bench

    def render_line(self, y: int) -> Strip:
        self.bench.drawn.append(y)
        return super().render_line(y)


class Bench(App[None]):
    """A terminal view alone."""

    CSS_PATH = "../../../maestro_tui/ui/app.tcss"
    CSS = "TerminalView { width: 100%; height: 100%; }"

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(MAESTRO)
        self.theme = MAESTRO.name
        self.view = View(self)
        self.terminal = Counted()
        self.drawn: list[int] = []
        self.messages: list[Any] = []

    def compose(self) -> ComposeResult:
        yield self.view

    def on_terminal_view_left(self, event: TerminalView.Left) -> None:
        self.messages.append(event)

    def on_terminal_screen_view_scrolled(self, event: TerminalView.ViewScrolled) -> None:
        self.messages.append(event.rows_below)

    def line(self, y: int) -> list[Segment]:
        return list(self.view.render_line(y))

    def text(self, y: int) -> str:
        return self.view.render_line(y).text.rstrip()


@asynccontextmanager
async def bench(output: bytes = b"") -> AsyncIterator[tuple[Bench, Pilot[None]]]:
    app = Bench()
    async with app.run_test(size=(60, 12)) as pilot:
        app.terminal.feed(output)
        app.view.show_terminal(app.terminal)
        app.view.focus()
        await pilot.pause()
        app.drawn.clear()
        app.terminal.reads = 0
        yield app, pilot


async def test_the_terminal_gets_the_size_of_the_view() -> None:
    async with bench() as (app, pilot):
        assert (app.terminal.columns, app.terminal.lines) == (60, 12)
        await pilot.resize_terminal(40, 9)
        assert (app.terminal.columns, app.terminal.lines) == (40, 9)


async def test_only_changed_rows_and_the_cursor_are_drawn() -> None:
    async with bench(b"one\r\ntwo\r\nthree\r\n") as (app, pilot):
        app.terminal.feed(b"\x1b[2;1HTWO")
        await pilot.pause()
        assert sorted(set(app.drawn)) == [1, 3]
        assert [app.text(y) for y in range(3)] == ["one", "TWO", "three"]


async def test_a_flood_is_read_out_once_a_frame() -> None:
    async with bench() as (app, pilot):
        for number in range(1000):
            app.terminal.feed(b"line %d\r\n" % number)
        await pilot.pause()
        assert app.terminal.reads <= 3
        assert "line 999" in "".join(app.text(y) for y in range(12))


async def test_a_hidden_view_is_fed_and_not_read_out() -> None:
    async with bench(b"before") as (app, pilot):
        app.view.display = False
        await pilot.pause()
        app.terminal.feed(b"\r\nmeanwhile")
        await pilot.pause()
        assert app.terminal.reads == 0
        app.view.display = True
        await pilot.pause()
        assert app.text(1) == "meanwhile"
        app.terminal.feed(b" more")
        await pilot.pause()
        assert app.text(1) == "meanwhile more"


async def test_another_terminal_takes_the_place() -> None:
    async with bench(b"one") as (app, pilot):
        other = Terminal(80, 24)
        other.feed(b"other")
        app.view.show_terminal(other)
        assert app.text(0) == "other"
        app.terminal.feed(b" hidden")
        await pilot.pause()
        assert app.terminal.reads == 0
        app.view.show_terminal(None)
        assert app.text(0) == ""


@pytest.mark.parametrize(
    ("output", "text", "look"),
    [
        (b"", " ", "block"),
        (b"\x1b[4 q", " ", "underline"),
        (b"\x1b[6 q", "▏", "bar"),
        (b"\x1b[6 qx\r", "x", "block"),
        (b"\x1b[?25l", " ", "none"),
    ],
)
async def test_the_cursor_looks_as_the_program_says(output: bytes, text: str, look: str) -> None:
    async with bench(output) as (app, _):
        segment = app.line(0)[0]
        style = segment.style
        assert style is not None
        assert segment.text[0] == text
        accent = ColorTriplet(*_rgb(app.get_css_variables()["primary"]))
        assert (style.bgcolor is not None and style.bgcolor.triplet == accent) == (look == "block")
        assert bool(style.underline) == (look == "underline")


def _rgb(color: str) -> tuple[int, int, int]:
    return int(color[1:3], 16), int(color[3:5], 16), int(color[5:7], 16)


async def test_the_cursor_of_a_terminal_without_the_keyboard_is_hollow() -> None:
    async with bench(b"x\r") as (app, pilot):
        focused = app.line(0)[0].style
        app.set_focus(None)
        await pilot.pause()
        blurred = app.line(0)[0].style
        assert focused != blurred
        assert 0 in app.drawn


async def test_the_cursor_on_a_wide_character_and_at_the_edge() -> None:
    async with bench("日本\r".encode()) as (app, _):
        assert app.view.render_line(0).cell_length == 60
        app.terminal.feed(b"\x1b[1;60H")
        app.view.show_terminal(app.terminal)
        assert app.view.render_line(0).cell_length == 60


async def test_keys_reach_the_program_and_one_leads_out() -> None:
    async with bench() as (app, pilot):
        await pilot.press(
            "a", "A", "enter", "tab", "escape", "up", "ctrl+c", "ctrl+q", "f1", "shift+tab", "space"
        )
        assert bytes(app.terminal.typed) == b"aA\r\t\x1b\x1b[A\x03\x11\x1bOP\x1b[Z "
        assert app.messages == []
        await pilot.press("ctrl+right_square_bracket")
        assert len(app.messages) == 1
        assert b"\x1d" not in app.terminal.typed


async def test_pasted_text_goes_through_the_encoder() -> None:
    async with bench(b"\x1b[?2004h") as (app, pilot):
        app.post_message(events.Paste("two\nlines\x1b[201~rm -rf"))
        await pilot.pause()
        typed = bytes(app.terminal.typed)
        assert typed.startswith(b"\x1b[200~two")
        assert typed.count(b"\x1b[201~") == 1


async def test_focus_is_told_to_a_program_that_asked() -> None:
    async with bench(b"\x1b[?1004h") as (app, pilot):
        app.set_focus(None)
        await pilot.pause()
        app.view.focus()
        await pilot.pause()
        assert bytes(app.terminal.typed).endswith(b"\x1b[O\x1b[I")


async def test_the_mouse_reaches_a_program_that_asked() -> None:
    async with bench() as (app, pilot):
        await pilot.click(app.view, offset=(4, 2))
        assert bytes(app.terminal.typed) == b""
        app.terminal.feed(b"\x1b[?1000h\x1b[?1006h")
        await pilot.click(app.view, offset=(4, 2))
        assert bytes(app.terminal.typed) == b"\x1b[<0;5;3M\x1b[<0;5;3m"
        app.terminal.typed.clear()
        await pilot._post_mouse_events([events.MouseScrollUp], app.view, offset=(1, 1), control=True)
        assert bytes(app.terminal.typed).startswith(b"\x1b[<")


async def test_the_wheel_shows_history_and_a_key_goes_back() -> None:
    async with bench(b"".join(b"line %d\r\n" % number for number in range(100))) as (app, pilot):
        await pilot._post_mouse_events([events.MouseScrollUp], app.view, offset=(1, 1))
        await pilot.pause()
        assert app.messages == [3]
        assert "line 99" not in "".join(app.text(y) for y in range(12))
        await pilot._post_mouse_events([events.MouseScrollDown], app.view, offset=(1, 1))
        await pilot._post_mouse_events([events.MouseScrollUp], app.view, offset=(1, 1))
        await pilot.press("x")
        await pilot.pause()
        assert app.messages[-1] == 0
        assert "line 99" in "".join(app.text(y) for y in range(12))


async def test_another_theme_draws_in_its_colours() -> None:
    async with bench(b"text") as (app, pilot):
        before = app.line(0)[0].style
        app.theme = "textual-light"
        await pilot.pause()
        assert app.line(0)[0].style != before


async def test_a_view_that_goes_away_listens_no_more() -> None:
    async with bench() as (app, pilot):
        await app.view.remove()
        app.terminal.feed(b"text")
        await pilot.pause()
        assert app.terminal.reads == 0


def styles() -> CellStyles:
    from textual._ansi_theme import MONOKAI

    return CellStyles(MONOKAI, ColorTriplet(200, 200, 200), ColorTriplet(10, 10, 10))


@pytest.mark.parametrize(
    ("cell", "foreground", "background"),
    [
        (CellStyle(), (200, 200, 200), (10, 10, 10)),
        (CellStyle(fg=(1, 2, 3), bg=(4, 5, 6)), (1, 2, 3), (4, 5, 6)),
        (CellStyle(fg=16, bg=231), (0, 0, 0), (255, 255, 255)),
        (CellStyle(fg=232, bg=255), (8, 8, 8), (238, 238, 238)),
        (CellStyle(fg=196), (255, 0, 0), (10, 10, 10)),
        (CellStyle(reverse=True), (10, 10, 10), (200, 200, 200)),
        (CellStyle(fg=(1, 2, 3), conceal=True), (10, 10, 10), (10, 10, 10)),
    ],
)
def test_the_colours_of_a_cell(
    cell: CellStyle, foreground: tuple[int, int, int], background: tuple[int, int, int]
) -> None:
    style = styles().style(cell)
    assert style.color is not None
    assert style.bgcolor is not None
    assert style.color.triplet == ColorTriplet(*foreground)
    assert style.bgcolor.triplet == ColorTriplet(*background)


def test_the_attributes_of_a_cell() -> None:
    style = styles().style(
        CellStyle(bold=True, italic=True, dim=True, underline=Underline.CURLY, strike=True, overline=True)
    )
    assert all((style.bold, style.italic, style.dim, style.underline, style.strike, style.overline))


def test_a_style_is_made_once_and_not_for_ever() -> None:
    made = styles()
    cell = CellStyle(fg=1)
    assert made.style(cell) is made.style(CellStyle(fg=1))
    for number in range(MOST_STYLES + 100):
        made.style(CellStyle(fg=(number >> 8, number & 255, 0)))
    assert len(made._styles) <= MOST_STYLES


async def test_text_that_turns_around_is_drawn_as_it_stands() -> None:
    async with bench("pay \u202e001$\u2066 to\u200b me, 👨\u200d👩\u200d👧 é".encode()) as (app, _):
        assert app.text(0) == "pay 001$ to me, 👨\u200d👩\u200d👧 é"
        assert app.view.render_line(0).cell_length == 60
