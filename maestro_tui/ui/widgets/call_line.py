"""Who needs the user, in one line: for screens with no room for a table of it."""

from __future__ import annotations

from typing import Final

from textual.message import Message

from maestro_tui.protocol.ids import SessionId
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.text.fitting import cut_end, cut_middle, width_of
from maestro_tui.ui.widgets.line import Bar, Spot

LONGEST_NAME: Final = 20

QUEUE: Final = "\N{HORIZONTAL ELLIPSIS}"
NEXT: Final = "\N{RIGHTWARDS ARROW}"
"""What a click is about that is about no session; no id looks like that."""


class CallLine(Bar):
    """The first of the calls for the user, and how many more there are."""

    class Clicked(Message):
        """The user wants to go there."""

        def __init__(self, session_id: SessionId) -> None:
            super().__init__()
            self.session_id = session_id

    class QueueClicked(Message):
        """The user wants to see all who call."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(id="call")
        self._scene = scene

    def spots(self, width: int) -> list[Spot]:
        """Say who calls and what for; the key that goes there is at the right."""
        first = self._scene.attention.after(None)
        if first is None:
            return []
        call = self._scene.attention[first]
        session = self._scene.state.sessions.get(first)
        more = len(self._scene.attention) - 1
        head = (
            Cell(f" {call.look.cell.text}  ", call.look.tone),
            Cell(cut_middle(name_of(session) if session else first, LONGEST_NAME) + "  ", Tone.STRONG),
        )
        tail = (
            Cell(f"  {self._scene.long_age(call.since)}", call.look.tone),
            Cell(f"  +{more}" if more else "", Tone.MUTED),
            Cell("  n", Tone.ACCENT),
            Cell(" next ", Tone.MUTED),
        )
        room = width - sum(width_of(cell.text) for cell in (*head, *tail))
        what = cut_end(call.what or "—", max(0, room))
        filler = " " * max(0, room - width_of(what))
        since, others, *key = tail
        return [
            Spot((*head, Cell(what), Cell(filler), since), first),
            Spot((others,), QUEUE),
            Spot(tuple(key), NEXT),
        ]

    def choose(self, target: str) -> None:
        """Go to the session that calls, to the next one, or to all of them."""
        if target == NEXT:
            self.app.simulate_key("n")
        elif target == QUEUE:
            self.post_message(self.QueueClicked())
        else:
            self.post_message(self.Clicked(SessionId(target)))
