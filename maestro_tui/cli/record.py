"""``maestro-tui record``: frames as received, one JSON document a line, after the lists as they were.

Decodes frames only to know where to resume, and changes nothing in them but what is secret.
"""

from __future__ import annotations

import asyncio
import os
import signal
import stat
from collections.abc import Iterable
from pathlib import Path

import click
import msgspec

from maestro_tui import logs
from maestro_tui.cli.requesting import locate_server, server_options
from maestro_tui.client.address import parse_address
from maestro_tui.conductor.location import ServerLocation
from maestro_tui.conductor.masking import mask_json
from maestro_tui.conductor.replaying.recording import LONGEST_LINE
from maestro_tui.errors import ConfigurationError, DecodeError, MaestroError, UnreachableError
from maestro_tui.protocol.events import StreamResumed
from maestro_tui.protocol.frames import decode_frame
from maestro_tui.protocol.lists import Lists, encode_lists


@click.command("record")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Overwrite FILE if it is there.")
@click.option("--with-secrets", is_flag=True, help="Leave tokens, keys and passwords in what is recorded.")
@server_options
def command(file: Path, force: bool, with_secrets: bool, url: str | None, data_dir: str | None) -> None:
    """Write the frames of the event stream to FILE until interrupted, through reconnects.

    Every frame is one JSON document on a line, for `maestro-tui replay`; before them stand the projects, tasks and
    sessions that were there. What opens a door is made unreadable: recordings are passed on.
    """
    logs.log_to_file("record")
    location = locate_server(url, data_dir)
    if file.exists() and not force:
        raise _is_there(file)
    recorder = Recorder(file, force=force, has_secrets=with_secrets)
    try:
        asyncio.run(_record(location, recorder))
    finally:
        if recorder.close():
            many = "" if recorder.count == 1 else "s"
            click.echo(f"{recorder.count:,} frame{many} recorded in {file}.", err=True)


class Recorder:
    """Writes frames, and knows how far it got.

    Args:
        file: Where to.
        force: Whether what is there is overwritten.
        has_secrets: Whether what is secret is left in.
    """

    def __init__(self, file: Path, *, force: bool, has_secrets: bool = False) -> None:
        self.file = file
        self._force = force
        self._has_secrets = has_secrets
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
        self.write_lines(frames)
        for frame in frames:
            self._note_position(frame)
        self.count += len(frames)

    def write_lines(self, documents: Iterable[bytes]) -> None:
        """Write JSON documents, each on a line of its own.

        Raises:
            MaestroError: The disk is full, or the file is gone.
        """
        view = memoryview(b"".join(self._masked(_one_line(document)) + b"\n" for document in documents))
        try:
            while view and self._descriptor is not None:
                view = view[os.write(self._descriptor, view) :]
        except OSError as error:
            raise MaestroError(f"Cannot write {self.file} any more: {error.strerror}.") from error

    def _masked(self, line: bytes) -> bytes:
        if self._has_secrets:
            return line
        # What is no UTF-8 is recorded as it came, too.
        return mask_json(line.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def close(self) -> bool:
        """Close the file; tell whether there is one."""
        if self._descriptor is None:
            return False
        os.close(self._descriptor)
        return True

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
                        # What happens meanwhile is told by the stream, which waits.
                        recorder.write_lines(await _read_lists(location))
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


async def _read_lists(location: ServerLocation) -> tuple[bytes, ...]:
    """Give what is there already as one document: frames tell only what changes. None if it cannot be had."""
    from maestro_tui.client.rest import MaestroClient
    from maestro_tui.conductor.conductor import milliseconds
    from maestro_tui.conductor.snapshot import read_snapshot

    try:
        async with MaestroClient(parse_address(location.url), location.token) as client:
            found = await read_snapshot(client, milliseconds)
    except MaestroError as error:
        return _without_lists(str(error))
    lists = Lists(projects=found.projects, tasks=found.tasks, sessions=found.sessions)
    document = encode_lists(lists, found.at)
    return (
        (document,) if len(document) < LONGEST_LINE else _without_lists(f"They take {len(document):,} bytes.")
    )


def _without_lists(why: str) -> tuple[bytes, ...]:
    click.echo(f"maestro-tui: What was there already is not recorded: {why}", err=True)
    return ()


def _one_line(frame: bytes) -> bytes:
    if b"\n" not in frame and b"\r" not in frame:
        return frame
    try:
        return msgspec.json.format(frame, indent=-1)
    except msgspec.MsgspecError:
        return frame.replace(b"\r", b" ").replace(b"\n", b" ")
