"""One bound for the histories of all terminals together: each gets an equal share of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from maestro_tui.terminal.engine import Engine

__all__ = ["HistoryBudget"]

MEBIBYTE = 1 << 20


class HistoryBudget:
    """Bytes that the histories of many terminals may take in all.

    A terminal keeps the lines it was opened with as long as they fit in its share. When terminals come the shares get
    smaller, and the oldest lines beyond them are dropped; when terminals go they grow again.
    """

    def __init__(self, total: int = 512 * MEBIBYTE) -> None:
        self.total = total
        self._engines: list[Engine] = []

    @property
    def share(self) -> int:
        """What one terminal may take now."""
        return self.total // max(1, len(self._engines))

    def add(self, engine: Engine) -> Callable[[], None]:
        """Let a terminal take part; what comes back lets it leave."""
        self._engines.append(engine)
        self._give_out()

        def leave() -> None:
            if engine in self._engines:
                self._engines.remove(engine)
                self._give_out()

        return leave

    def _give_out(self) -> None:
        for engine in self._engines:
            engine.limit_history(self.share)
