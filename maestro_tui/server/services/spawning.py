"""The use case ``POST /api/sessions/spawn``: a session, and the event that asks for a terminal for it.

Checks, their order and their codes are those of the original server, measured. No process is started here:
the event is the request for one.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from maestro_tui.server.api_errors import RefusedError
from maestro_tui.server.bodies import NAME_LENGTH, Body
from maestro_tui.server.documents import Document
from maestro_tui.server.drafts import Draft
from maestro_tui.server.events import emit_spawn, emit_updated
from maestro_tui.server.manifest import Manifest
from maestro_tui.server.repositories.kinds import Kind
from maestro_tui.server.services.links import link_tasks
from maestro_tui.server.services.sessions import concerns_of, new_session

ROLES: Final = ("worker", "orchestrator")
STRATEGIES: Final = ("simple", "queue", "tree")
COMMAND_LENGTH: Final = 32_768


@dataclass(frozen=True, slots=True, kw_only=True)
class SpawnPlan:
    """A spawn request that is valid as things stand."""

    project: Document
    tasks: list[Document]
    parent: Document | None
    role: str
    strategy: str
    spawn_source: str
    name: str
    command: str | None
    """None for the configured agent command."""
    skills: list[str]
    context: Document

    @property
    def task_ids(self) -> list[str]:
        """The tasks' ids, in the order of the request."""
        return [task["id"] for task in self.tasks]

    @property
    def cwd(self) -> str:
        """The project's directory; the user's home if it has none."""
        return os.path.expanduser(self.project.get("workingDir") or "~")

    def manifest(self, session_id: str) -> Manifest:
        """Write down what the session is to do."""
        return Manifest(
            session_id=session_id,
            session_name=self.name,
            role=self.role,
            strategy=self.strategy,
            project=self.project,
            tasks=self.tasks,
            skills=self.skills,
            working_directory=self.cwd,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class SpawnTerms:
    """What a spawned session is given by the server, not by the request."""

    session_id: str
    manifest_path: Path
    server_url: str
    """The base URL for the agent; with auth on it carries the token."""
    agent_command: str

    def environment(self, strategy: str) -> dict[str, str]:
        """Give the variables an agent finds itself by: these four, as in the seed."""
        return {
            "MAESTRO_SESSION_ID": self.session_id,
            "MAESTRO_MANIFEST_PATH": str(self.manifest_path),
            "MAESTRO_SERVER_URL": self.server_url,
            "MAESTRO_STRATEGY": strategy,
        }


def plan_spawn(draft: Draft, body: Body) -> SpawnPlan:
    """Check a spawn request, in the original's order.

    Raises:
        RefusedError: The first check that fails, with its code.
    """
    project_id = _text(body, "projectId")
    if not project_id:
        raise _refused("missing_project_id", "projectId is required")
    task_ids = _task_ids(body)
    spawn_source, parent = _source(draft, body)
    role = _one_of(body, "role", ROLES, "invalid_role")
    tasks = [_task(draft, task_id) for task_id in task_ids]
    project = draft.open(Kind.PROJECT, project_id)
    if project is None:
        raise _refused("project_not_found", f"Project with id '{project_id}' not found", status=404)
    strategy = _one_of(body, "strategy", STRATEGIES, "invalid_strategy")
    body.text("sessionId")
    return SpawnPlan(
        project=project,
        tasks=tasks,
        parent=parent,
        role=role,
        strategy=strategy,
        spawn_source=spawn_source,
        name=body.text("sessionName", longest=NAME_LENGTH) or f"{role.capitalize()} for {task_ids[0]}",
        command=_command(body),
        skills=body.texts("skills") or [],
        context=body.members("context") or {},
    )


def _refused(code: str, message: str, *, status: int = 400, details: object = None) -> RefusedError:
    return RefusedError(message, status=status, code=code, details=details)


def _text(body: Body, name: str) -> str:
    value = body.value(name)
    return value if isinstance(value, str) else ""


def _task_ids(body: Body) -> list[str]:
    task_ids = body.value("taskIds")
    if isinstance(task_ids, list) and task_ids and all(isinstance(id_, str) and id_ for id_ in task_ids):
        return list(dict.fromkeys(task_ids))
    raise _refused("invalid_task_ids", "taskIds must be a list of at least one task id")


def _source(draft: Draft, body: Body) -> tuple[str, Document | None]:
    source = _one_of(body, "spawnSource", ("ui", "session"), "invalid_spawn_source")
    if source == "ui":
        return source, None
    parent_id = _text(body, "sessionId")
    if not parent_id:
        raise _refused("missing_session_id", "sessionId is required when spawnSource is 'session'")
    parent = draft.open(Kind.SESSION, parent_id)
    if parent is None:
        raise _refused("parent_session_not_found", f"Session with id '{parent_id}' not found", status=404)
    return source, parent


def _one_of(body: Body, name: str, allowed: tuple[str, ...], code: str) -> str:
    value = body.value(name)
    if value is None:
        return allowed[0]
    if value not in allowed:
        raise _refused(code, f"{name} must be one of {', '.join(allowed)}")
    return str(value)


def _task(draft: Draft, task_id: str) -> Document:
    task = draft.open(Kind.TASK, task_id)
    if task is None:
        message = f"Task with id '{task_id}' not found"
        raise _refused("task_not_found", message, status=404, details={"taskId": task_id})
    return task


def _command(body: Body) -> str | None:
    command = body.text("command", longest=COMMAND_LENGTH)
    if command is not None and (not command.strip() or "\0" in command):
        raise RefusedError("command must not be empty, and have no NUL")
    return command


def spawn_session(draft: Draft, plan: SpawnPlan, terms: SpawnTerms) -> Document:
    """Make the session and ask for its terminal.

    Returns:
        The answer to the request.
    """
    session = _session(draft, plan, terms)
    octets = draft.put(Kind.SESSION, terms.session_id, session)
    concerns = concerns_of(session)
    emit_updated(draft, Kind.SESSION, terms.session_id, concerns)
    emit_spawn(draft, terms.session_id, _spawn_members(plan, terms), concerns)
    link_tasks(draft, terms.session_id, plan.task_ids)
    return {
        "success": True,
        "sessionId": terms.session_id,
        "manifestPath": str(terms.manifest_path),
        "message": "Spawn request sent to Agents UI",
        "session": msgspec.Raw(octets),
    }


def _session(draft: Draft, plan: SpawnPlan, terms: SpawnTerms) -> Document:
    session = new_session(draft, terms.session_id, plan.project["id"], plan.task_ids)
    parent_id = plan.parent["id"] if plan.parent else None
    return session | {
        "name": plan.name,
        "status": "spawning",
        "strategy": plan.strategy,
        "env": terms.environment(plan.strategy),
        "parentSessionId": parent_id,
        "rootSessionId": _root_of(plan.parent) or terms.session_id,
        "metadata": {
            "skills": plan.skills,
            "spawnedBy": parent_id,
            "spawnSource": plan.spawn_source,
            "role": plan.role,
            "strategy": plan.strategy,
            "context": plan.context,
        },
    }


def _root_of(parent: Document | None) -> str | None:
    return (parent.get("rootSessionId") or parent["id"]) if parent else None


def _spawn_members(plan: SpawnPlan, terms: SpawnTerms) -> Document:
    return {
        "command": plan.command or terms.agent_command,
        "cwd": plan.cwd,
        "envVars": terms.environment(plan.strategy),
        "manifest": plan.manifest(terms.session_id).markdown(),
        "projectId": plan.project["id"],
        "taskIds": plan.task_ids,
        "spawnSource": plan.spawn_source,
        "parentSessionId": plan.parent["id"] if plan.parent else None,
        "_isSpawnCreated": True,
    }
