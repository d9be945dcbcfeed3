"""What is said where there is nothing yet: what it is, how to get one, and why there can be none. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from maestro_tui.store.state import Phase
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.text.plain import clean

BLANK: Final = Cell("")

WAYS: Final = (
    Cell("No sessions yet.", Tone.STRONG),
    BLANK,
    Cell("A session is one agent at work, in a terminal of its own. Three ways to start one:", Tone.MUTED),
    BLANK,
    Cell("1  here: N in the table of projects makes a project, s starts a session in it.", Tone.PLAIN),
    Cell("2  from a shell:", Tone.PLAIN),
    Cell("   maestro-tui project create Zoo", Tone.ACCENT),
    Cell("   maestro-tui task create Feed --project Zoo", Tone.ACCENT),
    Cell("   maestro-tui session spawn Zoo --task Feed", Tone.ACCENT),
    Cell("3  from an agent, by the same commands: what it starts stands under it.", Tone.PLAIN),
    BLANK,
    Cell("To see it all at work first:", Tone.MUTED),
    Cell("   maestro-tui demo", Tone.ACCENT),
)

UNREACHABLE: Final = (
    BLANK,
    Cell("r tries again now. From a shell:", Tone.MUTED),
    Cell("   maestro-tui serve", Tone.ACCENT),
    Cell("   starts a server in the foreground, and shows what it says", Tone.MUTED),
)


def how_to_begin(scene: Scene) -> Sequence[Cell]:
    """Say how to get a session, or what is in the way."""
    connection = scene.state.connection
    match connection.phase:
        case Phase.CONNECTING | Phase.LOADING | Phase.RESUMING:
            return (Cell("Asking the server what there is …", Tone.MUTED),)
        case Phase.WAITING | Phase.GAVE_UP:
            reason = clean(connection.reason) or "It does not answer."
            return (Cell("No server.", Tone.STRONG), BLANK, Cell(reason, Tone.FAILED), *UNREACHABLE)
        case Phase.REPLAYING:
            return (Cell("No sessions in this recording, up to here.", Tone.MUTED),)
        case Phase.LIVE:
            return WAYS
