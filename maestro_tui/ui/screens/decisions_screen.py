"""The log of decisions: what was started here and what was not, with the whole of one decision beside it."""

from __future__ import annotations

from typing import ClassVar, Final

import msgspec
from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from maestro_tui.conductor.decisions import Decision, DecisionLog
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.columns.decisions import DECISIONS, Filed, command_of, session_of
from maestro_tui.ui.look.contents import content_of
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.sparse import SparseScreen
from maestro_tui.ui.text.ages import clock_time, day_of
from maestro_tui.ui.text.fitting import wrap
from maestro_tui.ui.text.plain import clean
from maestro_tui.ui.widgets.filter_bar import FilterBar
from maestro_tui.ui.widgets.key_bar import KeyBar
from maestro_tui.ui.widgets.record_table import RecordTable

BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]
LONGEST: Final = 2_000
LABEL_WIDTH: Final = 12
MOST_LINES: Final = 40


class Detail(Static):
    """A text that was wrapped for a width, and says when it has another."""

    class Widened(Message):
        """It has become wider, or narrower."""

    _width = 0

    def on_resize(self, event: events.Resize) -> None:
        """See whether the width is another."""
        before, self._width = self._width, event.size.width
        if before != self._width:
            self.post_message(self.Widened())


class DecisionsScreen(SparseScreen[None], inherit_bindings=False):
    """What became of every wish to start something here, the newest first."""

    CSS_PATH = "decisions.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("decisions")
    """The keys of the place ``decisions`` in the registry of actions."""
    AUTO_FOCUS = "#decisions"
    HORIZONTAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self, scene: Scene, log: DecisionLog) -> None:
        super().__init__()
        self._scene = scene
        self._log = log
        self._stamp = log.stamp
        self._rows: dict[str, Filed] = {}
        self._read()
        self.decisions: RecordTable[str, Filed] = RecordTable(DECISIONS, self._rows, scene, id="decisions")
        self._detail = Detail(Content(""), id="decision")

    def compose(self) -> ComposeResult:
        """The table, one decision, and the keys."""
        with Horizontal(id="log"):
            yield self.decisions
            with VerticalScroll(id="decision-frame", can_focus=False):
                yield self._detail
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """See once a second whether there is more: another dashboard may write it too."""
        self.set_interval(1, self._look_again)

    def _read(self) -> None:
        latest = self._log.latest()
        # Named by their place from the oldest, so that the cursor stays with a decision when another comes.
        self._rows.clear()
        for place, decision in enumerate(latest):
            self._rows[_key(decision)] = Filed(place=place, decision=decision)

    def _look_again(self) -> None:
        if (stamp := self._log.stamp) != self._stamp:
            self._stamp = stamp
            before = set(self._rows)
            self._read()
            self.decisions.apply(before | set(self._rows))

    @on(RecordTable.CursorMoved)
    def _show(self, event: RecordTable.CursorMoved) -> None:
        self._describe(event.id)
        self.query_one("#decision-frame").scroll_to(y=0, animate=False)

    @on(Detail.Widened)
    def _wrap_again(self) -> None:
        self._describe(self.decisions.cursor)

    def _describe(self, key: str | None) -> None:
        filed = self._rows.get(key) if key else None
        width = self._detail.size.width or self.app.size.width
        self._detail.update(content_of(_lines(filed.decision, self._scene, width)) if filed else Content(""))

    @on(RecordTable.RecordOpened)
    def _open(self) -> None:
        """Give the decision most of the room, or the table again."""
        self.toggle_class("-open")

    def on_filter_bar_closed(self, event: FilterBar.Closed) -> None:
        """Give the keyboard back to the table."""
        self.set_focus(event.table)
        self.query("#filter").remove()

    def action_filter(self) -> None:
        """Ask which decisions are to be shown."""
        if not self.query("#filter"):
            bar = FilterBar(self.decisions)
            self.mount(bar, before="#keys")
            self.set_focus(bar)

    def action_scroll(self, lines: int) -> None:
        """Scroll the decision that is shown."""
        self.query_one("#decision-frame").scroll_relative(y=lines, animate=False)

    def action_copy(self) -> None:
        """Copy the decision as JSON."""
        filed = self._rows.get(self.decisions.cursor) if self.decisions.cursor else None
        if filed is not None:
            self.app.copy_to_clipboard(msgspec.json.encode(filed.decision).decode())
            self.app.notify("The decision is copied.", markup=False)

    def action_leave(self) -> None:
        """Go back; first of all take back a filter, then the room."""
        if self.decisions.arrangement.query:
            self.decisions.look_for("")
        elif self.has_class("-open"):
            self._open()
        else:
            self.dismiss(None)


def _key(decision: Decision) -> str:
    return f"{decision.at} {decision.session_id} {decision.verdict.value}"


def _lines(decision: Decision, scene: Scene, width: int) -> list[tuple[Cell, ...]]:
    """Put the whole of a decision into words."""
    name, id_ = session_of(decision, scene), decision.session_id
    facts = (
        ("verdict", decision.verdict.value),
        ("why", decision.why),
        ("when", f"{day_of(decision.at)} {clock_time(decision.at)}"),
        ("session", id_ if name == id_ else f"{name} · {id_}"),
        ("server", decision.server),
        ("command", command_of(decision)),
        ("directory", decision.cwd),
        ("sets", ", ".join(decision.variables)),
        ("never sets", ", ".join(decision.withheld)),
    )
    return [
        (Cell(f"{'' if number else label:<{LABEL_WIDTH}}", Tone.FAINT), Cell(piece))
        for label, text in facts
        for number, piece in enumerate(wrap(clean(text, LONGEST), width - LABEL_WIDTH, MOST_LINES))
    ]
