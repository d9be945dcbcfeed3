"""From the store to the widgets: what changed is gathered, and each widget is told what concerns it.

Many batches before the next turn of the event loop become one look at the store.
"""

from __future__ import annotations

from functools import cached_property, partial
from typing import TYPE_CHECKING, Final

import msgspec

from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.state import Phase
from maestro_tui.store.store import Changes
from maestro_tui.ui.inbox import ChangeInbox
from maestro_tui.ui.later import call_after
from maestro_tui.ui.standing.attention import order_of
from maestro_tui.ui.standing.census import ALL
from maestro_tui.ui.standing.status import WAITING
from maestro_tui.ui.text.ages import MINUTE, SECOND
from maestro_tui.ui.text.plain import clean
from maestro_tui.ui.ticking import Ticking

if TYPE_CHECKING:
    from collections.abc import Callable

    from maestro_tui.terminal.events import PaneEvent
    from maestro_tui.terminal.pane import Terminal
    from maestro_tui.ui.outside.alerts import Outside
    from maestro_tui.ui.outside.allowance import Allowance
    from maestro_tui.ui.screens.dashboard import Dashboard


RANG: Final = "rang the bell"

SETTLING: Final = 0.5
"""Seconds for which a call has to last before it is told outside: some waits are over at once."""

CALLS: Final = (3, 60.0)
"""How often a session is told outside at once, and in how many seconds once more: some never make up their minds."""

LEFT_ALONE: Final = 3 * MINUTE
"""After which without a key or the mouse nobody is taken to look at anything."""


