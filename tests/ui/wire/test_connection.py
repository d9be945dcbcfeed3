from __future__ import annotations

import pytest

from maestro_tui.store.state import Connection, Phase
from maestro_tui.store.store import Store
from maestro_tui.ui.standing.census import Census
from maestro_tui.ui.wire.connection import counts, describe, is_ticking, short_counts
from tests.support.factories import NOW, received, wire_session


@pytest.mark.parametrize(
    ("connection", "text"),
    [
        (Connection(phase=Phase.LIVE), "● live  zoo:3000"),
        (Connection(phase=Phase.CONNECTING), "◌ connecting  zoo:3000"),
        (Connection(phase=Phase.LOADING), "◌ reading  zoo:3000"),
        (Connection(phase=Phase.REPLAYING), "▶ replay  zoo:3000"),
        (
            Connection(phase=Phase.WAITING, attempt=3, retry_at=NOW + 3_500, reason="Connection refused."),
            "◌ reconnecting in 4s (attempt 3) – Connection refused.",
        ),
        (Connection(phase=Phase.WAITING, attempt=1, retry_at=NOW - 1), "◌ reconnecting now (attempt 1)"),
        (
            Connection(phase=Phase.GAVE_UP, reason="Not a Maestro\x1b[2J server."),
            "✗ offline – Not a Maestro␛[2J server.",
        ),
    ],
)
def test_where_the_connection_stands(connection: Connection, text: str) -> None:
    assert "".join(cell.text for cell in describe(connection, "zoo:3000", NOW)) == text
    assert is_ticking(connection) == (connection.phase is Phase.WAITING)


def test_how_things_stand() -> None:
    store = Store()
    assert "".join(cell.text for cell in counts(Census(store.state))) == "0 sessions"
    store.dispatch(received("session:created", wire_session("a", status="working")))
    assert "".join(cell.text for cell in counts(Census(store.state))) == "1 session · 1 working"
    store.dispatch(
        received("session:created", wire_session("b", status="failed")),
        received("session:created", wire_session("c", status="needs-input")),
    )
    census = Census(store.state)
    assert "".join(cell.text for cell in counts(census)) == "3 sessions · 1 working · 1 waiting · 1 failed"
    assert "".join(cell.text for cell in short_counts(census)) == "●1 ?1 ✗1"
