"""What the top line says of the connection and of how things stand. Pure."""

from __future__ import annotations

from typing import Final

from maestro_tui.store.state import Connection, Phase
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.standing.census import ALL, SESSIONS, Census
from maestro_tui.ui.standing.status import FAILED, WAITING, WORKING
from maestro_tui.ui.text.ages import seconds_until
from maestro_tui.ui.text.plain import clean

DOT: Final = Cell(" · ", Tone.FAINT)


def describe(connection: Connection, server: str, now: float, *, is_short: bool = False) -> list[Cell]:
    """Say where the connection stands, and if it does not, why and what comes next; why before how often."""
    name = Cell(f"  {server}" if server else "", Tone.MUTED)
    match connection.phase:
        case Phase.LIVE:
            return [Cell("● live", Tone.ACCENT), name]
        case Phase.LOADING | Phase.RESUMING:
            return [Cell("◌ reading", Tone.ACCENT), name]
        case Phase.CONNECTING:
            return [Cell("◌ connecting", Tone.ACCENT), name]
        case Phase.REPLAYING:
            return [Cell("▶ replay", Tone.ACCENT), name]
        case Phase.WAITING:
            wait = seconds_until(connection.retry_at, now)
            when = f"in {wait}s" if wait else "now"
            attempt = [] if is_short else [Cell(f" (attempt {connection.attempt})", Tone.MUTED)]
            return [Cell(f"◌ reconnecting {when}", Tone.WAITING), *attempt, *_why(connection)]
        case Phase.GAVE_UP:
            return [Cell("✗ offline", Tone.FAILED), *_why(connection)]


def _why(connection: Connection) -> list[Cell]:
    reason = clean(connection.reason)
    return [Cell(" – ", Tone.FAINT), Cell(reason, Tone.MUTED)] if reason else []


def rate(per_second: float) -> list[Cell]:
    """Say how many events come, if any do."""
    return [DOT, Cell(f"{per_second:,.0f} ev/s", Tone.FAINT)] if per_second >= 0.5 else []  # noqa: PLR2004


def is_ticking(connection: Connection) -> bool:
    """Tell whether what is said of it changes as time passes."""
    return connection.phase is Phase.WAITING


def short_counts(census: Census) -> list[Cell]:
    """Say the same by glyph and number alone, for a line with little room."""
    cells: list[Cell] = []
    for look in (WORKING, WAITING, FAILED):
        if count := census.count(look.word, ALL):
            cells.append(Cell(f"{' ' if cells else ''}{look.glyph}{count:,}", look.tone))
    return cells


def counts(census: Census) -> list[Cell]:
    """Say how many sessions there are, and of those that matter how many."""
    total = census.count(SESSIONS, ALL)
    cells = [Cell(f"{total:,} session{'' if total == 1 else 's'}", Tone.MUTED)]
    for look in (WORKING, WAITING, FAILED):
        if count := census.count(look.word, ALL):
            cells += [DOT, Cell(f"{count:,} {look.word}", look.tone)]
    return cells
