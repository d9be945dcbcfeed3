"""What an event of a timeline looks like as lines: glyph and word, message, task. Pure: told width and titles.

When it happened stands before it, and is put there by whoever draws it: that may change as time passes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

from maestro_tui.protocol.ids import TaskId
from maestro_tui.protocol.models import TimelineEvent
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.text.ages import age, clock_time
from maestro_tui.ui.text.fitting import pad, width_of, wrap
from maestro_tui.ui.text.plain import ELLIPSIS, clean

LONGEST_MESSAGE: Final = 600
MOST_LINES: Final = 6
WORD_WIDTH: Final = 11
ROOM_FOR_SECONDS: Final = 40
"""With fewer cells for the whole line, times are short: the words need the room more."""
ROOM_FOR_MESSAGE: Final = 28
"""The least cells a message is put beside its word with; with fewer it follows the word, and goes on below."""

FOLDED: Final = "▸"
UNFOLDED: Final = "▾"

Line = tuple[Cell, ...]
TitleOf = Callable[[TaskId | None], str]


class Kind(NamedTuple):
    """How a type of event is shown."""

    glyph: str
    word: str
    tone: Tone


KINDS: Final[dict[str, Kind]] = {
    "session_started": Kind("▶", "started", Tone.ACCENT),
    "session_stopped": Kind("■", "stopped", Tone.MUTED),
    "task_started": Kind("▷", "task", Tone.ACCENT),
    "task_completed": Kind("✓", "task done", Tone.ACCENT),
    "task_failed": Kind("✗", "task failed", Tone.FAILED),
    "task_skipped": Kind("■", "skipped", Tone.MUTED),
    "task_blocked": Kind("!", "blocked", Tone.WAITING),
    "needs_input": Kind("?", "needs input", Tone.WAITING),
    "progress": Kind("·", "progress", Tone.MUTED),
    "error": Kind("✗", "error", Tone.FAILED),
    "milestone": Kind("◆", "milestone", Tone.STRONG),
}
"""By the word of the wire."""

SAYS_NOTHING: Final = {"session_started": "Session created", "task_started": "Started working on task"}
"""What servers write by themselves, by type: the word of the type says as much."""

NOTHING_YET: Final = Cell("Nothing has happened here yet.", Tone.MUTED)
NO_SESSION: Final = Cell(
    "What a session does, as it does it. Choose one in the table of sessions.", Tone.MUTED
)


def kind_of(type_: str) -> Kind:
    """Give the look of a type of event; one without a name here is shown as it came."""
    return KINDS.get(type_) or Kind("·", clean(type_.replace("_", " "), WORD_WIDTH) or "event", Tone.MUTED)


def time_width(width: int) -> int:
    """Tell how many cells stand before each event of a line of `width`: a mark, when it happened, and a space."""
    return 10 if width >= ROOM_FOR_SECONDS else 7


def time_of(event: TimelineEvent, now: float, room: int, *, is_relative: bool) -> str:
    """Say when an event happened in `room` cells: ``14:03:40`` or `` 2m ago``; with little, ``14:03`` or ``   2m``."""
    if not is_relative or not event.timestamp:
        return clock_time(event.timestamp)[:room]
    passed = age(event.timestamp, now)
    long = passed if passed == "now" else f"{passed} ago"
    return pad(long if width_of(long) <= room else passed, room, right=True)


def has_more(event: TimelineEvent, lines: Sequence[Line]) -> bool:
    """Tell whether an event says more than what is shown of it in these lines."""
    message = (event.message or "").strip()
    is_cut = any(cell.text.endswith(ELLIPSIS) for line in lines for cell in line)
    return is_cut or "\n" in message or bytes(event.metadata) not in {b"null", b"{}"}


def lines_of(
    event: TimelineEvent,
    width: int,
    title_of: TitleOf,
    *,
    task_before: TaskId | None = None,
    note: str = "",
) -> list[Line]:
    """Give the lines of one event in `width` cells; the task is named where it is another one than before."""
    kind = kind_of(event.type)
    beside = width - WORD_WIDTH - 4
    title = "" if event.task_id == task_before else title_of(event.task_id)
    texts = _texts(event, title, note)
    if beside >= ROOM_FOR_MESSAGE:
        return _beside(Cell(f"{kind.glyph} {pad(kind.word, WORD_WIDTH)} ", kind.tone), texts, beside)
    return _flowing(kind, texts, width - 3)


def lines_instead(text: Cell, width: int) -> list[Line]:
    """Give the lines of what is said where there is no event to show."""
    return [(), *((Cell("  "), Cell(piece, text.tone)) for piece in wrap(text.text, width - 4))]


def _texts(event: TimelineEvent, title: str, note: str) -> list[Cell]:
    """Give what is to be read: the message, which task it is about, and what is noted of it."""
    message = clean(event.message or "", LONGEST_MESSAGE)
    if message == SAYS_NOTHING.get(event.type):
        message = ""
    cells = [Cell(message)] if message else []
    if title and title != message:
        cells.append(Cell(title, Tone.MUTED if message else Tone.PLAIN))
    if note:
        cells.append(Cell(note, Tone.MUTED))
    return cells


def _beside(head: Cell, texts: Sequence[Cell], width: int) -> list[Line]:
    lines: list[Line] = []
    indent = Cell(" " * width_of(head.text))
    for text in texts:
        for piece in wrap(text.text, width, MOST_LINES):
            lines.append((head if not lines else indent, Cell(piece, text.tone)))
    return lines or [(head,)]


def _flowing(kind: Kind, texts: Sequence[Cell], width: int) -> list[Line]:
    """Let the message follow the word, and go on below it."""
    lines: list[Line] = [(Cell(f"{kind.glyph} {kind.word}", kind.tone),)]
    taken = width_of(kind.word)
    for text in texts:
        first, *more = wrap("_" * taken + " " + text.text, width, MOST_LINES)
        lines[-1] = (*lines[-1], Cell(first[taken:], text.tone))
        lines += [(Cell("  "), Cell(piece, text.tone)) for piece in more]
        taken = width_of(more[-1]) if more else width_of(first)
    return lines
