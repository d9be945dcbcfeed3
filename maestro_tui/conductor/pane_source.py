"""Where terminals are opened: in this program, which is done here, or in a host that outlives it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple, Protocol

from maestro_tui.protocol.ids import SessionId

if TYPE_CHECKING:
    from maestro_tui.terminal.engine import Theme
    from maestro_tui.terminal.pane import Terminal


class PaneOrder(NamedTuple):
    """What is to run in a terminal, and how that is to be at first."""

    session_id: SessionId
    argv: Sequence[str]
    cwd: str
    env: Mapping[str, str]
    """The whole environment."""
    size: tuple[int, int]
    measure: Callable[[str], int] | None
    theme: Theme | None


class Elsewhere(NamedTuple):
    """The session has its terminal in another place, where it stays."""

    place: str
    """What is called so before people."""


class PaneSource(Protocol):
    """Where terminals are opened: in this program, or in a terminal host that outlives it."""

    async def open(self, order: PaneOrder) -> Terminal | Elsewhere:
        """Open a terminal, unless the session has one in another place.

        Raises:
            PaneError: It cannot be opened.
        """
        ...

    async def release(self, terminal: Terminal) -> None:
        """Let go of a terminal without being asked to end it: what would end with us is ended."""
        ...


class LocalPanes:
    """Terminals in this program, which end with it."""

    async def open(self, order: PaneOrder) -> Terminal:
        """Start the program here.

        Raises:
            PaneError: It cannot be started.
        """
        from maestro_tui.terminal.pane import Terminal

        columns, rows = order.size
        return await Terminal.start(
            order.argv,
            cwd=order.cwd,
            env=order.env,
            cols=columns,
            rows=rows,
            measure=order.measure,
            theme=order.theme,
        )

    async def release(self, terminal: Terminal) -> None:
        """End it."""
        await terminal.close()
