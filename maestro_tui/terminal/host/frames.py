"""What goes over ``/pty?sessionId=`` beside bytes: the text frames of the original server, and what is ours in them.

From the server: ``{"type":"size","cols","rows"}``, then binary frames of output, and at the end
``{"type":"exit","exitCode"}``. From the client: binary frames of keys, and ``{"type":"resize","cols","rows"}``.

Ours, and ignored by others: ``snapshot`` in ``size`` (the next binary frame is the whole terminal, not output),
``signal`` and ``lost`` in ``exit``; from clients ``{"type":"away"}`` of one that no longer looks, and
``{"type":"theme"}`` of one that says in which colours it draws. Source: the original server's ``/pty``.
"""

from __future__ import annotations

from typing import Annotated, TypeAlias

import msgspec

from maestro_tui.errors import DecodeError
from maestro_tui.terminal.exit_status import ExitStatus

__all__ = [
    "Away",
    "ClientFrame",
    "Colour",
    "Colours",
    "Exit",
    "HostFrame",
    "Resize",
    "Size",
    "decode_client_frame",
    "decode_host_frame",
]

SIGNAL_BASE = 128
"""A shell's way to put a signal into an exit code, for clients that know only codes."""


Part: TypeAlias = Annotated[int, msgspec.Meta(ge=0, le=255)]
Colour: TypeAlias = tuple[Part, Part, Part]
"""Red, green, blue."""


class Size(msgspec.Struct, frozen=True, kw_only=True, tag="size", omit_defaults=True):
    """The terminal is of this size from here on."""

    cols: int
    rows: int
    snapshot: bool = False
    """Whether the next binary frame is a snapshot, which takes the place of everything before."""


class Exit(msgspec.Struct, frozen=True, kw_only=True, tag="exit", rename="camel", omit_defaults=True):
    """The program ended; nothing comes after this."""

    exit_code: int | None = None
    signal: int | None = None
    lost: bool = False

    @classmethod
    def of(cls, status: ExitStatus, *, lost: bool = False) -> Exit:
        """Say how a program ended."""
        code = status.code if status.signal is None else SIGNAL_BASE + status.signal
        return cls(exit_code=code, signal=status.signal, lost=lost)

    @property
    def status(self) -> ExitStatus:
        """How the program ended."""
        return ExitStatus(self.exit_code) if self.signal is None else ExitStatus(None, self.signal)


class Resize(msgspec.Struct, frozen=True, kw_only=True, tag="resize"):
    """The client has room for this many cells."""

    cols: int
    rows: int


class Away(msgspec.Struct, frozen=True, kw_only=True, tag="away"):
    """The client shows something else for now: its size counts no more."""


class Colours(msgspec.Struct, frozen=True, kw_only=True, tag="theme"):
    """The client draws in these colours: what the program is told when it asks."""

    foreground: Colour
    background: Colour


HostFrame: TypeAlias = Size | Exit
ClientFrame: TypeAlias = Resize | Away | Colours

_host_frames = msgspec.json.Decoder(HostFrame)
_client_frames = msgspec.json.Decoder(ClientFrame)


def decode_host_frame(text: str | bytes) -> HostFrame | None:
    """Understand a text frame of the server; ``None`` for one of a kind that is not known here.

    Raises:
        DecodeError: It is no such frame at all.
    """
    try:
        frame: HostFrame = _host_frames.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        if _has_other_type(text, {"size", "exit"}):
            return None
        raise DecodeError(f"What came for the terminal cannot be understood: {error}.") from error
    return frame


def decode_client_frame(text: str | bytes) -> ClientFrame | None:
    """Understand a text frame of a client; ``None`` for what is not one: the original ignores those."""
    try:
        frame: ClientFrame = _client_frames.decode(text)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None
    return frame


class _AnyFrame(msgspec.Struct, frozen=True):
    type: str


def _has_other_type(text: str | bytes, known: set[str]) -> bool:
    try:
        return msgspec.json.decode(text, type=_AnyFrame).type not in known
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return False
