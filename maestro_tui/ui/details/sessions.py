"""What is known of a session: what it works on, where it runs, and with what. What opens a door is hidden."""

from __future__ import annotations

from collections.abc import Iterator

from maestro_tui.conductor.masking import mask
from maestro_tui.protocol.models import Session
from maestro_tui.protocol.timeline import decode_timeline
from maestro_tui.store.statuses import ended_at, has_ended, needs_input
from maestro_tui.terminal.exit_status import ExitStatus
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.details.facts import Details, Fact, listed, moment, told
from maestro_tui.ui.look.tones import Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.text.ages import span


def describe(session: Session, scene: Scene) -> Details:
    """Put all of it into words."""
    state = scene.state
    project = state.projects.get(session.project_id)
    parent = state.sessions.get(session.parent_session_id) if session.parent_session_id else None
    children = [each for each in state.sessions.values() if each.parent_session_id == session.id]
    return Details(
        kind="session",
        name=session.name or session.id,
        id=session.id,
        look=scene.verdicts.look_of(session).cell,
        facts=(
            *told("status", session.status),
            *_question(session),
            *told("project", project.name if project and project.name else session.project_id),
            *listed("tasks", [scene.task_title(id_) for id_ in session.task_ids]),
            *told("started by", name_of(parent) if parent else session.parent_session_id),
            *listed("children", [name_of(each) for each in children]),
            *told("agent", session.agent_id),
            *told("strategy", session.strategy),
            *told("machine", " · ".join(each for each in (session.hostname, session.platform) if each)),
            *_terminal(session, scene),
            *moment("begun", session.started_at or session.created_at),
            *moment("active", session.last_activity),
            *moment("ended", ended_at(session) if has_ended(session) else None),
            *_took(session),
            *told("timeline", f"{len(decode_timeline(session.timeline)):,} events"),
            *listed("environment", [f"{name}={mask(value)}" for name, value in session.env.items()]),
        ),
    )


def _question(session: Session) -> Iterator[Fact]:
    if needs_input(session) and session.needs_input is not None and session.needs_input.message:
        yield Fact(label="asks", text=session.needs_input.message, tone=Tone.WAITING)


def _terminal(session: Session, scene: Scene) -> Iterator[Fact]:
    pane = scene.state.panes.get(session.id)
    if pane is None:
        yield Fact(label="terminal", text="none here", tone=Tone.MUTED)
        return
    how = pane.problem or ("runs" if pane.is_live else ExitStatus(pane.exit_code, pane.signal).describe())
    yield Fact(label="terminal", text=how)
    yield from told("command", mask(pane.command))
    yield from told("directory", pane.cwd)
    yield from told("title", pane.title)


def _took(session: Session) -> Iterator[Fact]:
    begun, ended = session.started_at or session.created_at, ended_at(session)
    if has_ended(session) and begun and ended and ended >= begun:
        yield Fact(label="took", text=span(ended - begun))
