from __future__ import annotations

import pytest

from maestro_tui.terminal import ExitStatus


@pytest.mark.parametrize(
    ("wait_status", "status", "text"),
    [
        (0, ExitStatus(0), "exit 0"),
        (3 << 8, ExitStatus(3), "exit 3"),
        (9, ExitStatus(None, 9), "killed by SIGKILL"),
        (15 | 128, ExitStatus(None, 15), "killed by SIGTERM"),
    ],
)
def test_the_wait_status_is_read(wait_status: int, status: ExitStatus, text: str) -> None:
    assert ExitStatus.from_wait(wait_status) == status
    assert status.describe() == text
    assert status.succeeded is (status.code == 0)


def test_what_nobody_knows_is_not_made_up() -> None:
    assert ExitStatus(None).describe() == "ended"
    assert not ExitStatus(None).succeeded
    assert ExitStatus(None, 63).describe() == "killed by signal 63"
