from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import pytest

from maestro_tui.server.manifest import Manifest, write_manifest

TASKS: list[dict[str, Any]] = [
    {
        "id": "tsk_1", "projectId": "prj_1", "title": "Write\nit", "description": "All of it.", "priority": "high",
        "createdAt": 1_707_260_400_123, "parentId": None, "dependencies": [], "initialPrompt": "Go.",
    },
    {"id": "tsk_2", "createdAt": None},
]  # fmt: skip


def manifest(**fields: Any) -> Manifest:
    return Manifest(
        **{
            "session_id": "ses_1", "session_name": "Worker", "role": "worker", "strategy": "simple",
            "project": {"id": "prj_1", "name": "Site"}, "tasks": TASKS, "skills": ["one", "two"],
            "working_directory": "/srv", **fields,
        }
    )  # fmt: skip


def test_the_markdown_tells_an_agent_what_to_do_and_how_to_report() -> None:
    text = manifest().markdown()
    assert text.startswith("# Maestro Worker Manifest\n")
    for part in (
        "`ses_1`",
        "Site (`prj_1`)",
        "/srv",
        "one, two",
        "### 1. Write it",
        "All of it.",
        "Go.",
        "`tsk_2`",
    ):
        assert part in text
    for name in ("MAESTRO_SERVER_URL", "MAESTRO_SESSION_ID", "needs_input"):
        assert name in text


def test_the_json_has_the_members_of_the_original() -> None:
    document = manifest().json_document()
    assert document["tasks"][0] == {
        "id": "tsk_1", "title": "Write\nit", "description": "All of it.", "projectId": "prj_1", "parentId": None,
        "acceptanceCriteria": ["Task completion as described"], "createdAt": "2024-02-06T23:00:00.123Z",
        "dependencies": [], "priority": "high",
    }  # fmt: skip
    assert {key: document[key] for key in ("manifestVersion", "role", "strategy", "skills", "context", "session")} == {
        "manifestVersion": "1.0", "role": "worker", "strategy": "simple", "skills": ["one", "two"],
        "context": {"custom": {"taskIds": ["tsk_1", "tsk_2"]}},
        "session": {
            "model": "sonnet", "permissionMode": "acceptEdits", "thinkingMode": "auto", "workingDirectory": "/srv",
        },
    }  # fmt: skip


@pytest.mark.parametrize("created", [None, "x", 1e300, -1e300, float("nan")])
def test_a_time_that_is_none_does_not_matter(created: object) -> None:
    document = manifest(tasks=[{"id": "t", "createdAt": created}]).json_document()
    assert document["tasks"][0]["createdAt"] == "1970-01-01T00:00:00.000Z"


def test_both_forms_are_written(tmp_path: Path) -> None:
    path = write_manifest(tmp_path, manifest())
    assert path == tmp_path / "ses_1" / "manifest.md"
    assert path.read_text() == manifest().markdown()
    assert msgspec.json.decode((path.parent / "manifest.json").read_bytes()) == manifest().json_document()
