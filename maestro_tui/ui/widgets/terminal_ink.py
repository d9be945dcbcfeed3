"""The look of a terminal: its rows as strips in the colours of the theme, its cursor, and what is lit in it.

Drawing only: reads nothing from a terminal, and keeps nothing but styles.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from maestro_tui.terminal.cells import Cursor, CursorShape, Row
from maestro_tui.ui.look.cell_styles import CellStyles
from maestro_tui.ui.look.ink import Ground, Ink
from maestro_tui.ui.look.tones import Tone
from maestro_tui.ui.widgets.terminal_reading import Light, Lit

GROUNDS: Final = {
    Light.FOUND: Ground.FOUND,
    Light.SELECTED: Ground.SELECTED,
    Light.FOUND_HERE: Ground.FOUND_HERE,
    Light.CARET: Ground.CARET,
}


class TerminalInk(Ink):
    """Draws the rows of a terminal for a widget."""

    def __init__(self, widget: Widget) -> None:
        super().__init__(widget)
        self._cell_styles: CellStyles | None = None

    def forget(self) -> None:
        """Ask the theme again."""
        super().forget()
        self._cell_styles = None

    @property
    def cell_styles(self) -> CellStyles:
        """The styles of cells in the colours of the theme."""
        if self._cell_styles is None:
            background, foreground = self._widget.background_colors[1], self._widget.styles.color
            # A theme may leave both to the user's own terminal; programs are told of colours that are known.
            palette = self._widget.app.ansi_theme
            self._cell_styles = CellStyles(
                palette,
                (background + foreground).rich_color.get_truecolor(palette),
                background.rich_color.get_truecolor(palette, foreground=False),
            )
        return self._cell_styles

    def row(self, row: Row, width: int) -> Strip:
        """Draw a row, as wide as the widget."""
        styles = self.cell_styles
        strip = Strip(styles.segments(row), row.width)
        return strip if row.width == width else strip.adjust_cell_length(width, styles.blank)

    def lit(self, strip: Strip, lights: Iterable[Lit], width: int) -> Strip:
        """Light some cells of a row up."""
        for columns, light in lights:
            left, right = columns.start, min(columns.stop, width)
            if left < right:
                strip = self._lit(strip, left, right, GROUNDS[light])
        return strip

    def _lit(self, strip: Strip, left: int, right: int, ground: Ground) -> Strip:
        before, inside, after = cut(strip, left, right)
        look = self.style(Tone.PLAIN, ground)
        # A selection leaves the colours of the text as they are; what one looks for stands out.
        over = Style(bgcolor=look.bgcolor) if ground is Ground.SELECTED else look
        segments = [Segment(text, (style or Style()) + over) for text, style, _ in inside]
        return Strip.join([before, Strip(segments, inside.cell_length), after])

    def cursor(self, strip: Strip, cursor: Cursor, width: int) -> Strip:
        """Draw the cursor of the program on a row."""
        before, at, after = cut(strip, cursor.x, min(cursor.x + 1, width))
        text = at.text or " "
        style = next((segment.style for segment in at if segment.style), Style())
        if self._widget.has_focus:
            text, style = self._cursor_look(text, style, cursor.shape)
        else:
            caret = self.style(Tone.PLAIN, Ground.CARET_BLURRED)
            style += Style(bgcolor=caret.bgcolor, underline=True)
        return Strip.join([before, Strip([Segment(text, style)], at.cell_length), after])

    def _cursor_look(self, text: str, style: Style, shape: CursorShape) -> tuple[str, Style]:
        if shape is CursorShape.UNDERLINE:
            return text, style + Style(underline=True, bold=True)
        caret = self.style(Tone.PLAIN, Ground.CARET)
        if shape is CursorShape.BAR and text == " ":
            return "▏", style + Style(color=caret.bgcolor, bold=True)
        return text, style + caret


def cut(strip: Strip, left: int, right: int) -> tuple[Strip, Strip, Strip]:
    """Cut some cells out of a strip; wide characters that reach over a cut belong to what is cut out."""
    end = strip.cell_length
    for first, last in ((left, right), (left, right + 1), (left - 1, right), (left - 1, right + 1)):
        if first >= 0 and last <= end:
            before, inside, after = strip.crop(0, first), strip.crop(first, last), strip.crop(last, end)
            if before.text + inside.text + after.text == strip.text:
                return before, inside, after
    return strip.crop(0, left), strip.crop(left, right), strip.crop(right, end)
