"""The question before another server's command is run here: what would be started, where, and with which variables."""

from __future__ import annotations

import asyncio
import shlex
import time
from collections.abc import Callable, Iterator
from itertools import islice
from typing import ClassVar, Final

from textual import events
from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from maestro_tui.conductor.masking import mask_address
from maestro_tui.conductor.spawning import SpawnQuestion
from maestro_tui.ui.actions.registry import bindings
from maestro_tui.ui.look.contents import content_of
from maestro_tui.ui.look.tones import Cell, Tone
from maestro_tui.ui.text.fitting import wrap
from maestro_tui.ui.text.plain import clean

LONGEST: Final = 4_000
"""Of a longer text the user would not read the rest either; that it goes on is shown."""
MOST_LINES: Final = 60
"""Of the command: it can be scrolled."""
MOST_OF_A_VALUE: Final = 3
"""Lines of a variable: one that is longer must not push the others out of sight."""
MOST_VARIABLES: Final = 100
LABEL_WIDTH: Final = 12
MARGIN: Final = 14
"""Cells of the screen that are not the text's: the frame, its padding, and what is free around it."""
WIDEST: Final = 100

QUIET: Final = 0.7
"""Seconds without a key before one is taken for an answer: who types something else does not mean to answer."""

EVERY: Final = 0.5
"""Seconds between two looks whether the question is still one."""

NOT_YET: Final = "You were typing when this came: press it once more."
MISSPELT: Final = "Some of it cannot be seen, or is drawn as something else: it is left out here."


class SpawnGate(ModalScreen[bool | None], inherit_bindings=False):
    """Asks whether a command may run here. The answer of doing nothing is no."""

    CSS_PATH = "dialogs.tcss"
    BINDINGS: ClassVar[list[BindingType]] = bindings("gate")
    """The keys of the place ``gate`` in the registry of actions."""
    AUTO_FOCUS = ""

    def __init__(
        self, question: SpawnQuestion, who: str, session: str, is_settled: Callable[[], bool]
    ) -> None:
        super().__init__()
        self._is_settled = is_settled
        self._question = question
        self._who = who
        self._session = session
        self._typed_at = 0.0
        self._facts = Static()

    def compose(self) -> ComposeResult:
        """Everything that would be done, and the two keys."""
        with Vertical(classes="dialog"):
            yield Static(Content(f"May {self._who} run this on your machine?"), classes="question")
            with VerticalScroll(id="gate-facts", classes="facts", can_focus=False):
                yield self._facts
            yield Static(
                Content.assemble(
                    ("y", "$primary bold"),
                    " run it    ",
                    ("n", "$primary bold"),
                    " refuse: the session fails    ",
                    ("j k", "$primary bold"),
                    " scroll",
                ),
                classes="answers",
            )
            yield Static(Content(""), id="gate-hint", classes="consequence")

    def on_mount(self) -> None:
        """Take no key for an answer yet."""
        self._typed_at = time.monotonic()
        self._describe()
        self.set_interval(EVERY, self._look_again)

    def _look_again(self) -> None:
        """Ask no more once somebody has answered elsewhere."""
        if self._is_settled() and self.app.screen is self:
            self.dismiss(None)

    def on_resize(self) -> None:
        """Wrap for the new width."""
        self._describe()

    def _describe(self) -> None:
        width = min(WIDEST, self.app.size.width - MARGIN)
        self._facts.update(content_of(describe(self._question, self._session, width)))

    def on_key(self, _event: events.Key) -> None:
        """Note that somebody types who does not answer."""
        self._typed_at = time.monotonic()

    def action_answer(self, is_allowed: bool) -> None:
        """Give the answer, unless it was meant for what one was typing into."""
        now = time.monotonic()
        if now - self._typed_at >= QUIET:
            self.dismiss(is_allowed)
            return
        self._typed_at = now
        self.query_one("#gate-hint", Static).update(Content(NOT_YET))

    def action_scroll(self, lines: int) -> None:
        """Scroll by some lines."""
        self.query_one("#gate-facts").scroll_relative(y=lines, animate=False)


def describe(question: SpawnQuestion, session: str, width: int) -> list[tuple[Cell, ...]]:
    """Put everything that would be done into lines of at most `width` cells: nothing is cut off at the right."""
    lines: list[tuple[Cell, ...]] = []
    for label, text, tone, most in _facts(question, session):
        pieces = wrap(clean(text, LONGEST), width - LABEL_WIDTH, most) or [""]
        for number, piece in enumerate(pieces):
            lines.append((Cell(f"{'' if number else label:<{LABEL_WIDTH}}", Tone.FAINT), Cell(piece, tone)))
    if _is_misspelt(question):
        lines += [(), *((Cell(piece, Tone.WAITING),) for piece in wrap(MISSPELT, width))]
    return lines


def _facts(question: SpawnQuestion, session: str) -> Iterator[tuple[str, str, Tone, int]]:
    # Quoted after cleaning: what is shown can be read as a shell would.
    words = (shlex.quote(clean(word, LONGEST)) for word in question.argv)
    yield "command", " ".join(words), Tone.STRONG, MOST_LINES
    yield "directory", question.cwd, Tone.PLAIN, MOST_OF_A_VALUE
    yield "session", session, Tone.PLAIN, 1
    for number, (name, value) in enumerate(islice(question.env_vars.items(), MOST_VARIABLES)):
        yield "" if number else "sets", f"{name}={mask_address(value)}", Tone.PLAIN, MOST_OF_A_VALUE
    if (more := len(question.env_vars) - MOST_VARIABLES) > 0:
        yield "", f"… and {more:,} more", Tone.WAITING, 1
    if question.refused:
        yield "never sets", ", ".join(question.refused), Tone.MUTED, MOST_OF_A_VALUE


def _is_misspelt(question: SpawnQuestion) -> bool:
    """Tell whether something of what decides is shown otherwise than it is."""
    texts = (*question.argv, question.cwd, *question.env_vars)
    return any(_is_drawn_otherwise(" ".join(text.split())) for text in texts)


def _is_drawn_otherwise(text: str) -> bool:
    # What only makes a sign colourful hides nothing.
    text = text.replace("\ufe0f", "")
    return clean(text, len(text) + 1) != text


async def ask(
    app: App[None], question: SpawnQuestion, who: str, session: str, is_settled: Callable[[], bool]
) -> bool | None:
    """Put the question to the user, and wait for the answer, or until it is settled elsewhere."""
    answer: asyncio.Future[bool | None] = asyncio.get_running_loop().create_future()

    def take(is_allowed: bool | None) -> None:
        if not answer.done():
            answer.set_result(is_allowed)

    app.push_screen(SpawnGate(question, who, session, is_settled), take)
    return await answer
