"""The tabs of the terminals: one thin line of session names."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from maestro_tui.protocol.ids import SessionId
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.status import RINGING
from maestro_tui.ui.terminals.news import PaneNews
from maestro_tui.ui.terminals.panes import name_of_pane, progress_cell
from maestro_tui.ui.terminals.titles import look_of
from maestro_tui.ui.text.fitting import cut_middle
from maestro_tui.ui.widgets.line import DOUBLE, Bar, Spot, blank

LONGEST_NAME = 20


class PaneStrip(Bar, can_focus=True):
    """The tabs. With the keyboard, left and right choose, and enter gives the keyboard to the program."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("panes")
    """The keys of the place ``panes`` in the registry of actions."""

    class PaneChosen(Message):
        """The user wants to see another terminal."""

        def __init__(self, session_id: SessionId) -> None:
            super().__init__()
            self.session_id = session_id

    class PaneEntered(Message):
        """The user wants to type into the terminal that is shown."""

    class SearchAsked(Message):
        """The user wants to look for a text in the terminal that is shown."""

    class PanePutAway(Message):
        """The user wants the terminal that is shown to go."""

        def __init__(self, session_id: SessionId) -> None:
            super().__init__()
            self.session_id = session_id

    def __init__(self, scene: Scene, news: PaneNews) -> None:
        super().__init__(id="panes")
        self._scene = scene
        self._news = news
        self.shown: SessionId | None = None
        """The terminal that is shown."""

    def show_pane(self, session_id: SessionId | None) -> None:
        """Mark a terminal as the one that is shown."""
        self.shown = session_id
        self.recheck()

    def spots(self, width: int) -> list[Spot]:
        """Give the tabs that fit, always with the one that is shown among them."""
        ids = list(self._scene.state.panes)
        tabs = [self._tab(id_) for id_ in ids]
        first = 0
        at = ids.index(self.shown) if self.shown in ids else 0
        while first < at and sum(tab.width for tab in tabs[first : at + 1]) > width - 4:
            first += 1
        spots = [Spot((Cell("‹ " if first else " ", Tone.MUTED),))]
        left = width - spots[0].width - 2
        for tab in tabs[first:]:
            if tab.width > left:
                spots.append(Spot((Cell("›", Tone.MUTED),)))
                break
            spots.append(tab)
            left -= tab.width
        return spots or [blank(width)]

    def choose(self, target: str) -> None:
        """Show the terminal whose tab was clicked."""
        self.post_message(self.PaneChosen(SessionId(target)))

    def _tab(self, id_: SessionId) -> Spot:
        look = look_of(self._scene, id_, self._scene.state.panes[id_])
        is_shown = id_ == self.shown
        name = cut_middle(name_of_pane(self._scene.state, id_), LONGEST_NAME)
        tone = Tone.STRONG if is_shown else Tone.MUTED
        cells = [Cell(f" {look.glyph} ", look.tone), Cell(f"{name} ", tone)]
        if id_ in self._news.rung:
            cells.append(Cell(f"{RINGING.glyph} ", RINGING.tone))
        if id_ in self._news.progress:
            cells.append(progress_cell(self._news.progress[id_]))
        return Spot(tuple(cells), id_, is_shown)

    def on_focus(self) -> None:
        """Show that the keyboard is here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the keyboard is elsewhere."""
        self.refresh()

    def on_click(self, event: events.Click) -> None:
        """A double click on a tab goes in."""
        super().on_click(event)
        if event.chain == DOUBLE:
            self.action_enter()

    def action_step(self, step: int) -> None:
        """Show a terminal further on, and begin again at the end."""
        ids = list(self._scene.state.panes)
        at = ids.index(self.shown) if self.shown in ids else 0
        if not ids or ids == [self.shown]:
            self.app.notify("There is no other terminal to go to yet.", markup=False)
        else:
            self.post_message(self.PaneChosen(ids[(at + step) % len(ids)]))

    def action_enter(self) -> None:
        """Go into the terminal."""
        self.post_message(self.PaneEntered())

    def action_search(self) -> None:
        """Look for a text in the terminal."""
        self.post_message(self.SearchAsked())

    def action_put_away(self) -> None:
        """Put the terminal away."""
        if self.shown is not None:
            self.post_message(self.PanePutAway(self.shown))
