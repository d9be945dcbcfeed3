"""The details: all that is known of one project, task or session, kept up to date while one reads it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from maestro_tui.ui.details.facts import Details, lines_of, text_of
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.screens.reading_screen import ReadingScreen

GONE: Final = Cell("It is gone: it was deleted while you looked.", Tone.MUTED)


class DetailsScreen(ReadingScreen):
    """What is known of one record.

    Args:
        scene: What it may look at.
        describe: Gives what is known now; None if the record is gone.
    """

    def __init__(self, scene: Scene, describe: Callable[[], Details | None]) -> None:
        super().__init__()
        self._scene = scene
        self._describe = describe

    def lines(self, width: int) -> list[tuple[Cell, ...]]:
        """Put it into lines."""
        details = self._describe()
        return [(GONE,)] if details is None else lines_of(details, self._scene, width)

    def text(self) -> str:
        """Give the same as plain text."""
        details = self._describe()
        return "" if details is None else text_of(details, self._scene)
