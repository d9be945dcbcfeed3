from __future__ import annotations

from typing import Any

import msgspec
import pytest

from maestro_tui.protocol import requests
from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId

PRJ, TSK, SES = ProjectId("prj_1"), TaskId("tsk_1"), SessionId("ses_1")


@pytest.mark.parametrize(
    ("body", "sent"),
    [
        (requests.CreateProject(name="P"), {"name": "P"}),
        (requests.UpdateProject(), {}),
        (requests.UpdateProject(name="", working_dir="/x"), {"name": "", "workingDir": "/x"}),
        (requests.CreateTask(project_id=PRJ, title=""), {"projectId": "prj_1", "title": ""}),
        (
            requests.CreateTask(project_id=PRJ, title="T", parent_id=TSK, initial_prompt="go"),
            {"projectId": "prj_1", "title": "T", "parentId": "tsk_1", "initialPrompt": "go"},
        ),
        (
            requests.UpdateTask(session_status="working", update_source="session", session_id=SES),
            {"sessionStatus": "working", "updateSource": "session", "sessionId": "ses_1"},
        ),
        (
            requests.CreateSession(project_id=PRJ, task_ids=(), id=SES),
            {"projectId": "prj_1", "taskIds": [], "id": "ses_1"},
        ),
        (
            requests.UpdateSession(status="working", needs_input={"active": False}),
            {"status": "working", "needsInput": {"active": False}},
        ),
        (requests.AppendTimeline(message="m", type="progress"), {"message": "m", "type": "progress"}),
        (
            requests.SpawnSession(project_id=PRJ, task_ids=(TSK,), session_name="W", spawn_source="ui"),
            {"projectId": "prj_1", "taskIds": ["tsk_1"], "sessionName": "W", "spawnSource": "ui"},
        ),
    ],
)
def test_what_is_set_is_sent_and_nothing_else(body: msgspec.Struct, sent: dict[str, Any]) -> None:
    encoded = requests.encode_request(body)
    assert msgspec.json.decode(encoded) == sent
    assert msgspec.json.decode(encoded, type=type(body)) == body
