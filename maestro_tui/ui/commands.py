"""The command palette: what the registry of actions offers, the sessions, and the themes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content
from textual.fuzzy import Matcher

from maestro_tui.protocol.ids import SessionId
from maestro_tui.ui.actions.registry import ACTIONS, BY_ID
from maestro_tui.ui.app import MaestroApp
from maestro_tui.ui.columns.sessions import name_of
from maestro_tui.ui.screens.dashboard import Dashboard
from maestro_tui.ui.standing.status import look_of_session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from textual.dom import DOMNode

MOST_SESSIONS = 20
"""How many sessions are offered for what was typed: nobody reads more."""


class WorkCommands(Provider):
    """Everything one can do from here."""

    async def discover(self) -> Hits:
        """Offer what there is before anything is typed."""
        for title, help_, call in self._commands():
            yield DiscoveryHit(title, call, help=help_)

    async def search(self, query: str) -> Hits:
        """Offer what matches what was typed."""
        matcher = self.matcher(query)
        for title, help_, call in self._commands():
            if (score := matcher.match(title)) > 0:
                yield Hit(score, _highlight(matcher, title), call, text=title, help=help_)
        found = 0
        for name, word, call in self._sessions():
            title = f"session: {name}"
            if found < MOST_SESSIONS and (score := matcher.match(title)) > 0:
                found += 1
                # A help would be taken for markup, and statuses come from the wire.
                shown = Content.assemble(_highlight(matcher, title), "\n", (word, "dim"))
                yield Hit(score, shown, call, text=title)

    def _commands(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        places = self.app.PLACES if isinstance(self.app, MaestroApp) else frozenset()
        # What changes something comes first: it is what one looks for.
        for action in sorted(ACTIONS, key=lambda action: not action.id.startswith("work.")):
            node = self.app if action.where in places else self._node_of(action.where)
            if action.in_palette and node is not None:
                area = action.id.partition(".")[0]
                keys = action.shown_as or action.keys.replace(",", " ")
                help_ = f"{keys}  {action.help}"
                yield f"{area}: {action.title}", help_, partial(self.app.run_action, action.call, node)
        yield "theme: choose another", "Show the themes there are.", self.app.search_themes

    def _node_of(self, where: str) -> DOMNode | None:
        """Give what does the actions of a place here; None if nothing does."""
        board = self.screen
        if not isinstance(board, Dashboard):
            return self._places_here().get(where)
        match where:
            case "dashboard":
                return board
            case "table":
                return board.table_in_use
            case "timeline":
                return board.timeline
            case "panes":
                return board.terminals.strip if board.scene.state.panes else None
            case _:
                return None

    def _places_here(self) -> dict[str, DOMNode]:
        """Give the places whose keys work on a screen beside the dashboard."""
        active = self.screen.active_bindings.values()
        return {BY_ID[each.binding.id].where: each.node for each in active if each.binding.id in BY_ID}

    def _sessions(self) -> Iterator[tuple[str, str, Callable[[], object]]]:
        board = self.screen
        if isinstance(board, Dashboard):
            for id_, session in board.scene.state.sessions.items():
                call = partial(board.go_to_session, SessionId(id_))
                yield name_of(session), look_of_session(session).word, call


def _highlight(matcher: Matcher, text: str) -> Content:
    """Show where a text matches. The matcher itself takes texts for markup, and names come from the wire."""
    _, offsets = matcher.fuzzy_search.match(matcher.query, text)
    shown = Content(text)
    for offset in offsets:
        if not text[offset].isspace():
            shown = shown.stylize(matcher.match_style, offset, offset + 1)
    return shown
