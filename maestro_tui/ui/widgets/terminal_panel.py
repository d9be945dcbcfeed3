"""The terminals: tabs, the one that is shown, and the frame that says whose keyboard it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget

from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.state import Pane
from maestro_tui.terminal.engine import Point
from maestro_tui.terminal.events import NotificationRaised
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.later import call_after
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.terminals.news import PaneNews
from maestro_tui.ui.terminals.panes import (
    COPYING,
    NO_PANE,
    Line,
    how_it_ended,
    name_of_pane,
    opening_lines,
    problem_lines,
    recorded_lines,
    short_directory,
    title_of_pane,
    where_keys_go,
)
from maestro_tui.ui.widgets.copy_bar import CopyBar
from maestro_tui.ui.widgets.pane_strip import PaneStrip
from maestro_tui.ui.widgets.terminal_errands import Errands
from maestro_tui.ui.widgets.terminal_view import TerminalView

NEWS_SECONDS: Final = 0.1
"""How often tabs follow what programs tell: one that reports its progress without end must not draw without end."""


class TerminalPanel(Vertical):
    """All terminals, one of them shown."""

    def __init__(self, scene: Scene, terminals: Mapping[SessionId, Terminal]) -> None:
        super().__init__(id="terminal", classes="-empty")
        self.errands = Errands(self, lambda id_: name_of_pane(scene.state, id_), lambda: self.view.typed_at)
        self.news = PaneNews(self.errands.now)
        self.strip = PaneStrip(scene, self.news)
        self.view = TerminalView(id="screen")
        self.copy_bar = CopyBar(self.view)
        self._scene = scene
        self._terminals = terminals
        self._has_keyboard = False
        self._rows_below = 0
        self._is_news_due = False

    def compose(self) -> ComposeResult:
        """Tabs above, the terminal below."""
        yield self.strip
        yield self.copy_bar
        yield self.view

    def on_mount(self) -> None:
        """Show what there is."""
        self.news.on_change.connect(self._note_news)
        self.news.on_notification.connect(self._take_notification)
        self.news.on_clipboard.connect(self.errands.take_wish)
        self.read()

    def on_unmount(self) -> None:
        """Listen no more, and end what still goes on."""
        self.news.stop()
        self.errands.stop()

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
            will_come = pane is not None and not pane.problem and not self._scene.is_replay
            owner = pane.session_id if pane is not None and will_come else None
            self.view.show_terminal(terminal, self._instead(pane), owner=owner)
            self.end_copying()
        self.news.follow(self._terminals)
        self.set_class(not panes, "-empty")
        self.strip.recheck()
        self._say()

    def _instead(self, pane: Pane | None) -> tuple[Line, ...]:
        """Say why there is no terminal to be seen."""
        if pane is None:
            return NO_PANE
        if pane.problem:
            return problem_lines(pane)
        if self._scene.is_replay:
            return recorded_lines(pane)
        return opening_lines(pane) if pane.is_live else NO_PANE

    # --------------------------------------------------------------------------------- frame

    def _say(self) -> None:
        """Say in the frame whose terminal this is, who has the keyboard, and how it ended."""
        pane = self._scene.state.panes.get(self.shown) if self.shown else None
        if pane is None:
            self.border_title = Content("Terminal")
            self.border_subtitle = None
            return
        said = ["Terminal", title_of_pane(self._scene.state, pane.session_id)]
        terminal = self._terminals.get(pane.session_id)
        if terminal is not None and terminal.directory:
            said.append(short_directory(terminal.directory))
        if self.errands.is_recorded(pane.session_id):
            said.append("● recording")
        if self._has_keyboard:
            said.append(where_keys_go(pane))
        elif self.is_copying:
            said.append(COPYING)
        self.border_title = Content(" · ".join(said))
        subtitle = self._subtitle(pane)
        self.border_subtitle = Content(subtitle) if subtitle else None
        self.set_class(not pane.is_live and bool(pane.problem or pane.exit_code != 0), "-failed")

    def _subtitle(self, pane: Pane) -> str:
        """Say what matters most of: a search, what lies below, how it ended, how one gets in."""
        ended = how_it_ended(pane)
        if self.has_class("-searching"):
            return self.copy_bar.matches()
        if self._rows_below:
            return f"history · {self._rows_below:,} lines below ↓"
        if ended is not None:
            return f"{ended.text} · ctrl+w in the tabs puts it away"
        if self.screen.has_class("-zoomed") and not self._has_keyboard:
            return "enter types into it · z goes back"
        return ""

    @on(TerminalView.ViewScrolled)
    def _take_scroll(self, event: TerminalView.ViewScrolled) -> None:
        event.stop()
        before, self._rows_below = self._rows_below, event.rows_below
        if self.is_copying:
            self.copy_bar.recheck()
        if before and event.rows_below:
            # Output that arrives below changes the number with every frame: nobody reads that fast.
            self._note_news()
        else:
            self._say()

    def on_descendant_focus(self) -> None:
        """Say who has the keyboard now."""
        self._take_focus()

    def on_descendant_blur(self) -> None:
        """Say who has the keyboard now."""
        self._take_focus()

    def _take_focus(self) -> None:
        self._has_keyboard = self.view.has_focus
        if self.is_copying and self.app.app_focus and not self._copy_widgets & {self.screen.focused}:
            # The keyboard went elsewhere by itself: what was looked at stays in view.
            self.end_copying()
        self.set_class(self._has_keyboard, "-typing")
        self.set_class(self.strip.has_focus or self.is_copying, "-focused")
        if self._has_keyboard and self.shown is not None:
            self.news.visit(self.shown)
        self._say()

    # ---------------------------------------------------------------------------------- copy

    @property
    def is_copying(self) -> bool:
        """Whether the copy mode is on."""
        return self.has_class("-copying")

    @property
    def _copy_widgets(self) -> set[Widget | None]:
        return {self.copy_bar, *self.query("#search")}

    def start_copying(self, *, is_search: bool = False) -> bool:
        """Move over the text by keys; false if there is no terminal to do that in."""
        if not self.copy_bar.begin():
            return False
        self.add_class("-copying")
        self.screen.set_focus(self.copy_bar)
        if is_search:
            self._begin_search(CopyBar.SearchBegun(-1))
        return True

    def go_to_found(self, place: Point, found: str) -> None:
        """In the copy mode, go to a place at which something was found."""
        if self.is_copying:
            self.copy_bar.go_to_found(place, found)
            self._say()

    def end_copying(self) -> None:
        """Take the copy mode back; the view stays where it is."""
        if self.is_copying:
            self.remove_class("-copying", "-searching")
            self.query("#search").remove()
            self.copy_bar.end()

    @on(CopyBar.Left)
    def _leave_copying(self) -> None:
        # The message goes on to the dashboard, which knows where the keyboard came from.
        self.end_copying()
        if self.view.terminal is not None:
            self.view.terminal.scroll_to_end()

    @on(CopyBar.SearchBegun)
    def _begin_search(self, event: CopyBar.SearchBegun) -> None:
        from maestro_tui.ui.widgets.search_bar import SearchBar

        reading = self.view.reading
        if reading is None or self.query("#search"):
            return
        self.copy_bar.direction = event.direction
        bar = SearchBar(self.view, reading, event.direction)
        self.add_class("-searching")
        self.mount(bar, before=self.view)
        self.screen.set_focus(bar)

    def on_search_bar_walked(self) -> None:
        """Say how many matches there are while one types."""
        self._say()

    def on_search_bar_closed(self) -> None:
        """Go back to the copy mode."""
        self.screen.set_focus(self.copy_bar)
        self.remove_class("-searching")
        self.query("#search").remove()
        self.copy_bar.recheck()
        self._say()

    @on(TerminalView.TextSelected)
    @on(CopyBar.TextCopied)
    def _copy(self, event: TerminalView.TextSelected | CopyBar.TextCopied) -> None:
        event.stop()
        self.errands.copy(event.text)

    @on(TerminalView.LinkChosen)
    def _ask_about_link(self, event: TerminalView.LinkChosen) -> None:
        event.stop()
        self.errands.ask_about_link(event.address)

    @on(TerminalView.PasteHeldBack)
    def _ask_about_paste(self, event: TerminalView.PasteHeldBack) -> None:
        event.stop()
        self.errands.ask_about_paste(event.text, self.view.paste)

    def export(self) -> bool:
        """Ask how the terminal that is shown is to be written into a file; false if none is."""
        terminal = self.view.terminal
        if terminal is None or self.shown is None:
            return False

        def done() -> None:
            self.view.read_all()
            self._say()

        self.errands.ask_about_export(self.shown, terminal, self.view.ink, done)
        return True

    # ---------------------------------------------------------------------------------- news

    def _note_news(self) -> None:
        if not self._is_news_due:
            self._is_news_due = True
            call_after(self, NEWS_SECONDS, self._show_news)

    def _show_news(self) -> None:
        self._is_news_due = False
        if self._has_keyboard and self.shown is not None:
            self.news.rung.discard(self.shown)
        self.strip.recheck()
        self._say()

    def _take_notification(self, session_id: SessionId, raised: NotificationRaised) -> None:
        if not (self._has_keyboard and session_id == self.shown):
            self.errands.show_notification(session_id, raised)
