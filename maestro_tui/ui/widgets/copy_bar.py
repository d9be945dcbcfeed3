"""The copy mode of a terminal: with the keyboard here, keys move a caret over its text, select, search and copy.

Stands where the tabs are, so that the terminal keeps its size. Nothing typed here reaches the program.
"""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from maestro_tui.terminal.engine import Point
from maestro_tui.terminal.selection import Step, Unit
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.text.plain import clean
from maestro_tui.ui.widgets.line import Bar, Spot
from maestro_tui.ui.widgets.terminal_reading import Reading
from maestro_tui.ui.widgets.terminal_view import TerminalView

LONGEST_NEEDLE = 30
HINTS = (("v", "select"), ("y", "copy"), ("/", "search"), ("esc", "back"))


class CopyBar(Bar, can_focus=True):
    """Says where the caret is, what is selected, and how many matches there are."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("copy")
    """The keys of the place ``copy`` in the registry of actions."""

    class Left(Message):
        """The user is done."""

    class TextCopied(Message):
        """The user wants a text in the clipboard."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class SearchBegun(Message):
        """The user wants to type what is looked for."""

        def __init__(self, direction: int) -> None:
            super().__init__()
            self.direction = direction
            """+1 towards newer text, -1 towards older."""

    def __init__(self, view: TerminalView) -> None:
        super().__init__(id="copy")
        self.direction = 1
        """Where ``n`` leads: +1 to newer matches, -1 to older ones."""
        self._view = view

    @property
    def _reading(self) -> Reading | None:
        return self._view.reading

    def begin(self) -> bool:
        """Put the caret where the program has its cursor, or to the end of what is shown; false without a terminal."""
        terminal, reading = self._view.terminal, self._reading
        if terminal is None or reading is None:
            return False
        reading.forget()
        view = terminal.view
        x, y = terminal.engine.active_cursor()
        line = view.total - terminal.lines + y
        is_shown = view.first <= line < view.first + view.height
        reading.place_caret(Point(line, x) if is_shown else Point(view.first + view.height - 1, 0))
        self._show()
        return True

    def go_to_found(self, place: Point, found: str) -> None:
        """Put the caret where something was found, as if it had been searched for here towards older text."""
        if self._reading is not None:
            self.direction = -1
            self._reading.find(found)
            self._reading.walk_to(place)
            self._show()

    def end(self) -> None:
        """Take all marks away."""
        if self._reading is not None:
            self._reading.forget()
        self._view.mark()

    def _show(self) -> None:
        self._view.mark()
        self.recheck()

    # ------------------------------------------------------------------------------- drawing

    def spots(self, width: int) -> list[Spot]:
        """Say what fits."""
        reading = self._reading
        if reading is None:
            return []
        said = [
            Spot((Cell(" copy ", Tone.STRONG),), is_chosen=True),
            Spot((Cell(f"  {self._place(reading)}", Tone.MUTED),)),
            Spot((self._found(reading),)),
            Spot((Cell(self._selected(reading), Tone.ACCENT),)),
        ]
        hints = [
            Spot((Cell(f"   {key}", Tone.ACCENT), Cell(f" {what}", Tone.FAINT)), key) for key, what in HINTS
        ]
        room = width - sum(spot.width for spot in said) - 1
        while hints and sum(spot.width for spot in hints) > room:
            hints.pop(0)
        return [*said, *hints]

    def _place(self, reading: Reading) -> str:
        caret = reading.caret
        total = reading.engine.view().total
        return f"line {caret.line + 1:,} of {total:,}" if caret is not None else ""

    def matches(self) -> str:
        """Say how many matches there are, and which of them one is at."""
        search = self._reading.search if self._reading is not None else None
        if search is None:
            return ""
        needle = clean(search.needle, LONGEST_NEEDLE)
        if not search.matches:
            return f"“{needle}” is nowhere"
        at = "" if search.current is None else f"{search.current + 1:,} of "
        return f"“{needle}” {at}{len(search.matches):,}"

    def _found(self, reading: Reading) -> Cell:
        is_vain = reading.search is not None and not reading.search.matches
        said = self.matches()
        return Cell(f"   {said}" if said else "", Tone.FAILED if is_vain else Tone.PLAIN)

    def _selected(self, reading: Reading) -> str:
        span = reading.selection.span() if reading.selection is not None else None
        if span is None:
            return ""
        lines = span.end.line - span.start.line + 1
        return "   1 line selected" if lines == 1 else f"   {lines:,} lines selected"

    def choose(self, target: str) -> None:
        """Do what a hint says that was clicked."""
        deeds = {
            "v": lambda: self.action_select("cell"),
            "y": self.action_copy,
            "/": lambda: self.action_search(1),
            "esc": self.action_leave,
        }
        deeds[target]()

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Keep what can be typed from having a meaning elsewhere, as if one typed."""
        return bool(character and character.isprintable())

    # ------------------------------------------------------------------------------- actions

    def action_step(self, step: str) -> None:
        """Move the caret."""
        if self._reading is not None:
            self._reading.step(Step(step))
            self._show()

    def action_half_page(self, direction: int) -> None:
        """Move the caret by half a page."""
        reading = self._reading
        if reading is not None and reading.caret is not None:
            caret = reading.caret
            lines = max(1, self._view.size.height // 2) * direction
            for _ in range(abs(lines)):
                reading.step(Step.DOWN if lines > 0 else Step.UP)
            if reading.caret != caret:
                self._show()

    def action_step_word(self, direction: int) -> None:
        """Move the caret by a word."""
        if self._reading is not None:
            self._reading.step_word(direction)
            self._show()

    def action_select(self, unit: str) -> None:
        """Select from the caret on, by another unit, or no more."""
        reading = self._reading
        if reading is None or reading.caret is None:
            return
        if reading.selection is None:
            reading.select(reading.caret, Unit(unit))
        elif reading.selection.unit is Unit(unit):
            reading.selection = None
        else:
            reading.selection.unit = Unit(unit)
        self._show()

    def action_swap(self) -> None:
        """Go to the other end of the selection."""
        if self._reading is not None:
            self._reading.swap_ends()
            self._show()

    def action_copy(self) -> None:
        """Copy what is selected, and be done."""
        text = self._reading.selected_text() if self._reading is not None else ""
        if text:
            self.post_message(self.TextCopied(text))
            self.post_message(self.Left())

    def action_search(self, direction: int) -> None:
        """Ask what is looked for."""
        self.post_message(self.SearchBegun(direction))

    def action_walk(self, direction: int) -> None:
        """Go to the next match, or the one before, as the search began."""
        if self._reading is not None:
            self._reading.walk(direction * self.direction)
            self._show()

    async def action_find(self) -> None:
        """Look for something everywhere: as a rule one came here from there."""
        await self.run_action("screen.find")

    def action_open_link(self) -> None:
        """Ask whether to go where the link under the caret leads; elsewhere, copy."""
        link = self._reading.link() if self._reading is not None else None
        if link is not None:
            self.post_message(TerminalView.LinkChosen(link))
        else:
            self.action_copy()

    def action_go_out(self) -> None:
        """Select no more; with nothing selected, leave."""
        reading = self._reading
        if reading is not None and reading.selection is not None:
            reading.selection = None
            self._show()
        else:
            self.action_leave()

    def action_leave(self) -> None:
        """Leave the copy mode."""
        self.post_message(self.Left())
