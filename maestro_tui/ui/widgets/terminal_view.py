"""A terminal one can work in: a `TerminalScreen` with the keyboard, the mouse and pasted text.

With the keyboard here, every key goes to the program except the one that leaves. The mouse is the program's if it asked
for it, and else selects; with shift held it always selects.
"""

from __future__ import annotations

from asyncio import TimerHandle
from collections.abc import Sequence
from typing import ClassVar, Final

from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message

from maestro_tui.terminal.engine import Point
from maestro_tui.terminal.keys import KeyPress, Modifier, MouseAction, MouseButton, MouseInput
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.actions.registry import LEAVE_KEY, bindings
from maestro_tui.ui.later import call_after
from maestro_tui.ui.look.tones import Cell
from maestro_tui.ui.widgets.terminal_mouse import Dragging
from maestro_tui.ui.widgets.terminal_screen import TerminalScreen

DRAG_SCROLL: Final = 0.05
"""Seconds between two lines that are scrolled while the mouse drags a selection beyond the edge."""

LEFT_BUTTON: Final = 1
_BUTTONS: Final = {1: MouseButton.LEFT, 2: MouseButton.MIDDLE, 3: MouseButton.RIGHT}


class TerminalView(TerminalScreen, can_focus=True):
    """A terminal with the keyboard and the mouse."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("terminal")
    """
    | Key | Description |
    | :- | :- |
    | ctrl+] | Leave the terminal. All other keys go to the program. |
    """

    class Left(Message):
        """The user took the keyboard back."""

    class TextSelected(Message):
        """The user selected a text with the mouse."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    class LinkChosen(Message):
        """The user wants to go where a hyperlink leads."""

        def __init__(self, address: str) -> None:
            super().__init__()
            self.address = address
            """As the program gave it; not to be trusted."""

    class PasteHeldBack(Message):
        """What was pasted would run at once, line by line: the user may not have meant that."""

        def __init__(self, text: str) -> None:
            super().__init__()
            self.text = text

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.typed_at = float("-inf")
        """When a key was last typed here, by the clock of events."""
        self._owner: str | None = None
        self._typed_ahead: list[KeyPress | str] | None = None
        self._dragging = Dragging()
        self._drag_timer: TimerHandle | None = None
        self._link_pressed: str | None = None

    def show_terminal(
        self, terminal: Terminal | None, instead: Sequence[Sequence[Cell]] = (), *, owner: str | None = None
    ) -> None:
        """Show a terminal; without one, some lines of text.

        Args:
            terminal: What to show.
            instead: What to show where there is no terminal.
            owner: Whose terminal it is, or will be in a moment: what is typed for it until then is not lost.
        """
        typed_ahead, is_same = self._typed_ahead, owner == self._owner
        self._owner = owner
        if terminal is not None or owner is None:
            self._typed_ahead = None
        elif not is_same or typed_ahead is None:
            self._typed_ahead = []
        if terminal is not self.terminal:
            self._end_drag()
        super().show_terminal(terminal, instead, owner=owner)
        if terminal is not None and is_same:
            for typed in typed_ahead or ():
                self._send(typed)

    # --------------------------------------------------------------------------------- input

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Tell that every key is the program's, so that nobody offers keys that would not work."""
        return key != LEAVE_KEY

    def on_key(self, event: events.Key) -> None:
        """Send a key to the program."""
        event.stop()
        event.prevent_default()
        if event.key == LEAVE_KEY:
            self.action_leave()
        else:
            self.typed_at = event.time
            self._send(KeyPress(event.key, event.character))

    def on_paste(self, event: events.Paste) -> None:
        """Send pasted text to the program."""
        event.stop()
        if self.terminal is not None and self.terminal.is_risky_paste(event.text):
            self.post_message(self.PasteHeldBack(event.text))
        else:
            self._send(event.text)

    def paste(self, text: str) -> None:
        """Send text to the program as pasted, whatever is in it."""
        self._send(text)

    def _send(self, typed: KeyPress | str) -> None:
        """Send a key or pasted text, now or as soon as there is a program."""
        if self.terminal is None:
            if self._typed_ahead is not None:
                self._typed_ahead.append(typed)
            return
        if self.terminal.view.is_scrolled:
            self.terminal.scroll_to_end()
        if self.reading is not None and self.reading.is_marked:
            self.reading.forget()
            self.mark()
        if isinstance(typed, str):
            self.terminal.paste(typed)
        else:
            self.terminal.send_key(typed)

    def on_focus(self) -> None:
        """Tell the program that it has the keyboard."""
        self._on_focus_moved(gained=True)

    def on_blur(self) -> None:
        """Tell the program that it has the keyboard no more."""
        self._on_focus_moved(gained=False)

    def _on_focus_moved(self, *, gained: bool) -> None:
        if self.terminal is not None:
            self.terminal.send_focus(gained=gained)
        if self._cursor is not None:
            self.refresh(Region(0, self._cursor.y, self.size.width, 1))

    def action_leave(self) -> None:
        """Give the keyboard back to the dashboard."""
        self.post_message(self.Left())

    # --------------------------------------------------------------------------------- mouse

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """Begin to select, or tell the program of a pressed button, if it asked for the mouse."""
        terminal, offset = self.terminal, event.get_content_offset(self)
        if terminal is None or offset is None:
            return
        if terminal.engine.wants_mouse and not event.shift:
            self._send_mouse(event, MouseAction.PRESS)
        elif event.button == LEFT_BUTTON and self.reading is not None:
            self._link_pressed = terminal.link_at(offset.x, offset.y) if event.ctrl else None
            is_block = event.ctrl or event.meta
            self._dragging.press(self.reading, self._point(offset.x, offset.y), event.time, is_block=is_block)
            self.capture_mouse()
            self.mark()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Stretch the selection, or tell the program where the mouse goes, if it asked for that."""
        if not self._dragging.is_under_way:
            self._send_mouse(event, MouseAction.MOVE)
            return
        x, y = event.get_content_offset_capture(self)
        self._dragging.move(self._point(x, y))
        self.mark()
        beyond = min(y, 0) + max(0, y - self.size.height + 1)
        self._scroll_while_dragging(x, beyond)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Hand over what was selected, or tell the program of a released button, if it asked for the mouse."""
        if not self._dragging.is_under_way:
            self._send_mouse(event, MouseAction.RELEASE)
            return
        text, link = self._dragging.release(), self._link_pressed
        self._end_drag()
        if text:
            self.post_message(self.TextSelected(text))
        elif link:
            self.post_message(self.LinkChosen(link))

    def _point(self, x: int, y: int) -> Point:
        """Give the cell of the text under a cell of the widget; it may lie outside of the text."""
        return Point((self.terminal.view.first if self.terminal is not None else 0) + y, x)

    def _scroll_while_dragging(self, x: int, lines: int) -> None:
        """Go on scrolling for as long as the mouse is held beyond the edge."""
        if self._drag_timer is not None:
            self._drag_timer.cancel()
            self._drag_timer = None
        if lines and self.terminal is not None:
            self.terminal.scroll(lines)
            self._dragging.move(self._point(x, 0 if lines < 0 else self.size.height - 1))
            self._drag_timer = call_after(self, DRAG_SCROLL, lambda: self._scroll_while_dragging(x, lines))

    def _end_drag(self) -> None:
        self._dragging.abandon()
        self._link_pressed = None
        if self._drag_timer is not None:
            self._drag_timer.cancel()
            self._drag_timer = None
        if self.is_attached:
            self.release_mouse()

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Turn the wheel up over the program, or over its history."""
        self._turn_wheel(event, -1)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Turn the wheel down over the program, or over its history."""
        self._turn_wheel(event, +1)

    def _send_mouse(self, event: events.MouseEvent, action: MouseAction) -> None:
        offset = event.get_content_offset(self)
        if self.terminal is None or offset is None:
            return
        mouse = MouseInput(action, offset.x, offset.y, _BUTTONS.get(event.button), _modifiers(event))
        self.terminal.send_mouse(mouse)

    def _turn_wheel(self, event: events.MouseEvent, notches: int) -> None:
        offset = event.get_content_offset(self)
        if self.terminal is not None and offset is not None:
            event.stop()
            event.prevent_default()
            self.terminal.turn_wheel(notches, offset.x, offset.y)


def _modifiers(event: events.MouseEvent) -> Modifier:
    modifiers = Modifier.NONE
    if event.shift:
        modifiers |= Modifier.SHIFT
    if event.ctrl:
        modifiers |= Modifier.CTRL
    if event.meta:
        modifiers |= Modifier.ALT
    return modifiers
