"""What the user wants of the server, done in the background: what comes of it is seen, what goes wrong is said."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from maestro_tui.errors import MaestroError
from maestro_tui.ui.plain import clean

if TYPE_CHECKING:
    from textual.app import App

    from maestro_tui.conductor.conductor import Conductor


class Deeds:
    """Carries out intents of a conductor for an application."""

    def __init__(self, app: App[Any], conductor: Conductor) -> None:
        self._app = app
        self._conductor = conductor

    def refuses(self) -> bool:
        """Say so if nothing may be changed, and tell whether that is the case."""
        if self._conductor.is_read_only:
            self._app.notify(
                "This dashboard is read-only: it changes nothing.", severity="warning", markup=False
            )
        return self._conductor.is_read_only

    def do(self, what: str, *deeds: Callable[[], Awaitable[object]]) -> None:
        """Do one thing after the other; say what went wrong, and with what.

        Args:
            what: What is being done, as the user would say it: ``start the session``.
            deeds: The intents, not yet begun.
        """
        self._app.run_worker(self._do(what, deeds), group="deeds", exit_on_error=False)

    async def _do(self, what: str, deeds: tuple[Callable[[], Awaitable[object]], ...]) -> None:
        for deed in deeds:
            try:
                await deed()
            except MaestroError as error:
                text = f"Could not {what}: {clean(str(error))}"
                self._app.notify(text, severity="error", timeout=10, markup=False)
