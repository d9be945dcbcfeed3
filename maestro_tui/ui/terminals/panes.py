"""What is said of a terminal beside its screen. Touches no terminal."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.state import Pane, State
from maestro_tui.ui.actions.registry import LEAVE_KEY_SHOWN
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.text.ages import clock_time
from maestro_tui.ui.text.fitting import cut_middle
from maestro_tui.ui.text.plain import clean

if TYPE_CHECKING:
    from maestro_tui.terminal.events import ProgressReported

Line = tuple[Cell, ...]

NO_PANE: Final[tuple[Line, ...]] = (
    (),
    (Cell("  No terminal is open.", Tone.MUTED),),
    (),
    (Cell("  One opens here when a session is spawned: its command runs in it,", Tone.FAINT),),
    (Cell("  and you can type into it.", Tone.FAINT),),
)

KEYS_GO_TO_PROGRAM: Final = f"keys go to the program · {LEAVE_KEY_SHOWN} leaves"
KEYS_GO_NOWHERE: Final = f"its program has ended · {LEAVE_KEY_SHOWN} leaves"

COPYING: Final = "keys move over its text · esc goes back"


def where_keys_go(pane: Pane) -> str:
    """Say where keys go that are typed into a terminal, and which gets out."""
    return KEYS_GO_TO_PROGRAM if pane.is_live else KEYS_GO_NOWHERE


def name_of_pane(state: State, session_id: SessionId) -> str:
    """Give the name of a terminal: that of its session."""
    session = state.sessions.get(session_id)
    return clean((session and session.name) or session_id)


def title_of_pane(state: State, session_id: SessionId) -> str:
    """Give the name of a terminal, and what its program calls itself."""
    pane = state.panes.get(session_id)
    name = name_of_pane(state, session_id)
    title = clean(pane.title, 60) if pane else ""
    return f"{name} · {title}" if title and title != name else name


def short_directory(path: str) -> str:
    """Give the directory a program says it is in, cleaned, with the user's home as ``~``, cut in the middle."""
    home = str(Path.home())
    told = f"~{path[len(home) :]}" if path == home or path.startswith(f"{home}/") else path
    return cut_middle(clean(told, 200), 40)


def how_it_ended(pane: Pane) -> Cell | None:
    """Say how the process of a terminal ended; None while it runs."""
    if pane.is_live:
        return None
    if pane.problem:
        return Cell("not started", Tone.FAILED)
    from maestro_tui.terminal.exit_status import ExitStatus

    status = ExitStatus(pane.exit_code, pane.signal)
    return Cell(status.describe(), Tone.MUTED if status.succeeded else Tone.FAILED)


def problem_lines(pane: Pane) -> tuple[Line, ...]:
    """Say why there is no terminal where one was asked for."""
    return (
        (),
        (Cell("  This terminal could not be started.", Tone.FAILED),),
        (),
        (Cell(f"  {clean(pane.problem)}", Tone.PLAIN),),
        (),
        *_what_was_asked_for(pane),
    )


def opening_lines(pane: Pane) -> tuple[Line, ...]:
    """Say of a terminal that was asked for and is not there yet what will run in it."""
    return ((), (Cell("  This terminal is being opened.", Tone.MUTED),), (), *_what_was_asked_for(pane))


def recorded_lines(pane: Pane) -> tuple[Line, ...]:
    """Say of a terminal of a recording what was started in it, and that this is not done again."""
    return (
        (),
        (Cell("  This program was started then, and is not started now: this is a recording.", Tone.MUTED),),
        (),
        (Cell("  started    ", Tone.FAINT), Cell(clock_time(pane.opened_at), Tone.PLAIN)),
        *_what_was_asked_for(pane),
    )


def _what_was_asked_for(pane: Pane) -> tuple[Line, ...]:
    return (
        (Cell("  command    ", Tone.FAINT), Cell(clean(pane.command) or "—", Tone.MUTED)),
        (Cell("  directory  ", Tone.FAINT), Cell(clean(pane.cwd) or "—", Tone.MUTED)),
    )


def progress_cell(report: ProgressReported) -> Cell:
    """Say how far a job is that a program has told of."""
    from maestro_tui.terminal.events import ProgressState

    percent = "" if report.percent is None else f"{report.percent} %"
    match report.state:
        case ProgressState.FAILED:
            return Cell(f"✗ {percent} ".replace("  ", " "), Tone.FAILED)
        case ProgressState.PAUSED:
            return Cell(f"{percent or '…'} paused ", Tone.MUTED)
        case _:
            return Cell(f"{percent or '…'} ", Tone.ACCENT)
