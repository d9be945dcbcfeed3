"""What the user wants of the server, done in the background: seen at once, then confirmed, or taken back and why.

Nothing is shown as done before the server has said so.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from typing import TYPE_CHECKING, Any

import msgspec

from maestro_tui.errors import MaestroError
from maestro_tui.store.state import Phase
from maestro_tui.ui.text.plain import clean

if TYPE_CHECKING:
    from textual.screen import Screen

    from maestro_tui.conductor.conductor import Conductor
    from maestro_tui.ui.pending import Pending

Deed = Callable[[], Awaitable[Any]]

Answer = Callable[[str], bool]
"""Takes what went wrong, or nothing if all went well; tells whether somebody was there to whom it was said."""


class Errand(msgspec.Struct, frozen=True):
    """What is to be done, one thing after the other."""

    what: str
    """As the user would say it: ``start the session``."""
    deeds: tuple[Deed, ...]
    """The intents, not yet begun."""
    about: Collection[str] = ()
    """The ids of what they change."""
    done: Callable[[Any], None] = lambda _: None
    """What follows if none was refused; called with what came of the last."""


def to_nobody(_problem: str) -> bool:
    """Answer nobody who waits for it."""
    return False


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
        self.run(Errand(what, deeds, about))

    def run(self, errand: Errand, answer: Answer = to_nobody) -> None:
        """Run an errand; if nobody is there to be told what went wrong, and why, it is said on the screen."""
        number = self._pending.begin(errand.what, errand.about)
        self._show(errand.about)
        self._screen.app.run_worker(self._run(number, errand, answer), group="deeds", exit_on_error=False)

    async def _run(self, number: int, errand: Errand, answer: Answer) -> None:
        failed: list[MaestroError] = []
        came: Any = None
        try:
            for deed in errand.deeds:
                try:
                    came = await deed()
                except MaestroError as error:
                    failed.append(error)
        finally:
            self._pending.end(number)
        if self._screen.is_attached:
            self._show(errand.about)
        problem = _problem(errand, failed) if failed else ""
        if not answer(problem) and problem:
            self._screen.app.notify(problem, severity="error", timeout=10, markup=False)
        if not failed and self._screen.is_attached:
            errand.done(came)

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


def _problem(errand: Errand, failed: list[MaestroError]) -> str:
    times = f" ({len(failed)} of {len(errand.deeds)})" if len(errand.deeds) > 1 else ""
    return f"Could not {errand.what}{times}: {clean(str(failed[0]))}"
