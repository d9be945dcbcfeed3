"""Projects: the facts that are looked at without opening one."""

from __future__ import annotations

import msgspec

from maestro_tui.server.repositories.table import Table


class ProjectFacts(msgspec.Struct, rename="camel", gc=False):
    """What lists of projects filter by: nothing so far but that they are there."""

    id: str = ""


def project_table() -> Table[ProjectFacts]:
    """Make an empty table of projects."""
    return Table(ProjectFacts, {})
