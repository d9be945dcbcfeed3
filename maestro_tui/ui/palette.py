"""The command palette's window: what is typed and what is done fit together, however fast it is typed."""

from __future__ import annotations

from contextlib import suppress

from textual import on, work
from textual.command import Command, CommandInput, CommandList, CommandPalette
from textual.fuzzy import Matcher
from textual.widgets import Input
from textual.worker import WorkerError


class Palette(CommandPalette):
    """Textual's palette, in which ``enter`` does nothing that what was typed does not name.

    Textual takes what is highlighted, which with fast hands is what was offered for an earlier text.
    """

    @on(Input.Submitted)
    def _wait_for_what_is_found(self, event: Input.Submitted) -> None:
        if not self._is_found:
            event.stop()
            event.prevent_default()
            self._enter_what_is_found()

    @property
    def _is_found(self) -> bool:
        """Whether what is highlighted is named by what was typed; what is typed is in the list when it was chosen."""
        commands = self.query_one(CommandList)
        typed = self.query_one(CommandInput).value.strip()
        option = commands.highlighted_option
        if not isinstance(option, Command):
            return False
        return not typed or Matcher(typed).match(str(option.hit.text)) > 0

    @work(exclusive=True, group="entering")
    async def _enter_what_is_found(self) -> None:
        """Do it when the list is that of the text; nothing if more is typed before, or nothing is found."""
        searches = [worker for worker in self.workers if worker.group == self._GATHER_COMMANDS_GROUP]
        with suppress(WorkerError):
            await self.workers.wait_for_complete(searches)
            if self._is_found:
                self._select_or_command()
