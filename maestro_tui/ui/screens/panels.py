"""How the parts of the dashboard share the screen: its layouts, and the borders that can be moved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from textual import events
from textual.containers import Horizontal, Vertical
from textual.geometry import Region
from textual.widget import Widget

from maestro_tui.ui.borders import BORDERS, NARROW, SESSION, TABLES, Border
from maestro_tui.ui.later import call_after
from maestro_tui.ui.screens.parts import Parts

if TYPE_CHECKING:
    from maestro_tui.conductor.conductor import Conductor
    from maestro_tui.protocol.ids import SessionId
    from maestro_tui.ui.widgets.beside import Beside

WIDE: Final = 100
"""From how many columns on the parts are shown side by side."""

VAST: Final = 180
TALL: Final = 60
"""From how many columns and lines on other terminals are shown beside the one that is."""

LEAST_BESIDE: Final = 14
"""Lines of the screen for each of them."""

DRAG_SECONDS: Final = 0.05
"""How often parts follow the mouse: every step gives programs in terminals another size."""

DOUBLE_SECONDS: Final = 0.5
"""Within which a second press on the same border means to put it back."""

LEFT_BUTTON: Final = 1


class Panels(Parts):
    """A screen of parts whose sizes its user chooses."""

    def __init__(self, conductor: Conductor, *, classes: str) -> None:
        super().__init__(conductor, classes=classes)
        self.left = Vertical(self.projects, self.tasks, id="left")
        self.tables = Horizontal(self.left, self.sessions, self.timeline, id="tables")
        self.body = Vertical(self.tables, id="body")
        self.layout_name = TABLES
        """The layout there is where there is room for one."""
        self.sizes: dict[str, float] = {}
        """How much of its room each part takes that the user gave a size, by the name of its border."""
        self._columns = WIDE
        self.beside: Beside | None = None
        """Other terminals, once there was room for them."""
        self._lit: Border | None = None
        self._dragged: Border | None = None
        self._drag_to: tuple[int, int] | None = None
        self._pressed: tuple[Border | None, float] = (None, 0.0)

    # ------------------------------------------------------------------------------- layouts

    @property
    def _borders(self) -> tuple[Border, ...]:
        return BORDERS[self.layout_name if self._columns >= WIDE else NARROW]

    def show_layout(self, name: str) -> None:
        """Show the tables, or one session."""
        self.layout_name = name
        self.set_class(name == SESSION, "-session")
        self.give_sizes()
        self.show_beside()

    def action_show_layout(self, name: str) -> None:
        """Show the tables, or one session."""
        self.remove_class("-zoomed")
        self.show_layout(name)
        if name == SESSION and self._part in {"projects", "sessions"}:
            self.go("timeline")

    def action_next_layout(self) -> None:
        """Show another layout: after the tables one session, after that the wall, if there is anything for it."""
        if self.layout_name == TABLES:
            self.action_show_layout(SESSION)
            return
        self.action_show_layout(TABLES)
        if self.scene.state.panes:
            self.action_wall()

    def take_width(self, columns: int) -> None:
        """Be so wide."""
        self._columns = columns

    def on_resize(self, event: events.Resize) -> None:
        """Take the sizes that are meant for the width there is."""
        self.take_width(event.size.width)
        self.give_sizes()
        self.show_beside()
        self.call_after_refresh(self.leave_room)

    def show_beside(self) -> None:
        """On a large screen, show beside the terminal that is shown as many others as there is room for."""
        shown = self.terminals.shown if "terminals" in self.__dict__ else None
        others: list[SessionId] = []
        if shown and self.layout_name == TABLES and not self.is_on_wall and self._is_vast:
            panes = self.scene.state.panes
            others = sorted((id_ for id_ in panes if id_ != shown), key=lambda id_: not panes[id_].is_live)
            others = others[: self.size.height // LEAST_BESIDE]
        if self.beside is None and others:
            from maestro_tui.ui.widgets.beside import Beside

            self.beside = Beside(self.scene, self.conductor.panes)
            self.body.mount(self.beside)
            self.give_sizes()
            self.call_after_refresh(self.leave_room)
        if self.beside is not None and self.beside.show(others):
            # A terminal is read out by one widget at a time: what another took of this one before is read again.
            self.terminals.view.read_all()

    @property
    def _is_vast(self) -> bool:
        return self.size.width >= VAST and self.size.height >= TALL

    def give_sizes(self) -> None:
        """Give the parts the sizes they have in this layout."""
        for borders in BORDERS.values():
            for border in borders:
                if (widget := self._widget(border.sized)) is not None:
                    _size(widget, border, None)
        for border in self._borders:
            if (widget := self._widget(border.sized)) is not None:
                _size(widget, border, self.sizes.get(border.name))

    def leave_room(self, looks: int = 3) -> None:
        """On a smaller screen, have no part take so much that its neighbour is gone; it is remembered as it was.

        What another part has to give is known once this one has given, and that is seen at the next of some looks.
        """
        for border in self._borders:
            if border.name in self.sizes and (pair := self._pair(border)):
                now = _extent(pair[0], border)
                size = border.size_within(now, now, _spare(*pair, border))
                if size != now:
                    _size(pair[0], border, (size + 0.01) / _room(pair[0], border))
                    if looks > 1:
                        self.call_after_refresh(self.leave_room, looks - 1)
                    return

    def _pair(self, border: Border) -> tuple[Widget, Widget] | None:
        """Give the two parts a border is between, if both are seen."""
        sized, giver = self._widget(border.sized), self._widget(border.giver)
        if sized is None or giver is None or not (_region(sized).area and giver.display):
            return None
        return sized, giver

    def _widget(self, name: str) -> Widget | None:
        # The terminals are made after the first frame, and not because somebody asks what size they are.
        widget = self.__dict__.get(name)
        return widget if isinstance(widget, Widget) else None

    # --------------------------------------------------------------------------------- keys

    def action_resize(self, is_upright: bool, step: int) -> None:
        """Make the part that has the keyboard larger or smaller."""
        focused = self.focused.ancestors_with_self if self.focused is not None else ()
        for border in self._borders:
            pair = self._pair(border)
            if border.is_upright != is_upright or pair is None:
                continue
            sign = 1 if pair[0] in focused else -1 if pair[1] in focused else 0
            if sign:
                size = _extent(pair[0], border)
                if border.size_within(size + sign * step, size, _spare(*pair, border)) == size:
                    self.app.notify("There is no room left for that.", markup=False)
                self._resize(border, size + sign * step)
                return
        self.app.notify("There is no border here to move.", markup=False)

    def _resize(self, border: Border, wanted: int) -> None:
        if (pair := self._pair(border)) is None:
            return
        size = border.size_within(wanted, _extent(pair[0], border), _spare(*pair, border))
        # A little more than that, so that it is not rounded to one cell less.
        self.sizes[border.name] = (size + 0.01) / _room(pair[0], border)
        _size(pair[0], border, self.sizes[border.name])
        self.call_after_refresh(self.leave_room)

    def put_back(self, border: Border) -> None:
        """Give a border the place it has by itself."""
        self.sizes.pop(border.name, None)
        if (widget := self._widget(border.sized)) is not None:
            _size(widget, border, None)

    # -------------------------------------------------------------------------------- mouse

    def get_focusable_widget_at(self, x: int, y: int) -> Widget | None:
        """Leave the keyboard where it is when a border is taken hold of."""
        return None if self._border_at(x, y) is not None else super().get_focusable_widget_at(x, y)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Take hold of a border; a second press puts it back."""
        border = self._border_at(event.screen_x, event.screen_y)
        if border is None or event.button != LEFT_BUTTON:
            return
        event.stop()
        before, at = self._pressed
        self._pressed = (border, event.time)
        if before is border and event.time - at < DOUBLE_SECONDS:
            self.put_back(border)
            return
        self._dragged = border
        self.capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Move the border that is held, or show which one could be."""
        if self._dragged is None:
            self._light(self._border_at(event.screen_x, event.screen_y))
            return
        if self._drag_to is None:
            call_after(self, DRAG_SECONDS, self._follow_mouse)
        self._drag_to = (event.screen_x, event.screen_y)

    def on_mouse_up(self) -> None:
        """Let go of the border."""
        if self._dragged is not None:
            self._follow_mouse()
            self._dragged = None
            self.release_mouse()
            self._light(None)

    def on_leave(self, event: events.Leave) -> None:
        """Show no border to move where the mouse is not."""
        if self._dragged is None and event.node is self:
            self._light(None)

    def _follow_mouse(self) -> None:
        border, place = self._dragged, self._drag_to
        self._drag_to = None
        if border is None or place is None or (sized := self._widget(border.sized)) is None:
            return
        x, y = place
        region = _region(sized)
        at, first, end = (x, region.x, region.right) if border.is_upright else (y, region.y, region.bottom)
        self._resize(border, at - first + 1 if border.is_after else end - at)

    def _border_at(self, x: int, y: int) -> Border | None:
        for border in self._borders:
            if (pair := self._pair(border)) is None:
                continue
            one, other = (_region(each) for each in (pair if border.is_after else reversed(pair)))
            if border.is_docked:
                is_on = x in {other.x - 1, other.x} and y in other.line_range
            elif border.is_upright:
                is_on = x in {one.right - 1, other.x} and y in one.line_range and y in other.line_range
            else:
                is_on = y in {one.bottom - 1, other.y} and x in one.column_range and x in other.column_range
            if is_on:
                return border
        return None

    def _light(self, border: Border | None) -> None:
        """Show that a border can be moved, in its colour and by the shape of the pointer."""
        if border is self._lit:
            return
        for each, is_lit in ((self._lit, False), (border, True)):
            if each is not None and (widget := self._widget(each.lit)) is not None:
                widget.set_class(is_lit, f"-movable-{each.edge}")
        self._lit = border


def _size(widget: Widget, border: Border, part: float | None) -> None:
    """Have a widget take a part of the room there is, or what the stylesheet gives it."""
    axis = "width" if border.is_upright else "height"
    widget.set_class(part is not None, "-sized")
    if part is None:
        for rule in (axis, f"max_{axis}"):
            if widget.styles.clear_rule(rule):
                # Nobody else says so.
                widget.refresh(layout=True)
    else:
        setattr(widget.styles, axis, f"{part * 100:.3f}%")
        setattr(widget.styles, f"max_{axis}", "100%")


def _extent(widget: Widget, border: Border) -> int:
    region = _region(widget)
    return region.width if border.is_upright else region.height


def _region(widget: Widget) -> Region:
    """Tell where a part is on the screen; one that is not drawn itself is where its children are."""
    if widget.region.area or not widget.display:
        return widget.region
    regions = [region for child in widget.children if (region := _region(child)).area]
    return Region.from_union(regions) if regions else widget.region


def _spare(sized: Widget, giver: Widget, border: Border) -> int:
    """Tell how much is left to a part by those beside it; less than nothing if they do not fit."""
    beside = [each for each in giver.siblings if each.display and each.styles.dock == "none"]
    if border.is_docked:
        beside = [sized]
    return _room(giver, border) - sum(_extent(each, border) for each in beside)


def _room(widget: Widget, border: Border) -> int:
    parent = widget.parent
    assert isinstance(parent, Widget)
    return max(1, _extent(parent, border))
