"""Makes changes durable, several requests at a time, and only then visible (group commit).

Requests that come while the journal is being written wait and are then written together. Each runs on a draft
over the tables and the requests before it, so that it sees their changes; the tables, the answers and the
clients see nothing before it is on the disk. If it cannot be written, nothing of it has happened.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol, TypeVar, cast

import msgspec

from maestro_tui.protocol.frames import encode_frame
from maestro_tui.server.api_errors import storage_failed
from maestro_tui.server.bus import EventBus, Published
from maestro_tui.server.drafts import Draft
from maestro_tui.server.repositories.kinds import Key
from maestro_tui.server.repositories.tables import Tables

_log = logging.getLogger("maestro_tui.server")

Outcome = TypeVar("Outcome")

UseCase = Callable[[Draft], Outcome]
"""Changes a draft and gives the answer; raises `RefusedError` to change nothing."""


class Transaction(NamedTuple):
    """What one request changed: all of it becomes durable, or nothing."""

    events: tuple[Published, ...]
    changes: dict[Key, bytes | None]
    carried: frozenset[Key]
    """Changes that can be read off the events."""


class Storage(Protocol):
    """Where transactions become durable."""

    epoch: str
    """The name of the journal, which goes out with every event."""

    def write(self, transactions: Sequence[Transaction], done: Callable[[OSError | None], None]) -> None:
        """Make transactions durable; not called again before it is done.

        Args:
            transactions: What was changed.
            done: Is called in the event loop when they will survive power loss; with an error if they could not
                be written, and then none of them will be there after a restart.
        """

    def note_applied(self, changes: Mapping[Key, bytes | None], seq: int) -> None:
        """Be told of durable changes that the tables have, up to an event."""


class _Request(NamedTuple):
    use_case: UseCase[Any]
    answer: asyncio.Future[Any]


class _Batch(NamedTuple):
    draft: Draft
    transactions: list[Transaction]
    answers: list[tuple[asyncio.Future[Any], Any]]
    last_seq: int


def milliseconds_now() -> int:
    """Give the time in milliseconds since the epoch."""
    return time.time_ns() // 1_000_000


class Committer:
    """Runs use cases, makes their changes durable, applies and publishes them.

    Args:
        tables: What is visible to everybody.
        storage: Where transactions become durable.
        bus: Where events go once they are.
        clock: The time in milliseconds since the epoch.
    """

    def __init__(
        self,
        tables: Tables,
        storage: Storage,
        bus: EventBus,
        *,
        clock: Callable[[], int] = milliseconds_now,
    ) -> None:
        self._tables = tables
        self._storage = storage
        self._bus = bus
        self._clock = clock
        self._waiting: list[_Request] = []
        self._is_writing = False

    async def submit(self, use_case: UseCase[Outcome]) -> Outcome:
        """Run a use case and give its answer when what it changed is durable.

        Raises:
            RefusedError: By the use case; or its changes could not be made durable. Nothing has changed.
        """
        answer: asyncio.Future[Any] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Request(use_case, answer))
        if not self._is_writing:
            self._is_writing = True
            # Not at once: what else this turn of the loop brings is written together with it.
            asyncio.get_running_loop().call_soon(self._write_waiting)
        return cast("Outcome", await answer)

    def _write_waiting(self) -> None:
        requests, self._waiting = self._waiting, []
        batch = self._run(requests)
        if not batch.transactions:
            self._finish(batch, None)
            return
        self._storage.write(batch.transactions, lambda error: self._finish(batch, error))

    def _run(self, requests: list[_Request]) -> _Batch:
        now = self._clock()
        batch = _Batch(Draft(self._tables, now), [], [], self._tables.seq)
        seq = self._tables.seq
        for use_case, answer in requests:
            if answer.done():
                continue  # who asked has gone before it began
            draft = Draft(batch.draft, now)
            try:
                outcome = use_case(draft)
            except Exception as error:  # a supervisor: it goes to the one who asked, the others go on
                answer.set_exception(error)
                continue
            if draft.changes or draft.events:
                transaction = self._number(draft, seq)
                seq += len(transaction.events)
                batch.transactions.append(transaction)
                batch.draft.absorb(draft)
            batch.answers.append((answer, outcome))
        return batch._replace(last_seq=seq)

    def _number(self, draft: Draft, seq: int) -> Transaction:
        events = []
        for event in draft.events:
            seq += 1
            frame = encode_frame(
                event.name,
                msgspec.Raw(event.payload),
                timestamp=draft.now,
                seq=seq,
                epoch=self._storage.epoch,
            )
            events.append(Published(seq, event.name, frame, event.concerns))
        return Transaction(tuple(events), draft.changes, draft.carried_changes())

    def _finish(self, batch: _Batch, error: OSError | None) -> None:
        failure = self._failure_of(batch, error)
        for answer, outcome in batch.answers:
            if answer.done():
                continue
            if failure is None:
                answer.set_result(outcome)
            else:
                answer.set_exception(failure)
        if self._waiting:
            self._write_waiting()
        else:
            self._is_writing = False

    def _failure_of(self, batch: _Batch, error: OSError | None) -> Exception | None:
        """Apply what is durable, or say why nothing is."""
        if error is not None:
            reason = error.strerror or error
            return storage_failed(f"The change could not be stored, and was not made: {reason}")
        try:
            if batch.transactions:
                self._apply(batch)
        except (
            Exception
        ) as defect:  # a supervisor: those who wait must hear of it, and others still be served
            _log.exception("Durable changes could not be applied: a restart reads them from the journal")
            return defect
        return None

    def _apply(self, batch: _Batch) -> None:
        for key, octets in batch.draft.changes.items():
            self._tables.apply(key, octets)
        self._tables.seq = batch.last_seq
        self._storage.note_applied(batch.draft.changes, batch.last_seq)
        events = [event for transaction in batch.transactions for event in transaction.events]
        if events:
            self._bus.publish(events)
