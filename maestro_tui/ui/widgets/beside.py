"""The other terminals, beside the one that is shown: for screens that have room for them. A click shows one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Vertical

from maestro_tui.protocol.ids import SessionId
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.status import WAITING
from maestro_tui.ui.terminals.panes import problem_lines
from maestro_tui.ui.terminals.titles import look_of, title_of
from maestro_tui.ui.widgets.border_text import write_into_border
from maestro_tui.ui.widgets.pane_strip import PaneStrip
from maestro_tui.ui.widgets.terminal_screen import TerminalScreen


class BesideCell(Vertical):
    """One of them, in its frame."""

    def __init__(self) -> None:
        super().__init__()
        self.session_id: SessionId | None = None
        self.view = TerminalScreen()

    def compose(self) -> ComposeResult:
        """The terminal alone."""
        yield self.view

    def on_click(self, event: events.Click) -> None:
        """Ask to be shown; not at the left edge, by which all of them are made wider and narrower."""
        if self.session_id is not None and event.screen_x > self.region.x:
            self.post_message(PaneStrip.PaneChosen(self.session_id))

    def on_terminal_screen_size_changed(self, event: TerminalScreen.SizeChanged) -> None:
        """Keep to oneself what is no size for new terminals."""
        event.stop()

    def on_terminal_screen_view_scrolled(self, event: TerminalScreen.ViewScrolled) -> None:
        """Keep to oneself what nobody asked for."""
        event.stop()


class Beside(Vertical):
    """Some terminals, one above the other."""

    def __init__(self, scene: Scene, terminals: Mapping[SessionId, Terminal]) -> None:
        super().__init__(id="beside")
        self._scene = scene
        self._terminals = terminals
        self._cells: list[BesideCell] = []

    @property
    def shown(self) -> list[SessionId | None]:
        """Whose terminals are shown."""
        return [cell.session_id for cell in self._cells]

    def show(self, ids: Sequence[SessionId]) -> bool:
        """Show these terminals, those that are shown already where they are; tell whether any was changed."""
        self.display = bool(ids)
        while len(self._cells) > len(ids):
            self._drop()
        while len(self._cells) < len(ids):
            self._cells.append(BesideCell())
            self.mount(self._cells[-1])
        missing = [id_ for id_ in ids if id_ not in self.shown]
        for cell in self._cells:
            id_ = cell.session_id if cell.session_id in ids else missing.pop(0)
            cell.session_id = id_
            terminal = self._terminals.get(id_) if id_ else None
            if terminal is not cell.view.terminal:
                pane = self._scene.state.panes.get(id_) if id_ else None
                cell.view.show_terminal(terminal, problem_lines(pane) if pane and pane.problem else ())
        self.recheck()
        return bool(ids)

    def _drop(self) -> None:
        cell = self._cells.pop()
        cell.view.show_terminal(None)
        cell.remove()

    def recheck(self) -> None:
        """Say in each frame whose terminal it is, and how things stand with it."""
        state = self._scene.state
        for cell in self._cells:
            pane = state.panes.get(cell.session_id) if cell.session_id else None
            if pane is None or cell.session_id is None:
                continue
            write_into_border(cell, title_of(self._scene, cell.session_id, pane))
            cell.set_class(look_of(self._scene, cell.session_id, pane) is WAITING, "-waiting")
