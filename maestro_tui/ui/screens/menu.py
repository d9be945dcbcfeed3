"""What can be done with a row, under the mouse that asked with its right button."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, Final

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.geometry import Offset, Size
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from maestro_tui.ui.actions.action import Action
from maestro_tui.ui.actions.registry import BY_ID, bindings
from maestro_tui.ui.look.ink import Ground, Ink
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.text.fitting import pad

MENUS: Final = {
    "projects": ("table.open", "record.details", "work.spawn", "work.new", "work.edit", "work.delete"),
    "tasks": (
        "table.open", "record.details", "work.spawn", "work.new", "work.edit", "work.set-status", "work.link",
        "work.unlink", "table.mark", "work.delete",
    ),
    "sessions": (
        "table.open", "record.details", "work.answer", "call.put-aside", "work.tell", "work.report",
        "work.set-status", "work.restart", "table.mark", "work.stop", "work.delete",
    ),
    "calls": (
        "table.open", "work.answer", "call.put-aside", "call.put-ended-aside", "work.tell", "work.report",
        "session.why", "table.mark", "work.stop",
    ),
    "panes": (
        "terminal.enter", "terminal.copy", "terminal.search", "terminal.export", "view.zoom", "view.wall",
        "terminal.close",
    ),
    "timeline": ("timeline.unfold", "timeline.unfold-all", "timeline.times", "timeline.copy"),
}  # fmt: skip
"""Which actions make sense for what was clicked, by its id."""

KEY_WIDTH: Final = 8
WIDTH: Final = 34


def menu_for(place: str) -> list[Action]:
    """Give the actions of a menu."""
    return [BY_ID[id_] for id_ in MENUS.get(place, ())]


class MenuLines(Widget):
    """The actions, one a line, and a cursor."""

    def __init__(self, actions: Sequence[Action]) -> None:
        super().__init__()
        self.cursor = 0
        """The line that is chosen."""
        self._actions = actions
        self._ink = Ink(self)

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Be as wide as every menu."""
        return WIDTH

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """Have a line for each."""
        return len(self._actions)

    def move_cursor_to(self, line: int) -> None:
        """Choose a line."""
        self.cursor = line % len(self._actions)
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draw an action with its key."""
        width = self.size.width
        if y >= len(self._actions):
            return self._ink.strip((), width)
        action = self._actions[y]
        key = action.shown_as or action.keys.partition(",")[0]
        cells = (Cell(f" {pad(key, KEY_WIDTH)}", Tone.ACCENT), Cell(action.title))
        return self._ink.strip(cells, width, Ground.CURSOR if y == self.cursor else Ground.WIDGET)


class Menu(ModalScreen[Action | None], inherit_bindings=False):
    """Gives back the action that was chosen, or None if the user left.

    Args:
        actions: What there is to choose from.
        at: Where on the screen it was asked for.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("menu")
    """The keys of the place ``menu`` in the registry of actions."""
    AUTO_FOCUS = ""

    def __init__(self, actions: Sequence[Action], at: Offset) -> None:
        super().__init__()
        self._actions = actions
        self._at = at
        self._lines = MenuLines(actions)

    def compose(self) -> ComposeResult:
        """Nothing but the lines."""
        yield self._lines

    def on_mount(self) -> None:
        """Stand where it was asked for, as far as there is room."""
        size = self.app.size
        left = max(0, min(self._at.x, size.width - WIDTH - 2))
        top = max(0, min(self._at.y, size.height - len(self._actions) - 2))
        self._lines.styles.offset = (left, top)

    def on_click(self, event: events.Click) -> None:
        """Do what was clicked; beside the menu, leave."""
        line = self._line_at(event.screen_offset)
        self.dismiss(None if line is None else self._actions[line])

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Choose what the mouse is on."""
        line = self._line_at(event.screen_offset)
        if line is not None and line != self._lines.cursor:
            self._lines.move_cursor_to(line)

    def _line_at(self, offset: Offset) -> int | None:
        region = self._lines.content_region
        return offset.y - region.y if region.contains_point(offset) else None

    def action_step(self, step: int) -> None:
        """Choose the next line."""
        self._lines.move_cursor_to(self._lines.cursor + step)

    def action_choose(self) -> None:
        """Do what is chosen."""
        self.dismiss(self._actions[self._lines.cursor])

    def action_leave(self) -> None:
        """Do nothing."""
        self.dismiss(None)
