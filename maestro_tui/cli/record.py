"""``maestro-tui record``: frames as received, one JSON document a line. Decodes them only to know where to resume."""

from __future__ import annotations

import asyncio
import os
import signal
import stat
from pathlib import Path

import click
import msgspec

from maestro_tui import logs
from maestro_tui.cli.requesting import locate_server, server_options
from maestro_tui.client.address import parse_address
from maestro_tui.conductor.location import ServerLocation
from maestro_tui.errors import ConfigurationError, DecodeError, MaestroError, UnreachableError
from maestro_tui.protocol.events import StreamResumed
from maestro_tui.protocol.frames import decode_frame


@click.command("record")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Overwrite FILE if it is there.")
@server_options
def command(file: Path, force: bool, url: str | None, data_dir: str | None) -> None:
    """Write the frames of the event stream to FILE until interrupted, through reconnects.

    Every frame is one JSON document on a line, for `maestro-tui replay`.
    """
    logs.log_to_file("record")
    location = locate_server(url, data_dir)
    if file.exists() and not force:
        raise _is_there(file)
    recorder = Recorder(file, force=force)
    try:
        asyncio.run(_record(location, recorder))
    finally:
        recorder.close()
        click.echo(f"{recorder.count} frames recorded in {file}.", err=True)


class Recorder:
    """Writes frames, and knows how far it got.

    Args:
        file: Where to.
        force: Whether what is there is overwritten.
    """

    def __init__(self, file: Path, *, force: bool) -> None:
        self.file = file
        self._force = force
        self._descriptor: int | None = None
        self._seq: int | None = None
        self._epoch: str | None = None
        self.count = 0

    def open(self) -> None:
        """Make the file; a second time it does nothing.

        Raises:
            ConfigurationError: It is there, or cannot be made.
        """
        if self._descriptor is not None:
            return
        flags = os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC | (os.O_TRUNC if self._force else os.O_EXCL)
        try:
            self._descriptor = os.open(self.file, flags, 0o600)
            if stat.S_ISREG(os.fstat(self._descriptor).st_mode):
                # Frames hold environments and manifests, which are nobody else's business.
                os.fchmod(self._descriptor, 0o600)
        except FileExistsError as error:
            raise _is_there(self.file) from error
        except OSError as error:
            raise ConfigurationError(f"Cannot write {self.file}: {error.strerror}.") from error

    def write(self, frames: tuple[bytes, ...]) -> None:
        """Write frames, so that they are in the file even if this process is killed next.

        Raises:
            MaestroError: The disk is full, or the file is gone.
        """
        view = memoryview(b"".join(_one_line(frame) + b"\n" for frame in frames))
        try:
            while view and self._descriptor is not None:
                view = view[os.write(self._descriptor, view) :]
        except OSError as error:
            raise MaestroError(f"Cannot write {self.file} any more: {error.strerror}.") from error
        for frame in frames:
            self._note_position(frame)
        self.count += len(frames)

    def close(self) -> None:
        """Close the file."""
        if self._descriptor is not None:
            os.close(self._descriptor)

    def position(self) -> tuple[int, str] | None:
        """Give where to go on after a reconnect; None if the server does not number its events."""
        return None if self._seq is None or self._epoch is None else (self._seq, self._epoch)

    def _note_position(self, frame: bytes) -> None:
        try:
            received = decode_frame(frame).received
        except DecodeError:
            return  # it is recorded all the same
        for each in received:
            # What `resumed` announces is still to come: it names the end of that, and this is where it begins.
            if each.seq is not None and not isinstance(each.event, StreamResumed):
                self._seq, self._epoch = each.seq, each.epoch or self._epoch


def _is_there(file: Path) -> ConfigurationError:
    return ConfigurationError(f"{file} is there already: name another file, or say --force.")


async def _record(location: ServerLocation, recorder: Recorder) -> None:
    """Record until a signal comes, which is how a recording ends."""
    recording = asyncio.create_task(_follow(location, recorder))
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, recording.cancel)
    await asyncio.wait([recording])
    if not recording.cancelled():
        await recording


async def _follow(location: ServerLocation, recorder: Recorder) -> None:
    from maestro_tui.client.stream import Connected, Disconnected, EventStream, FramesReceived

    address = parse_address(location.url)
    has_connected = False
    async with EventStream(address, location.token, resume=recorder.position) as stream:
        async for item in stream:
            match item:
                case Connected():
                    if not has_connected:
                        recorder.open()
                        click.echo(
                            f"Recording {address.display} in {recorder.file}; interrupt to end.", err=True
                        )
                    has_connected = True
                case FramesReceived(frames):
                    recorder.write(frames)
                case Disconnected(reason=reason) if not has_connected:
                    raise UnreachableError(f"{reason}.")
                case Disconnected(reason=reason, retry_in=retry_in):
                    click.echo(f"maestro-tui: {reason}; again in {retry_in or 0:.0f} s", err=True)
                case _:
                    pass


def _one_line(frame: bytes) -> bytes:
    if b"\n" not in frame and b"\r" not in frame:
        return frame
    try:
        return msgspec.json.format(frame, indent=-1)
    except msgspec.MsgspecError:
        return frame.replace(b"\r", b" ").replace(b"\n", b" ")
