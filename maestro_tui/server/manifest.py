"""What a spawned agent is told: the manifest, as Markdown for agents and as JSON for the original's CLI.

The Markdown is what the seed's ``session:spawn`` carries; the JSON has the members of the original's own
manifests, measured. Pure, but for `write_manifest`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import msgspec

from maestro_tui import paths
from maestro_tui.server.atomic_file import write_atomically
from maestro_tui.server.documents import Document

MARKDOWN_NAME: Final = "manifest.md"
JSON_NAME: Final = "manifest.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a session is to do."""

    session_id: str
    session_name: str
    role: str
    strategy: str
    project: Document
    tasks: list[Document]
    skills: list[str]
    working_directory: str

    def markdown(self) -> str:
        """Give the manifest for an agent to read."""
        lines = [
            f"# Maestro {self.role.capitalize()} Manifest",
            "",
            f"- Session: {_line(self.session_name)} (`{self.session_id}`)",
            f"- Project: {_line(self.project.get('name'))} (`{self.project['id']}`)",
            f"- Working directory: {self.working_directory}",
            f"- Strategy: {self.strategy}",
            *([f"- Skills: {', '.join(map(_line, self.skills))}"] if self.skills else []),
            "",
            "## Tasks",
        ]
        for number, task in enumerate(self.tasks, start=1):
            lines += _task_lines(number, task)
        return "\n".join([*lines, "", *_REPORTING, ""])

    def json_document(self) -> Document:
        """Give the manifest as the original's CLI reads it."""
        return {
            "manifestVersion": "1.0",
            "role": self.role,
            "tasks": [_task_members(task) for task in self.tasks],
            "session": {
                "model": "sonnet",
                "permissionMode": "acceptEdits",
                "thinkingMode": "auto",
                "workingDirectory": self.working_directory,
            },
            "context": {"custom": {"taskIds": [task["id"] for task in self.tasks]}},
            "skills": self.skills,
            "strategy": self.strategy,
        }


_REPORTING: Final = (
    "## Reporting",
    "",
    "Report over HTTP; the environment variables `MAESTRO_SERVER_URL` and `MAESTRO_SESSION_ID` are set.",
    "",
    "- Progress: `POST $MAESTRO_SERVER_URL/api/sessions/$MAESTRO_SESSION_ID/timeline` with "
    '`{"type": "progress", "message": "…"}`; other types are `milestone`, `needs_input` and `error`.',
    "- A task is done: `PATCH $MAESTRO_SERVER_URL/api/tasks/<task id>` with "
    '`{"sessionStatus": "completed", "updateSource": "session"}`.',
    "- All is done: `PATCH $MAESTRO_SERVER_URL/api/sessions/$MAESTRO_SESSION_ID` with "
    '`{"status": "completed"}`.',
)


def _task_lines(number: int, task: Document) -> list[str]:
    lines = ["", f"### {number}. {_line(task.get('title'))}", ""]
    lines += [f"- Id: `{task['id']}`", f"- Priority: {_line(task.get('priority'))}"]
    lines += ["", text] if (text := task.get("description")) else []
    lines += ["", text] if (text := task.get("initialPrompt")) else []
    return lines


def _line(value: object) -> str:
    """Make a text of others fit into one line of Markdown."""
    return " ".join(str(value or "").split())


def _task_members(task: Document) -> Document:
    return {
        "id": task["id"],
        "title": task.get("title"),
        "description": task.get("description"),
        "acceptanceCriteria": ["Task completion as described"],
        "projectId": task.get("projectId"),
        "createdAt": _iso_time(task.get("createdAt")),
        "parentId": task.get("parentId"),
        "dependencies": task.get("dependencies") or [],
        "priority": task.get("priority"),
    }


def _iso_time(milliseconds: object) -> str:
    seconds = milliseconds / 1000 if isinstance(milliseconds, int | float) else 0
    try:
        moment = datetime.fromtimestamp(seconds, UTC)
    except (ValueError, OverflowError, OSError):
        moment = datetime.fromtimestamp(0, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def manifest_path(root: Path, session_id: str) -> Path:
    """Say where the Markdown of a session's manifest is, as the seed has it: ``<root>/<id>/manifest.md``."""
    return root / session_id / MARKDOWN_NAME


def write_manifest(root: Path, manifest: Manifest) -> Path:
    """Write both forms, for the user alone, and give the path of the Markdown.

    Raises:
        OSError: They could not be written.
        ConfigurationError: The directory cannot be made, or belongs to somebody else.
    """
    path = manifest_path(root, manifest.session_id)
    paths.make_private(path.parent)
    write_atomically(path, manifest.markdown().encode("utf-8", "replace"))
    document = msgspec.json.format(msgspec.json.encode(manifest.json_document()), indent=2)
    write_atomically(path.with_name(JSON_NAME), document)
    return path
