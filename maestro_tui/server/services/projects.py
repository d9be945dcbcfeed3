"""Use cases of projects."""

from __future__ import annotations

from maestro_tui.server.api_errors import business_rule, not_found
from maestro_tui.server.bodies import NAME_LENGTH, Body
from maestro_tui.server.documents import Document
from maestro_tui.server.drafts import Concerns, Draft
from maestro_tui.server.events import emit_created, emit_deleted, emit_updated
from maestro_tui.server.identifiers import new_id
from maestro_tui.server.repositories.kinds import Kind


def require_project(draft: Draft, project_id: str) -> Document:
    """Open a project that must be there."""
    project = draft.open(Kind.PROJECT, project_id)
    if project is None:
        raise not_found("Project", project_id)
    return project


def create_project(draft: Draft, body: Body) -> bytes:
    """``POST /api/projects``."""
    project_id = new_id("prj")
    project = {
        "id": project_id,
        "name": body.required_text("name"),
        "workingDir": body.text("workingDir") or "",
        "description": body.text("description") or "",
        "createdAt": draft.now,
        "updatedAt": draft.now,
    }
    octets = draft.put(Kind.PROJECT, project_id, project)
    emit_created(draft, Kind.PROJECT, project_id, Concerns(project_id=project_id))
    return octets


def update_project(draft: Draft, project_id: str, body: Body) -> bytes:
    """``PUT /api/projects/:id``: what is named is replaced, the rest stays."""
    project = require_project(draft, project_id)
    if "name" in body:
        project["name"] = body.required_text("name", longest=NAME_LENGTH)
    for name in ("workingDir", "description"):
        text = body.text(name)
        if text is not None:
            project[name] = text
    project["updatedAt"] = draft.now
    octets = draft.put(Kind.PROJECT, project_id, project)
    emit_updated(draft, Kind.PROJECT, project_id, Concerns(project_id=project_id))
    return octets


def delete_project(draft: Draft, project_id: str) -> None:
    """``DELETE /api/projects/:id``: only if nothing belongs to it any more."""
    require_project(draft, project_id)
    for kind, plural in ((Kind.TASK, "tasks"), (Kind.SESSION, "sessions")):
        if any(True for _ in draft.ids_where(kind, "project", project_id)):
            raise business_rule(f"Cannot delete project with existing {plural}")
    draft.delete(Kind.PROJECT, project_id)
    emit_deleted(draft, Kind.PROJECT, project_id, Concerns(project_id=project_id))
