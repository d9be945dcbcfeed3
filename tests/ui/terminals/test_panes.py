from __future__ import annotations

import pytest

from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.state import Pane
from maestro_tui.store.store import Store
from maestro_tui.ui.terminals.panes import how_it_ended, name_of_pane, problem_lines, title_of_pane
from tests.support.factories import received, wire_spawn

ID = SessionId("ses_1")


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({}, None),
        ({"ended_at": 1.0, "exit_code": 0}, "exit 0"),
        ({"ended_at": 1.0, "exit_code": 130}, "exit 130"),
        ({"ended_at": 1.0, "signal": 9}, "killed by SIGKILL"),
        ({"ended_at": 1.0, "signal": 99}, "killed by signal 99"),
        ({"ended_at": 1.0, "problem": "No such command."}, "not started"),
    ],
)
def test_how_a_process_ended(fields: dict[str, float], text: str | None) -> None:
    ended = how_it_ended(Pane(session_id=ID, **fields))  # type: ignore[arg-type]
    assert (ended and ended.text) == text


def test_a_pane_is_named_after_its_session_and_its_title() -> None:
    store = Store()
    store.dispatch(received("session:spawn", wire_spawn()))
    assert name_of_pane(store.state, ID) == "Session ses_1"
    assert title_of_pane(store.state, ID) == "Session ses_1"
    store.state.panes.put(ID, Pane(session_id=ID, title="vim \x1b]0;x"))
    assert title_of_pane(store.state, ID) == "Session ses_1 · vim ␛]0;x"
    store.state.sessions.drop(ID)
    assert name_of_pane(store.state, ID) == "ses_1"


def test_a_problem_says_what_was_tried() -> None:
    lines = problem_lines(Pane(session_id=ID, problem="There is no 'paintt'.", command="paintt", cwd="/zoo"))
    text = "\n".join("".join(cell.text for cell in line) for line in lines)
    assert "There is no 'paintt'." in text
    assert "/zoo" in text
