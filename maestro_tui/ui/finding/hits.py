"""What a search finds: hits, and the places they lead to."""

from __future__ import annotations

from collections.abc import Hashable
from enum import Enum
from typing import Final, NamedTuple, TypeAlias

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.terminal.engine import Engine, Mark
from maestro_tui.ui.finding.needle import Excerpt
from maestro_tui.ui.look.tones import Cell


class Group(Enum):
    """What a hit is in, in the order in which it is shown."""

    TERMINALS = "Terminals"
    TIMELINES = "Timelines"
    TASKS = "Tasks"
    SESSIONS = "Sessions"
    PROJECTS = "Projects"


class InTerminal(NamedTuple):
    """A line of a terminal. The mark stays with it when output arrives."""

    session_id: SessionId
    engine: Engine
    mark: Mark
    found: str
    """What was found, as it stands there."""


class InTimeline(NamedTuple):
    """An event of a timeline."""

    session_id: SessionId
    event_key: str
    """What the event is known by."""
    found: str
    """What was found in its message, fit to be shown; empty if that is in the word the event is shown with."""


class InTask(NamedTuple):
    """A task."""

    task_id: TaskId


class InSession(NamedTuple):
    """A session."""

    session_id: SessionId


class InProject(NamedTuple):
    """A project."""

    project_id: ProjectId


Place: TypeAlias = InTerminal | InTimeline | InTask | InSession | InProject


class Hit(NamedTuple):
    """A place where what is looked for stands."""

    group: Group
    key: tuple[Hashable, ...]
    """What it is known by when the same is looked for again."""
    rank: float
    """Its place in its group: the smallest is shown first."""
    kind: Cell
    """Glyph and word."""
    whose: str
    at: float
    """When that was, in milliseconds since the epoch; 0 if it is not known."""
    excerpt: Excerpt
    place: Place


class Batch(NamedTuple):
    """What a piece of the search has found. Most have found nothing: after each one may pause."""

    hits: tuple[Hit, ...] = ()
    is_cut: bool = False
    """Whether more was found than is given."""


NOTHING: Final = Batch()
