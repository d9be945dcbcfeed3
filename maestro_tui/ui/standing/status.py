"""What each status looks like, everywhere: glyph, word and tone. One table for the whole program; pure."""

from __future__ import annotations

from typing import Final, NamedTuple

from maestro_tui.protocol.models import Session, Task
from maestro_tui.store.state import Pane
from maestro_tui.store.statuses import needs_input
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.text.plain import clean


class Look(NamedTuple):
    """How a status is shown: never by colour alone."""

    glyph: str
    word: str
    tone: Tone

    @property
    def cell(self) -> Cell:
        """Glyph and word, as a table shows them."""
        return Cell(f"{self.glyph} {self.word}", self.tone)


WAITING: Final = Look("?", "waiting", Tone.WAITING)
WORKING: Final = Look("●", "working", Tone.ACCENT)
IDLE: Final = Look("○", "idle", Tone.MUTED)
SPAWNING: Final = Look("◌", "spawning", Tone.ACCENT)
DONE: Final = Look("✓", "done", Tone.MUTED)
FAILED: Final = Look("✗", "failed", Tone.FAILED)
RINGING: Final = Look("!", "rings", Tone.WAITING)
DOUBTFUL: Final = Look("≠", "ended?", Tone.WAITING)
"""The server says that it lives, and its terminal has ended."""
SILENT: Final = Look("≠", "silent", Tone.MUTED)
"""The server says that it works, and nothing has been heard of it for long."""
RUNNING: Final = Look("≈", "running", Tone.ACCENT)
"""The server says nothing yet, and a program runs in its terminal."""
STOPPED: Final = Look("■", "stopped", Tone.MUTED)
TO_DO: Final = Look("○", "to do", Tone.PLAIN)

LOOKS: Final[dict[str, Look]] = {
    "needs_input": WAITING,
    "needs-input": WAITING,
    "waiting": WAITING,
    "working": WORKING,
    "running": WORKING,
    "in_progress": WORKING,
    "idle": IDLE,
    "spawning": SPAWNING,
    "completed": DONE,
    "failed": FAILED,
    "stopped": STOPPED,
    "todo": TO_DO,
    "queued": Look("○", "queued", Tone.MUTED),
    "in_review": Look("◐", "review", Tone.ACCENT),
    "blocked": Look("!", "blocked", Tone.WAITING),
    "cancelled": Look("■", "dropped", Tone.MUTED),
    "skipped": Look("■", "skipped", Tone.MUTED),
    "archived": Look("■", "archived", Tone.MUTED),
}
"""By the word of the wire: statuses of sessions, of tasks, and what agents say of their tasks."""

LONGEST_WORD: Final = 10

OVER: Final = frozenset({"completed", "cancelled", "skipped", "archived", "stopped", "failed"})
"""Statuses after which nothing more is expected of a task."""


def look_of(status: str) -> Look:
    """Give the look of a status; one without a name here is shown as it came."""
    known = LOOKS.get(status)
    return known or Look("·", clean(status, LONGEST_WORD) or "unknown", Tone.MUTED)


def look_of_session(session: Session) -> Look:
    """Give the look of a session: that it waits for its user counts for more than what it says it does."""
    return WAITING if needs_input(session) else look_of(session.status)


def look_of_task(task: Task) -> Look:
    """Give the look of a task: its own status, unless it is under way and its agent said something more exact."""
    if task.session_status and task.status in {"todo", "in_progress"}:
        return look_of(task.session_status)
    return look_of(task.status)


def look_of_pane(pane: Pane) -> Look:
    """Give the look of a terminal by its process alone."""
    if pane.is_live:
        return WORKING
    if pane.problem or pane.exit_code != 0:
        return FAILED
    return DONE
