"""The table of what came over the wire."""

from __future__ import annotations

from typing import Final

from maestro_tui.ui.ages import clock_time
from maestro_tui.ui.columns.column import Column, TableKind
from maestro_tui.ui.event_log import GAP, Entry
from maestro_tui.ui.plain import clean
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.sorting import SortKey
from maestro_tui.ui.tones import Cell, Tone

KILO: Final = 1000


def _time(entry: Entry, _scene: Scene) -> Cell:
    return Cell(clock_time(entry.at), Tone.FAINT)


def _number(entry: Entry, _scene: Scene) -> Cell:
    return Cell("" if entry.seq is None else f"{entry.seq}", Tone.MUTED)


def _name(entry: Entry, _scene: Scene) -> Cell:
    if entry.name == GAP:
        return Cell(entry.name, Tone.WAITING)
    is_deletion = entry.name.endswith(":deleted")
    tone = Tone.FAILED if is_deletion else Tone.MUTED if entry.name.endswith(":updated") else Tone.ACCENT
    return Cell(clean(entry.name), tone)


def _subject(entry: Entry, _scene: Scene) -> Cell:
    return Cell(entry.subject)


def _size(entry: Entry, _scene: Scene) -> Cell:
    size = entry.size
    return Cell(f"{size / KILO:.1f}k" if size >= KILO else f"{size}" if size else "", Tone.MUTED)


def _order(entry: Entry, _scene: Scene) -> SortKey:
    return (-entry.number,)


EVENTS: Final = TableKind[Entry](
    name="events",
    title="Events",
    columns=(
        Column(key="time", title="TIME", cell=_time, width=8, sort=lambda entry, _scene: (entry.number,)),
        Column(key="seq", title="SEQ", cell=_number, width=7, is_right=True, gives_way=2),
        Column(key="name", title="EVENT", cell=_name, width=22),
        Column(key="subject", title="ABOUT", cell=_subject, width=16, grow=1),
        Column(
            key="size",
            title="SIZE",
            cell=_size,
            width=6,
            is_right=True,
            gives_way=1,
            sort=lambda entry, _scene: (entry.size,),
            is_newest_first=True,
        ),
    ),
    order=_order,
    empty=lambda _scene: (Cell("Nothing has come over the wire yet.", Tone.MUTED),),
    words=lambda entry, _scene: (f"{entry.name} {entry.subject}", (entry.name,)),
    fields=("event",),
)
