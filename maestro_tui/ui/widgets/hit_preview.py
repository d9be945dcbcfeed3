"""What stands around the hit under the cursor."""

from __future__ import annotations

from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget

from maestro_tui.ui.finding.hits import Hit
from maestro_tui.ui.finding.needle import Needle
from maestro_tui.ui.finding.surroundings import Row, surroundings
from maestro_tui.ui.look.ink import Ground, Ink
from maestro_tui.ui.look.tones import Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.widgets.hit_list import segments_of


class HitPreview(Widget):
    """Some lines before and after a hit."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(id="preview")
        self._scene = scene
        self._ink = Ink(self)
        self._hit: Hit | None = None
        self._needle = Needle("")
        self._rows: tuple[Row, ...] = ()

    def show_hit(self, hit: Hit | None, needle: Needle) -> None:
        """Show what stands around a hit now."""
        self._hit, self._needle = hit, needle
        self._read()

    def _read(self) -> None:
        width, height = self.content_size
        if self._hit is None or not height:
            self._rows, self.border_title = (), None
        else:
            around = surroundings(self._hit, self._needle, self._scene, width, height)
            self._rows, self.border_title = around.rows, Content(around.title)
        self.refresh()

    def on_resize(self) -> None:
        """Show more, or less."""
        self._read()

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.content_size.width
        row = self._rows[y] if y < len(self._rows) else Row()
        ground, found = (
            (Ground.CURSOR_BLURRED, Ground.FOUND_HERE) if row.is_here else (Ground.WIDGET, Ground.FOUND)
        )
        segments = segments_of(self._ink, row.pieces, ground, found)
        return Strip(segments).adjust_cell_length(width, self._ink.style(Tone.PLAIN, ground))

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        self._ink.forget()
