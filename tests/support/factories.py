"""Projects, tasks, sessions and frames for tests, each with only what a test names."""

from __future__ import annotations

from typing import Any

import msgspec

from maestro_tui.protocol.events import Event
from maestro_tui.protocol.frames import decode_frame
from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId
from maestro_tui.protocol.models import Project, Session, Task
from maestro_tui.store.actions import EventReceived

NOW = 1_707_260_400_000.0
"""The time of the seed's examples, in milliseconds since the epoch."""


def make_project(id_: str = "prj_1", **fields: Any) -> Project:
    return Project(**{"id": ProjectId(id_), "name": f"Project {id_}", **fields})


def make_task(id_: str = "tsk_1", **fields: Any) -> Task:
    return Task(**{"id": TaskId(id_), "project_id": ProjectId("prj_1"), "title": f"Task {id_}", **fields})


def make_session(id_: str = "ses_1", **fields: Any) -> Session:
    return Session(
        **{"id": SessionId(id_), "project_id": ProjectId("prj_1"), "name": f"Session {id_}", **fields}
    )


def wire_event(name: str, data: object) -> Event:
    """The event as a client decodes it from the wire."""
    frame = msgspec.json.encode({"type": name, "event": name, "data": data, "timestamp": NOW})
    (received,) = decode_frame(frame).received
    return received.event


def received(name: str, data: object, *, at: float = NOW, **fields: Any) -> EventReceived:
    return EventReceived(event=wire_event(name, data), at=at, **fields)


def wire_session(id_: str = "ses_1", **fields: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "projectId": "prj_1",
        "taskIds": ["tsk_1"],
        "name": f"Session {id_}",
        "status": "working",
        "env": {},
        "updatedAt": NOW,
        "timeline": [{"id": "evt_1", "type": "session_started", "timestamp": NOW}],
        **fields,
    }


def wire_task(id_: str = "tsk_1", **fields: Any) -> dict[str, Any]:
    return {
        "id": id_,
        "projectId": "prj_1",
        "title": f"Task {id_}",
        "status": "todo",
        "updatedAt": NOW,
        **fields,
    }


def wire_project(id_: str = "prj_1", **fields: Any) -> dict[str, Any]:
    return {"id": id_, "name": f"Project {id_}", "workingDir": "/tmp", "updatedAt": NOW, **fields}


def wire_spawn(id_: str = "ses_1", **fields: Any) -> dict[str, Any]:
    return {
        "session": wire_session(id_, status="spawning"),
        "command": "claude --resume",
        "cwd": "/tmp",
        "envVars": {"MAESTRO_SESSION_ID": id_},
        "manifest": "# Manifest",
        "projectId": "prj_1",
        "taskIds": ["tsk_1"],
        "spawnSource": "ui",
        "parentSessionId": None,
        "_isSpawnCreated": True,
        **fields,
    }
