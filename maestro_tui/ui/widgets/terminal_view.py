"""A terminal on the screen: draws the rows of a `Terminal`, and sends it keys, mouse and pasted text.

The terminal is fed whether anybody looks or not; only what is seen is read out, at most once a frame. With the
keyboard here, every key goes to the program except the one that leaves.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import ClassVar, Final

from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.binding import BindingType
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from maestro_tui.terminal.cells import Cursor, CursorShape, Row
from maestro_tui.terminal.keys import KeyPress, Modifier, MouseAction, MouseButton, MouseInput
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.actions import LEAVE_KEY, bindings
from maestro_tui.ui.tones import Cell, Tone
from maestro_tui.ui.widgets.cell_styles import CellStyles
from maestro_tui.ui.widgets.ink import Ground, Ink

FRAME: Final = 1 / 60
"""Seconds between two read-outs of a terminal that has more to say than a screen can show."""

_BUTTONS: Final = {1: MouseButton.LEFT, 2: MouseButton.MIDDLE, 3: MouseButton.RIGHT}


class TerminalView(Widget, can_focus=True):
    """Shows one terminal at a time, or some lines of text where there is none."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("terminal")
    """
    | Key | Description |
    | :- | :- |
    | ctrl+] | Leave the terminal. All other keys go to the program. |
    """

    ALLOW_SELECT = False

    class Left(Message):
        """The user took the keyboard back."""

    class SizeChanged(Message):
        """Terminals are of another size from now on."""

        def __init__(self, columns: int, lines: int) -> None:
            super().__init__()
            self.columns = columns
            self.lines = lines

    class ViewScrolled(Message):
        """Another part of the terminal's history is shown."""

        def __init__(self, rows_below: int) -> None:
            super().__init__()
            self.rows_below = rows_below
            """Lines below what is shown: 0 when it is the screen."""

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name for it
        super().__init__(id=id)
        self.terminal: Terminal | None = None
        """What is shown."""
        self._instead: Sequence[Sequence[Cell]] = ()
        self._rows: dict[int, Row] = {}
        self._cursor: Cursor | None = None
        self._rows_below = 0
        self._ink = Ink(self)
        self._styles: CellStyles | None = None
        self._stop_listening: Callable[[], None] | None = None
        self._is_seen = False
        self._read_at = 0.0
        self._is_read_due = False
        self._owner: str | None = None
        self._typed_ahead: list[KeyPress | str] | None = None

    def show_terminal(
        self, terminal: Terminal | None, instead: Sequence[Sequence[Cell]] = (), *, owner: str | None = None
    ) -> None:
        """Show a terminal; without one, some lines of text.

        Args:
            terminal: What to show.
            instead: What to show where there is no terminal.
            owner: Whose terminal it is, or will be in a moment: what is typed for it until then is not lost.
        """
        self._instead = instead
        typed_ahead, is_same = self._typed_ahead, owner == self._owner
        self._owner = owner
        if terminal is not None or owner is None:
            self._typed_ahead = None
        elif not is_same or typed_ahead is None:
            self._typed_ahead = []
        if terminal is not self.terminal:
            if self._stop_listening is not None:
                self._stop_listening()
            self.terminal = terminal
            self._stop_listening = terminal.on_output.connect(self._on_output) if terminal else None
            self._fit()
        self._read_all()
        if terminal is not None and is_same:
            for typed in typed_ahead or ():
                self._send(typed)

    def on_unmount(self) -> None:
        """Listen no more."""
        if self._stop_listening is not None:
            self._stop_listening()

    # ------------------------------------------------------------------------------- reading

    def _on_output(self) -> None:
        if not self._is_seen or self._is_read_due:
            return
        wait = self._read_at + FRAME - self._now()
        self._is_read_due = True
        if wait <= 0:
            self.call_next(self._read_changes)
        else:
            self.set_timer(wait, self._read_changes)

    def _now(self) -> float:
        from asyncio import get_running_loop

        return get_running_loop().time()

    def _read_changes(self) -> None:
        """Take the rows that changed, and draw those and the cursor anew."""
        self._is_read_due = False
        if self.terminal is None or not self._is_seen:
            return
        self._read_at = self._now()
        changed = self.terminal.dirty_rows()
        self._rows.update(changed)
        lines = set(changed)
        cursor = self.terminal.cursor
        if cursor != self._cursor:
            lines |= {place.y for place in (cursor, self._cursor) if place is not None}
            self._cursor = cursor
        if lines:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in lines))
        self._tell_view()

    def _read_all(self) -> None:
        self._is_read_due = False
        if self.terminal is not None and self._is_seen:
            self._read_at = self._now()
            self._rows = dict(enumerate(self.terminal.rows()))
            self._cursor = self.terminal.cursor
            self._tell_view()
        else:
            self._rows = {}
            self._cursor = None
        self.refresh()

    def _tell_view(self) -> None:
        below = self.terminal.view.rows_below if self.terminal else 0
        if below != self._rows_below:
            self._rows_below = below
            self.post_message(self.ViewScrolled(below))

    # ------------------------------------------------------------------------------- drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of the terminal."""
        width = self.size.width
        if self.terminal is None:
            line = self._instead[y] if y < len(self._instead) else ()
            return self._ink.strip(line, width)
        row = self._rows.get(y)
        if row is None:
            return self._ink.strip((), width)
        styles = self._styles = self._styles or self._make_styles()
        strip = Strip(styles.segments(row), row.width).adjust_cell_length(width, styles.blank)
        cursor = self._cursor
        if cursor is not None and cursor.visible and cursor.y == y and cursor.x < width:
            return self._draw_cursor(strip, cursor, width)
        return strip

    def _make_styles(self) -> CellStyles:
        background, foreground = self.background_colors[1], self.styles.color
        return CellStyles(
            self.app.ansi_theme,
            (background + foreground).rich_color.get_truecolor(),
            background.rich_color.get_truecolor(),
        )

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        self._ink.forget()
        self._styles = None

    def _draw_cursor(self, strip: Strip, cursor: Cursor, width: int) -> Strip:
        before, at, after = strip.divide([cursor.x, cursor.x + 1, width])
        text = at.text or " "
        segments: list[Segment] = list(at)
        style = (segments[0].style if segments else None) or Style()
        if self.has_focus:
            text, style = self._cursor_look(text, style, cursor.shape)
        else:
            caret = self._ink.style(Tone.PLAIN, Ground.CARET_BLURRED)
            style += Style(bgcolor=caret.bgcolor, underline=True)
        return Strip.join([before, Strip([Segment(text, style)], 1), after])

    def _cursor_look(self, text: str, style: Style, shape: CursorShape) -> tuple[str, Style]:
        if shape is CursorShape.UNDERLINE:
            return text, style + Style(underline=True, bold=True)
        caret = self._ink.style(Tone.PLAIN, Ground.CARET)
        if shape is CursorShape.BAR and text == " ":
            return "▏", style + Style(color=caret.bgcolor, bold=True)
        return text, style + caret

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
            self._send(KeyPress(event.key, event.character))

    def on_paste(self, event: events.Paste) -> None:
        """Send pasted text to the program."""
        event.stop()
        self._send(event.text)

    def _send(self, typed: KeyPress | str) -> None:
        """Send a key or pasted text, now or as soon as there is a program."""
        if self.terminal is None:
            if self._typed_ahead is not None:
                self._typed_ahead.append(typed)
            return
        if self.terminal.view.is_scrolled:
            self.terminal.scroll_to_end()
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
        """Tell the program of a pressed button, if it asked for the mouse."""
        self._send_mouse(event, MouseAction.PRESS)

    def on_mouse_up(self, event: events.MouseUp) -> None:
        """Tell the program of a released button, if it asked for the mouse."""
        self._send_mouse(event, MouseAction.RELEASE)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Tell the program where the mouse goes, if it asked for the mouse."""
        self._send_mouse(event, MouseAction.MOVE)

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

    # ---------------------------------------------------------------------------------- size

    def on_resize(self, event: events.Resize) -> None:
        """Give the program the new size."""
        self._fit()
        self._read_all()
        if event.size.area:
            self.post_message(self.SizeChanged(event.size.width, event.size.height))

    def on_show(self) -> None:
        """Read out what came while nobody looked."""
        self._is_seen = True
        self._fit()
        self._read_all()

    def on_hide(self) -> None:
        """Read out no more: nobody looks."""
        self._is_seen = False

    def _fit(self) -> None:
        if self.terminal is not None and self._is_seen and self.size.area:
            self.terminal.resize(self.size.width, self.size.height)


def _modifiers(event: events.MouseEvent) -> Modifier:
    modifiers = Modifier.NONE
    if event.shift:
        modifiers |= Modifier.SHIFT
    if event.ctrl:
        modifiers |= Modifier.CTRL
    if event.meta:
        modifiers |= Modifier.ALT
    return modifiers
