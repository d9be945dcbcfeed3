"""The evidence: why a session is shown as it is, kept up to date while one reads it."""

from __future__ import annotations

from typing import Final

from maestro_tui.protocol.ids import SessionId
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.screens.reading_screen import ReadingScreen
from maestro_tui.ui.standing.evidence import gather, lines_of, text_of

GONE: Final = Cell("This session is gone: it was deleted while you looked.", Tone.MUTED)


class EvidenceScreen(ReadingScreen):
    """What each witness says of one session."""

    def __init__(self, scene: Scene, session_id: SessionId) -> None:
        super().__init__()
        self._scene = scene
        self._session_id = session_id

    def lines(self, width: int) -> list[tuple[Cell, ...]]:
        """Ask everybody."""
        session = self._scene.state.sessions.get(self._session_id)
        if session is None:
            return [(GONE,)]
        evidence, now = gather(session, self._scene), self._scene.now
        for witness in evidence.witnesses:
            self._scene.horizon.note_age(witness.at, now, is_long=True)
        return lines_of(evidence, now, width)

    def text(self) -> str:
        """Give the same as plain text."""
        session = self._scene.state.sessions.get(self._session_id)
        return "" if session is None else text_of(gather(session, self._scene), self._scene.now)
