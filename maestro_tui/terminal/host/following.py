"""Feeds a mirror with what comes over its channel, for as long as there is a program; connects again when cut off."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Final

from maestro_tui.errors import DecodeError, PaneError, UnreachableError
from maestro_tui.terminal.engine import Theme, load_engine
from maestro_tui.terminal.host.channel import Channel, Endpoint, Picture
from maestro_tui.terminal.host.frames import Exit, Size
from maestro_tui.terminal.host.mirror import MirroredTerminal

__all__ = ["attach"]

RETRIES: Final = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6, *([2.0] * 10))
"""Seconds to wait before each attempt to reach a host again that has cut us off; then the terminal is given up."""

STEADY: Final = 5.0
"""Seconds a connection must have stood before the attempts are counted anew."""

TURN_BYTES: Final = 1 << 18
"""How much is fed before others have their turn."""

_log = logging.getLogger("maestro_tui.host")


async def attach(
    endpoint: Endpoint,
    session_id: str,
    *,
    is_read_only: bool = False,
    measure: Callable[[str], int] | None = None,
    theme: Theme | None = None,
    end: Callable[[], Awaitable[None]] | None = None,
    pid: int | None = None,
) -> MirroredTerminal:
    """Look at the terminal of a session; the mirror is as the terminal is there when this returns.

    Args:
        endpoint: Where it is.
        session_id: Whose it is.
        is_read_only: Type nothing, and have no say in its size.
        measure: How many cells the one who draws gives to a text.
        theme: The colours it is drawn in, which a program is told when it asks.
        end: Ends it there; without it closing the mirror only looks away.
        pid: Its process, if that is known.

    Raises:
        PaneError: There is no such terminal, or it cannot be shown here.
        UnreachableError: Nobody answers there.
        DecodeError: What answers is no terminal.
    """
    await load_engine()
    follower = _Follower(endpoint, session_id, is_read_only=is_read_only)
    channel = await follower.open()
    try:
        mirror = MirroredTerminal(await channel.picture(), measure=measure, theme=theme, end=end, pid=pid)
    except BaseException:
        await channel.close()
        raise
    mirror.following = asyncio.create_task(follower.run(mirror, channel))
    # What ended long ago tells so at once: whoever gets the mirror need not wait for it.
    await asyncio.sleep(0)
    return mirror


class _Follower:
    """What feeds one mirror."""

    def __init__(self, endpoint: Endpoint, session_id: str, *, is_read_only: bool) -> None:
        self._endpoint = endpoint
        self._session_id = session_id
        self._is_read_only = is_read_only

    async def open(self) -> Channel:
        """Connect."""
        return await Channel.open(self._endpoint, self._session_id, is_read_only=self._is_read_only)

    async def run(self, mirror: MirroredTerminal, channel: Channel) -> None:
        """Feed until the program has ended, or nothing more can be known of it."""
        delays = iter(RETRIES)
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            try:
                try:
                    mirror.join(channel)
                    await _feed(mirror, channel)
                    return
                finally:
                    mirror.part()
                    await channel.close()
            except UnreachableError:
                pass
            except (PaneError, DecodeError) as error:
                self._give_up(mirror, str(error))
                return
            if loop.time() - began > STEADY:
                delays = iter(RETRIES)
            again = await self._open_again(mirror, delays)
            if again is None:
                return
            channel = again

    async def _open_again(self, mirror: MirroredTerminal, delays: Iterator[float]) -> Channel | None:
        for delay in delays:
            await asyncio.sleep(delay)
            try:
                channel = await self.open()
            except UnreachableError:
                continue
            try:
                mirror.take_picture(await channel.picture())
            except UnreachableError:
                await channel.close()
                continue
            except (PaneError, DecodeError) as error:
                await channel.close()
                self._give_up(mirror, str(error))
                return None
            return channel
        self._give_up(mirror, "its host does not answer any more")
        return None

    def _give_up(self, mirror: MirroredTerminal, reason: str) -> None:
        _log.info("Nothing more is known of %s: %s", self._session_id, reason)
        mirror.take_exit(Exit(lost=True))


async def _feed(mirror: MirroredTerminal, channel: Channel) -> None:
    fed = 0
    while True:
        match await channel.receive():
            case bytes() as data:
                mirror.feed(data)
                fed += len(data)
            case Picture() as picture:
                mirror.take_picture(picture)
            case Size() as size:
                mirror.take_size(size)
            case Exit() as how:
                mirror.take_exit(how)
                return
            case None:
                pass
        if fed >= TURN_BYTES:
            fed = 0
            await asyncio.sleep(0)
