from __future__ import annotations

import os
import sys

import pytest

from maestro_tui.terminal.sessions import session_processes

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")


def test_a_session_has_its_members() -> None:
    assert os.getpid() in session_processes(os.getsid(0))


def test_a_session_nobody_is_in_has_none() -> None:
    assert session_processes(2**31 - 1) == []