class Feed:
    """Listens to the store and to the terminals for the dashboard."""

    def __init__(self, dashboard: Dashboard) -> None:
        self._dashboard = dashboard
        self._scene = dashboard.scene
        self._inbox = ChangeInbox()
        self._ticking = Ticking(
            partial(call_after, dashboard), self._scene.horizon, lambda: self._scene.now, self.tick
        )
        self._terminals: dict[SessionId, tuple[Terminal, tuple[Callable[[], None], ...]]] = {}
        self._stops: list[Callable[[], None]] = []
        self._touched_at = self._scene.now
        self._has_read = False
        self._to_tell: set[SessionId] = set()
        self._allowances: dict[SessionId, Allowance] = {}

    @cached_property
    def outside(self) -> Outside:
        """What tells the user who does not look."""
        from maestro_tui.ui.outside.alerts import Outside

        return Outside(self._dashboard.app)

    def start(self) -> None:
        """Listen from now on."""
        conductor, log = self._dashboard.conductor, self._scene.log
        self._stops = [
            conductor.store.listen(self._note),
            conductor.wire.on_frame.connect(log.take),
            conductor.wire.on_frame.connect(lambda *_: self.wake()),
            conductor.wire.on_rewind.connect(log.rewind),
        ]
        self._has_read = bool(self._scene.state.read_at)
        self._touched_at = self._scene.now
        self._ticking.start()

    def stop(self) -> None:
        """Listen no more."""
        self._ticking.stop()
        for stop in self._stops:
            stop()
        for session_id in list(self._terminals):
            self._leave(session_id)
        self.outside.leave()

    @property
    def is_at_rest(self) -> bool:
        """Whether everything that changed has been looked at, and told."""
        return self._inbox.is_empty and not self._to_tell

    def wake(self) -> None:
        """Look within a second: somebody is at work, and nobody tells what comes of it."""
        self._scene.horizon.note(self._scene.now + SECOND)

    def touch(self) -> None:
        """Note that the user is there: they pressed a key, or moved the mouse."""
        self._touched_at = self._scene.now
        self.wake()

    @property
    def is_left_alone(self) -> bool:
        """Whether the user seems to have gone."""
        return self._scene.now - self._touched_at > LEFT_ALONE

    def tick(self) -> None:
        """Draw what looks different because time has passed, and see to what nobody tells."""
        board = self._dashboard
        self._scene.log.measure(self._scene.now)
        if judged := self._scene.verdicts.tick():
            self._note(Changes(sessions=judged))
        for table in (board.calls, board.projects, board.tasks, board.sessions):
            table.recheck()
        board.timeline.recheck()
        if self._scene.state.panes:
            board.terminals.strip.recheck()
        board.top.recheck()
        board.call_line.recheck()
        if board.wall is not None:
            board.wall.recheck()
        if board.reading is not None:
            board.reading.recheck()
        if self._scene.log.per_second or board.remembering.look_again(board):
            self.wake()

    def take_calls(self, touched: frozenset[SessionId]) -> None:
        """Show that calls for the user came, changed or went."""
        if not touched:
            return
        board = self._dashboard
        board.calls.apply(touched)
        board.call_line.recheck()
        board.views.recheck()
        board.keys.recheck()
        board.set_class(bool(self._scene.attention), "-called")
        if not self._scene.attention:
            board.leave_calls()
        self.outside.retitle(self._scene.attention.count_asking())

    def _note(self, changes: Changes) -> None:
        if self._inbox.is_empty:
            self._dashboard.call_later(self._take)
        if changes.connection:
            self._scene.log.take_connection(self._scene.state.connection, self._scene.now)
            self._scene.outages.take(self._scene.state.connection)
        self._inbox.add(changes)

    def _take(self) -> None:
        changes = self._inbox.take()
        judged = self._scene.verdicts.apply(changes.sessions | changes.panes)
        if judged - changes.sessions:
            changes = msgspec.structs.replace(changes, sessions=changes.sessions | judged)
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
        state = self._scene.state
        board.set_class(state.connection.phase is Phase.LIVE and not state.sessions, "-vacant")
        if board.wall is not None:
            board.wall.look_again()
        if board.reading is not None:
            board.reading.recheck()
        if changes.connection:
            self._take_connection()
        board.choose_wanted_project()
        board.choose_made()

    def _take_panes(self, changed: frozenset[SessionId]) -> None:
        board = self._dashboard
        if not board.is_on_wall:
            board.terminals.read()
        board.note_terminal()
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
        touched = attention.apply(changes, self._scene.now)
        touched |= frozenset(id_ for id_ in changes.panes if self._take_missed(id_))
        seen = self._dashboard.session_in_view
        if seen in touched:
            attention.visit(seen)
        self.take_calls(touched)
        if not self._has_read and self._scene.state.read_at:
            # What was so when the user came, they see.
            self._has_read = True
            attention.take_begun()
        self._call(seen)
        self.outside.retitle(attention.count_asking())

    def _call(self, seen: SessionId | None) -> None:
        """Call the user from outside, once for all that came together; not for what they look at."""
        if begun := self._scene.attention.take_begun() - {seen}:
            if not self._to_tell:
                call_after(self._dashboard, SETTLING, self._tell)
            self._to_tell |= begun

    def _tell(self) -> None:
        """Tell of those who still call."""
        attention, seen = self._scene.attention, self._dashboard.session_in_view
        calls = [attention[id_] for id_ in self._to_tell if id_ in attention and id_ != seen]
        self._to_tell.clear()
        calls = sorted((call for call in calls if self._may_tell(call.session_id)), key=order_of)
        if calls:
            self.outside.call([(self._name(call.session_id), call.look) for call in calls])

    def _may_tell(self, session_id: SessionId) -> bool:
        # Not needed for the first frame.
        from maestro_tui.ui.outside.allowance import Allowance

        allowance = self._allowances.setdefault(session_id, Allowance(*CALLS))
        return allowance.take(self._scene.now / SECOND)

    def _name(self, session_id: SessionId) -> str:
        session = self._scene.state.sessions.get(session_id)
        return (session and session.name) or session_id

    def _take_missed(self, session_id: SessionId) -> bool:
        """Take down that a terminal called before it was shown here, and that nobody has come since."""
        signs = self._scene.signs(session_id)
        if signs is None or not signs.is_missed:
            return False
        signs.is_missed = False
        self._dashboard.terminals.news.ring(session_id)
        what, source = (signs.notification, "notification") if signs.notification else (RANG, "bell")
        return self._scene.attention.ring(session_id, what, source, signs.called_at)

    def _listen_to(self, session_id: SessionId) -> None:
        """Hear the bell of a terminal, once."""
        known = self._terminals.get(session_id)
        terminal = self._dashboard.conductor.panes.get(session_id)
        if known is not None and known[0] is not terminal:
            self._leave(session_id)
        if terminal is not None and session_id not in self._terminals:
            stops = (
                terminal.on_event.connect(lambda event: self._take_event(session_id, event)),
                terminal.on_output.connect(self.wake),
            )
            self._terminals[session_id] = (terminal, stops)

    def _leave(self, session_id: SessionId) -> None:
        _, stops = self._terminals.pop(session_id)
        for stop in stops:
            stop()

    def _take_event(self, session_id: SessionId, event: PaneEvent) -> None:
        from maestro_tui.terminal.events import BellRang, NotificationRaised

        match event:
            case BellRang():
                what, source = RANG, "bell"
            case NotificationRaised():
                what, source = clean(f"{event.title} {event.body}".strip()), "notification"
            case _:
                return
        seen = self._dashboard.session_in_view
        attention = self._scene.attention
        before = attention.get(session_id)
        if session_id == seen and (before is None or before.look is not WAITING):
            return
        attention.ring(session_id, what, source, self._scene.now)
        if attention.get(session_id) != before:
            self.take_calls(frozenset({session_id}))
            self._call(seen)
