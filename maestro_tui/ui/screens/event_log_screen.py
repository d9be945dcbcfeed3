"""The event log: every event as it came, with the whole of one of them beside it.

What opens a door is hidden in what is shown and in what is copied: both get into pictures and reports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.columns.events import EVENTS
from maestro_tui.ui.later import call_after
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.sparse import SparseScreen
from maestro_tui.ui.text.plain import clean
from maestro_tui.ui.widgets.filter_bar import FilterBar
from maestro_tui.ui.widgets.key_bar import KeyBar
from maestro_tui.ui.widgets.record_table import RecordTable
from maestro_tui.ui.wire.log_entries import Entry, how_large

if TYPE_CHECKING:
    from asyncio import TimerHandle

OFTEN: Final = 1 / 4
"""Seconds in which what comes is gathered: it may be a flood."""
BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
LONGEST_LINE = 400
MOST_LINES = 2_000
"""Of one event: a manifest or a timeline can be of any length."""


class EventLogScreen(SparseScreen[None], inherit_bindings=False):
    """What came over the wire, the newest first."""

    CSS_PATH = "event_log.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("log")
    """The keys of the place ``log`` in the registry of actions."""
    AUTO_FOCUS = "#events"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self, scene: Scene) -> None:
        super().__init__()
        self._scene = scene
        self._is_paused = False
        self._timer: TimerHandle | None = None
        scene.log.take_changes()
        # Of its own, so that what is looked at while it is paused does not make room for what comes.
        self._shown = dict(scene.log)
        self.events: RecordTable[str, Entry] = RecordTable(EVENTS, self._shown, scene, id="events")
        self._detail = Static(Content(""), id="event")

    def compose(self) -> ComposeResult:
        """The table, one event, and the keys."""
        with Horizontal(id="log"):
            yield self.events
            with VerticalScroll(id="event-frame", can_focus=False):
                yield self._detail
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Take in what comes, once it does."""
        self._scene.log.on_news = self._take_soon
        self._take()
        self._say_what_is_missing()

    def on_unmount(self) -> None:
        """Leave the log to itself."""
        self._scene.log.on_news = None

    def _take_soon(self) -> None:
        if self._timer is None and not self._is_paused:
            self._timer = call_after(self, OFTEN, self._take)

    def _take(self) -> None:
        self._timer = None
        log = self._scene.log
        if self._is_paused or not (changes := log.take_changes()):
            return
        for key in changes:
            if (entry := log.get(key)) is not None:
                self._shown[key] = entry
            else:
                self._shown.pop(key, None)
        # Who stands on the newest looks at what comes; who went elsewhere looks at what is there.
        is_following = not len(self.events.shown) or self.events.cursor == self.events.shown[0]
        self.events.apply(changes)
        if is_following:
            self.events.action_cursor_first()
        self._say_what_is_missing()

    def _say_what_is_missing(self) -> None:
        count = self._scene.log.dropped
        dropped = f"{count:,} older frame{'' if count == 1 else 's'} no longer kept" if count else ""
        self.events.say_besides(" · ".join(filter(None, ("paused" if self._is_paused else "", dropped))))

    @on(RecordTable.CursorMoved)
    def _show(self, event: RecordTable.CursorMoved) -> None:
        entry = self._shown.get(event.id) if event.id else None
        self._detail.update(Content(_readable(entry) if entry else ""))
        frame = self.query_one("#event-frame")
        frame.scroll_to(y=0, animate=False)
        frame.border_title = Content(_title(entry)) if entry else None
        frame.border_subtitle = Content(_facts(entry)) if entry else None

    @on(RecordTable.RecordOpened)
    def _open(self) -> None:
        """Give the event most of the room, or the table again."""
        self.toggle_class("-open")

    def on_filter_bar_closed(self, event: FilterBar.Closed) -> None:
        """Give the keyboard back to the table."""
        self.set_focus(event.table)
        self.query("#filter").remove()

    def action_filter(self) -> None:
        """Ask which events are to be shown."""
        if not self.query("#filter"):
            bar = FilterBar(self.events)
            self.mount(bar, before="#keys")
            self.set_focus(bar)

    def action_scroll(self, lines: int) -> None:
        """Scroll the event that is shown."""
        self.query_one("#event-frame").scroll_relative(y=lines, animate=False)

    def action_pause(self) -> None:
        """Take in nothing new, or what came meanwhile."""
        self._is_paused = not self._is_paused
        self._take()
        self._say_what_is_missing()
        self.app.notify("Paused: this stays as it is." if self._is_paused else "Going on.", markup=False)

    def action_copy(self) -> None:
        """Copy the event as JSON."""
        entry = self._shown.get(self.events.cursor) if self.events.cursor else None
        if entry is not None:
            self.app.copy_to_clipboard(entry.text())
            self.app.notify("The event is copied.", markup=False)

    def action_leave(self) -> None:
        """Go back; first of all take back a filter, then the room."""
        if self.events.arrangement.query:
            self.events.look_for("")
        elif self.has_class("-open"):
            self._open()
        else:
            self.dismiss(None)


def _title(entry: Entry) -> str:
    return entry.name if entry.seq is None else f"{entry.name} · {entry.seq}"


def _facts(entry: Entry) -> str:
    """Say what the JSON does not say of itself: how large it was, in what it came, and what is odd about it."""
    size = "" if entry.is_mark else f"{how_large(entry.size)} bytes"
    secrets = "secrets hidden" if entry.hides_secrets else ""
    return " · ".join(filter(None, (size, entry.place, *entry.notes, secrets)))


def _readable(entry: Entry) -> str:
    """Give the lines of an event that can be shown; of a bad one, first of all what is wrong with it."""
    lines = [piece for line in entry.text().splitlines() for piece in _pieces(line)]
    more = len(lines) - MOST_LINES
    shown = [clean(line, LONGEST_LINE) for line in lines[:MOST_LINES]]
    error = [clean(entry.error, LONGEST_LINE), ""] if entry.error else []
    return "\n".join([*error, *shown, *([f"… {more:,} more lines"] if more > 0 else [])])


def _pieces(line: str) -> list[str]:
    """Break a line that is too long: a frame that is no JSON has none of its own."""
    return [line[start : start + LONGEST_LINE] for start in range(0, len(line), LONGEST_LINE)] or [""]
