"""What goes over ``/control``: one JSON object a text frame. Requests carry an id, which their answer repeats.

Names on the wire are those of the tags; unknown fields are ignored, so that two versions can talk.
"""

from __future__ import annotations

from typing import Final, TypeAlias

import msgspec

from maestro_tui.errors import DecodeError
from maestro_tui.terminal.host.frames import Colour

__all__ = [
    "PROTOCOL",
    "Answer",
    "Done",
    "EndTerminal",
    "Hello",
    "ListTerminals",
    "Listed",
    "Notice",
    "Refused",
    "Request",
    "RunsElsewhere",
    "ServerTarget",
    "SignalTerminal",
    "SpawnTerminal",
    "Spawned",
    "StopHost",
    "TerminalChanged",
    "TerminalGone",
    "TerminalInfo",
    "decode_message",
    "decode_request",
    "encode_message",
]

PROTOCOL: Final = 1
"""Changes when a client of before could not talk to a host of now."""


class ServerTarget(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The server a session belongs to, and how to reach it. The host keeps it, and never looks into it."""

    name: str = ""
    """What it is called before people: without a secret."""
    url: str = ""
    token: str | None = None
    data_dir: str = ""
    """Of a server of our own, which may listen elsewhere after it was started again."""


class TerminalInfo(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """One terminal of the host. Times are milliseconds since the epoch."""

    session_id: str
    terminal_id: str
    """Random; the program and all it starts carry it in their environment."""
    name: str = ""
    """What the session is called."""
    server: str = ""
    """What the server the session belongs to is called."""
    argv: tuple[str, ...] = ()
    cwd: str = ""
    pid: int = 0
    columns: int = 80
    lines: int = 24
    title: str = ""
    started_at: float = 0
    last_output_at: float = 0
    ended_at: float | None = None
    exit_code: int | None = None
    signal: int | None = None
    is_lost: bool = False
    """Whether the host before this one was killed, and the program with it."""
    is_stopped: bool = False
    """Whether it was ended from outside, by its user."""
    is_reported: bool = False
    """Whether the server has been told of the end."""
    attached: int = 0
    """How many look at it."""
    called_at: float = 0
    """When its program called for its user, by the bell or a notification; 0 if somebody has typed into it since."""
    notification: str = ""
    """The text of that call; empty if it was the bell."""
    memory: int | None = None
    """Bytes its processes take; None if nobody asked, or nobody can know."""

    @property
    def is_live(self) -> bool:
        """Whether its program still runs."""
        return self.ended_at is None


class _Request(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The shape all requests share."""

    id: int


class ListTerminals(_Request, frozen=True, kw_only=True, tag="list"):
    """Tell of all terminals; those who ask are told of changes from then on. Answered by `Listed`."""

    with_memory: bool = False


class SpawnTerminal(_Request, frozen=True, kw_only=True, tag="spawn"):
    """Start a session's program, unless it was started before. Answered by `Spawned` or `RunsElsewhere`."""

    session_id: str
    argv: tuple[str, ...]
    cwd: str
    env: dict[str, str]
    """The whole environment."""
    columns: int = 80
    lines: int = 24
    name: str = ""
    """What the session is called, for people."""
    server: ServerTarget = ServerTarget()
    foreground: Colour | None = None
    background: Colour | None = None
    """The colours the program is told when it asks."""


class SignalTerminal(_Request, frozen=True, kw_only=True, tag="signal"):
    """Send a signal to the process group of a terminal. Answered by `Done`."""

    session_id: str
    number: int


class EndTerminal(_Request, frozen=True, kw_only=True, tag="end"):
    """End a terminal with all that was started in it. Answered by `Done`, when nothing is left."""

    session_id: str
    put_away: bool = False
    """Forget its screen too."""


class StopHost(_Request, frozen=True, kw_only=True, tag="stop"):
    """End all terminals, and then the host. Answered by `Done`."""


Request: TypeAlias = ListTerminals | SpawnTerminal | SignalTerminal | EndTerminal | StopHost


class Hello(msgspec.Struct, frozen=True, kw_only=True, rename="camel", tag="hello"):
    """The host names itself: its first words on a connection."""

    protocol: int
    host_id: str
    pid: int
    version: str = ""


class Listed(msgspec.Struct, frozen=True, kw_only=True, tag="listed"):
    """All terminals, in the order in which they were started."""

    id: int
    terminals: tuple[TerminalInfo, ...]


class Spawned(msgspec.Struct, frozen=True, kw_only=True, rename="camel", tag="spawned"):
    """The terminal of the session that was asked for."""

    id: int
    terminal: TerminalInfo
    is_new: bool


class RunsElsewhere(msgspec.Struct, frozen=True, kw_only=True, tag="elsewhere"):
    """The session has its terminal on another host: nothing was started here."""

    id: int
    place: str


class Done(msgspec.Struct, frozen=True, kw_only=True, tag="done"):
    """It was done."""

    id: int


class Refused(msgspec.Struct, frozen=True, kw_only=True, tag="refused"):
    """It was not done, and why: one sentence."""

    id: int
    message: str


class TerminalChanged(msgspec.Struct, frozen=True, kw_only=True, tag="changed"):
    """A terminal was started, has ended, its end was reported, or it began or ceased to call for its user."""

    terminal: TerminalInfo


class TerminalGone(msgspec.Struct, frozen=True, kw_only=True, rename="camel", tag="gone"):
    """A terminal was put away."""

    session_id: str


Answer: TypeAlias = Listed | Spawned | RunsElsewhere | Done | Refused
Notice: TypeAlias = TerminalChanged | TerminalGone
Message: TypeAlias = (
    Hello | Listed | Spawned | RunsElsewhere | Done | Refused | TerminalChanged | TerminalGone
)

encode_message = msgspec.json.Encoder().encode
_requests = msgspec.json.Decoder(Request)
_messages = msgspec.json.Decoder(Message)


def decode_request(octets: str | bytes) -> Request:
    """Understand what a client asks.

    Raises:
        DecodeError: It is nothing that can be asked.
    """
    try:
        request: Request = _requests.decode(octets)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DecodeError(f"The terminal host does not understand this request: {error}.") from error
    return request


def decode_message(octets: str | bytes) -> Message:
    """Understand what the host says.

    Raises:
        DecodeError: It is nothing a host says.
    """
    try:
        message: Message = _messages.decode(octets)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DecodeError(f"What the terminal host says cannot be understood: {error}.") from error
    return message
