"""What is asked of a server, as bodies of REST requests. What is unset is not sent.

Source: the routes and bodies measured on the original servers; `SpawnSession.command` is our own server's
addition.
"""

from __future__ import annotations

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType

from maestro_tui.protocol.ids import ProjectId, SessionId, TaskId


class _Body(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """The shape all request bodies share."""


class CreateProject(_Body, frozen=True, kw_only=True):
    """``POST /api/projects``."""

    name: str
    working_dir: str = ""
    description: str = ""


class UpdateProject(_Body, frozen=True, kw_only=True):
    """``PUT /api/projects/:id``."""

    name: str | UnsetType = UNSET
    working_dir: str | UnsetType = UNSET
    description: str | UnsetType = UNSET


class CreateTask(_Body, frozen=True, kw_only=True):
    """``POST /api/tasks``."""

    project_id: ProjectId
    title: str
    description: str | UnsetType = UNSET
    priority: str | UnsetType = UNSET
    parent_id: TaskId | UnsetType = UNSET
    initial_prompt: str | UnsetType = UNSET


class UpdateTask(_Body, frozen=True, kw_only=True):
    """``PATCH /api/tasks/:id``."""

    title: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    status: str | UnsetType = UNSET
    priority: str | UnsetType = UNSET
    session_status: str | UnsetType = UNSET
    update_source: str | UnsetType = UNSET
    session_id: SessionId | UnsetType = UNSET


class CreateSession(_Body, frozen=True, kw_only=True):
    """``POST /api/sessions``: a session without a terminal."""

    project_id: ProjectId
    task_ids: tuple[TaskId, ...] | UnsetType = UNSET
    name: str | UnsetType = UNSET
    status: str | UnsetType = UNSET
    id: SessionId | UnsetType = UNSET


class UpdateSession(_Body, frozen=True, kw_only=True):
    """``PATCH /api/sessions/:id``."""

    status: str | UnsetType = UNSET
    needs_input: dict[str, Any] | UnsetType = UNSET
    env: dict[str, str] | UnsetType = UNSET


class AppendTimeline(_Body, frozen=True, kw_only=True):
    """``POST /api/sessions/:id/timeline``."""

    message: str
    type: str | UnsetType = UNSET
    task_id: TaskId | UnsetType = UNSET
    metadata: dict[str, Any] | UnsetType = UNSET


class SpawnSession(_Body, frozen=True, kw_only=True):
    """``POST /api/sessions/spawn``: a session and a terminal for it."""

    project_id: ProjectId
    task_ids: tuple[TaskId, ...] | UnsetType = UNSET
    session_name: str | UnsetType = UNSET
    command: str | UnsetType = UNSET
    role: str | UnsetType = UNSET
    strategy: str | UnsetType = UNSET
    spawn_source: str | UnsetType = UNSET
    session_id: SessionId | UnsetType = UNSET
    """The parent, when a session spawns another."""
    skills: tuple[str, ...] | UnsetType = UNSET
    context: dict[str, Any] | UnsetType = UNSET


def encode_request(body: msgspec.Struct) -> bytes:
    """Encode a request body as JSON."""
    return msgspec.json.encode(body)
