"""The terminals: tabs, the one that is shown, and the frame that says whose keyboard it is."""

from __future__ import annotations

from collections.abc import Mapping

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from maestro_tui.protocol.ids import SessionId
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.panes import (
    KEYS_GO_TO_PROGRAM,
    NO_PANE,
    how_it_ended,
    problem_lines,
    title_of_pane,
)
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.widgets.pane_strip import PaneStrip
from maestro_tui.ui.widgets.terminal_view import TerminalView


class TerminalPanel(Vertical):
    """All terminals, one of them shown."""

    def __init__(self, scene: Scene, terminals: Mapping[SessionId, Terminal]) -> None:
        super().__init__(id="terminal", classes="-empty")
        self.strip = PaneStrip(scene)
        self.view = TerminalView(id="screen")
        self._scene = scene
        self._terminals = terminals
        self._has_keyboard = False
        self._rows_below = 0

    def compose(self) -> ComposeResult:
        """Tabs above, the terminal below."""
        yield self.strip
        yield self.view

    def on_mount(self) -> None:
        """Show what there is."""
        self.read()

    @property
    def shown(self) -> SessionId | None:
        """The session whose terminal is shown."""
        return self.strip.shown

    def show_pane(self, session_id: SessionId) -> bool:
        """Show the terminal of a session; false if it has none here."""
        if session_id not in self._scene.state.panes:
            return False
        if session_id != self.shown:
            self.strip.show_pane(session_id)
            self.read()
        return True

    def read(self) -> None:
        """Read again which terminals there are, and show the one that is to be shown."""
        panes = self._scene.state.panes
        if self.shown not in panes:
            # The latest is the one somebody just asked for.
            self.strip.show_pane(next(reversed(list(panes)), None))
        pane = panes.get(self.shown) if self.shown else None
        terminal = self._terminals.get(pane.session_id) if pane else None
        if terminal is None or terminal is not self.view.terminal:
            instead = problem_lines(pane) if pane and pane.problem else NO_PANE
            owner = pane.session_id if pane and not pane.problem else None
            self.view.show_terminal(terminal, instead, owner=owner)
        self.set_class(not panes, "-empty")
        self.strip.recheck()
        self._say()

    def _say(self) -> None:
        """Say in the frame whose terminal this is, who has the keyboard, and how it ended."""
        pane = self._scene.state.panes.get(self.shown) if self.shown else None
        if pane is None:
            self.border_title = Content("Terminal")
            self.border_subtitle = None
            return
        title = f"Terminal · {title_of_pane(self._scene.state, pane.session_id)}"
        self.border_title = Content(f"{title} · {KEYS_GO_TO_PROGRAM}" if self._has_keyboard else title)
        ended = how_it_ended(pane)
        if self._rows_below:
            self.border_subtitle = Content(f"history · {self._rows_below:,} lines below")
        elif ended is not None:
            self.border_subtitle = Content(f"{ended.text} · ctrl+w in the tabs puts it away")
        elif self.screen.has_class("-zoomed") and not self._has_keyboard:
            self.border_subtitle = Content("enter types into it · z goes back")
        else:
            self.border_subtitle = None
        self.set_class(bool(ended and (pane.problem or pane.exit_code != 0)), "-failed")

    @on(TerminalView.ViewScrolled)
    def _take_scroll(self, event: TerminalView.ViewScrolled) -> None:
        event.stop()
        self._rows_below = event.rows_below
        self._say()

    def on_descendant_focus(self) -> None:
        """Say who has the keyboard now."""
        self._take_focus()

    def on_descendant_blur(self) -> None:
        """Say who has the keyboard now."""
        self._take_focus()

    def _take_focus(self) -> None:
        self._has_keyboard = self.view.has_focus
        self.set_class(self._has_keyboard, "-typing")
        self.set_class(self.strip.has_focus, "-focused")
        self._say()
