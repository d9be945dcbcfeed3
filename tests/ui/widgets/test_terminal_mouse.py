"""Selecting in a terminal with the mouse: what is selected, what is lit, and whose the mouse is."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from rich.style import Style
from textual import events
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.look.themes import MAESTRO
from maestro_tui.ui.widgets.terminal_view import TerminalView

LINES = b"the quick brown fox\r\njumps over the lazy dog\r\nand runs away\r\n"


class Bench(App[None]):
    """A terminal view alone, which keeps what was selected."""

    CSS_PATH = "../../../maestro_tui/ui/app.tcss"
    CSS = "TerminalView { width: 100%; height: 100%; background: $background; color: $foreground; }"

    def __init__(self) -> None:
        super().__init__()
        self.register_theme(MAESTRO)
        self.theme = MAESTRO.name
        self.view = TerminalView()
        self.typed = bytearray()
        self.terminal = Terminal(40, 8, send=self.typed.extend)
        self.selected: list[str] = []
        self.links: list[str] = []
        self.pasted: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.view

    def on_terminal_view_text_selected(self, event: TerminalView.TextSelected) -> None:
        self.selected.append(event.text)

    def on_terminal_view_link_chosen(self, event: TerminalView.LinkChosen) -> None:
        self.links.append(event.address)

    def on_terminal_view_paste_held_back(self, event: TerminalView.PasteHeldBack) -> None:
        self.pasted.append(event.text)

    def lit(self) -> list[str]:
        """What is drawn on another ground than the rest, line by line."""
        plain = self.view.ink.cell_styles.blank.bgcolor
        found = []
        for y in range(8):
            segments = self.view.render_line(y)
            text = "".join(
                text for text, style, _ in segments if (style or Style()).bgcolor not in {plain, None}
            )
            if text.strip():
                found.append(text)
        return found


@asynccontextmanager
async def bench(output: bytes = LINES) -> AsyncIterator[tuple[Bench, Pilot[None]]]:
    app = Bench()
    async with app.run_test(size=(40, 8)) as pilot:
        app.terminal.feed(output + b"\x1b[?25l")
        app.view.show_terminal(app.terminal)
        app.view.focus()
        await pilot.pause()
        yield app, pilot


async def drag(pilot: Pilot[None], start: tuple[int, int], *way: tuple[int, int], **held: bool) -> None:
    await pilot._post_mouse_events([events.MouseDown], TerminalView, offset=start, button=1, **held)
    for place in way:
        await pilot._post_mouse_events([events.MouseMove], TerminalView, offset=place, button=1, **held)
    end = way[-1] if way else start
    await pilot._post_mouse_events([events.MouseUp], TerminalView, offset=end, button=1, **held)
    await pilot.pause()


async def test_a_drag_selects_characters_over_lines() -> None:
    async with bench() as (app, pilot):
        await drag(pilot, (4, 0), (6, 0), (4, 1))
        assert app.selected == ["quick brown fox\njumps"]
        assert [line.rstrip() for line in app.lit()] == ["quick brown fox", "jumps"]


async def test_a_drag_backwards_selects_the_same() -> None:
    async with bench() as (app, pilot):
        await drag(pilot, (4, 1), (4, 0))
        assert app.selected == ["quick brown fox\njumps"]


async def test_two_presses_select_a_word_and_three_a_line() -> None:
    async with bench() as (app, pilot):
        await drag(pilot, (7, 0))
        assert app.selected == []
        await drag(pilot, (7, 0))
        assert app.selected == ["quick"]
        await drag(pilot, (7, 0))
        assert app.selected[-1].strip() == "the quick brown fox"
        await drag(pilot, (7, 0))
        assert len(app.selected) == 2
        assert app.lit() == []


async def test_a_drag_after_two_presses_goes_by_words() -> None:
    async with bench() as (app, pilot):
        await drag(pilot, (7, 0))
        await drag(pilot, (7, 0), (12, 0))
        assert app.selected == ["quick brown"]


async def test_a_drag_with_alt_or_ctrl_selects_a_block() -> None:
    for held in ("meta", "control"):
        async with bench() as (app, pilot):
            await drag(pilot, (0, 0), (2, 2), **{held: True})
            assert app.selected == ["the\njum\nand"]
            assert app.lit() == ["the", "jum", "and"]


async def test_the_mouse_is_the_programs_unless_shift_is_held() -> None:
    async with bench(LINES + b"\x1b[?1002h\x1b[?1006h") as (app, pilot):
        await drag(pilot, (4, 0), (8, 0))
        assert app.selected == []
        assert app.typed.startswith(b"\x1b[<0;5;1M")
        app.typed.clear()
        await drag(pilot, (4, 0), (8, 0), shift=True)
        assert app.selected == ["quick"]
        assert app.typed == b""


async def test_a_selection_stays_with_its_text() -> None:
    async with bench() as (app, pilot):
        await drag(pilot, (4, 0), (8, 0))
        app.terminal.feed(b"".join(b"line %d\r\n" % number for number in range(6)))
        app.terminal.scroll(-1)
        await pilot.pause(0.05)
        app.view.read_all()
        assert app.lit() == []
        app.terminal.scroll(-9)
        app.view.read_all()
        assert app.lit() == ["quick"]
        assert app.view.reading is not None
        assert app.view.reading.selected_text() == "quick"


async def test_typing_takes_the_selection_away() -> None:
    async with bench() as (app, pilot):
        await drag(pilot, (4, 0), (8, 0))
        assert app.lit() == ["quick"]
        await pilot.press("x")
        assert app.lit() == []


async def test_a_drag_beyond_the_edge_scrolls() -> None:
    async with bench(b"".join(b"line %02d\r\n" % number for number in range(50))) as (app, pilot):
        first = app.terminal.view.first
        await pilot._post_mouse_events([events.MouseDown], TerminalView, offset=(3, 4), button=1)
        app.view.on_mouse_move(
            events.MouseMove(
                app.view, 3, -2, 0, 0, 1, shift=False, meta=False, ctrl=False, screen_x=3, screen_y=-2
            )
        )
        assert app.terminal.view.first < first
        await pilot._post_mouse_events([events.MouseUp], TerminalView, offset=(3, 0), button=1)
        await pilot.pause()
        assert app.selected[0].startswith("e ")
        assert app.selected[0].count("\n") >= 5


async def test_wide_characters_are_lit_whole() -> None:
    async with bench("日本語 text\r\n".encode()) as (app, pilot):
        await drag(pilot, (1, 0), (2, 0))
        assert app.view.render_line(0).text.startswith("日本語 text")
        assert app.lit() == ["日本"]


async def test_the_cursor_on_a_wide_character_leaves_it_whole() -> None:
    async with bench("日本\r\x1b[?25h".encode()) as (app, pilot):
        app.terminal.feed(b"\x1b[?25h")
        app.view.read_all()
        assert app.view.render_line(0).text.startswith("日本")
        assert app.view.render_line(0).cell_length == 40
        await pilot.pause()


async def test_a_click_with_ctrl_asks_for_the_link() -> None:
    output = b"see \x1b]8;;https://example.org/a\x1b\\this page\x1b]8;;\x1b\\ now"
    async with bench(output) as (app, pilot):
        await drag(pilot, (6, 0))
        assert app.links == []
        await drag(pilot, (6, 0), control=True)
        assert app.links == ["https://example.org/a"]
        style = next(style for text, style, _ in app.view.render_line(0) if "this" in text)
        assert style is not None
        assert style.underline
        assert style.link is None


async def test_lines_that_would_run_at_once_are_held_back() -> None:
    async with bench() as (app, pilot):
        app.post_message(events.Paste("rm -rf x\nrm -rf y\n"))
        await pilot.pause()
        assert app.typed == b""
        assert app.pasted == ["rm -rf x\nrm -rf y\n"]
        app.terminal.feed(b"\x1b[?2004h")
        app.post_message(events.Paste("one\ntwo\n"))
        await pilot.pause()
        assert app.typed.startswith(b"\x1b[200~one")
