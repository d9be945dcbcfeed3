from __future__ import annotations

import subprocess
import sys

PROBE = """
import sys
import maestro_tui.terminal
print(*sorted({"pyghostty", "cffi", "pexpect", "ptyprocess", "textual", "rich"} & set(sys.modules)))
"""


def test_importing_the_package_loads_neither_engine_nor_toolkit() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROBE], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.split() == []
