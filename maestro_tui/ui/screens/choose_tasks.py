"""Choosing tasks, over the dashboard: the table of tasks as everywhere, with its filter, its order and its marks."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from maestro_tui.protocol.ids import TaskId
from maestro_tui.protocol.models import Task
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.columns.tasks import TASKS
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.widgets.answers import Answers
from maestro_tui.ui.widgets.filter_bar import FilterBar
from maestro_tui.ui.widgets.record_table import RecordTable

FEWEST_ROWS: Final = 6
AROUND: Final = 11
"""Lines of the dialog beside its rows: borders, title, names of columns, a filter, keys."""


class ChooseTasks(ModalScreen[list[TaskId] | None], inherit_bindings=False):
    """Gives back what was chosen, nothing if a new task is wanted, or None if the user left.

    Args:
        scene: Where the tasks are.
        title: What they are chosen for.
        verb: What the key does that chooses: ``start on it``.
        scope: Which tasks there are to choose from.
        can_make: Whether a new one may be wanted.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("choose")
    """The keys of the place ``choose`` in the registry of actions."""
    AUTO_FOCUS = "#choices"

    def __init__(
        self, scene: Scene, title: str, verb: str, scope: Callable[[Task], bool], *, can_make: bool
    ) -> None:
        super().__init__()
        self._title = title
        self._verb = verb
        self._can_make = can_make
        self.choices: RecordTable[TaskId, Task] = RecordTable(TASKS, scene.state.tasks, scene, id="choices")
        """The tasks there are to choose from."""
        self.choices.arrangement.show_only(scope)

    def compose(self) -> ComposeResult:
        """What for, the tasks, and the keys."""
        with Vertical(classes="dialog choosing"):
            yield Static(Content(self._title), classes="question")
            yield self.choices
            yield Answers(
                ("enter", self._verb, "choose"),
                ("space", "mark", "mark"),
                *((("N", "a new one", "make"),) if self._can_make else ()),
                ("/", "filter", "filter"),
                ("esc", "leave it", "leave"),
            )

    def on_mount(self) -> None:
        """Be no higher than there is to choose from."""
        rows = len(self.choices.shown)
        self.query_one(".choosing").styles.max_height = max(FEWEST_ROWS, rows) + AROUND

    @on(RecordTable.RecordOpened)
    def _choose(self, event: RecordTable.RecordOpened) -> None:
        event.stop()
        self.action_choose()

    @on(RecordTable.CursorMoved)
    def _stay_here(self, event: RecordTable.CursorMoved) -> None:
        event.stop()

    def on_filter_bar_closed(self) -> None:
        """Give the keyboard back to the table."""
        self.set_focus(self.choices)
        self.query("#filter").remove()

    def action_choose(self) -> None:
        """Give back what is marked, else what the cursor stands on."""
        if chosen := self.choices.chosen:
            self.dismiss(chosen)

    def action_mark(self) -> None:
        """Mark the task under the cursor."""
        self.choices.action_mark()

    def action_make(self) -> None:
        """Want a new task."""
        if self._can_make:
            self.dismiss([])
        else:
            self.app.notify("Only one of these can be chosen.", severity="warning", markup=False)

    def action_filter(self) -> None:
        """Ask which tasks are looked for."""
        if not self.query(FilterBar):
            bar = FilterBar(self.choices)
            self.mount(bar, after=self.choices)
            self.set_focus(bar)

    def action_leave(self) -> None:
        """Choose nothing; first of all take marks off, or a filter back."""
        if self.choices.marks:
            self.choices.forget_marks()
        elif self.choices.arrangement.query:
            self.choices.look_for("")
        else:
            self.dismiss(None)
