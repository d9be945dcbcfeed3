"""Why a session is shown as it is: what each witness says and when, who decides, and where they disagree. Pure.

Put into values first, which are then put into lines for the screen or into text to be taken elsewhere. Loaded when
somebody asks.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import msgspec

from maestro_tui.conductor.signs import Signs
from maestro_tui.protocol.models import Session, TimelineEvent
from maestro_tui.protocol.timeline import decode_timeline
from maestro_tui.store.state import READ, Pane
from maestro_tui.store.statuses import has_ended, needs_input
from maestro_tui.terminal.exit_status import ExitStatus
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.judgement import Judge, judge
from maestro_tui.ui.standing.status import Look
from maestro_tui.ui.text.ages import MINUTE, long_age
from maestro_tui.ui.text.fitting import pad, wrap
from maestro_tui.ui.text.plain import clean
from maestro_tui.ui.timeline.event_lines import kind_of

LAST_ENTRIES: Final = 3
"""Of the timeline."""
LONGEST: Final = 200
MOST_LINES: Final = 2
"""Of what one witness says."""

LABEL_WIDTH: Final = 10
AGE_WIDTH: Final = 6
DECIDES: Final = "▸"
DISAGREES: Final = "≠"

SLACK: Final = MINUTE
"""How much two clocks may differ before anything is made of it."""

Line = tuple[Cell, ...]


class Witness(msgspec.Struct, frozen=True, kw_only=True):
    """One who knows something of a session."""

    name: str
    """Who says it: ``server``, ``event``, ``timeline``, ``terminal`` …; empty if it is the one before."""
    says: str
    """Fit to be shown."""
    at: float | None = None
    """When it said so, or since when it is so; None if it has no time."""
    decides: bool = False
    """Whether what is shown is its word."""


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """All that is known of how a session stands."""

    name: str
    session_id: str
    look: Look
    """What is shown."""
    why: str
    """A sentence that says on whose word."""
    witnesses: tuple[Witness, ...]
    conflicts: tuple[str, ...]
    """Where witnesses disagree: a sentence each."""


def gather(session: Session, scene: Scene) -> Evidence:
    """Ask everybody."""
    judgement = judge(session, scene)
    pane, signs = scene.state.panes.get(session.id), scene.signs(session.id)
    return Evidence(
        name=name_of(session),
        session_id=clean(session.id),
        look=judgement.look,
        why=judgement.by.value,
        witnesses=(
            *_of_server(session, scene, judgement.by),
            *_of_timeline(session),
            *_of_terminal(pane, signs, judgement.by),
            *_of_queue(session, scene),
        ),
        conflicts=tuple(_conflicts(session, pane, signs)),
    )


# ------------------------------------------------------------------------------------- the witnesses


def _of_server(session: Session, scene: Scene, by: Judge) -> Iterator[Witness]:
    word, heard = scene.state.words.get(session.id), scene.state.heard.get(session.id)
    how = "read over REST" if word is None or word.by == READ else f"by {word.by}"
    yield Witness(
        name="server",
        says=f"{clean(session.status)} · {how}",
        at=word.at if word else scene.state.read_at or None,
        decides=by is Judge.SERVER and not needs_input(session),
    )
    if needs_input(session):
        asked = session.needs_input
        says = f"needs input · {clean((asked and asked.message) or 'no question given', LONGEST)}"
        yield Witness(name="", says=says, at=asked.since if asked else None, decides=by is Judge.SERVER)
    elif session.needs_input is not None:
        yield Witness(name="", says="does not need input")
    yield Witness(
        name="event", says="last event of it" if heard else "none since this dashboard began", at=heard
    )
    if session.last_activity:
        yield Witness(name="", says="last activity, by the server's clock", at=session.last_activity)


def _of_timeline(session: Session) -> Iterator[Witness]:
    entries = decode_timeline(session.timeline)
    last = entries[-LAST_ENTRIES:]
    asked = next((entry for entry in reversed(entries) if entry.type == "needs_input"), None)
    shown = [*([asked] if asked is not None and asked not in last else []), *last]
    if not shown:
        yield Witness(name="timeline", says="empty")
    for number, entry in enumerate(reversed(shown)):
        yield Witness(name="" if number else "timeline", says=_entry(entry), at=entry.timestamp or None)


def _entry(entry: TimelineEvent) -> str:
    kind = kind_of(entry.type)
    return f"{kind.glyph} {kind.word}  {clean(entry.message or '', LONGEST)}".rstrip()


def _of_terminal(pane: Pane | None, signs: Signs | None, by: Judge) -> Iterator[Witness]:
    decides = by in {Judge.EXIT, Judge.TERMINAL}
    if pane is None:
        yield Witness(name="terminal", says="none here")
        return
    if pane.problem:
        yield Witness(name="terminal", says=f"not started · {clean(pane.problem, LONGEST)}", at=pane.ended_at)
        return
    yield Witness(name="terminal", says=_process(pane, signs), at=_process_at(pane), decides=decides)
    if signs is not None:
        says = "wrote last" if signs.output_at else "has written nothing"
        yield Witness(name="output", says=says, at=signs.output_at or None, decides=by is Judge.SILENCE)
    if pane.title:
        yield Witness(name="title", says=clean(pane.title, LONGEST))
    if signs is not None:
        yield Witness(name="call", says=_call(signs), at=signs.called_at or None)


def _of_queue(session: Session, scene: Scene) -> Iterator[Witness]:
    call = scene.attention.get(session.id)
    if call is not None:
        yield Witness(name="queue", says=f"{call.look.word} · by {call.source}", at=call.since)
    elif session.id in scene.attention.aside.reasons:
        yield Witness(name="queue", says="seen, or put aside, until there is something new")


def _process(pane: Pane, signs: Signs | None) -> str:
    if not pane.is_live:
        return f"ended · {ExitStatus(pane.exit_code, pane.signal).describe()}"
    return f"runs · process {signs.pid}" if signs is not None and signs.pid else "runs"


def _process_at(pane: Pane) -> float | None:
    return pane.opened_at or None if pane.is_live else pane.ended_at


def _call(signs: Signs) -> str:
    if not signs.called_at:
        return "no bell, no notification"
    return f"notification · {clean(signs.notification, LONGEST)}" if signs.notification else "rang the bell"


# ----------------------------------------------------------------------------------- disagreements


def _conflicts(session: Session, pane: Pane | None, signs: Signs | None) -> Iterator[str]:
    if pane is not None and not pane.is_live and not has_ended(session):
        ended = "was not started" if pane.problem else "has ended"
        if needs_input(session):
            yield f"It is said to wait for input, and its terminal {ended}: nobody would read an answer."
        else:
            yield f"The server says {clean(session.status)}, and its terminal {ended}."
    if pane is not None and pane.is_live and has_ended(session):
        yield f"The server says {clean(session.status)}, and its program still runs."
    if needs_input(session) and signs is not None and _wrote_since(session, signs):
        yield "It is said to wait for input, and its terminal has been writing since."
    asked = session.needs_input
    if asked is not None and not asked.active and session.status in {"needs-input", "needs_input", "waiting"}:
        yield "Its status says that it waits, and needsInput that it does not."


def _wrote_since(session: Session, signs: Signs) -> bool:
    asked = session.needs_input
    return bool(asked and asked.since and signs.output_at > asked.since + SLACK)


# ------------------------------------------------------------------------------------- put into lines


def lines_of(evidence: Evidence, now: float, width: int) -> list[Line]:
    """Give lines of at most `width` cells."""
    look = evidence.look
    lines: list[Line] = [
        (look.cell, Cell(f"  {evidence.name}", Tone.STRONG), Cell(f"  {evidence.session_id}", Tone.FAINT)),
        *((Cell(piece, Tone.MUTED),) for piece in wrap(evidence.why, width)),
        (),
    ]
    for witness in evidence.witnesses:
        lines += _lines_of_witness(witness, now, width)
    if evidence.conflicts:
        lines.append(())
    for conflict in evidence.conflicts:
        first, *more = wrap(conflict, width - 2)
        lines.append((Cell(f"{DISAGREES} ", Tone.WAITING), Cell(first)))
        lines += [(Cell(f"  {piece}"),) for piece in more]
    return lines


def _lines_of_witness(witness: Witness, now: float, width: int) -> list[Line]:
    room = width - LABEL_WIDTH - AGE_WIDTH - 4
    first, *more = wrap(witness.says, room, MOST_LINES) or [""]
    tone = Tone.STRONG if witness.decides else Tone.PLAIN
    age = long_age(witness.at, now) if witness.at else ""
    return [
        (
            Cell(f"{DECIDES} " if witness.decides else "  ", Tone.ACCENT),
            Cell(pad(witness.name, LABEL_WIDTH), Tone.FAINT),
            Cell(pad(first, room), tone),
            Cell(f"  {pad(age, AGE_WIDTH, right=True)}", Tone.MUTED),
        ),
        *((Cell(f"{' ' * (LABEL_WIDTH + 2)}{piece}", tone),) for piece in more),
    ]


def text_of(evidence: Evidence, now: float, width: int = 100) -> str:
    """Give the same as plain text, to be taken elsewhere."""
    lines = lines_of(evidence, now, width)
    return "\n".join("".join(cell.text for cell in line).rstrip() for line in lines)
