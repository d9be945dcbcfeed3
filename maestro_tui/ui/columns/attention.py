"""The table of who needs the user."""

from __future__ import annotations

from typing import Final

from maestro_tui.ui.actions.registry import BY_ID
from maestro_tui.ui.columns.column import Column, TableKind
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.attention import Call, order_of
from maestro_tui.ui.standing.status import WAITING
from maestro_tui.ui.tables.sorting import SortKey
from maestro_tui.ui.text.plain import clean


def _status(call: Call, _scene: Scene) -> Cell:
    return call.look.cell


def _name(call: Call, scene: Scene) -> Cell:
    session = scene.state.sessions.get(call.session_id)
    return Cell(name_of(session) if session else call.session_id, Tone.STRONG)


def _what(call: Call, _scene: Scene) -> Cell:
    return Cell(call.what or "—", Tone.PLAIN if call.look is WAITING else Tone.MUTED)


def _since(call: Call, scene: Scene) -> Cell:
    return Cell(scene.long_age(call.since), call.look.tone)


def _source(call: Call, _scene: Scene) -> Cell:
    return Cell(call.source, Tone.FAINT)


def _project(call: Call, scene: Scene) -> Cell:
    session = scene.state.sessions.get(call.session_id)
    project = scene.state.projects.get(session.project_id) if session else None
    return Cell(clean(project.name) if project else "", Tone.MUTED)


def _order(call: Call, _scene: Scene) -> SortKey:
    return order_of(call)


def _words(call: Call, scene: Scene) -> tuple[str, tuple[str, ...]]:
    session = scene.state.sessions.get(call.session_id)
    project = scene.state.projects.get(session.project_id) if session else None
    name = session.name if session else ""
    return f"{name} {call.session_id} {call.what}", (
        call.look.word,
        project.name if project else "",
        call.source,
    )


KEYS: Final = " · ".join(
    f"{BY_ID[id_].keys} {BY_ID[id_].title}" for id_ in ("call.next", "work.answer", "call.put-aside")
)
"""What one does about them; said where they are shown, which is when one needs it."""

ATTENTION: Final = TableKind[Call](
    name="calls",
    title=f"Waiting for you · {KEYS}",
    columns=(
        Column(key="status", title="", cell=_status, width=10),
        Column(key="name", title="", cell=_name, width=12, grow=1, most=24, is_name=True),
        Column(key="what", title="", cell=_what, width=20, grow=4),
        Column(key="project", title="", cell=_project, width=12, gives_way=2),
        Column(key="since", title="", cell=_since, width=6, is_right=True),
        Column(key="source", title="", cell=_source, width=12, gives_way=1),
    ),
    order=_order,
    words=_words,
    fields=("status", "project", "source"),
)
