"""A form over the dashboard: asks for the fields of a `Form`, and gives back what was written."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.forms import Field, Form
from maestro_tui.ui.widgets.answers import Answers
from maestro_tui.ui.widgets.choice import Choice


class FormScreen(ModalScreen[dict[str, str] | None], inherit_bindings=False):
    """Gives back the values of the fields by their keys, or None if the user left."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("form")
    """The keys of the place ``form`` in the registry of actions."""
    AUTO_FOCUS = "Input, Choice"

    def __init__(self, form: Form) -> None:
        super().__init__()
        self._form = form
        self._fields: dict[str, Input | Choice] = {field.key: _widget(field) for field in form.fields}
        self._problem = Static(Content(""), classes="problem")

    def compose(self) -> ComposeResult:
        """The title, what one has to know, the fields, and the keys."""
        with Vertical(classes="dialog form"):
            yield Static(Content(self._form.title), classes="question")
            for name, text in self._form.facts:
                yield _row(name, Static(Content(text), classes="fact"))
            for field in self._form.fields:
                yield _row(field.label, self._fields[field.key])
            yield self._problem
            yield Answers(
                ("enter", self._form.verb, "send"),
                ("esc", "leave it", "leave"),
                *((("tab", "next field", "next_field"),) if len(self._fields) > 1 else ()),
            )

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_send()

    @on(Input.Changed)
    def _be_at_it(self, event: Input.Changed) -> None:
        """Say no longer what is missing."""
        event.stop()
        self._problem.update(Content(""))

    def action_send(self) -> None:
        """Give back what was written, if nothing is missing."""
        values = {key: widget.value for key, widget in self._fields.items()}
        problem = self._form.problem(values)
        if problem:
            self._problem.update(Content(problem))
        else:
            self.dismiss(values)

    def action_leave(self) -> None:
        """Give back nothing."""
        self.dismiss(None)

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the field before."""
        self.focus_previous()


def _widget(field: Field) -> Input | Choice:
    if field.choices:
        return Choice(field.choices, field.value, shown=field.shown, id=f"field-{field.key}")
    return Input(
        field.value, placeholder=field.hint, compact=True, select_on_focus=False, id=f"field-{field.key}"
    )


def _row(label: str, widget: Static | Input | Choice) -> Horizontal:
    return Horizontal(Static(Content(label), classes="label"), widget, classes="row")
