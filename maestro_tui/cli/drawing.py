"""Whether there is a terminal to draw on. Imports next to nothing: it is asked before the dashboard is loaded."""

from __future__ import annotations

import os
import sys
from typing import Final

from maestro_tui.errors import ConfigurationError

DUMB: Final = frozenset({"dumb", "unknown"})
"""Names of terminals on which nothing can be drawn anywhere but at the end."""


def demand_terminal(who: str, otherwise: str = "") -> None:
    """Go on only if this is run in a terminal that can be drawn on.

    Args:
        who: What is to be drawn, as a sentence begins.
        otherwise: What does without a terminal, as a sentence.

    Raises:
        ConfigurationError: Input or output are redirected, or the terminal says that it cannot.
    """
    if not all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr)):
        says = otherwise or "Its input and output must not be redirected."
        raise ConfigurationError(f"{who} needs a terminal. {says}")
    name = os.environ.get("TERM", "")
    if name.lower() in DUMB:
        raise ConfigurationError(
            f"{who} cannot be drawn on a terminal that is called {name!r} (TERM). "
            "If it can do more than that name says: TERM=xterm-256color maestro-tui"
        )
