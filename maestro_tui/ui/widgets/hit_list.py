"""The hits of a search in their groups, with a cursor that stays on its hit while others come in above it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Final, TypeAlias

from rich.segment import Segment
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.strip import Strip

from maestro_tui.ui.finding.everywhere import Findings
from maestro_tui.ui.finding.hits import Group, Hit
from maestro_tui.ui.finding.needle import Needle
from maestro_tui.ui.finding.pieces import Piece, Pieces, heading, hit_pieces
from maestro_tui.ui.look.ink import Ground, Ink
from maestro_tui.ui.look.tones import Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.text.fitting import wrap
from maestro_tui.ui.widgets.line import DOUBLE
from maestro_tui.ui.widgets.long_view import LongView

MARK: Final = "▌"
"""Stands before the hit under the cursor: never by colour alone."""

Key: TypeAlias = "tuple[Hashable, ...]"


def segments_of(ink: Ink, pieces: Sequence[Piece], ground: Ground, found: Ground) -> list[Segment]:
    """Give the segments of some pieces, what was found on a ground of its own."""
    return [
        Segment(piece.text, ink.style(piece.tone, found if piece.is_found else ground))
        for piece in pieces
        if piece.text
    ]


class HitList(LongView, can_focus=False):
    """Shows hits. The keyboard is elsewhere: with who types what is looked for."""

    DEFAULT_CSS = """
    HitList {
        overflow-x: hidden;
        overflow-y: auto;
        scrollbar-size-vertical: 1;
    }
    """

    class Chosen(Message):
        """The cursor stands on another hit."""

    class Opened(Message):
        """The user clicked the hit a second time."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(id="hits")
        self.needle = Needle("")
        self.instead: tuple[str, ...] = ()
        """What is said where there is no hit."""
        self._scene = scene
        self._ink = Ink(self)
        self._lines: list[Group | Hit] = []
        self._counts: dict[Group, str] = {}
        self._places: dict[Key, int] = {}
        self._cursor: Key | None = None
        self._is_moved = False

    @property
    def hit(self) -> Hit | None:
        """The hit under the cursor."""
        line = self._lines[self._at] if self._lines else None
        return line if isinstance(line, Hit) else None

    @property
    def _at(self) -> int:
        """The line of the cursor: where it was put, else on the first hit."""
        return self._places.get(self._cursor, 1) if self._cursor is not None else 1

    def begin(self, needle: Needle, cursor: Key | None = None) -> None:
        """Show what is found of something else, with the cursor on the first hit, or on one that is known."""
        self.needle = needle
        self._cursor, self._is_moved = cursor, cursor is not None
        self.scroll_to(y=0, animate=False, force=True)

    def show(self, findings: Findings) -> None:
        """Show what was found so far."""
        before, here, offset = self.hit, self._cursor, self._at - round(self.scroll_y)
        was_there = here in self._places
        groups = findings.groups
        self._lines = []
        for group, hits in groups.items():
            self._lines += [group, *hits]
        self._counts = {group: findings.said(group) for group in groups}
        self._places = {line.key: at for at, line in enumerate(self._lines) if isinstance(line, Hit)}
        self.virtual_size = Size(0, len(self._lines))
        if self._is_moved and was_there and here in self._places:
            self.scroll_to(y=self._at - offset, animate=False, force=True)
        self._bring_into_view()
        self.refresh()
        # Of the same place something else may be found now: a letter more.
        if (
            self.hit is None
            or before is None
            or (self.hit.key, self.hit.excerpt) != (before.key, before.excerpt)
        ):
            self.post_message(self.Chosen())

    # ------------------------------------------------------------------------------- drawing

    def render_line(self, y: int) -> Strip:
        """Draw one line of the screen."""
        width = self.scrollable_content_region.width
        at = round(self.scroll_y) + y
        if not self._lines:
            texts = [line for text in self.instead for line in ("", *wrap(text, max(1, width - 4)))]
            return self._strip((Piece(f"  {texts[y]}", Tone.MUTED),) if y < len(texts) else (), width)
        line = self._lines[at] if at < len(self._lines) else None
        if line is None:
            return self._strip((), width)
        if isinstance(line, Group):
            return self._strip(heading(line.value, self._counts[line], width), width)
        is_here = at == self._at
        pieces = hit_pieces(line, self.needle, width, self._scene.now, MARK if is_here else " ")
        return self._strip(
            pieces,
            width,
            Ground.CURSOR if is_here else Ground.WIDGET,
            Ground.FOUND_HERE if is_here else Ground.FOUND,
        )

    def _strip(
        self, pieces: Pieces, width: int, ground: Ground = Ground.WIDGET, found: Ground = Ground.FOUND
    ) -> Strip:
        segments = segments_of(self._ink, pieces, ground, found)
        return Strip(segments).adjust_cell_length(width, self._ink.style(Tone.PLAIN, ground))

    def notify_style_update(self) -> None:
        """Take the colours of another theme."""
        super().notify_style_update()
        self._ink.forget()

    def on_resize(self) -> None:
        """Keep the cursor in sight."""
        self._bring_into_view()

    # ------------------------------------------------------------------------------- moving

    def move(self, step: int) -> None:
        """Move the cursor by some hits."""
        at = self._at + step
        direction = 1 if step > 0 else -1
        while 0 <= at < len(self._lines) and not isinstance(self._lines[at], Hit):
            at += direction
        self._put(at)

    def move_page(self, step: int) -> None:
        """Move the cursor by a page."""
        self.move(step * max(1, self.scrollable_content_region.height - 1))

    def move_group(self, step: int) -> None:
        """Move the cursor to the first hit of the next group, or of the one before; after the last to the first."""
        heads = [at + 1 for at, line in enumerate(self._lines) if isinstance(line, Group)]
        if heads:
            current = sum(head <= self._at for head in heads) - 1
            self._put(heads[(current + step) % len(heads)])

    def _put(self, at: int) -> None:
        """Put the cursor on a line; beyond the ends, on the first or last hit."""
        if not self._lines:
            return
        line = self._lines[max(1, min(at, len(self._lines) - 1))]
        if isinstance(line, Hit):
            self._cursor, self._is_moved = line.key, True
            self._bring_into_view()
            self.refresh()
            self.post_message(self.Chosen())

    def _bring_into_view(self) -> None:
        top, page = round(self.scroll_y), max(1, self.scrollable_content_region.height)
        # The title of a group comes into view with its first hit.
        first = self._at - 1 if self._lines and isinstance(self._lines[self._at - 1], Group) else self._at
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif self._at >= top + page:
            self.scroll_to(y=self._at - page + 1, animate=False, force=True)

    def on_click(self, event: events.Click) -> None:
        """Put the cursor where the mouse is; on the hit it stands on already, go there."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        at = round(self.scroll_y) + offset.y
        if at < len(self._lines) and isinstance(self._lines[at], Hit):
            is_second = at == self._at and (self._is_moved or event.chain >= DOUBLE)
            self._put(at)
            if is_second:
                self.post_message(self.Opened())
