"""The state after so many frames of a recording: one frame further, one back, anywhere.

Frames go through decoder and store as they did then. What the store asks for is not done: nothing is started, and
nobody is asked. Knows no clock: the time is that of the frames.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, TypeAlias

from maestro_tui.conductor.replaying.checkpoints import EVERY, Checkpoints
from maestro_tui.conductor.replaying.recording import Recording
from maestro_tui.conductor.wire import Wire
from maestro_tui.protocol.frames import read_frame
from maestro_tui.protocol.lists import decode_lists
from maestro_tui.store.actions import (
    Action,
    CheckpointRestored,
    ConnectionChanged,
    EventReceived,
    FramesReceived,
    SnapshotLoaded,
)
from maestro_tui.store.checkpoint import take_checkpoint
from maestro_tui.store.state import Phase
from maestro_tui.store.store import Store

Tell: TypeAlias = Callable[[bytes, float], None]

TOLD_AGAIN: Final = 2_000
"""How many frames before a place are told again on the wire by who goes there: as many as a log keeps."""

TOLD_AGAIN_BYTES: Final = 8_000_000


class Reel:
    """A recording, and how far it has been shown.

    Args:
        recording: The frames.
        store: Has the state after the frames that were shown.
        wire: Is told of the frames.
    """

    def __init__(self, recording: Recording, store: Store, wire: Wire) -> None:
        self.recording = recording
        self.position = 0
        """How many frames have been shown."""
        self._store = store
        self._wire = wire
        store.dispatch(ConnectionChanged(phase=Phase.REPLAYING, at=recording.time(0)))
        self._checkpoints = Checkpoints(take_checkpoint(store.state))

    def forward(self, count: int = 1) -> None:
        """Show so many frames more, as far as there are such, told to everybody at once."""
        end = min(self.position + count, len(self.recording))
        while self.position < end:
            start, self.position = self.position, min(end, _next_checkpoint(self.position))
            actions = self._fold(self._store, start, self.position, self._wire.on_frame)
            for action in actions:
                if isinstance(action, EventReceived):
                    self._wire.events.publish(action.event)

    def wind(self, target: int) -> Iterator[None]:
        """Go to the state after `target` frames, a little at every turn; what was reached shows in `position`.

        Going back, nothing is seen of it before it is done, and giving up halfway changes nothing.
        """
        target = max(0, min(target, len(self.recording)))
        nearest = self._checkpoints.before(target)
        if target < self.position or nearest.position > self.position:
            yield from self._jump(target)
        while self.position < target:
            self.forward(min(EVERY, target - self.position))
            yield

    def _jump(self, target: int) -> Iterator[None]:
        """Go by way of the nearest kept state, out of sight."""
        position, checkpoint = self._checkpoints.before(target)
        aside = Store()
        aside.dispatch(CheckpointRestored(checkpoint))
        while position < target:
            start, position = position, min(target, _next_checkpoint(position))
            self._fold(aside, start, position)
            yield
        self.position = target
        self._store.dispatch(CheckpointRestored(take_checkpoint(aside.state)))
        self._tell_again()

    def _tell_again(self) -> None:
        """Have on the wire what leads here."""
        last_bytes = self.recording.first_of_last(TOLD_AGAIN_BYTES, self.position)
        first = max(0, last_bytes, self.position - TOLD_AGAIN)
        self._wire.on_rewind(first)
        for index in range(first, self.position):
            self._wire.on_frame(self.recording.frame(index), self.recording.time(index))

    def _fold(self, store: Store, start: int, end: int, tell: Tell | None = None) -> list[Action]:
        """Have the store take some frames in, and keep its state where that is worth it."""
        actions: list[Action] = []
        for index in range(start, end):
            octets, at = self.recording.frame(index), self.recording.time(index)
            if tell is not None:
                tell(octets, at)
            actions += _actions(octets, at)
        store.dispatch(*actions)
        if self._checkpoints.wants(end):
            self._checkpoints.add(end, take_checkpoint(store.state))
        return actions


def _actions(octets: bytes, at: float) -> Iterator[Action]:
    """Give what a frame that came at this time tells the store."""
    if (lists := decode_lists(octets)) is not None:
        yield SnapshotLoaded(projects=lists.projects, tasks=lists.tasks, sessions=lists.sessions, at=at)
        return
    frame = read_frame(octets)
    yield FramesReceived(frames=1, rejected=len(frame.errors))
    for received in frame.received:
        yield EventReceived(event=received.event, at=at, seq=received.seq, epoch=received.epoch)


def _next_checkpoint(position: int) -> int:
    return position - position % EVERY + EVERY
