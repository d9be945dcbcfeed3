"""A form over the dashboard: asks for the fields of a `Form`, and stays until what was written is taken."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import Input, Static

from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.forms import Field, Form
from maestro_tui.ui.text.plain import clean_whole
from maestro_tui.ui.widgets.answers import Answers
from maestro_tui.ui.widgets.choice import Choice
from maestro_tui.ui.widgets.long_input import LongInput

FieldWidget = Input | LongInput | Choice
"""What is written in, or chosen by."""

UNDER_WAY: Final = "-under-way"

Send = Callable[[dict[str, str], Callable[[str], bool]], None]
"""Takes the values of the fields by their keys, and what to call when they were taken, or with why they were not."""


class Frame(Vertical, inherit_bindings=False):
    """What is around a form; without keys of its own, which would scroll it instead of going to the next field."""


class FormScreen(ModalScreen[None], inherit_bindings=False):
    """Asks, hands on what was written, and goes away once that was taken: nothing has to be written twice.

    Args:
        form: What it asks for.
        send: What takes it.
    """

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("form")
    """The keys of the place ``form`` in the registry of actions."""
    AUTO_FOCUS = "Input, LongInput, Choice"

    def __init__(self, form: Form, send: Send) -> None:
        super().__init__()
        self._form = form
        self._send = send
        self._is_under_way = False
        self._is_done = False
        self._fields = {field.key: _widget(field) for field in form.fields}
        self._shown = {key: widget.value for key, widget in self._fields.items()}
        self._problem = Static(Content(""), classes="problem")

    def compose(self) -> ComposeResult:
        """The title, what one has to know, the fields, and the keys."""
        with Frame(classes="dialog form"):
            yield Static(Content(self._form.title), classes="question")
            if self._form.facts:
                with Vertical(classes="known"):
                    for name, text in self._form.facts:
                        yield _row(name, Static(Content(text), classes="fact"))
            for field in self._form.fields:
                yield _row(field.label, self._fields[field.key])
            yield self._problem
            is_long = any(field.is_long for field in self._form.fields)
            yield Answers(
                ("ctrl+s" if is_long else "enter", self._form.verb, "send"),
                ("esc", "leave it", "leave"),
                *((("tab", "next field", "next_field"),) if len(self._fields) > 1 else ()),
            )

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_send()

    @on(Input.Changed)
    @on(LongInput.Changed)
    def _be_at_it(self, event: Input.Changed | LongInput.Changed) -> None:
        """Say no longer what is missing."""
        event.stop()
        self._problem.update(Content(""))

    def action_send(self) -> None:
        """Hand on what was written, if nothing is missing."""
        if self._is_under_way:
            return
        values = {field.key: self._value_of(field) for field in self._form.fields}
        problem = self._form.problem(values)
        if problem:
            self._problem.update(Content(problem))
            return
        self._is_under_way = True
        self._problem.add_class(UNDER_WAY)
        self._problem.update(Content(f"… {self._form.verb}"))
        self._send(values, self._take_answer)

    def _value_of(self, field: Field) -> str:
        """Give what was written; what was only shown, and maybe not as it is, stays what it was."""
        value = self._fields[field.key].value
        return field.value if value == self._shown[field.key] else value

    def _take_answer(self, problem: str) -> bool:
        """Go away if what was written was taken, else say why it was not; tell whether the form was still there."""
        if not self.is_attached or self._is_done:
            return False
        self._is_under_way = False
        self._problem.remove_class(UNDER_WAY)
        self._problem.update(Content(problem))
        self._is_done = not problem
        self._leave_if_done()
        return True

    def on_screen_resume(self) -> None:
        """Go away now, if something lay over it when it was done."""
        self._leave_if_done()

    def _leave_if_done(self) -> None:
        if self._is_done and self.is_active:
            self.dismiss(None)

    def action_leave(self) -> None:
        """Go away. What is under way goes on."""
        self._is_done = True
        self.dismiss(None)

    def action_next_field(self) -> None:
        """Go to the next field."""
        self.focus_next()

    def action_previous_field(self) -> None:
        """Go to the field before."""
        self.focus_previous()


def _widget(field: Field) -> FieldWidget:
    id_ = f"field-{field.key}"
    if field.choices:
        return Choice(field.choices, field.value, shown=field.shown, id=id_)
    text = clean_whole(field.value)
    if field.is_long:
        return LongInput(text, field.hint, id=id_)
    text = text.replace("\n", " ")
    suggester = SuggestFromList(field.suggested) if field.suggested else None
    return Input(
        text, placeholder=field.hint, suggester=suggester, compact=True, select_on_focus=False, id=id_
    )


def _row(label: str, widget: Static | FieldWidget) -> Horizontal:
    return Horizontal(Static(Content(label), classes="label"), widget, classes="row")
