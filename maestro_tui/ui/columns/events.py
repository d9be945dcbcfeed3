"""The table of what came over the wire."""

from __future__ import annotations

from typing import Final

from maestro_tui.ui.columns.column import Column, TableKind
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.tables.sorting import SortKey
from maestro_tui.ui.text.ages import clock_time
from maestro_tui.ui.wire.log_entries import GAP, REPEATED, REPLAYED, UNREADABLE, Entry, how_large

AGAIN: Final = "↺ "
"""Stands before what is told after the fact, or a second time."""


def _time(entry: Entry, _scene: Scene) -> Cell:
    return Cell(clock_time(entry.at), Tone.FAINT)


def _number(entry: Entry, _scene: Scene) -> Cell:
    return Cell("" if entry.seq is None else f"{entry.seq}", Tone.MUTED)


def _name(entry: Entry, _scene: Scene) -> Cell:
    return Cell(entry.name, _tone(entry))


def _tone(entry: Entry) -> Tone:
    if entry.is_mark:
        return Tone.FAILED if entry.name == GAP else Tone.WAITING
    if UNREADABLE in entry.notes or entry.name.endswith(":deleted"):
        return Tone.FAILED
    return Tone.MUTED if entry.name.endswith(":updated") else Tone.ACCENT


def _subject(entry: Entry, _scene: Scene) -> Cell:
    is_again = REPLAYED in entry.notes or REPEATED in entry.notes
    return Cell(f"{AGAIN}{entry.subject}" if is_again else entry.subject)


def _size(entry: Entry, _scene: Scene) -> Cell:
    return Cell("" if entry.is_mark else how_large(entry.size), Tone.MUTED)


def _order(entry: Entry, _scene: Scene) -> SortKey:
    return (-entry.number,)


def _words(entry: Entry, _scene: Scene) -> tuple[str, tuple[str, ...]]:
    fields = (entry.name, entry.ids, str(entry.seq or ""), " ".join(entry.notes))
    return f"{entry.name} {entry.subject} {entry.ids}", fields


EVENTS: Final = TableKind[Entry](
    name="events",
    title="Events",
    columns=(
        Column(key="time", title="TIME", cell=_time, width=8, sort=lambda entry, _scene: (entry.number,)),
        Column(key="seq", title="SEQ", cell=_number, width=7, is_right=True, gives_way=2),
        Column(key="name", title="EVENT", cell=_name, width=15, grow=2, most=22),
        Column(key="subject", title="ABOUT", cell=_subject, width=12, grow=3),
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
    words=_words,
    fields=("event", "id", "seq", "is"),
)
