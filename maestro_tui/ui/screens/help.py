"""All keys, as the registry of actions has them, place by place; one can look for some of them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from maestro_tui.ui.actions.key_lines import describe_keys, find_actions
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.text.plain import clean
from maestro_tui.ui.widgets.answers import Answers

WIDEST: Final = 118
"""Cells a column takes at most, with what is around it: longer lines are not read."""
FRAME: Final = 6
"""Cells of the dialog that are not the text's: borders, padding, scrollbar and a blank before it."""
BETWEEN: Final = 3
"""Cells between two columns."""
BREAKPOINTS: Final = [(0, "-low"), (32, "-high")]
NOTHING: Final = "No key does that."


class HelpFilter(Input):
    """The line in which one types which keys one looks for."""

    BINDINGS: ClassVar[list[BindingType]] = bindings("filter")
    """The keys of the place ``filter`` in the registry of actions."""

    def __init__(self, screen: Help, text: str) -> None:
        super().__init__(text, placeholder="show only keys with …", id="help-filter", compact=True)
        self.select_on_focus = False
        self._help = screen

    def check_consume_key(self, key: str, character: str | None) -> bool:
        """Tell which keys are text here: all that print, and the slash, for whose name Textual knows no character."""
        return key == "slash" or super().check_consume_key(key, character)

    def action_take_back(self) -> None:
        """Show all keys."""
        self._help.look_for("")
        self.remove()

    def action_cursor(self, step: int) -> None:
        """Scroll while one types."""
        self._help.action_scroll(step)


class Help(ModalScreen[None], inherit_bindings=False):
    """What can be done, where, and by which key.

    Args:
        here: The places of the registry one is in, the innermost first: what can be done there is what one asks for.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("help")
    """The keys of the place ``help`` in the registry of actions."""
    AUTO_FOCUS = ""
    VERTICAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self, here: Sequence[str] = ()) -> None:
        super().__init__()
        self._here = here
        self._wanted = ""
        self._columns = (Static(), Static(classes="second"))
        self._text = VerticalScroll(Horizontal(*self._columns), id="help-text", can_focus=False)
        self._frame = Vertical(
            self._text,
            Answers(
                ("esc", "leave", "leave"), ("/", "filter", "filter"), ("j k", "scroll", "scroll_page(1)")
            ),
            classes="dialog help",
        )

    def compose(self) -> ComposeResult:
        """One long text, and the keys of this screen."""
        yield self._frame

    def on_resize(self) -> None:
        """Lay the text out for the room there is."""
        self._show()

    def look_for(self, text: str) -> None:
        """Show only keys about which all these words are said."""
        self._wanted = text
        self._show()
        self._text.scroll_to(y=0, animate=False)

    def _show(self) -> None:
        width = self.app.size.width
        count = 2 if width >= WIDEST * 2 else 1
        outer = min(width, WIDEST * count)
        room = (outer - FRAME - BETWEEN * (count - 1)) // count
        found, everything = find_actions(self._wanted, self._here), find_actions()
        texts = describe_keys(found, room, count) if found else [Content.styled(NOTHING, "$text-muted")]
        for column, text in zip_longest(self._columns, texts):
            column.display = text is not None
            column.update(text or "")
        self._frame.styles.width = outer
        self._frame.border_title = "Keys"
        shown, total = (sum(map(len, actions.values())) for actions in (found, everything))
        looked_for = f"/{clean(self._wanted, 40)} · {shown} of " if self._wanted else ""
        self._frame.border_subtitle = Content(f"{looked_for}{total}")

    # ----------------------------------------------------------------------------- while one types

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        self.look_for(event.value)

    @on(Input.Submitted)
    def _keep(self, event: Input.Submitted) -> None:
        event.input.remove()

    # ----------------------------------------------------------------------------------- actions

    def action_filter(self) -> None:
        """Ask which keys are looked for."""
        if not self.query(HelpFilter):
            bar = HelpFilter(self, self._wanted)
            self._frame.mount(bar)
            self.set_focus(bar)

    def action_scroll(self, lines: int) -> None:
        """Scroll by some lines."""
        self._text.scroll_relative(y=lines, animate=False)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll by pages; a line of the one before stays."""
        self.action_scroll(pages * max(1, self._text.size.height - 1))

    def action_scroll_to_end(self, is_last: bool) -> None:
        """Go to the first key, or to the last."""
        self.action_scroll(self._text.virtual_size.height if is_last else -self._text.virtual_size.height)

    def action_leave(self) -> None:
        """Go back; first of all take a filter back."""
        if self._wanted:
            self.look_for("")
        else:
            self.dismiss(None)
