"""An event in a few words, for lines of text: a log, a pipe. Everything from the wire is made printable here."""

from __future__ import annotations

from typing import Final

from maestro_tui.protocol import events as e

LONGEST: Final = 200


def printable(text: str, limit: int = LONGEST) -> str:
    """Give text that is one line and moves no cursor: what is not printable becomes ``·``, the rest is cut."""
    cut = text if len(text) <= limit else f"{text[: limit - 1]}…"
    return cut if cut.isprintable() else "".join(each if each.isprintable() else "·" for each in cut)


def describe(event: e.Event) -> str:
    """Say what an event is about: ids first, then what a reader wants to know."""
    return "  ".join(printable(part) for part in _parts(event) if part)


def _parts(event: e.Event) -> tuple[str, ...]:
    match event:
        case e.SessionSpawned(session=session, command=command, cwd=cwd):
            return session.id, session.name, command, cwd
        case e.SessionCreated(session) | e.SessionUpdated(session):
            return session.id, session.status, session.name
        case e.SessionStatusChanged(id=id_, status=status):
            return id_, status or ""
        case e.TaskCreated(task) | e.TaskUpdated(task):
            return task.id, task.status, task.title
        case e.ProjectCreated(project) | e.ProjectUpdated(project):
            return project.id, project.name
        case e.SessionDeleted(id_) | e.TaskDeleted(id_) | e.ProjectDeleted(id_):
            return (id_,)
        case _:
            return _ids(event)


def _ids(event: e.Event) -> tuple[str, ...]:
    match event:
        case e.SessionTaskAdded() | e.SessionTaskRemoved():
            return event.session_id, event.task_id
        case e.TaskSessionAdded() | e.TaskSessionRemoved():
            return event.task_id, event.session_id
        case e.UnknownEvent(data=data):
            return (bytes(data)[: LONGEST * 4].decode("utf-8", "replace"),)
        case _:
            return ()
