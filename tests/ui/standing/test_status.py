from __future__ import annotations

import pytest
from rich.cells import cell_len

from maestro_tui.protocol.models import NeedsInput
from maestro_tui.store.state import Pane
from maestro_tui.ui.standing.status import (
    LONGEST_WORD,
    LOOKS,
    look_of,
    look_of_pane,
    look_of_session,
    look_of_task,
)
from tests.support.factories import make_session, make_task


@pytest.mark.parametrize(
    ("status", "shown"),
    [
        ("working", "● working"),
        ("running", "● working"),
        ("idle", "○ idle"),
        ("spawning", "◌ spawning"),
        ("completed", "✓ done"),
        ("failed", "✗ failed"),
        ("stopped", "■ stopped"),
        ("dreaming", "· dreaming"),
        ("a-very-long-status", "· a-very-lo…"),
        ("", "· unknown"),
        ("\x1b[31m", "· ␛[31m"),
    ],
)
def test_every_status_has_a_glyph_and_a_word(status: str, shown: str) -> None:
    assert look_of(status).cell.text == shown


def test_statuses_differ_without_colour() -> None:
    assert all(cell_len(look.glyph) == 1 and len(look.word) <= LONGEST_WORD for look in LOOKS.values())
    words = {(look.glyph, look.word) for look in LOOKS.values()}
    assert len(words) == len({look.word for look in LOOKS.values()})


@pytest.mark.parametrize(
    ("status", "needs_input", "word"),
    [
        ("working", NeedsInput(active=True), "waiting"),
        ("working", NeedsInput(active=False), "working"),
        ("working", None, "working"),
        ("needs-input", None, "waiting"),
        ("completed", NeedsInput(active=True), "done"),
    ],
)
def test_waiting_counts_for_more_than_working(status: str, needs_input: NeedsInput | None, word: str) -> None:
    assert look_of_session(make_session(status=status, needs_input=needs_input)).word == word


@pytest.mark.parametrize(
    ("status", "session_status", "word"),
    [
        ("in_progress", None, "working"),
        ("in_progress", "blocked", "blocked"),
        ("todo", "queued", "queued"),
        ("completed", "working", "done"),
        ("cancelled", None, "dropped"),
    ],
)
def test_what_an_agent_says_of_an_open_task_counts(
    status: str, session_status: str | None, word: str
) -> None:
    assert look_of_task(make_task(status=status, session_status=session_status)).word == word


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({}, "working"),
        ({"ended_at": 1.0, "exit_code": 0}, "done"),
        ({"ended_at": 1.0, "exit_code": 1}, "failed"),
        ({"ended_at": 1.0, "signal": 9}, "failed"),
        ({"ended_at": 1.0, "problem": "no such command"}, "failed"),
    ],
)
def test_the_look_of_a_terminal(fields: dict[str, float], word: str) -> None:
    pane = Pane(session_id=make_session().id, **fields)  # type: ignore[arg-type]
    assert look_of_pane(pane).word == word
