"""The bottom line: the keys that fit where one stands. Reads them from what has the keyboard, and from the registry."""

from __future__ import annotations

from collections.abc import Callable

from textual.binding import Binding
from textual.screen import Screen

from maestro_tui.ui.actions.registry import BY_ID
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.widgets.line import Bar, Spot, blank, width_of_all


class KeyBar(Bar):
    """Keys and what they do; a click does it as well.

    Args:
        is_idle: Tells of an action, by its name, whether there is nothing for it to do now: then it makes room.
        id: Its id.
    """

    def __init__(self, is_idle: Callable[[str], bool] = lambda _: False, *, id: str) -> None:  # noqa: A002
        super().__init__(id=id)
        self._is_idle = is_idle

    def on_mount(self) -> None:
        """Hear of it when the keyboard goes elsewhere."""
        self.screen.bindings_updated_signal.subscribe(self, self._on_bindings_changed)

    def _on_bindings_changed(self, _screen: Screen[object]) -> None:
        if self.screen.is_attached:
            self.recheck()

    def spots(self, width: int) -> list[Spot]:
        """Say what fits, those of the whole program at the right."""
        here: list[Spot] = []
        everywhere: list[Spot] = []
        seen: set[str] = set()
        for node, binding, is_enabled, _ in self.screen.active_bindings.values():
            if self._fits(binding) and (name := binding.id or binding.action) not in seen:
                seen.add(name)
                (everywhere if node is self.app else here).append(self._spot(binding, is_enabled))
        room = width - width_of_all(everywhere) - 1
        while here and width_of_all(here) > room - 1:
            here.pop()
        return [blank(1), *here, blank(room - width_of_all(here) - 1), *everywhere, blank(1)]

    def _fits(self, binding: Binding) -> bool:
        """Tell whether a key is worth showing where the keyboard is."""
        action = BY_ID.get(binding.id or "")
        focused = self.screen.focused
        if action is None or not binding.show:
            return binding.show
        is_here = not action.fits or (focused is not None and focused.id in action.fits)
        return is_here and not self._is_idle(action.id)

    def choose(self, target: str) -> None:
        """Press the key."""
        self.app.simulate_key(target)

    def _spot(self, binding: Binding, is_enabled: bool) -> Spot:
        key = binding.key_display or self.app.get_key_display(binding)
        tones = (Tone.ACCENT, Tone.MUTED) if is_enabled else (Tone.FAINT, Tone.FAINT)
        return Spot((Cell(key, tones[0]), Cell(f" {binding.description}   ", tones[1])), binding.key)
