from __future__ import annotations

import pytest

from maestro_tui.protocol.reports import REPORTS, members_after


@pytest.mark.parametrize(
    ("kind", "status", "is_waiting", "members"),
    [
        ("progress", "idle", False, {"status": "working"}),
        ("progress", "working", False, {}),
        ("progress", "working", True, {"needsInput": {"active": False}}),
        ("needs-input", "working", True, {}),
        ("needs-input", "working", False, {"needsInput": {"active": True, "message": "Which?"}}),
        ("error", "idle", True, {}),
        ("done", "working", False, {"status": "completed"}),
        ("failed", "", None, {"status": "failed", "needsInput": {"active": False}}),
    ],
)
def test_only_what_is_still_wrong_is_changed(
    kind: str, status: str, is_waiting: bool | None, members: dict[str, object]
) -> None:
    assert members_after(REPORTS[kind], "Which?", status=status, is_waiting=is_waiting) == members


def test_a_report_about_tasks_does_not_end_the_session() -> None:
    assert members_after(REPORTS["done"], "", status="working", is_waiting=False, names_tasks=True) == {}
