"""The state of one moment, kept, and the way back to it: what a replay needs to go backwards.

A checkpoint shares its rows with the state, so that it costs as much as the ids of the tables, and what has changed
since. It holds every field of the state, whatever these are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from maestro_tui.store.effects import Effect
from maestro_tui.store.state import State, Tally
from maestro_tui.store.tables import Table

if TYPE_CHECKING:
    from maestro_tui.store.actions import CheckpointRestored

_BYTES_A_ROW: Final = 200
"""What a row costs beside its timeline, about."""


class Checkpoint(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that was known at a moment, by the names of the fields of the state."""

    tables: dict[str, dict[Any, Any]]
    """The rows of each table, in their order."""
    rest: dict[str, Any]

    @property
    def weight(self) -> int:
        """How many bytes it keeps from being forgotten, at most and about."""
        rows = sum(map(len, self.tables.values()))
        timelines = sum(len(memoryview(session.timeline)) for session in self.tables["sessions"].values())
        return rows * _BYTES_A_ROW + timelines


def take_checkpoint(state: State) -> Checkpoint:
    """Keep the state as it is now."""
    fields = vars(state)
    return Checkpoint(
        tables={name: field.copy_rows() for name, field in fields.items() if isinstance(field, Table)},
        rest={name: _copy(field) for name, field in fields.items() if not isinstance(field, Table)},
    )


def restore_state(state: State, action: CheckpointRestored) -> tuple[Effect, ...]:
    """Know again what was known then, and nothing else."""
    # The tables stay, with other rows: who reads them holds on to them.
    for name, rows in action.checkpoint.tables.items():
        getattr(state, name).restore(rows)
    for name, field in action.checkpoint.rest.items():
        setattr(state, name, _copy(field))
    return ()


def _copy(field: Any) -> Any:  # noqa: ANN401 - of whatever type a field is
    """Copy what is changed in place; everything else is frozen."""
    if isinstance(field, Tally):
        return msgspec.structs.replace(field, unknown=field.unknown.copy())
    return field.copy() if isinstance(field, dict) else field
