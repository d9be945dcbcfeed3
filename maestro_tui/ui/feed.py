"""From the store to the widgets: what changed is gathered, and each widget is told what concerns it.

Many batches before the next turn of the event loop become one look at the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.state import Phase
from maestro_tui.store.store import Changes
from maestro_tui.terminal.events import BellRang, NotificationRaised, PaneEvent
from maestro_tui.ui.census import ALL
from maestro_tui.ui.inbox import ChangeInbox
from maestro_tui.ui.outside import Outside
from maestro_tui.ui.plain import clean
from maestro_tui.ui.status import WAITING

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from maestro_tui.client.listeners import Subscription
    from maestro_tui.terminal.pane import Terminal
    from maestro_tui.ui.screens.dashboard import Dashboard


class Feed:
    """Listens to the store and to the terminals for the dashboard."""

    def __init__(self, dashboard: Dashboard) -> None:
        self._dashboard = dashboard
        self._scene = dashboard.scene
        self._inbox = ChangeInbox()
        self.outside = Outside(dashboard.app)
        """What tells the user who does not look."""
        self._terminals: dict[SessionId, tuple[Terminal, Callable[[], None]]] = {}
        self._stop: Callable[[], None] | None = None
        self._hearing: Subscription | None = None

    def start(self) -> None:
        """Listen from now on."""
        conductor = self._dashboard.conductor
        self._stop = conductor.store.listen(self._note)
        self._hearing = conductor.listeners.listen_to_all(
            lambda event: self._scene.log.take(event, self._scene.now)
        )

    def stop(self) -> None:
        """Listen no more."""
        if self._stop is not None:
            self._stop()
        if self._hearing is not None:
            self._hearing.cancel()
        for _, disconnect in self._terminals.values():
            disconnect()
        self._terminals.clear()

    @property
    def is_at_rest(self) -> bool:
        """Whether everything that changed has been looked at."""
        return self._inbox.is_empty

    def tick(self) -> None:
        """Let ages grow."""
        board = self._dashboard
        self._scene.log.measure(self._scene.now)
        for table in (board.calls, board.projects, board.tasks, board.sessions):
            table.recheck()
        board.top.recheck()
        board.call_line.recheck()

    def take_calls(self, touched: frozenset[SessionId]) -> None:
        """Show that calls for the user came, changed or went."""
        if not touched:
            return
        board = self._dashboard
        board.calls.apply(touched)
        board.call_line.recheck()
        board.set_class(bool(self._scene.attention), "-called")

    def _note(self, changes: Changes) -> None:
        if self._inbox.is_empty:
            self._dashboard.call_later(self._take)
        if changes.connection:
            self._scene.log.take_connection(self._scene.state.connection, self._scene.now)
        self._inbox.add(changes)

    def _take(self) -> None:
        changes = self._inbox.take()
        board = self._dashboard
        counted = self._scene.census.apply(changes)
        board.projects.apply(changes.projects | (counted | {ALL} if counted else counted))
        board.tasks.apply(changes.tasks)
        board.sessions.apply(changes.sessions)
        if changes.tasks or changes.projects:
            board.sessions.recheck()
            board.timeline.read_titles()
        if board.timeline.session_id in changes.sessions:
            board.timeline.read()
        if changes.panes or changes.sessions & self._scene.state.panes.keys():
            self._take_panes(changes.panes)
        self._take_attention(changes)
        board.top.recheck()
        if changes.connection:
            self._take_connection()
        board.choose_wanted_project()

    def _take_panes(self, changed: frozenset[SessionId]) -> None:
        board = self._dashboard
        if not board.is_on_wall:
            board.terminals.read()
        for session_id in changed:
            self._listen_to(session_id)
        # What was just started is what one wants to see, unless one is busy typing elsewhere.
        if board.is_on_wall:
            return
        if board.sessions.cursor in changed and not board.terminals.view.has_focus:
            board.terminals.show_pane(board.sessions.cursor)

    def _take_connection(self) -> None:
        board = self._dashboard
        connection = self._scene.state.connection
        if not board.sessions.shown:
            board.sessions.refresh()
        if connection.phase is Phase.LIVE and connection.caught_up:
            board.app.notify(f"{connection.caught_up:,} events were missed, and are caught up.", markup=False)

    # --------------------------------------------------------------------------- attention

    def _take_attention(self, changes: Changes) -> None:
        attention = self._scene.attention
        before = set(attention)
        touched = attention.apply(changes, self._scene.now)
        seen = self._dashboard.session_in_view
        if seen is not None and attention.visit(seen):
            touched |= {seen}
        self.take_calls(touched)
        if fresh := set(attention) - before - {seen}:
            self._call(fresh)
        self.outside.retitle(self._scene.census.count(WAITING.word))

    def _call(self, sessions: Collection[SessionId]) -> None:
        """Call the user from outside, once for all that came together."""
        self.outside.call(len(sessions))

    def _listen_to(self, session_id: SessionId) -> None:
        """Hear the bell of a terminal, once."""
        known = self._terminals.get(session_id)
        terminal = self._dashboard.conductor.panes.get(session_id)
        if known is not None and known[0] is not terminal:
            known[1]()
            del self._terminals[session_id]
        if terminal is not None and session_id not in self._terminals:
            disconnect = terminal.on_event.connect(lambda event: self._take_event(session_id, event))
            self._terminals[session_id] = (terminal, disconnect)

    def _take_event(self, session_id: SessionId, event: PaneEvent) -> None:
        match event:
            case BellRang():
                what, source = "rang the bell", "bell"
            case NotificationRaised():
                what, source = clean(f"{event.title} {event.body}".strip()), "notification"
            case _:
                return
        board = self._dashboard
        if session_id != board.session_in_view and self._scene.attention.ring(
            session_id, what, source, self._scene.now
        ):
            self.take_calls(frozenset({session_id}))
            self._call({session_id})
