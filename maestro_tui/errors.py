"""The exception tree. Imports nothing of ours.

::

    MaestroError                  every error that is meant for the user: one clear sentence
     ├── ConfigurationError       a flag, variable or file that cannot be used (exit code 2)
     ├── DecodeError              bytes from the wire that are not what they should be
     ├── ApiError                 the server answered a request with an error
     │    └── NotFoundError       … because what was asked for does not exist
     ├── UnreachableError         no usable answer from the server at all (exit code 3)
     └── PaneError                a terminal could not be started or used

Libraries are translated into these at the border where they are called. Small on purpose: a caller tells
apart what it treats differently, and nothing else.
"""

from __future__ import annotations

__all__ = [
    "ApiError",
    "ConfigurationError",
    "DecodeError",
    "MaestroError",
    "NotFoundError",
    "PaneError",
    "UnreachableError",
]


class MaestroError(Exception):
    """Something went wrong that the user should hear of, in one sentence that says what to do."""

    exit_code = 1
    """What the command line ends with when this reaches it."""


class ConfigurationError(MaestroError):
    """A flag, an environment variable or a file cannot be used as it is."""

    exit_code = 2


class DecodeError(MaestroError):
    """Bytes are not JSON, or JSON is not what its name says."""


class ApiError(MaestroError):
    """The server understood a request and refused it.

    The error bodies are those of the original server: ``{"error": true, "code": …, "message": …}``.
    """

    def __init__(self, message: str, *, status: int, code: str = "") -> None:
        super().__init__(message)
        self.status = status
        """The HTTP status code."""
        self.code = code
        """The error code of the body, for example ``VALIDATION_ERROR``; empty if there was none."""


class NotFoundError(ApiError):
    """The project, task or session asked for does not exist on the server."""


class UnreachableError(MaestroError):
    """No usable answer from the server: refused, timed out, cut off, or not a Maestro server."""

    exit_code = 3


class PaneError(MaestroError):
    """A terminal could not be started: no such command, no such directory, no terminal to be had."""
