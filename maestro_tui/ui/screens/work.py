"""The actions that change something, and who does each of them: loaded when it is first used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from maestro_tui.ui.screens.desk import Desk

if TYPE_CHECKING:
    from maestro_tui.ui.screens.changing import Changing
    from maestro_tui.ui.screens.ending import Ending
    from maestro_tui.ui.screens.making import Making
    from maestro_tui.ui.screens.talking import Talking


class Work(Desk):
    """A desk at which one works."""

    @property
    def _making(self) -> Making:
        from maestro_tui.ui.screens.making import Making

        return Making(self)

    @property
    def _changing(self) -> Changing:
        from maestro_tui.ui.screens.changing import Changing

        return Changing(self)

    @property
    def _talking(self) -> Talking:
        from maestro_tui.ui.screens.talking import Talking

        return Talking(self)

    @property
    def _ending(self) -> Ending:
        from maestro_tui.ui.screens.ending import Ending

        return Ending(self)

    def action_new(self) -> None:
        """Make what the table shows that has the keyboard."""
        self._making.new()

    def action_spawn(self) -> None:
        """Start a session on the chosen tasks."""
        self._making.spawn()

    def action_restart(self) -> None:
        """Start another session like each of the chosen ones."""
        self._making.restart()

    def action_edit(self) -> None:
        """Change the project or the task under the cursor."""
        self._changing.edit()

    def action_set_status(self) -> None:
        """Say how the chosen tasks or sessions stand."""
        self._changing.set_status()

    def action_link(self) -> None:
        """Have the session work on the chosen tasks."""
        self._changing.link()

    def action_unlink(self) -> None:
        """Have the session not work on the chosen tasks."""
        self._changing.unlink()

    def action_tell(self) -> None:
        """Type a line into the terminals of the chosen sessions."""
        self._talking.tell()

    def action_answer(self) -> None:
        """Answer the session that waits: the one under the cursor if it does, else the first."""
        self._talking.answer()

    def action_report(self) -> None:
        """Report something for the chosen sessions, in the place of their agents."""
        self._talking.report()

    def action_stop(self) -> None:
        """Stop the chosen sessions."""
        self._ending.stop()

    def action_delete(self) -> None:
        """Delete what is chosen in the table that has the keyboard."""
        self._ending.delete()
