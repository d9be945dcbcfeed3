"""Sessions: the facts that lists filter by, without opening one."""

from __future__ import annotations

from typing import Final

import msgspec

from maestro_tui.server.repositories.table import Table

ENDED_STATUSES: Final = frozenset({"completed", "failed", "stopped"})
"""Statuses of sessions whose agent is done (seed); every other one counts as active."""


class Waiting(msgspec.Struct, gc=False):
    """Whether an agent waits for its user."""

    active: bool = False


class SessionFacts(msgspec.Struct, rename="camel"):
    """What lists of sessions filter by."""

    project_id: str = ""
    task_ids: tuple[str, ...] = ()
    status: str = ""
    parent_session_id: str | None = None
    root_session_id: str | None = None
    needs_input: Waiting | None = None

    @property
    def is_active(self) -> bool:
        """Whether the agent may still do something."""
        return self.status not in ENDED_STATUSES

    @property
    def waits_for_user(self) -> bool:
        """Whether the agent waits for its user."""
        return self.needs_input is not None and self.needs_input.active


def session_table() -> Table[SessionFacts]:
    """Make an empty table of sessions, indexed by ``project``, ``task`` and ``parent``."""
    return Table(
        SessionFacts,
        {
            "project": lambda facts: (facts.project_id,),
            "task": lambda facts: facts.task_ids,
            "parent": lambda facts: (facts.parent_session_id,) if facts.parent_session_id else (),
        },
    )
