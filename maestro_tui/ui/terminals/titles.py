"""What stands in the frame of a terminal among others: whose it is, and how things stand with it. Pure."""

from __future__ import annotations

from textual.content import Content

from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.state import Pane
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.judgement import judge
from maestro_tui.ui.standing.status import Look, look_of_pane
from maestro_tui.ui.terminals.panes import KEYS_GO_TO_PROGRAM, how_it_ended, name_of_pane
from maestro_tui.ui.text.contents import style_of


def look_of(scene: Scene, session_id: SessionId, pane: Pane) -> Look:
    """Give the look of a terminal: that of its session, as long as its program runs."""
    session = scene.state.sessions.get(session_id)
    return judge(session, scene).look if session and pane.is_live else look_of_pane(pane)


def title_of(scene: Scene, session_id: SessionId, pane: Pane, *, is_typing: bool = False) -> Content:
    """Give what stands in its frame; with the keyboard in it, in the one colour of that frame."""
    look, ended = look_of(scene, session_id, pane), how_it_ended(pane)
    name, state = name_of_pane(scene.state, session_id), ended.text if ended else look.word
    if is_typing:
        return Content(f"{look.glyph} {name} · {state} · {KEYS_GO_TO_PROGRAM}")
    style = style_of(look.tone)
    return Content.assemble((f"{look.glyph} ", style), f"{name} · ", (state, style))
