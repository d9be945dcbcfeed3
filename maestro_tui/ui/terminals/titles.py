"""What stands in the frame of a terminal among others: whose it is, and how things stand with it. Pure."""

from __future__ import annotations

from typing import Final

from textual.content import Content

from maestro_tui.protocol.ids import SessionId
from maestro_tui.store.state import Pane
from maestro_tui.ui.look.contents import style_of
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.judgement import judge
from maestro_tui.ui.standing.status import Look, look_of_pane
from maestro_tui.ui.terminals.panes import how_it_ended, name_of_pane, where_keys_go
from maestro_tui.ui.text.fitting import cut_middle, width_of

AROUND: Final = 4
"""Cells of a frame's upper side that are not its title's: what is before it and behind it."""


def look_of(scene: Scene, session_id: SessionId, pane: Pane) -> Look:
    """Give the look of a terminal: that of its session, as long as its program runs."""
    session = scene.state.sessions.get(session_id)
    return judge(session, scene).look if session and pane.is_live else look_of_pane(pane)


def title_of(scene: Scene, session_id: SessionId, pane: Pane) -> Content:
    """Give what stands in its frame."""
    look, ended = look_of(scene, session_id, pane), how_it_ended(pane)
    name, state = name_of_pane(scene.state, session_id), ended.text if ended else look.word
    style = style_of(look.tone)
    return Content.assemble((f"{look.glyph} ", style), f"{name} · ", (state, style))


def title_while_typing(scene: Scene, session_id: SessionId, pane: Pane, width: int) -> Content:
    """Give the same where the keyboard is, in the one colour of that frame: the key that gets out is never cut."""
    plain = title_of(scene, session_id, pane).plain
    keys = f" · {where_keys_go(pane)}"
    room = width - AROUND - width_of(keys)
    if width_of(plain) > room:
        plain = f"{plain[0]} {cut_middle(name_of_pane(scene.state, session_id), room - 2)}"
    return Content(plain + keys)
