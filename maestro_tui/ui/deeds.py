"""What the user wants of the server, done in the background: seen at once, then confirmed, or taken back and why.

Nothing is shown as done before the server has said so.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any

from maestro_tui.errors import MaestroError
from maestro_tui.store.state import Phase
from maestro_tui.ui.text.plain import clean

if TYPE_CHECKING:
    from textual.screen import Screen

    from maestro_tui.conductor.conductor import Conductor
    from maestro_tui.ui.pending import Pending

Deed = Callable[[], Awaitable[object]]


class Deeds:
    """Carries out intents of a conductor for a screen.

    Args:
        screen: Where it is asked for, and where what goes wrong is said.
        conductor: Whose intents they are.
        pending: Where it is noted what is under way.
        show: Called with the ids of what something began or ended with, to have that shown.
    """

    def __init__(
        self,
        screen: Screen[Any],
        conductor: Conductor,
        pending: Pending,
        show: Callable[[Collection[str]], None],
    ) -> None:
        self._screen = screen
        self._conductor = conductor
        self._pending = pending
        self._show = show

    def refuses(self) -> bool:
        """Say so if the server cannot be asked for anything, and tell whether that is the case."""
        return self._refuse(self._why_not())

    def refuses_without_server(self) -> bool:
        """Say so if nothing may be done to the terminals here, which needs no server; tell whether that is so."""
        return self._refuse(self._why_never())

    def do(self, what: str, *deeds: Deed, about: Collection[str] = ()) -> None:
        """Do one thing after the other; say what went wrong, and why.

        Args:
            what: What is being done, as the user would say it: ``start the session``.
            deeds: The intents, not yet begun.
            about: The ids of what they change.
        """
        number = self._pending.begin(what, about)
        self._show(about)
        self._screen.app.run_worker(self._do(number, what, deeds, about), group="deeds", exit_on_error=False)

    async def _do(self, number: int, what: str, deeds: Sequence[Deed], about: Collection[str]) -> None:
        failed: list[MaestroError] = []
        try:
            for deed in deeds:
                try:
                    await deed()
                except MaestroError as error:
                    failed.append(error)
        finally:
            self._pending.end(number)
        if self._screen.is_attached:
            self._show(about)
        if failed:
            times = f" ({len(failed)} of {len(deeds)})" if len(deeds) > 1 else ""
            text = f"Could not {what}{times}: {clean(str(failed[0]))}"
            self._screen.app.notify(text, severity="error", timeout=10, markup=False)

    def _refuse(self, reason: str) -> bool:
        if reason:
            self._screen.app.notify(reason, severity="warning", markup=False)
        return bool(reason)

    def _why_never(self) -> str:
        if self._conductor.store.state.connection.phase is Phase.REPLAYING:
            return "This is a recording: nothing in it can be changed."
        if self._conductor.is_read_only:
            return "This dashboard is read-only: it changes nothing."
        return ""

    def _why_not(self) -> str:
        if reason := self._why_never():
            return reason
        connection = self._conductor.store.state.connection
        match connection.phase:
            case Phase.CONNECTING:
                return "There is no connection to the server yet: try again in a moment."
            case Phase.WAITING | Phase.GAVE_UP:
                why = clean(connection.reason) or "it does not answer"
                return f"There is no connection to the server: {why.rstrip('.')}. C says more."
            case _:
                return ""
