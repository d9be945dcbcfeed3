"""One thing the user can do. The list of all of them is `maestro_tui.ui.actions.registry`."""

from __future__ import annotations

import msgspec


class Action(msgspec.Struct, frozen=True, kw_only=True):
    """Something the user can do."""

    id: str
    """Its name for settings; stable."""
    title: str
    """What it does, in two or three words; the footer and the help show it."""
    keys: str
    """The keys that do it, separated by commas."""
    call: str
    """The action as Textual calls it, on whatever declares the keys of `where`."""
    where: str
    """Which part of the screen has to have the keyboard: ``app`` and ``dashboard`` mean any."""
    help: str = ""
    """A sentence for the help, if the title does not say it all."""
    is_shown: bool = False
    """Whether the footer shows it."""
    fits: tuple[str, ...] = ()
    """In which parts it does, by their ids; empty is wherever its key works."""
    shown_as: str = ""
    """How the keys are written, if not as they are called."""
    in_palette: bool = False
    """Whether the command palette offers it."""
