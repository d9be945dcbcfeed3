"""What a user calls a project, a task, a session: its id, the beginning of its id, or its name.

A name that could mean several is an error that lists them; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Generic, TypeAlias

from maestro_tui.cli.requesting import Server, segment
from maestro_tui.client.answers import Model, decode_listing
from maestro_tui.errors import ConfigurationError, NotFoundError
from maestro_tui.protocol.described import printable
from maestro_tui.protocol.models import Project, Session, Task

SHORTEST_BEGINNING: Final = 4
"""Characters of an id, without its ``ses_``, that are enough to name it if nothing else begins so."""
_MOST_SHOWN: Final = 4
_OWN_ID: Final = re.compile(r"(prj|tsk|ses)_[0-9a-f]{18}\Z")
_ANY_ID: Final = re.compile(r"[A-Za-z0-9_-]{1,128}\Z")

Named: TypeAlias = Project | Task | Session


@dataclass(frozen=True)
class Kind(Generic[Model]):
    """Projects, tasks or sessions."""

    word: str
    model: type[Model]

    @property
    def path(self) -> str:
        """Where they lie below ``/api``."""
        return f"{self.word}s"

    def path_of(self, id_: str) -> str:
        """Where one of them lies."""
        return f"{self.path}/{segment(id_)}"


PROJECT: Final = Kind("project", Project)
TASK: Final = Kind("task", Task)
SESSION: Final = Kind("session", Session)


def find_id(server: Server, kind: Kind[Model], given: str, *, project_id: str | None = None) -> str:
    """Give the id of what the user named.

    Args:
        server: Who knows what there is.
        kind: What it is.
        given: What the user calls it.
        project_id: The project that is spoken of: what is called so there counts for more than what is elsewhere.

    Raises:
        NotFoundError: There is no such thing.
        ConfigurationError: It could be several.
    """
    if _OWN_ID.match(given):
        return given
    if _ANY_ID.match(given):
        try:
            server.get(kind.path_of(given))
        except NotFoundError:
            pass
        else:
            return given
    candidates = _candidates(read_all(server, kind), given)
    there = [item for item in candidates if not isinstance(item, Project) and item.project_id == project_id]
    return _only(kind, given, there or candidates)


def find_optional_id(
    server: Server, kind: Kind[Model], given: str | None, *, project_id: str | None = None
) -> str | None:
    """Give the id of what the user named, if anything."""
    return None if given is None else find_id(server, kind, given, project_id=project_id)


def find_task_ids(server: Server, given: Sequence[str], project_id: str) -> list[str]:
    """Give the ids of the tasks that the user named while speaking of a project."""
    return [find_id(server, TASK, each, project_id=project_id) for each in given]


def name_of(item: Named) -> str:
    """Give the name people know it by."""
    return item.title if isinstance(item, Task) else item.name


def read_all(server: Server, kind: Kind[Model]) -> tuple[Model, ...]:
    """Read all there are of a kind; what cannot be read is left out."""
    return decode_listing(server.get(kind.path), kind.model, None, None).items


def _candidates(items: Sequence[Named], given: str) -> list[Named]:
    named = [item for item in items if name_of(item) == given]
    if named:
        return named
    beginning = given.partition("_")[2] or given
    if len(beginning) < SHORTEST_BEGINNING:
        return []
    return [
        item for item in items if item.id.startswith(given) or item.id.partition("_")[2].startswith(given)
    ]


def _only(kind: Kind[Model], given: str, candidates: Sequence[Named]) -> str:
    shown = printable(given, 60)
    if not candidates:
        raise NotFoundError(
            f"No {kind.word} is named {shown!r}, and no id begins so: `maestro-tui {kind.word} list` shows them.",
            status=404,
            code="NOT_FOUND",
        )
    if len(candidates) > 1:
        some = ", ".join(printable(item.id, 40) for item in candidates[:_MOST_SHOWN])
        more = len(candidates) - _MOST_SHOWN
        raise ConfigurationError(
            f"{shown!r} could be {len(candidates)} {kind.path}: name one of {some}"
            f"{f' and {more} more' if more > 0 else ''}."
        )
    return str(candidates[0].id)
