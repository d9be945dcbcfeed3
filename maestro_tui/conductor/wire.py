"""What came over the wire, told to who listens: frames as they were received, and the events in them."""

from __future__ import annotations

from maestro_tui.client.listeners import EventListeners
from maestro_tui.terminal.listeners import Listeners


class Wire:
    """All who listen to the wire; what comes of what they hear is no concern here."""

    def __init__(self) -> None:
        self.on_frame: Listeners[bytes, float] = Listeners()
        """Called with every frame, undecoded, and when it arrived, in milliseconds since the epoch; before anything
        comes of it. Frames are handed on by reference: who keeps them decides what that costs."""
        self.on_rewind: Listeners[int] = Listeners()
        """Called when what came so far is taken back: a replay goes to another place, and tells what leads there,
        after so many frames that it does not tell again."""
        self.events = EventListeners()
        """Those who listen to events by their names, once these are in the store."""
