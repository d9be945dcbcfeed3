"""The top line: where one is, whether it is live, and how things stand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from textual.message import Message

from maestro_tui.protocol.ids import ProjectId
from maestro_tui.ui.columns.projects import EVERYTHING, name_of
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.standing.census import ALL
from maestro_tui.ui.text.ages import SECOND
from maestro_tui.ui.text.fitting import cut_end, width_of
from maestro_tui.ui.widgets.line import Bar, Spot, blank, width_of_all
from maestro_tui.ui.wire.connection import counts, describe, is_ticking, rate, short_counts

MARGIN: Final = 3
"""Cells between the parts of the line."""


class TopBar(Bar):
    """The top line of the dashboard."""

    class ProjectClicked(Message):
        """The user clicked on the name of the project."""

    class ConnectionClicked(Message):
        """The user clicked on how the connection stands."""

    def __init__(self, scene: Scene, server_name: Callable[[], str], *, is_read_only: bool = False) -> None:
        super().__init__(id="top")
        self._scene = scene
        self._server_name = server_name
        self._is_read_only = is_read_only
        self._project: ProjectId = ALL

    def show_project(self, project: ProjectId) -> None:
        """Say which project is shown."""
        self._project = project
        self.recheck()

    def spots(self, width: int) -> list[Spot]:
        """Say where one is and what is under way at the left, how things stand at the right."""
        left = self._left()
        events = rate(self._scene.log.per_second) if self._scene.state.tally.frames else []
        right = Spot((*counts(self._scene.census), *events, Cell(" ")))
        room = width - width_of_all(left) - 2 * MARGIN
        connection = self._connection(width)
        if room < connection.width + right.width:
            # Why it is not live is worth more than words for the counts, and more than how often it was tried.
            right = Spot((*short_counts(self._scene.census), *events, Cell(" ")))
            if room < connection.width + right.width:
                right = Spot((*short_counts(self._scene.census), Cell(" ")))
            if room < connection.width + right.width:
                connection = self._connection(max(0, room - right.width), is_short=True)
        space = width - width_of_all(left) - connection.width - right.width
        gap = min(MARGIN, max(0, space)) if right.width > 1 else 0
        return [*left, *self._pending(space - gap), connection, blank(gap), right]

    def choose(self, target: str) -> None:
        """Go to the projects when the project is clicked; say more of the connection when that is."""
        self.post_message(self.ProjectClicked() if target == "project" else self.ConnectionClicked())

    def _pending(self, room: int) -> list[Spot]:
        """Say what the server was asked for and has not answered yet, where nothing else has to move for it."""
        said = cut_end(self._scene.pending.said, max(0, room - 2 * MARGIN))
        before = MARGIN if said else 0
        return [
            blank(before),
            Spot((Cell(said, Tone.MUTED),)),
            blank(room - before - width_of(said)),
        ]

    def _left(self) -> list[Spot]:
        project = self._scene.state.projects.get(self._project, EVERYTHING)
        name = cut_end(name_of(project), 28)
        spots = [
            Spot((Cell(" maestro", Tone.ACCENT), Cell("  "))),
            Spot((Cell(name, Tone.STRONG),), "project"),
        ]
        if self._is_read_only:
            spots.append(Spot((Cell("  read-only", Tone.WAITING),)))
        return spots

    def _connection(self, room: int, *, is_short: bool = False) -> Spot:
        """Say where the connection stands; of what does not fit, the end is cut."""
        cells: list[Cell] = []
        left = room
        connection, scene = self._scene.state.connection, self._scene
        if is_ticking(connection):
            scene.horizon.note(scene.now + SECOND)
        for cell in describe(connection, self._server_name(), scene.now, is_short=is_short):
            if left <= 0:
                break
            text = cut_end(cell.text, left)
            cells.append(Cell(text, cell.tone))
            left -= width_of(text)
        return Spot(tuple(cells), "connection")
