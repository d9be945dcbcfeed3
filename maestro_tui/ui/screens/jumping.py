"""From a hit to the place itself: the right part of the dashboard, with the cursor there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maestro_tui.ui.borders import SESSION, TABLES
from maestro_tui.ui.finding.hits import InProject, InSession, InTask, InTerminal, InTimeline, Place
from maestro_tui.ui.finding.terminals import place_of

if TYPE_CHECKING:
    from maestro_tui.ui.screens.dashboard import Dashboard

GONE = "That is not there any more."


def jump(board: Dashboard, place: Place) -> None:
    """Go to where something was found, or say that it is gone."""
    if not _go(board, place):
        board.app.notify(GONE, severity="warning", markup=False)


def _go(board: Dashboard, place: Place) -> bool:
    match place:
        case InTerminal():
            return _to_terminal(board, place)
        case InTimeline():
            return _to_timeline(board, place)
        case InTask(task_id):
            board.show_task(task_id)
            board.go("tasks")
            return board.tasks.cursor == task_id
        case InSession(session_id):
            _show_tables(board)
            board.go_to_session(session_id)
            return board.sessions.cursor == session_id
        case InProject(project_id):
            _show_tables(board)
            board.projects.look_for("")
            board.go("projects")
            return board.projects.move_cursor_to(project_id)


def _show_tables(board: Dashboard) -> None:
    if board.layout_name == SESSION:
        board.action_show_layout(TABLES)


def _to_terminal(board: Dashboard, place: InTerminal) -> bool:
    """Show the terminal in its copy mode, with the match in view."""
    at = place_of(place)
    terminal = board.conductor.panes.get(place.session_id)
    # After a cut connection a terminal is read anew: then the mark is of one that is shown no more.
    if at is None or terminal is None or terminal.engine is not place.engine:
        return False
    board.show_session(place.session_id)
    if not board.terminals.show_pane(place.session_id):
        return False
    board.read_terminal_at(at, place.found)
    return True


def _to_timeline(board: Dashboard, place: InTimeline) -> bool:
    """Show the timeline with the cursor on the event."""
    board.show_session(place.session_id)
    board.go("timeline")
    if board.timeline.session_id != place.session_id:
        board.timeline.show_session(place.session_id)
    return board.timeline.show_event(place.event_key, place.found)
