"""The timeline of one session, newest below. Decodes the timeline of the session that is shown and of no other."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Final, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.geometry import Region, Size
from textual.strip import Strip

from maestro_tui.protocol.ids import SessionId
from maestro_tui.protocol.models import Session, TimelineEvent
from maestro_tui.protocol.timeline import decode_timeline
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.look.ink import Ground, Ink
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.text.ages import day_of
from maestro_tui.ui.timeline.event_lines import (
    FOLDED,
    NO_SESSION,
    NOTHING_YET,
    UNFOLDED,
    lines_instead,
    time_of,
    time_width,
)
from maestro_tui.ui.timeline.following import Following
from maestro_tui.ui.timeline.layout import Row, TimelineLayout, find_event, key_of
from maestro_tui.ui.timeline.spans import so_far
from maestro_tui.ui.widgets.border_text import write_into_border
from maestro_tui.ui.widgets.long_view import LongView

if TYPE_CHECKING:
    from maestro_tui.ui.outside.clipboard import Clipboard

LEAST_WIDTH: Final = 24
"""Cells it is laid out for at least: with fewer, and while it is not on the screen at all, it is cut off."""

LEFT_BUTTON: Final = 1


class _Drawn(NamedTuple):
    """What stands in a line of the screen."""

    cells: tuple[Cell, ...]
    ground: Ground = Ground.WIDGET


class TimelineView(LongView, can_focus=True):
    """What a session did, event by event. Follows what is new until one goes up; the end follows again."""

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
        self.is_relative = False
        """Whether it is said how long ago things happened, and not when."""
        self.cursor = 0
        """The index of the event the cursor is on."""
        self._scene = scene
        self._ink = Ink(self)
        self._layout = TimelineLayout(scene.task_title, scene.is_at_work)
        self._following = Following()
        self._session: Session | None = None
        self._events: tuple[TimelineEvent, ...] = ()
        self._titles: tuple[tuple[str, bool], ...] = ()
        self._width = 0
        self._today = ""
        self._is_steering = False
        self._clicked: str | None = None
        self._drawn: dict[int, _Drawn] = {}
        self._clipboard: Clipboard | None = None

    def on_mount(self) -> None:
        """Say what will be here."""
        self.show_session(None)

    @property
    def is_following(self) -> bool:
        """Whether what is new is brought into view."""
        return self._following.is_on

    # --------------------------------------------------------------------------------- events

    def show_session(self, session_id: SessionId | None) -> None:
        """Show the timeline of a session, from its end."""
        self.session_id = session_id
        self._following.switch((), is_on=True)
        self._clicked = None
        self._events = ()
        self._layout.unfolded.clear()
        self._layout.forget()
        self.read()

    def read(self) -> None:
        """Read the session's timeline again, and draw what is new of it."""
        self._session = self._scene.state.sessions.get(self.session_id) if self.session_id else None
        events = decode_timeline(self._session.timeline) if self._session else ()
        self.cursor = self._place_of_cursor(events)
        self._events = events
        self._lay_out()

    def _place_of_cursor(self, events: tuple[TimelineEvent, ...]) -> int:
        """Find the event under the cursor among those that are now there."""
        last = max(0, len(events) - 1)
        if self.is_following or not self._events:
            return last
        place = find_event(events, key_of(self._events[self.cursor]), self.cursor)
        return min(self.cursor, last) if place is None else place

    def read_titles(self) -> None:
        """Read the titles of tasks again."""
        if self._titles != self._read_titles():
            self._lay_out_anew()

    def show_event(self, event_id: str, text: str = "") -> bool:
        """Put the cursor on an event, and bring a text of it into view; false if it is not in this timeline."""
        index = find_event(self._events, event_id)
        if index is None:
            return False
        self._move_cursor(index)
        row = self._layout.row_with(text, index)
        if row is None and text and event_id not in self._layout.unfolded:
            self.action_unfold()
            row = self._layout.row_with(text, index)
        top, page = round(self.scroll_y), self._page
        if row is not None and not top <= row < top + page:
            self._follow(is_on=False)
            self._steer(row - page // 2)
        return True

    def recheck(self) -> None:
        """Draw again what would now look different: times grow, and days end."""
        if self._events and self._today != day_of(self._scene.now):
            self._lay_out_anew()
        else:
            self._draw_what_differs()

    def _read_titles(self) -> tuple[tuple[str, bool], ...]:
        scene, tasks = self._scene, (event.task_id for event in self._events if event.task_id)
        return tuple((scene.task_title(task), scene.is_at_work(task)) for task in tasks)

    def show_times(self, *, is_relative: bool) -> None:
        """Say how long ago things happened, or when."""
        self.is_relative = is_relative
        self._draw_what_differs()

    # --------------------------------------------------------------------------------- layout

    def _lay_out_anew(self, index: int = 0) -> None:
        """Lay out again from an event on, and leave that of the cursor where it is on the screen."""
        offset = self._head_of_cursor() - round(self.scroll_y)
        self._layout.forget(index)
        self._lay_out()
        if not self.is_following and self._events:
            self._steer(self._head_of_cursor() - offset)

    def _head_of_cursor(self) -> int:
        return self._layout.span_of(self.cursor)[0] if self._events and self._layout.rows else 0

    def _lay_out(self) -> None:
        self._today = day_of(self._scene.now)
        self._titles = self._read_titles()
        self._fill(self.scrollable_content_region.width)
        if self._width != self.scrollable_content_region.width:
            # With that height a scrollbar came or went.
            self._layout.forget()
            self._fill(self.scrollable_content_region.width)
        if self.is_following:
            self._steer(self.max_scroll_y)
        self._say_whether_following()
        self._draw_what_differs()

    def _fill(self, width: int) -> None:
        self._width = width
        self._layout.lay_out(self._events, max(width, LEAST_WIDTH), self._today, self._session)
        self._take_height(len(self._layout.rows))

    def _take_height(self, rows: int) -> None:
        """Be so many lines long."""
        self._is_steering = True
        self.virtual_size = Size(0, rows)
        self._is_steering = False

    def _say_whether_following(self) -> None:
        title = f"Timeline · {name_of(self._session)}" if self._session else "Timeline"
        write_into_border(self, title, self._following.describe(self._events))

    # --------------------------------------------------------------------------------- drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.scrollable_content_region.width
        line = self._drawn[y] = self._line_at(y, width)
        return self._ink.strip(line.cells, width, line.ground)

    def _draw_what_differs(self) -> None:
        """Draw again the lines in which something else stands than what was drawn there."""
        width, height = self.scrollable_content_region.size
        lines = [y for y in range(height) if self._drawn.get(y) != self._line_at(y, width)]
        if len(lines) == height:
            # One region, and the same that scrolling has drawn again: mostly that is why.
            self.refresh(self.size.region)
        elif lines:
            self.refresh(*(Region(0, y, width, 1) for y in lines))

    def _line_at(self, y: int, width: int) -> _Drawn:
        row = self._row_at(y)
        if row is None or row.event is None:
            return _Drawn(self._line_between(row, y, width))
        room = time_width(max(self._width, LEAST_WIDTH))
        time = self._time(row, room) if row.is_head else ""
        return _Drawn((Cell(f"{time:{room}}", Tone.FAINT), *row.cells), self._ground(row.event))

    def _line_between(self, row: Row | None, y: int, width: int) -> tuple[Cell, ...]:
        if row is not None:
            return row.cells if row.since is None else (*row.cells, so_far(self._scene.age(row.since)))
        if self._layout.rows:
            return ()
        lines = lines_instead(NOTHING_YET if self.session_id else NO_SESSION, width)
        return lines[y] if y < len(lines) else ()

    def _row_at(self, y: int) -> Row | None:
        index = round(self.scroll_y) + y
        return self._layout.rows[index] if index < len(self._layout.rows) else None

    def _time(self, row: Row, room: int) -> str:
        """Give what stands before an event: whether there is more of it, and when it happened."""
        event = self._events[row.event or 0]
        mark = FOLDED if row.has_more else " "
        if key_of(event) in self._layout.unfolded:
            mark = UNFOLDED
        if self.is_relative:
            self._scene.horizon.note_age(event.timestamp, self._scene.now)
        return f"{mark}{time_of(event, self._scene.now, room - 2, is_relative=self.is_relative)} "

    def _ground(self, index: int) -> Ground:
        # Where nobody stands, and while it follows, a cursor would only be in the way.
        is_seen = index == self.cursor and (self.has_focus or not self.is_following)
        return self._ink.chosen if is_seen else Ground.WIDGET

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        self._ink.forget()

    # --------------------------------------------------------------------------------- moving

    def watch_scroll_y(self, old_value: float, new_value: float) -> None:
        """Stop following when one scrolls up, begin again at the end."""
        super().watch_scroll_y(old_value, new_value)
        is_at_end = round(new_value) >= self.max_scroll_y
        if self._is_steering:
            return
        if self.is_following and not is_at_end:
            self._follow(is_on=False)
        elif is_at_end and new_value > old_value and not self.is_following:
            self.cursor = max(0, len(self._events) - 1)
            self._follow(is_on=True)

    def _follow(self, *, is_on: bool) -> None:
        if self.is_following != is_on:
            self._following.switch(self._events, is_on=is_on)
            self._say_whether_following()
            self._draw_what_differs()

    def _steer(self, y: float) -> None:
        """Scroll, and mean nothing by it."""
        self._is_steering = True
        self.scroll_to(y=y, animate=False, force=True)
        self._is_steering = False

    def _move_cursor(self, index: int) -> None:
        if not self._events:
            return
        last = len(self._events) - 1
        self.cursor = max(0, min(index, last))
        self._follow(is_on=self.cursor == last)
        self._bring_into_view()
        self._draw_what_differs()

    def _bring_into_view(self) -> None:
        first, end = self._layout.span_of(self.cursor)
        top, page = round(self.scroll_y), self._page
        if self.cursor == 0:
            # The line of the day stands above the first event.
            first = 0
        if self.is_following:
            self._steer(self.max_scroll_y if end - first <= page else first)
        elif first < top or end - first > page:
            self._steer(first)
        elif end > top + page:
            self._steer(end - page)

    @property
    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height)

    def on_resize(self) -> None:
        """Lay the lines out for the new width, and stay at the end if that is where one was."""
        self._drawn.clear()
        if self._width != self.scrollable_content_region.width:
            self._lay_out_anew()
        else:
            self._lay_out()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a second click unfolds, or folds."""
        offset = event.get_content_offset(self)
        row = self._row_at(offset.y) if offset is not None else None
        if row is None or row.event is None:
            return
        key = key_of(self._events[row.event])
        self._move_cursor(row.event)
        if self._clicked == key and event.button == LEFT_BUTTON:
            self.action_unfold()
        self._clicked = key

    # --------------------------------------------------------------------------------- actions

    def action_cursor(self, step: int) -> None:
        """Move the cursor by some events; through one that is longer than the screen, by lines."""
        if not self._events:
            return
        first, end = self._layout.span_of(self.cursor)
        top = round(self.scroll_y)
        if (step > 0 and end > top + self._page) or (step < 0 and first < top < end):
            self._steer(top + step)
        else:
            self._move_cursor(self.cursor + step)

    def action_cursor_page(self, pages: float) -> None:
        """Move the cursor by pages, or parts of one."""
        if self._events:
            row = max(0, self._head_of_cursor() + round(self._page * pages))
            index = self._layout.event_at(row)
            self._move_cursor(index if index != self.cursor else self.cursor + (1 if pages > 0 else -1))

    def action_cursor_first(self) -> None:
        """Go to the first event."""
        self._move_cursor(0)

    def action_cursor_last(self) -> None:
        """Go to the last event, and follow what comes."""
        self._move_cursor(len(self._events) - 1)

    def action_unfold(self) -> None:
        """Show all there is of the event under the cursor, or no longer."""
        if self._has_nothing():
            return
        self._layout.unfolded ^= {key_of(self._events[self.cursor])}
        self._lay_out_anew(self.cursor)
        self._bring_into_view()

    def action_unfold_all(self) -> None:
        """Show all there is of every event, or of none."""
        if self._has_nothing():
            return
        self._layout.unfold_all(self._events)
        self._lay_out_anew()
        self._bring_into_view()

    def action_switch_times(self) -> None:
        """Say how long ago things happened, or when."""
        self.show_times(is_relative=not self.is_relative)

    def action_copy(self) -> None:
        """Copy the event under the cursor, all there is of it."""
        if self._has_nothing():
            return
        from maestro_tui.ui.outside.clipboard import Clipboard
        from maestro_tui.ui.timeline.detail import as_text

        self._clipboard = self._clipboard or Clipboard(self.app)
        self._clipboard.copy(as_text(self._events[self.cursor], self._scene.task_title))
        self.app.notify("The event is copied.", markup=False)

    def _has_nothing(self) -> bool:
        """Say so, if there is no event to do something with."""
        if not self._events:
            self.app.notify("There is no event here yet.", severity="warning", markup=False)
        return not self._events
