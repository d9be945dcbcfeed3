"""The fourteen events of the seed, and in which order an action emits several. No I/O.

=============================== ==========================================================================
action                          events, in this order
=============================== ==========================================================================
create a project                ``project:created``
change, delete a project        ``project:updated``, ``project:deleted``
create a task                   ``task:created``
change a task                   ``task:updated``
delete a task                   ``task:deleted`` for each descendant, children first, then for the task
create a session                ``session:created``, ``task:session_added`` for each task
change a session, its timeline  ``session:updated``; if its tasks are replaced, then ``task:session_removed``
                                for each one taken away and ``task:session_added`` for each one added
delete a session                ``session:deleted``, ``task:session_removed`` for each task
add a task to a session         ``session:task_added``, ``task:session_added`` (both directions, seed)
remove a task from a session    ``session:task_removed``, ``task:session_removed``
spawn a session                 ``session:updated`` (env set), ``session:spawn``, ``task:session_added`` for
                                each task; never ``session:created`` (original server, measured)
=============================== ==========================================================================

Created events wrap the document (``{"session": …}``), updated ones hold it bare (seed).
"""

from __future__ import annotations

import msgspec

from maestro_tui.server.documents import Document
from maestro_tui.server.drafts import Concerns, Draft, Emitted
from maestro_tui.server.repositories.kinds import Key, Kind


def emit_created(draft: Draft, kind: Kind, id_: str, concerns: Concerns) -> None:
    """Emit ``project:created``, ``task:created`` or ``session:created``: the document, wrapped."""
    document = _document(draft, kind, id_)
    payload = b'{"%b":%b}' % (kind.value.encode(), document)
    draft.emit(Emitted(f"{kind}:created", payload, concerns, Key(kind, id_), document))


def emit_updated(draft: Draft, kind: Kind, id_: str, concerns: Concerns) -> None:
    """Emit ``project:updated``, ``task:updated`` or ``session:updated``: the document, bare."""
    document = _document(draft, kind, id_)
    draft.emit(Emitted(f"{kind}:updated", document, concerns, Key(kind, id_), document))


def emit_deleted(draft: Draft, kind: Kind, id_: str, concerns: Concerns) -> None:
    """Emit ``project:deleted``, ``task:deleted`` or ``session:deleted``."""
    draft.emit(Emitted(f"{kind}:deleted", msgspec.json.encode({"id": id_}), concerns, Key(kind, id_)))


def emit_spawn(draft: Draft, session_id: str, fields: Document, concerns: Concerns) -> None:
    """Emit ``session:spawn``: the session with its environment, and what a terminal needs.

    Args:
        draft: Where to emit.
        session_id: The session, which is in the draft.
        fields: The members of ``data`` besides ``session``.
        concerns: What the event is about.
    """
    document = _document(draft, Kind.SESSION, session_id)
    payload = msgspec.json.encode({"session": msgspec.Raw(document), **fields})
    draft.emit(Emitted("session:spawn", payload, concerns, Key(Kind.SESSION, session_id), document))


def emit_session_link(draft: Draft, change: str, session_id: str, task_id: str) -> None:
    """Emit ``session:task_added`` or ``session:task_removed``: ids only."""
    payload = msgspec.json.encode({"sessionId": session_id, "taskId": task_id})
    draft.emit(Emitted(f"session:task_{change}", payload, Concerns(session_id=session_id)))


def emit_task_link(draft: Draft, change: str, task_id: str, session_id: str) -> None:
    """Emit ``task:session_added`` or ``task:session_removed``: ids only."""
    payload = msgspec.json.encode({"taskId": task_id, "sessionId": session_id})
    draft.emit(Emitted(f"task:session_{change}", payload, Concerns(task_id=task_id)))


def _document(draft: Draft, kind: Kind, id_: str) -> bytes:
    octets = draft.octets(Key(kind, id_))
    if octets is None:
        raise KeyError(id_)
    return octets
