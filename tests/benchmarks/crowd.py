"""Many sessions as they are at work: with names, tasks and projects people would give them, always the same ones."""

from __future__ import annotations

import random
from typing import Final

from maestro_tui.conductor.conductor import Conductor
from maestro_tui.protocol.ids import ProjectId, TaskId
from maestro_tui.store.actions import SnapshotLoaded
from tests.support.factories import make_project, make_session, make_task

NOW: Final = 1_770_000_000_000.0
MINUTE: Final = 60_000.0
PROJECTS: Final = 24
SESSIONS_OF_A_TASK: Final = 4

VERBS: Final = [
    "fix",
    "add",
    "remove",
    "review",
    "port",
    "rename",
    "profile",
    "document",
    "test",
    "migrate",
    "split",
    "harden",
]
THINGS: Final = [
    "login",
    "checkout",
    "parser",
    "scheduler",
    "journal",
    "sidebar",
    "upload",
    "search",
    "billing",
    "cache",
    "webhook",
    "importer",
    "exporter",
    "tokenizer",
    "renderer",
    "migration",
    "installer",
    "telemetry",
    "settings",
    "keyboard",
]
PLACES: Final = ["web", "api", "cli", "mobile", "worker", "core", "docs", "infra", "desktop", "sdk"]
STATUSES: Final = [
    "working",
    "working",
    "working",
    "idle",
    "idle",
    "completed",
    "completed",
    "completed",
    "failed",
    "stopped",
]


class Crowd:
    """Projects, tasks and sessions, so many of the latter."""

    def __init__(self, sessions: int) -> None:
        dice = random.Random(1)

        def words() -> str:
            return f"{dice.choice(VERBS)} {dice.choice(THINGS)} of {dice.choice(PLACES)}"

        self.projects = [
            make_project(f"prj_{number}", name=f"{dice.choice(PLACES)} {dice.choice(THINGS)} {number}")
            for number in range(PROJECTS)
        ]
        self.tasks = [
            make_task(f"tsk_{number}", title=words(), project_id=self._project(number))
            for number in range(max(1, sessions // SESSIONS_OF_A_TASK))
        ]
        self.sessions = [
            make_session(
                f"ses_{number}",
                name=f"{words()} {number}",
                project_id=self._project(number // SESSIONS_OF_A_TASK),
                task_ids=(TaskId(f"tsk_{number // SESSIONS_OF_A_TASK % len(self.tasks)}"),),
                status=dice.choice(STATUSES),
                created_at=NOW - (sessions - number) * MINUTE,
                started_at=NOW - (sessions - number) * MINUTE,
                last_activity=NOW - dice.random() * 600 * MINUTE,
            )
            for number in range(sessions)
        ]

    def _project(self, number: int) -> ProjectId:
        return ProjectId(f"prj_{number % PROJECTS}")

    def load(self, conductor: Conductor) -> None:
        """Have all of it in the store, as after the lists were read."""
        conductor.store.dispatch(
            SnapshotLoaded(
                projects=tuple(self.projects), tasks=tuple(self.tasks), sessions=tuple(self.sessions), at=NOW
            )
        )
