"""The table of what was started here, and what was not."""

from __future__ import annotations

import shlex
from typing import Final

import msgspec

from maestro_tui.conductor.decisions import Decision
from maestro_tui.conductor.spawning import Verdict
from maestro_tui.protocol.ids import SessionId
from maestro_tui.ui.columns.column import Column, TableKind
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.tables.sorting import SortKey
from maestro_tui.ui.text.ages import clock_time, day_of
from maestro_tui.ui.text.plain import clean

LOOKS: Final = {
    Verdict.ALLOWED_BY_POLICY: Cell("✓ policy", Tone.MUTED),
    Verdict.ALLOWED_BY_USER: Cell("✓ you", Tone.ACCENT),
    Verdict.DENIED_BY_POLICY: Cell("✗ policy", Tone.FAILED),
    Verdict.DENIED_BY_USER: Cell("✗ you", Tone.FAILED),
    Verdict.REFUSED: Cell("✗ refused", Tone.FAILED),
    Verdict.READ_ONLY: Cell("○ read-only", Tone.MUTED),
    Verdict.ELSEWHERE: Cell("○ elsewhere", Tone.MUTED),
    Verdict.RESTORED: Cell("↺ found", Tone.MUTED),
}
"""How each verdict is shown: what was started, what was not, and by whose word."""


class Filed(msgspec.Struct, frozen=True, kw_only=True):
    """A decision with its place in the log: the newest is 0."""

    place: int
    decision: Decision


def command_of(decision: Decision) -> str:
    """Give the command as one line, fit to be shown."""
    return clean(shlex.join(decision.argv))


def session_of(decision: Decision, scene: Scene) -> str:
    """Give the name of the session, or its id if the server has it no more."""
    session = scene.state.sessions.get(SessionId(decision.session_id))
    return clean((session and session.name) or decision.session_id)


def _time(filed: Filed, scene: Scene) -> Cell:
    at = filed.decision.at
    day = day_of(at)
    return Cell(clock_time(at) if day == day_of(scene.now) else day[4:], Tone.FAINT)


def _verdict(filed: Filed, _scene: Scene) -> Cell:
    return LOOKS[filed.decision.verdict]


def _session(filed: Filed, scene: Scene) -> Cell:
    return Cell(session_of(filed.decision, scene), Tone.STRONG)


def _command(filed: Filed, _scene: Scene) -> Cell:
    return Cell(command_of(filed.decision))


def _server(filed: Filed, _scene: Scene) -> Cell:
    return Cell(clean(filed.decision.server) or "—", Tone.MUTED)


def _order(filed: Filed, _scene: Scene) -> SortKey:
    return (filed.place,)


def _by_time(filed: Filed, _scene: Scene) -> SortKey:
    return (-filed.place,)


def _words(filed: Filed, scene: Scene) -> tuple[str, tuple[str, ...]]:
    decision = filed.decision
    session = f"{session_of(decision, scene)} {decision.session_id}"
    fields = (decision.verdict.value, session, decision.server, decision.cwd)
    return f"{session} {command_of(decision)} {decision.verdict.value} {clean(decision.why)}", fields


DECISIONS: Final = TableKind[Filed](
    name="decisions",
    title="What was started here, and what was not",
    columns=(
        Column(key="time", title="WHEN", cell=_time, width=10, sort=_by_time, is_newest_first=True),
        Column(key="verdict", title="BY", cell=_verdict, width=11),
        Column(key="session", title="SESSION", cell=_session, width=12, grow=1, most=24, is_name=True),
        Column(key="command", title="COMMAND", cell=_command, width=16, grow=3),
        Column(key="server", title="SERVER", cell=_server, width=14, grow=1, most=22, gives_way=1),
    ),
    order=_order,
    empty=lambda _scene: (
        Cell("Nothing was to be started yet.", Tone.MUTED),
        Cell(""),
        Cell("Every time a server asks for a terminal, what came of it is written down here.", Tone.MUTED),
    ),
    words=_words,
    fields=("by", "session", "server", "directory"),
)
