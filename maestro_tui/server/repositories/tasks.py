"""Tasks: the facts that lists filter by, without opening one."""

from __future__ import annotations

import msgspec

from maestro_tui.server.repositories.table import Table


class TaskFacts(msgspec.Struct, rename="camel", gc=False):
    """What lists of tasks filter by."""

    project_id: str = ""
    parent_id: str | None = None
    status: str = ""


def task_table() -> Table[TaskFacts]:
    """Make an empty table of tasks, indexed by ``project`` and by ``parent``."""
    return Table(
        TaskFacts,
        {
            "project": lambda facts: (facts.project_id,),
            "parent": lambda facts: (facts.parent_id,) if facts.parent_id else (),
        },
    )
