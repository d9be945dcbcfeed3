"""The wall: many terminals at once, each at work, one of them chosen or typed into."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import ClassVar, Final

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Grid, Vertical
from textual.content import Content

from maestro_tui.protocol.ids import SessionId
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.sparse import SparseScreen
from maestro_tui.ui.standing.judgement import judge
from maestro_tui.ui.standing.status import look_of_pane
from maestro_tui.ui.terminals.panes import KEYS_GO_TO_PROGRAM, how_it_ended, name_of_pane, problem_lines
from maestro_tui.ui.widgets.key_bar import KeyBar
from maestro_tui.ui.widgets.terminal_view import TerminalView

LEAST_COLUMNS: Final = 50
LEAST_LINES: Final = 10
"""Below this a terminal shows too little to be worth its frame."""


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
    """Gives back the session whose terminal the user wants to see alone, or None."""

    CSS_PATH = "wall.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("wall")
    """The keys of the place ``wall`` in the registry of actions."""
    AUTO_FOCUS = ""

    def __init__(
        self, scene: Scene, terminals: Mapping[SessionId, Terminal], first: SessionId | None = None
    ) -> None:
        super().__init__()
        self._scene = scene
        self._terminals = terminals
        self._cells: list[WallCell] = []
        self._chosen = first
        self._columns = 1

    def compose(self) -> ComposeResult:
        """The cells, and the keys."""
        yield Grid(id="wall")
        yield KeyBar(id="keys")

    async def on_mount(self) -> None:
        """Put up the terminals there are, and see once a second whether there are others."""
        await self._put_up()
        self.set_interval(1, self._look_again)

    async def on_resize(self) -> None:
        """Put them up for the new size."""
        await self._put_up()

    async def _look_again(self) -> None:
        if self._wanted() != [cell.session_id for cell in self._cells]:
            await self._put_up()
        self._say()

    def _wanted(self) -> list[SessionId]:
        """The terminals that fit: those whose programs run come first."""
        panes = self._scene.state.panes
        ids = sorted(panes, key=lambda id_: not panes[id_].is_live)
        across, down = max(1, self.size.width // LEAST_COLUMNS), max(1, (self.size.height - 1) // LEAST_LINES)
        return ids[: across * down]

    async def _put_up(self) -> None:
        if not self.size.area:
            return
        wanted = self._wanted()
        grid = self.query_one("#wall", Grid)
        if wanted != [cell.session_id for cell in self._cells]:
            await grid.remove_children()
            self._cells = [WallCell(id_) for id_ in wanted]
            await grid.mount_all(self._cells)
            for cell in self._cells:
                pane = self._scene.state.panes[cell.session_id]
                cell.view.show_terminal(self._terminals.get(cell.session_id), problem_lines(pane))
        self._columns = self._across(len(wanted))
        grid.styles.grid_size_columns = self._columns
        grid.styles.grid_size_rows = math.ceil(len(wanted) / self._columns) or 1
        for cell in self._cells:
            cell.styles.column_span = 1
        if self._cells:
            # The last row leaves no gap.
            self._cells[-1].styles.column_span = self._columns - (len(wanted) - 1) % self._columns
        if self._chosen not in wanted:
            self._chosen = wanted[0] if wanted else None
        self._say()

    def _across(self, count: int) -> int:
        """How many stand side by side: as many as makes them about as wide as terminals are."""
        most = max(1, self.size.width // LEAST_COLUMNS)
        least = math.ceil(count / max(1, (self.size.height - 1) // LEAST_LINES)) or 1
        return min(most, max(least, math.ceil(math.sqrt(count)))) if count else 1

    def _say(self) -> None:
        """Say in each frame whose terminal it is and how things stand with it."""
        state = self._scene.state
        for cell in self._cells:
            pane, session = state.panes.get(cell.session_id), state.sessions.get(cell.session_id)
            if pane is None:
                continue
            look = judge(session, self._scene).look if session and pane.is_live else look_of_pane(pane)
            ended = how_it_ended(pane)
            said = [
                f"{look.glyph} {name_of_pane(state, cell.session_id)}",
                ended.text if ended else look.word,
            ]
            if cell.view.has_focus:
                said.append(KEYS_GO_TO_PROGRAM)
            cell.border_title = Content(" · ".join(said))
            cell.set_class(cell.session_id == self._chosen, "-chosen")
            cell.set_class(cell.view.has_focus, "-typing")

    @property
    def session_in_view(self) -> SessionId | None:
        """The session whose terminal the user types into."""
        if self.app.screen is not self:
            return None
        return next((cell.session_id for cell in self._cells if cell.view.has_focus), None)

    @property
    def _index(self) -> int:
        ids = [cell.session_id for cell in self._cells]
        return ids.index(self._chosen) if self._chosen in ids else 0

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

    def action_step(self, across: int, down: int) -> None:
        """Choose the terminal beside, above or below."""
        if self._cells:
            index = self._index + across + down * self._columns
            self._chosen = self._cells[max(0, min(index, len(self._cells) - 1))].session_id
            self._say()

    def action_enter(self) -> None:
        """Give the keyboard to the program in the chosen terminal."""
        if self._cells:
            self.set_focus(self._cells[self._index].view)

    def action_zoom(self) -> None:
        """See the chosen terminal alone."""
        self.dismiss(self._chosen)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
