"""Reads all lists over REST, and holds back what the socket tells meanwhile.

The order is subscribe, read, apply: whatever happens between the two is told by the socket, so nothing is missed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from maestro_tui.protocol.events import SessionSpawned
from maestro_tui.store.actions import Action, EventReceived, SnapshotLoaded

if TYPE_CHECKING:
    from maestro_tui.client.rest import MaestroClient


async def read_snapshot(client: MaestroClient, clock: Callable[[], float]) -> SnapshotLoaded:
    """Read the projects, tasks and sessions.

    Raises:
        ApiError: The server refused a list.
        UnreachableError: The server did not answer.
    """
    # One after the other in this order, so that what a row refers to is never newer than the row.
    sessions = await client.list_sessions()
    tasks = await client.list_tasks()
    projects = await client.list_projects()
    return SnapshotLoaded(
        projects=tuple(projects.items),
        tasks=tuple(tasks.items),
        sessions=tuple(sessions.items),
        at=clock(),
        rejected=sum(len(listing.errors) for listing in (projects, tasks, sessions)),
        # Of three lists that were read one after the other the first is the oldest.
        seq=sessions.seq,
        epoch=sessions.epoch,
    )


def catch_up(snapshot: SnapshotLoaded, held_back: list[EventReceived]) -> list[Action]:
    """Give the snapshot, then the events that came while it was read and that it does not contain.

    Of a spawn it contains the row alone: somebody still has to open the terminal.
    """
    actions: list[Action] = [snapshot]
    for event in held_back:
        is_contained = (
            event.seq is not None
            and snapshot.seq is not None
            and event.epoch == snapshot.epoch
            and event.seq <= snapshot.seq
            and not isinstance(event.event, SessionSpawned)
        )
        if not is_contained:
            actions.append(event)
    return actions
