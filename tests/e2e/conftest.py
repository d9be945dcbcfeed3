from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import processes_of
from tests.support.program import Home


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    """A home, in which nothing runs any more when its test is over: terminals outlive the dashboard on purpose."""
    yield Home(tmp_path)
    for pid in processes_of(tmp_path):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
