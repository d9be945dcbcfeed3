"""How a process ended."""

from __future__ import annotations

import os
import signal as signals
from typing import NamedTuple

__all__ = ["ExitStatus"]


class ExitStatus(NamedTuple):
    """An exit code, or the signal that ended the process; both are ``None`` if nobody can know any more."""

    code: int | None
    signal: int | None = None

    @classmethod
    def from_wait(cls, status: int) -> ExitStatus:
        """Read the status word of ``waitpid``."""
        code = os.waitstatus_to_exitcode(status)
        return cls(code) if code >= 0 else cls(None, -code)

    @property
    def succeeded(self) -> bool:
        """Whether the process ended by itself, with code 0."""
        return self.code == 0

    def describe(self) -> str:
        """Say it in a few words: ``exit 1``, ``killed by SIGKILL``."""
        if self.signal is not None:
            try:
                return f"killed by {signals.Signals(self.signal).name}"
            except ValueError:
                return f"killed by signal {self.signal}"
        return "ended" if self.code is None else f"exit {self.code}"
