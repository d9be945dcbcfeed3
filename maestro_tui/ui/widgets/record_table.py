"""A table of records, drawn line by line from the store.

Draws only lines that are seen, and of those only the ones whose row changed. Posts messages, calls nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from typing import Any, ClassVar, Final, Generic, NamedTuple, TypeVar

from textual import events
from textual.binding import BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.strip import Strip

from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.columns.column import TableKind
from maestro_tui.ui.look.ink import Ink
from maestro_tui.ui.look.tones import Cell
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.tables.arrangement import Arrangement, Span
from maestro_tui.ui.tables.sorting import SortedIds
from maestro_tui.ui.text.plain import clean
from maestro_tui.ui.widgets.line import DOUBLE
from maestro_tui.ui.widgets.long_view import LongView
from maestro_tui.ui.widgets.marking import NOTHING_HERE, Marking
from maestro_tui.ui.widgets.reading_ahead import ReadingAhead
from maestro_tui.ui.widgets.record_painter import RecordPainter

Id = TypeVar("Id", bound=str)
Row = TypeVar("Row")

OWN_ORDER: Final = "The table is in its own order, which has no other way round: o sorts by a column."


class _Drawn(NamedTuple):
    """What stands in a line of the screen."""

    id: str
    cells: tuple[Cell, ...]


class _Anchor(NamedTuple):
    """Where things were before rows moved."""

    id: str | None
    line: int
    cursor_index: int | None
    is_cursor: bool


class RecordTable(Marking[Id], LongView, Generic[Id, Row], can_focus=True):
    """A table of one kind of records, with a cursor that stays on its record wherever that is sorted."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("table")
    """The keys of the place ``table`` in the registry of actions."""

    DEFAULT_CSS = """
    RecordTable {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    """

    class CursorMoved(Message):
        """The cursor stands on another record."""

        def __init__(self, table: RecordTable[Any, Any], id_: str | None) -> None:
            super().__init__()
            self.table = table
            self.id = id_
            """The record, or None if there is none."""

        @property
        def control(self) -> RecordTable[Any, Any]:
            """The table, for handlers that select by it."""
            return self.table

    class RecordOpened(Message):
        """The user went into a record: enter, or a double click."""

        def __init__(self, table: RecordTable[Any, Any], id_: str) -> None:
            super().__init__()
            self.table = table
            self.id = id_

        @property
        def control(self) -> RecordTable[Any, Any]:
            """The table, for handlers that select by it."""
            return self.table

    def __init__(
        self,
        kind: TableKind[Row],
        rows: Mapping[Id, Row],
        scene: Scene,
        *,
        pinned: Mapping[Id, Row] | None = None,
        has_header: bool = True,
        keeps_cursor: bool = True,
        id: str | None = None,  # noqa: A002 - Textual's name for it
    ) -> None:
        super().__init__(id=id)
        self.kind = kind
        self.arrangement: Arrangement[Id, Row] = Arrangement(kind, rows, scene, pinned)
        """Which rows are shown, and in which order."""
        self.cursor: Id | None = None
        """The record the cursor stands on."""
        self.about = ""
        """Whose rows are shown, if not all of them are meant to be; stands in the title."""
        self._besides = ""
        self._scene = scene
        self._header = 1 if has_header else 0
        self._keeps_cursor = keeps_cursor
        self._ink = Ink(self)
        self._painter: RecordPainter[Id, Row] = RecordPainter(self.arrangement, scene, self._ink)
        self._drawn: dict[int, _Drawn] = {}
        self._said = ("", "")
        self._reading_ahead = ReadingAhead(self, self.arrangement)

    def on_mount(self) -> None:
        """Draw what the store holds already."""
        self.rebuild()

    # --------------------------------------------------------------------------------- rows

    @property
    def shown(self) -> SortedIds[Id]:
        """The ids of the rows that are shown, in their order."""
        return self.arrangement.shown

    def row(self, id_: Id) -> Row | None:
        """Give a record, if it is still there."""
        return self.arrangement.row(id_)

    def rebuild(self) -> None:
        """Sort everything anew."""
        anchor = self._anchor()
        self._settle(anchor, self.arrangement.rebuild())

    def show_only(self, scope: Callable[[Row], bool] | None) -> None:
        """Show only the rows for which `scope` is true; None shows all."""
        anchor = self._anchor()
        self._settle(anchor, self.arrangement.show_only(scope))

    def look_for(self, text: str) -> None:
        """Show only the rows that match what the user typed."""
        anchor = self._anchor()
        self._settle(anchor, self.arrangement.look_for(text))

    def sort_by(self, column: str | None, *, is_reversed: bool = False) -> None:
        """Sort by a column, or as the kind of table is sorted by itself."""
        anchor = self._anchor()
        self._settle(anchor, self.arrangement.sort_by(column, is_reversed=is_reversed))

    def apply(self, ids: Collection[Id]) -> None:
        """Take in that these records were added, changed or dropped."""
        if not ids:
            return
        anchor = self._anchor()
        moved = self.arrangement.apply(ids)
        if moved is not None:
            self._settle(anchor, moved)
        changed = set(ids)
        self._draw_what_differs([y for y, drawn in self._drawn.items() if drawn.id in changed])

    def recheck(self) -> None:
        """Draw again the lines that would now look different: ages grow, and titles come from other tables."""
        self._draw_what_differs(tuple(self._drawn))

    def _draw_what_differs(self, lines: Iterable[int]) -> None:
        for y in lines:
            drawn = self._drawn[y]
            row = self.row(drawn.id)  # type: ignore[arg-type]
            if row is not None and self._cells(drawn.id, row) != drawn.cells:  # type: ignore[arg-type]
                self._refresh_line_at(y)

    def _anchor(self) -> _Anchor:
        """Find the row that stays where it is on the screen: that of the cursor if it is seen, else the first."""
        top = round(self.scroll_y)
        index = self._index_of_cursor()
        if index is None or not top <= index < top + self._page:
            seen = self.shown[top] if top < len(self.shown) else None
            return _Anchor(seen, top, cursor_index=index, is_cursor=False)
        return _Anchor(self.cursor, index, cursor_index=index, is_cursor=True)

    def _settle(self, anchor: _Anchor, moved: Span) -> None:
        """After rows have moved: keep the cursor on its record, and what is seen where it is on the screen."""
        first, last = moved
        top = round(self.scroll_y)
        self.virtual_size = Size(0, len(self.shown) + self._header)
        if first < top + self._page and last >= top:
            self._drawn.clear()
            self.refresh()
        index = None if anchor.id is None else self.shown.index(anchor.id)  # type: ignore[arg-type]
        if top > 0 and index is not None and index != anchor.line:
            self.scroll_to(y=top + index - anchor.line, animate=False, force=True)
        if self.cursor is None or self.cursor not in self.shown:
            self._replace_cursor(anchor.cursor_index or 0)
        elif anchor.is_cursor and index is not None:
            self._bring_into_view(index)
        self._say_count()
        self._reading_ahead.go_on()

    def _replace_cursor(self, index: int) -> None:
        rows = self.shown
        self._set_cursor(rows[min(index, len(rows) - 1)] if len(rows) else None)

    def say_besides(self, text: str) -> None:
        """Say something beside the count of the rows, from now on."""
        self._besides = text
        self._say_count()

    def _say_count(self) -> None:
        count, total = self.arrangement.counts
        text = f"{count:,}" if count == total else f"{count:,} of {total:,}"
        if self.arrangement.query:
            text = f"/{clean(self.arrangement.query.text, 40)} · {text}"
        text = self._order_said() + text
        if self.marks:
            text = f"{len(self.marks):,} marked · {text}"
        text = f"{text} · {self._besides}" if self._besides else text
        title = f"{self.kind.title} · {self.about}" if self.about else self.kind.title
        if self._said != (title, text):
            # Setting either draws the whole table again.
            self._said = (title, text)
            self.border_title = Content(title)
            self.border_subtitle = Content(text)

    def _order_said(self) -> str:
        """Say by what rows are sorted, where no title of a column tells."""
        key = self.arrangement.sort_column
        columns = self._painter.columns(self.scrollable_content_region.width)
        if key is None or (self._header and any(column.key == key for column, _ in columns)):
            return ""
        return f"by {key} · "

    # --------------------------------------------------------------------------------- cursor

    def move_cursor_to(self, id_: Id) -> bool:
        """Put the cursor on a record and bring it into view; false if it is not shown."""
        index = self.shown.index(id_)
        if index is None:
            return False
        self._set_cursor(id_)
        self._bring_into_view(index)
        return True

    def _index_of_cursor(self) -> int | None:
        return None if self.cursor is None else self.shown.index(self.cursor)

    def _set_cursor(self, id_: Id | None) -> None:
        if id_ == self.cursor:
            return
        before, self.cursor = self.cursor, id_
        self._refresh_records({moved for moved in (before, id_) if moved is not None})
        self.post_message(self.CursorMoved(self, id_))

    def _move_cursor(self, index: int) -> None:
        if len(self.shown):
            index = max(0, min(index, len(self.shown) - 1))
            self._set_cursor(self.shown[index])
            self._bring_into_view(index)

    def _bring_into_view(self, index: int) -> None:
        top = round(self.scroll_y)
        if index < top:
            self.scroll_to(y=index, animate=False, force=True)
        elif index >= top + self._page:
            self.scroll_to(y=index - self._page + 1, animate=False, force=True)

    @property
    def _page(self) -> int:
        return max(1, self.scrollable_content_region.height - self._header)

    # --------------------------------------------------------------------------------- drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen: the column titles, a row, or what is said when there are none."""
        width = self.scrollable_content_region.width
        if y < self._header:
            return self._painter.draw_header(width)
        index = round(self.scroll_y) + y - self._header
        if index < len(self.shown):
            id_ = self.shown[index]
            row = self.row(id_)
            if row is not None:
                cells = self._cells(id_, row)
                self._drawn[y] = _Drawn(id_, cells)
                is_cursor = id_ == self.cursor and (self._keeps_cursor or self.has_focus)
                return self._painter.draw_row(
                    cells,
                    width,
                    is_cursor=is_cursor,
                    is_marked=id_ in self.marks,
                    is_pending=id_ in self._scene.pending,
                )
        self._drawn.pop(y, None)
        return self._painter.draw_empty(y - self._header - 1, width)

    def _cells(self, id_: Id, row: Row) -> tuple[Cell, ...]:
        return self._painter.cells(id_, row, self.scrollable_content_region.width)

    def _refresh_records(self, ids: Set[str]) -> None:
        for y, drawn in self._drawn.items():
            if drawn.id in ids:
                self._refresh_line_at(y)

    def _refresh_line_at(self, y: int) -> None:
        self.refresh(Region(0, y, self.size.width, 1))

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        self._ink.forget()

    # --------------------------------------------------------------------------------- events

    def on_resize(self) -> None:
        """Forget lines that are no more, and keep the cursor in sight."""
        # Those that are left have been drawn at the new size before this is called.
        for y in [y for y in self._drawn if y >= self.size.height]:
            del self._drawn[y]
        index = self._index_of_cursor()
        if index is not None:
            self._bring_into_view(index)
        self._say_count()

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; a double click goes in. On a title, sort by it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        if offset.y < self._header:
            self._sort_by_title_at(offset.x)
            return
        index = round(self.scroll_y) + offset.y - self._header
        if index < len(self.shown):
            self._move_cursor(index)
            if event.chain == DOUBLE:
                self.action_open()

    def _sort_by_title_at(self, x: int) -> None:
        column = self._painter.column_at(x, self.scrollable_content_region.width)
        if column is not None:
            is_same = column.key == self.arrangement.sort_column
            self.sort_by(column.key, is_reversed=is_same and not self.arrangement.is_reversed)

    def action_sort(self, step: int) -> None:
        """Sort by the next column, shown or not, and after the last one as the table is sorted by itself."""
        columns = [None, *(column.key for column in self.kind.columns)]
        current = self.arrangement.sort_column
        at = columns.index(current) if current in columns else 0
        self.sort_by(columns[(at + step) % len(columns)])

    def action_reverse(self) -> None:
        """Sort the other way round."""
        if self.arrangement.sort_column is None:
            self.app.notify(OWN_ORDER, severity="warning", markup=False)
        else:
            self.sort_by(self.arrangement.sort_column, is_reversed=not self.arrangement.is_reversed)

    def action_cursor(self, step: int) -> None:
        """Move the cursor by some rows."""
        self._move_cursor((self._index_of_cursor() or 0) + step)

    def action_cursor_page(self, pages: float) -> None:
        """Move the cursor by pages, or parts of one."""
        self.action_cursor(round(self._page * pages))

    def action_cursor_first(self) -> None:
        """Move the cursor to the first row."""
        self._move_cursor(0)

    def action_cursor_last(self) -> None:
        """Move the cursor to the last row."""
        self._move_cursor(len(self.shown) - 1)

    def mark_pending(self, ids: Collection[str]) -> None:
        """Draw rows again with which something began or ended that the server was asked for."""
        self._refresh_records(set(ids))

    def action_open(self) -> None:
        """Go into the record under the cursor."""
        if self.cursor is None:
            self.app.notify(NOTHING_HERE, severity="warning", markup=False)
        else:
            self.post_message(self.RecordOpened(self, self.cursor))
