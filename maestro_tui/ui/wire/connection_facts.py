"""All there is to know of the connection, line by line. Pure: told the time, and never a token."""

from __future__ import annotations

from typing import Final

from maestro_tui.store.state import Connection, Phase, State, Tally
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.text.ages import age, clock_time, long_age, seconds_until, span
from maestro_tui.ui.text.plain import clean
from maestro_tui.ui.wire.connection import describe
from maestro_tui.ui.wire.outages import Outage

Fact = tuple[str, Cell]

MOST_UNKNOWN: Final = 4
"""How many names of unknown events are shown."""
MOST_OUTAGES: Final = 4
LONGEST_REASON: Final = 400

NEVER_CUT: Final = Cell("never since the dashboard was started", Tone.MUTED)


def facts_of(scene: Scene, server: str) -> list[Fact]:
    """Give what is known: a name, and what it is now."""
    state, now = scene.state, scene.now
    return [
        ("server", Cell(clean(server) or "not known yet", Tone.STRONG)),
        *_phase(state.connection, now),
        *_position(state),
        *_traffic(state.tally, scene.log.per_second),
        *_outages(list(scene.outages), now),
    ]


def _phase(connection: Connection, now: float) -> list[Fact]:
    facts = [("state", describe(connection, "", now)[0])]
    if connection.since:
        facts.append(("since", Cell(f"{clock_time(connection.since)}, {long_age(connection.since, now)}")))
    if connection.phase is Phase.WAITING:
        wait = seconds_until(connection.retry_at, now)
        when = f"in {wait} s" if wait else "now"
        facts.append(("attempts", Cell(f"{connection.attempt:,} failed; the next {when}")))
    if connection.reason:
        facts.append(("why", Cell(clean(connection.reason, LONGEST_REASON), Tone.FAILED)))
    return facts


def _position(state: State) -> list[Fact]:
    if state.last_seq is not None:
        return [("place", Cell(f"event {state.last_seq:,} of journal {clean(state.epoch or '?', 40)}"))]
    if state.connection.phase is not Phase.LIVE:
        return []
    return [("place", Cell("this server numbers no events: after a cut everything is read anew", Tone.MUTED))]


def _traffic(tally: Tally, per_second: float) -> list[Fact]:
    facts = [
        ("events", Cell(f"{per_second:,.1f} a second; {tally.events:,} in {tally.frames:,} frames so far"))
    ]
    if tally.rejected:
        facts.append(
            ("bad", Cell(f"{tally.rejected:,} that could not be read; each cost only itself", Tone.FAILED))
        )
    if tally.unknown:
        names = [f"{clean(name, 40)} ({count:,})" for name, count in tally.unknown.most_common(MOST_UNKNOWN)]
        more = len(tally.unknown) - len(names)
        facts.append(("unknown", Cell(", ".join(names) + (f" and {more:,} more" if more > 0 else ""))))
    if tally.gaps:
        facts.append(("gaps", Cell(f"{tally.gaps:,} in the numbers; each time everything was read anew")))
    return facts


def _outages(outages: list[Outage], now: float) -> list[Fact]:
    if not outages:
        return [("was cut", NEVER_CUT)]
    return [("was cut", _outage(outage, now)) for outage in outages[:MOST_OUTAGES]]


def _outage(outage: Outage, now: float) -> Cell:
    when = f"{clock_time(outage.began)}, {age(outage.began, now)} ago" if now - outage.began > 0 else "now"
    if outage.ended is None:
        return Cell(f"{when}: still", Tone.WAITING)
    how_long = f"for {span(outage.ended - outage.began)}"
    if outage.caught_up is None:
        return Cell(f"{when}, {how_long}; then everything was read anew", Tone.MUTED)
    if not outage.caught_up:
        return Cell(f"{when}, {how_long}; nothing was missed", Tone.MUTED)
    missed = f"{outage.caught_up:,} event{'' if outage.caught_up == 1 else 's'}"
    return Cell(f"{when}, {how_long}; {missed} missed, and caught up", Tone.MUTED)
