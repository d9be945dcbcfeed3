from __future__ import annotations

from maestro_tui.ui.pending import Pending


def test_what_is_under_way_is_said_until_it_ends() -> None:
    pending = Pending()
    assert pending.said == ""
    first = pending.begin("set the status", ["a", "b"])
    second = pending.begin("delete the task", ["b"])
    assert pending.said == "… set the status, and 1 more"
    assert "a" in pending
    assert "b" in pending
    pending.end(first)
    assert pending.said == "… delete the task"
    assert "a" not in pending
    assert "b" in pending
    pending.end(second)
    assert pending.said == ""
    assert "b" not in pending
