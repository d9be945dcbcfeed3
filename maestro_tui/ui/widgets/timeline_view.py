"""The timeline of one session, newest below. Decodes the timeline of the session that is shown and of no other."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Size
from textual.scroll_view import ScrollView
from textual.strip import Strip

from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import TimelineEvent
from maestro_tui.protocol.timeline import decode_timeline
from maestro_tui.ui.actions import bindings
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.timeline import NO_SESSION, NOTHING_YET, Line, lines_instead, lines_of
from maestro_tui.ui.widgets.ink import Ink


class TimelineView(ScrollView, can_focus=True):
    """What a session did, line by line. Follows what is new until one scrolls up; the end follows again."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("timeline")
    """The keys of the place ``timeline`` in the registry of actions."""

    DEFAULT_CSS = """
    TimelineView {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    """

    def __init__(self, scene: Scene, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.session_id: SessionId | None = None
        """The session that is shown."""
        self.is_following = True
        """Whether what is new is brought into view."""
        self._scene = scene
        self._ink = Ink(self)
        self._events: tuple[TimelineEvent, ...] = ()
        self._titles: tuple[str, ...] = ()
        self._lines: list[Line] = []
        self._ends: list[int] = []
        self._width = 0

    def on_mount(self) -> None:
        """Say what will be here."""
        self.show_session(None)

    def show_session(self, session_id: SessionId | None) -> None:
        """Show the timeline of a session, from its end."""
        self.session_id = session_id
        self.is_following = True
        self._forget_lines()
        self.read()

    def read(self) -> None:
        """Read the session's timeline again, and draw what is new of it."""
        session = self._scene.state.sessions.get(self.session_id) if self.session_id else None
        self._events = decode_timeline(session.timeline) if session else ()
        self.border_title = Content(f"Timeline · {name_of(session)}" if session else "Timeline")
        self._lay_out()

    def read_titles(self) -> None:
        """Read the titles of tasks again."""
        if self._titles != self._read_titles():
            self._forget_lines()
            self._lay_out()

    @property
    def lines(self) -> list[Line]:
        """What is drawn, from the first event to the last."""
        return self._lines

    def _forget_lines(self) -> None:
        self._laid_out: tuple[TimelineEvent, ...] = ()
        self._lines = []
        self._ends = []

    def _read_titles(self) -> tuple[str, ...]:
        return tuple(self._scene.task_title(event.task_id) for event in self._events if event.task_id)

    def _lay_out(self) -> None:
        """Turn the events into lines, keeping those of the events that are as they were."""
        self._width = self.scrollable_content_region.width
        same = 0
        for old, new in zip(self._laid_out, self._events, strict=False):
            if old != new:
                break
            same += 1
        del self._ends[same:]
        del self._lines[self._ends[-1] if self._ends else 0 :]
        task = next((event.task_id for event in reversed(self._events[:same]) if event.task_id), None)
        for event in self._events[same:]:
            self._lines += lines_of(event, self._width, self._scene.task_title, task_before=task)
            self._ends.append(len(self._lines))
            task = event.task_id or task
        self._laid_out = self._events
        self._titles = self._read_titles()
        self.virtual_size = Size(0, len(self._lines))
        if self.is_following:
            self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
        self._say_whether_following()
        self.refresh()

    def _say_whether_following(self) -> None:
        count = len(self._events)
        if self.session_id is None or not count:
            self.border_subtitle = None
        elif self.is_following:
            self.border_subtitle = Content(f"{count:,} ▼")
        else:
            self.border_subtitle = Content(f"{count:,} · end follows again")

    # ------------------------------------------------------------------------------- drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.scrollable_content_region.width
        lines = self._lines or lines_instead(NOTHING_YET if self.session_id else NO_SESSION, width)
        index = round(self.scroll_y) + y
        return self._ink.strip(lines[index] if index < len(lines) else (), width)

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        self._ink.forget()

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Stop following when one scrolls up, begin again at the end."""
        super().watch_scroll_y(old_value, new_value)
        is_at_end = round(new_value) >= self.max_scroll_y
        if is_at_end != self.is_following:
            self.is_following = is_at_end
            self._say_whether_following()

    def on_resize(self) -> None:
        """Lay the lines out for the new width, and stay at the end if that is where one was."""
        if self._width != self.scrollable_content_region.width:
            self._forget_lines()
        self._lay_out()

    # ------------------------------------------------------------------------------- actions

    def action_cursor(self, step: int) -> None:
        """Scroll by lines."""
        self.scroll_to(y=round(self.scroll_y) + step, animate=False, force=True)

    def action_cursor_page(self, pages: float) -> None:
        """Scroll by pages, or parts of one."""
        self.action_cursor(round(self.scrollable_content_region.height * pages))

    def action_cursor_first(self) -> None:
        """Go to the first event."""
        self.scroll_to(y=0, animate=False, force=True)

    def action_cursor_last(self) -> None:
        """Go to the last event, and follow what comes."""
        self.scroll_to(y=self.max_scroll_y, animate=False, force=True)
