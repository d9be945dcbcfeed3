"""When garbage is looked for. For a process that is the dashboard and nothing else: the collector is its own to direct.

A look through all there is makes a key or a frame wait, the longer the more sessions there are; and of what was read
from a server, or imported, nothing is garbage soon.
"""

from __future__ import annotations

import gc
from typing import Final

THRESHOLDS: Final = (10_000, 10, 50)
"""How much is made before the young, the middle-aged and all are looked through. Python's own, 700, 10 and 10, has all
looked through between one key of a filter and the next."""


def let_be() -> None:
    """Look no more through what there is by now, and seldom through what comes."""
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
