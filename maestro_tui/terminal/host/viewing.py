"""One who looks at a terminal: the host's end of ``/pty?sessionId=``.

They are sent the terminal as it is, what its program writes, and how it ends; what they type goes to the program. The
protocol is the original server's, so that its clients can look too; ours ask for a snapshot instead of a replay.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qs

import msgspec
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from maestro_tui.terminal.engine import Theme
from maestro_tui.terminal.host.frames import Away, Colours, Resize, Size, decode_client_frame
from maestro_tui.terminal.host.hosted import HostedTerminal
from maestro_tui.terminal.host.outbox import Outbox
from maestro_tui.terminal.host.replay import sketch

__all__ = ["ViewRequest", "view"]

UNREAD_LIMIT: Final = 1 << 20
"""Bytes typed that a program has not read, before the one who types has to wait."""

SKETCH_PAUSE: Final = 0.1
"""Seconds from one sketch of the screen to the next."""

LULL: Final = 0.01
"""Seconds without output after which a flood is over, and its last picture is sent at once."""

PAUSE: Final = 0.02
"""Seconds between two looks whether the program has read on."""

_encode = msgspec.json.Encoder().encode


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """What somebody who connects wants to see."""

    session_id: str
    wants_snapshot: bool
    """Whether they understand snapshots."""
    is_read_only: bool

    @classmethod
    def of(cls, query: str) -> ViewRequest:
        """Read the query of the address."""
        named = parse_qs(query)
        return cls(
            session_id=named.get("sessionId", [""])[0],
            wants_snapshot=named.get("snapshot") == ["1"],
            is_read_only=named.get("readOnly") == ["1"],
        )


async def view(connection: ServerConnection, hosted: HostedTerminal, request: ViewRequest) -> None:
    """Serve somebody who looks, until they go or the program has ended."""
    outbox = Outbox()
    hosted.attach(outbox)
    listening = asyncio.create_task(_listen(connection, hosted, outbox, request))
    try:
        with contextlib.suppress(ConnectionClosed):
            await _Teller(connection, hosted, outbox, wants_snapshot=request.wants_snapshot).run()
            await connection.close()
    finally:
        hosted.detach(outbox)
        listening.cancel()
        await asyncio.wait([listening])


class _Teller:
    """Sends one who looks what there is to be seen."""

    def __init__(
        self, connection: ServerConnection, hosted: HostedTerminal, outbox: Outbox, *, wants_snapshot: bool
    ) -> None:
        self._connection = connection
        self._hosted = hosted
        self._outbox = outbox
        self._wants_snapshot = wants_snapshot

    async def run(self) -> None:
        """Send until the program has ended or they have gone."""
        outbox = self._outbox
        while True:
            if outbox.is_behind:
                await self._sit_out_flood()
                await self._send_picture()
            while (frame := outbox.take()) is not None:
                await self._connection.send(frame)
            if outbox.is_behind:
                continue
            if outbox.has_ended:
                break
            await outbox.wait()
        how = self._hosted.exit
        if how is not None:
            await self._connection.send(_encode(how).decode())

    async def _sit_out_flood(self) -> None:
        """While more comes than anyone can read, send what the screen shows now and then; a picture has to wait."""
        next_sketch = 0.0
        while self._outbox.is_flooded and not self._outbox.has_ended:
            is_lull = self._hosted.quiet_for > LULL
            if is_lull or time.monotonic() >= next_sketch:
                await self._send_sketch()
                next_sketch = time.monotonic() + SKETCH_PAUSE
            if is_lull:
                # What is seen is there; the picture with all that is not seen may take its time.
                return
            await asyncio.sleep(LULL)

    async def _send_sketch(self) -> None:
        screen = self._hosted.screen
        await self._connection.send(_encode(Size(cols=screen.columns, rows=screen.lines)).decode())
        await self._connection.send(sketch(screen))

    async def _send_picture(self) -> None:
        """Send the whole terminal as it is now; what comes after it is in the outbox."""
        calls = self._outbox.take_missed_calls()
        if calls:
            # Before the picture: behind it, it might stand in the midst of a sequence.
            await self._connection.send(b"\x18" + calls)
        screen = self._hosted.screen
        picture, is_exact = self._hosted.picture(self._outbox, is_exact=self._wants_snapshot)
        size = Size(cols=screen.columns, rows=screen.lines, snapshot=is_exact)
        await self._connection.send(_encode(size).decode())
        await self._connection.send(picture)


async def _listen(
    connection: ServerConnection, hosted: HostedTerminal, outbox: Outbox, request: ViewRequest
) -> None:
    with contextlib.suppress(ConnectionClosed):
        async for message in connection:
            if request.is_read_only:
                continue
            if isinstance(message, str):
                _take_frame(message, hosted, outbox)
                continue
            hosted.write(message)
            while hosted.queued > UNREAD_LIMIT:  # noqa: ASYNC110 - a pty does not tell when it is read
                await asyncio.sleep(PAUSE)
    outbox.end()


def _take_frame(text: str, hosted: HostedTerminal, outbox: Outbox) -> None:
    match decode_client_frame(text):
        case Resize(cols=cols, rows=rows):
            hosted.want_size(outbox, (cols, rows))
        case Away():
            hosted.want_size(outbox, None)
        case Colours(foreground=foreground, background=background):
            hosted.set_theme(Theme(foreground, background))
        case None:
            pass
