"""A field in which one of a few values is chosen, all of them in sight."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType

from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.forms import LONGEST_CHOICE, shown_choice
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.text.plain import clean
from maestro_tui.ui.widgets.line import Bar, Spot, width_of_all


class Choice(Bar, can_focus=True):
    """The values side by side; left and right choose."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("choice")
    """The keys of the place ``choice`` in the registry of actions."""

    def __init__(
        self,
        values: tuple[str, ...],
        value: str,
        *,
        shown: tuple[str, ...] = (),
        id: str | None = None,  # noqa: A002 - Textual's name for it
    ) -> None:
        super().__init__(id=id)
        self._shown = dict(zip(values, shown, strict=False))
        # A value the server knows and we do not must not be lost by opening a form.
        self._values = values if value in values else (value, *values)
        self.value = value
        """What is chosen."""

    def spots(self, width: int) -> list[Spot]:
        """Show the values."""
        spots: list[Spot] = []
        for value in self._values:
            is_chosen = value == self.value
            tone = Tone.STRONG if is_chosen else Tone.MUTED
            text = self._shown.get(value) or clean(shown_choice(value), LONGEST_CHOICE)
            spots.append(Spot((Cell(f" {text} ", tone),), value, is_chosen))
        end = next(index for index, spot in enumerate(spots, 1) if spot.is_chosen)
        while end > 1 and width_of_all(spots[:end]) > width:
            # What is chosen stays in sight; the values before it go.
            del spots[0]
            end -= 1
        return spots

    def choose(self, target: str) -> None:
        """Take a value."""
        self.value = target
        self.refresh()

    def on_focus(self) -> None:
        """Show that the keyboard is here."""
        self.refresh()

    def on_blur(self) -> None:
        """Show that the keyboard is elsewhere."""
        self.refresh()

    def action_step(self, step: int) -> None:
        """Take the next value."""
        at = self._values.index(self.value)
        self.choose(self._values[(at + step) % len(self._values)])
