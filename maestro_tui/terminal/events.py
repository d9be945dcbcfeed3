"""What a program says beside its text: typed values, one class for each kind of message.

Every string in them is the program's: cleaned of control characters and clipped, but not to be trusted, nor to be
parsed as markup.
"""

from __future__ import annotations

from enum import Enum
from typing import TypeAlias

import msgspec

__all__ = [
    "BellRang",
    "ClipboardWriteRequested",
    "DirectoryChanged",
    "NotificationRaised",
    "PaneEvent",
    "ProgressReported",
    "ProgressState",
    "TitleChanged",
    "clean_text",
]


class TitleChanged(msgspec.Struct, frozen=True):
    """The program named its window (OSC 0, OSC 2)."""

    title: str


class BellRang(msgspec.Struct, frozen=True):
    """The program rang the bell."""


class DirectoryChanged(msgspec.Struct, frozen=True):
    """The program told its working directory (OSC 7)."""

    path: str
    """A path on this machine; empty when it was taken back, or is one of another machine."""


class ClipboardWriteRequested(msgspec.Struct, frozen=True):
    """The program wants to set the clipboard (OSC 52). Nothing was written: that is for the user to allow."""

    text: str
    primary: bool = False
    """For the primary selection, not the clipboard."""


class NotificationRaised(msgspec.Struct, frozen=True):
    """The program wants the user's attention (OSC 9, OSC 99, OSC 777)."""

    title: str
    body: str


class ProgressState(Enum):
    """How a long job of the program stands (OSC 9;4)."""

    DONE = "done"
    RUNNING = "running"
    FAILED = "failed"
    INDETERMINATE = "indeterminate"
    PAUSED = "paused"


class ProgressReported(msgspec.Struct, frozen=True):
    """The program told how far it is."""

    state: ProgressState
    percent: int | None
    """0..100, or ``None`` if it did not say."""


PaneEvent: TypeAlias = (
    TitleChanged
    | BellRang
    | DirectoryChanged
    | ClipboardWriteRequested
    | NotificationRaised
    | ProgressReported
)


def clean_text(text: str, limit: int) -> str:
    """Make a program's string harmless to show: what is not printable becomes a space, and it ends at ``limit``."""
    clipped = text[: limit + 1]
    cleaned = "".join([character if character.isprintable() else " " for character in clipped]).strip()
    return cleaned if len(cleaned) <= limit else cleaned[: limit - 1] + "…"
