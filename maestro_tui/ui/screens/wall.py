"""The wall: many terminals at once, each at work, one of them chosen or typed into."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Grid, Vertical
from textual.content import Content

from maestro_tui.protocol.ids import SessionId
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.look.contents import style_of
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.sparse import SparseScreen
from maestro_tui.ui.standing.status import WAITING
from maestro_tui.ui.terminals.panes import problem_lines
from maestro_tui.ui.terminals.titles import look_of, title_of, title_while_typing
from maestro_tui.ui.widgets.border_text import write_into_border
from maestro_tui.ui.widgets.key_bar import KeyBar
from maestro_tui.ui.widgets.terminal_view import TerminalView
from maestro_tui.ui.widgets.top_bar import TopBar

LEAST_COLUMNS: Final = 50
LEAST_LINES: Final = 10
"""Below this a terminal shows too little to be worth its frame."""
BARS: Final = 2
"""Lines of the screen that are not the wall's."""


class WallCell(Vertical):
    """One terminal on the wall, in its frame."""

    def __init__(self, session_id: SessionId) -> None:
        super().__init__()
        self.session_id = session_id
        self.view = TerminalView()

    def compose(self) -> ComposeResult:
        """The terminal alone."""
        yield self.view


class Wall(SparseScreen[SessionId | None], inherit_bindings=False):
    """Gives back the session whose terminal the user wants to see alone, or None.

    Args:
        scene: What it may look at.
        terminals: The terminals there are.
        first: The session whose terminal is chosen at first.
        top: The top line: one glance at the wall, too, answers whether all is well.
        show_connection: Called when more is to be said of the connection.
    """

    CSS_PATH = "wall.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("wall")
    """The keys of the place ``wall`` in the registry of actions."""
    AUTO_FOCUS = ""

    def __init__(
        self,
        scene: Scene,
        terminals: Mapping[SessionId, Terminal],
        first: SessionId | None,
        top: TopBar,
        show_connection: Callable[[], None],
    ) -> None:
        super().__init__()
        self._scene = scene
        self._terminals = terminals
        self._top = top
        self._show_connection = show_connection
        self._cells: list[WallCell] = []
        self._chosen = first
        self._first = 0
        self._columns = 1

    def compose(self) -> ComposeResult:
        """The cells, between what stands above and below them everywhere."""
        yield self._top
        yield Grid(id="wall")
        yield KeyBar(id="keys")

    async def on_mount(self) -> None:
        """Put up the terminals there are."""
        await self._put_up()

    async def on_resize(self) -> None:
        """Put them up for the new size."""
        await self._put_up()

    def look_again(self) -> None:
        """Put up what came, and say how things stand: something has changed."""
        self.call_later(self._put_up)

    def recheck(self) -> None:
        """Say what would now be said differently."""
        self._top.recheck()
        self._say()

    def _ids(self) -> list[SessionId]:
        """All terminals, each where it was; where not all fit, those whose programs run come first."""
        panes = self._scene.state.panes
        return (
            list(panes) if len(panes) <= self._room else sorted(panes, key=lambda id_: not panes[id_].is_live)
        )

    @property
    def _room(self) -> int:
        """How many terminals fit."""
        return max(1, self.size.width // LEAST_COLUMNS) * max(1, (self.size.height - BARS) // LEAST_LINES)

    def _wanted(self) -> list[SessionId]:
        """The terminals that fit, the chosen one among them: they are walked through like lines of a list."""
        ids, room = self._ids(), self._room
        if self._chosen not in ids:
            self._chosen = ids[0] if ids else None
        at = ids.index(self._chosen) if self._chosen is not None else 0
        first = min(self._first, max(0, len(ids) - room))
        self._first = max(min(first, at), at - room + 1)
        return ids[self._first : self._first + room]

    async def _put_up(self) -> None:
        if not self.size.area or not self.is_mounted:
            return
        wanted = self._wanted()
        await self._hang(self.query_one("#wall", Grid), wanted)
        self._columns = self._across(len(wanted))
        grid = self.query_one("#wall", Grid)
        grid.styles.grid_size_columns = self._columns
        grid.styles.grid_size_rows = math.ceil(len(wanted) / self._columns) or 1
        for cell in self._cells:
            cell.styles.column_span = 1
        if self._cells:
            # The last row leaves no gap.
            self._cells[-1].styles.column_span = self._columns - (len(wanted) - 1) % self._columns
        self.recheck()

    async def _hang(self, grid: Grid, wanted: list[SessionId]) -> None:
        """Have a cell for each of these; one that is there already stays as it is, with the keyboard if it has it."""
        kept = {cell.session_id: cell for cell in self._cells if cell.session_id in wanted}
        await grid.remove_children([cell for cell in self._cells if cell.session_id not in kept])
        self._cells = []
        for index, id_ in enumerate(wanted):
            cell = kept.get(id_) or WallCell(id_)
            self._cells.append(cell)
            if id_ not in kept:
                await grid.mount(cell, before=index if index < len(grid.children) else None)
            elif grid.children[index] is not cell:
                grid.move_child(cell, before=index)
            terminal = self._terminals.get(id_)
            if id_ not in kept or cell.view.terminal is not terminal:
                cell.view.show_terminal(terminal, problem_lines(self._scene.state.panes[id_]))

    def _across(self, count: int) -> int:
        """How many stand side by side: as many as makes them about as wide as terminals are."""
        most = max(1, self.size.width // LEAST_COLUMNS)
        least = math.ceil(count / max(1, (self.size.height - BARS) // LEAST_LINES)) or 1
        return min(most, max(least, math.ceil(math.sqrt(count)))) if count else 1

    def _say(self) -> None:
        """Say in each frame whose terminal it is and how things stand with it; in the last, how many are not seen."""
        state = self._scene.state
        for cell in self._cells:
            if (pane := state.panes.get(cell.session_id)) is None:
                continue
            is_typing = cell.view.has_focus
            more = self._describe_others() if cell is self._cells[-1] else ""
            title = (
                title_while_typing(self._scene, cell.session_id, pane, cell.size.width)
                if is_typing
                else title_of(self._scene, cell.session_id, pane)
            )
            write_into_border(cell, title, more)
            cell.set_class(look_of(self._scene, cell.session_id, pane) is WAITING, "-waiting")
            cell.set_class(cell.session_id == self._chosen, "-chosen")
            cell.set_class(is_typing, "-typing")

    def _describe_others(self) -> Content | str:
        panes = self._scene.state.panes
        others = panes.keys() - {cell.session_id for cell in self._cells}
        if not others:
            return ""
        waiting = sum(look_of(self._scene, id_, panes[id_]) is WAITING for id_ in others)
        said = (f" · {WAITING.glyph} {waiting} {WAITING.word}", style_of(WAITING.tone)) if waiting else ""
        return Content.assemble(f"{len(others)} more", said, " · ", ("tab", "$primary"), " goes on")

    @property
    def session_in_view(self) -> SessionId | None:
        """The session whose terminal the user types into."""
        if self.app.screen is not self:
            return None
        return next((cell.session_id for cell in self._cells if cell.view.has_focus), None)

    @property
    def _cell(self) -> WallCell | None:
        """The chosen terminal, if it is up."""
        return next((cell for cell in self._cells if cell.session_id == self._chosen), None)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """The terminal one types into is the chosen one."""
        for cell in self._cells:
            if cell.view is event.widget:
                self._chosen = cell.session_id
        self._say()

    def on_descendant_blur(self) -> None:
        """Say who has the keyboard now."""
        self._say()

    @on(TerminalView.Left)
    def _leave_terminal(self) -> None:
        self.set_focus(None)

    @on(TopBar.ConnectionClicked)
    def _say_more(self) -> None:
        self._show_connection()

    def _choose(self, session_id: SessionId) -> None:
        self._chosen = session_id
        if self._cell is None:
            self.look_again()
        self._say()

    def action_step(self, across: int, down: int) -> None:
        """Choose the terminal beside, above or below."""
        if ids := self._ids():
            at = ids.index(self._chosen) if self._chosen in ids else 0
            self._choose(ids[max(0, min(at + across + down * self._columns, len(ids) - 1))])

    def action_go_round(self, step: int) -> None:
        """Choose the next terminal, and after the last the first."""
        if ids := self._ids():
            at = ids.index(self._chosen) if self._chosen in ids else 0
            self._choose(ids[(at + step) % len(ids)])

    def action_next_call(self) -> None:
        """Choose the next terminal whose session needs the user."""
        calls = [id_ for id_ in self._scene.attention if id_ in self._scene.state.panes]
        at = calls.index(self._chosen) + 1 if self._chosen in calls else 0
        if calls:
            self._choose(calls[at % len(calls)])
        else:
            self.app.notify("Nobody on the wall waits for you.", markup=False)

    def action_enter(self) -> None:
        """Give the keyboard to the program in the chosen terminal, once that is up."""
        if self._cell is not None:
            self.set_focus(self._cell.view)
        elif self._chosen in self._scene.state.panes:
            self.call_later(self.action_enter)

    def action_zoom(self) -> None:
        """See the chosen terminal alone."""
        self.dismiss(self._chosen)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
