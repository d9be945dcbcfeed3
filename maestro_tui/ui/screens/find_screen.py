"""The search over everything: what one types, what was found so far, and what stands around it."""

from __future__ import annotations

import asyncio
from collections.abc import Hashable, Mapping
from time import perf_counter
from typing import Final

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.worker import Worker

from maestro_tui.protocol.ids import SessionId
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.finding.everywhere import Findings, search_everywhere
from maestro_tui.ui.finding.hits import Place
from maestro_tui.ui.finding.needle import Needle
from maestro_tui.ui.scene import Scene
from maestro_tui.ui.sparse import SparseScreen
from maestro_tui.ui.text.plain import clean
from maestro_tui.ui.widgets.find_bar import FindBar
from maestro_tui.ui.widgets.hit_list import HitList
from maestro_tui.ui.widgets.hit_preview import HitPreview
from maestro_tui.ui.widgets.key_bar import KeyBar

BREAKPOINTS = [(0, "-low"), (20, "-medium"), (34, "-high")]
"""How many lines there must be for some around a hit, and for many."""

WORK_SECONDS: Final = 0.006
"""How long is searched before others get their turn."""
REST_SECONDS: Final = 0.003
"""How long they get: a key needs several turns."""
SHOW_SECONDS: Final = 0.08
"""How often what was found meanwhile is shown; the first of it is shown at once."""

LONGEST_NEEDLE: Final = 40

WHAT_IT_DOES: Final = (
    "Type what you look for. It is found in the text of all terminals and their history, in all timelines, tasks, "
    "sessions and projects, as a phrase just as you type it.",
    "Upper and lower case are the same, unless you type a capital.",
)
LOOKING: Final = ("Looking …",)
WITHOUT_CAPITALS: Final = "Upper and lower case count, since you typed a capital."


class Recall:
    """What was looked for last, and where one was among the hits."""

    def __init__(self) -> None:
        self.text = ""
        self.key: tuple[Hashable, ...] | None = None


class FindScreen(SparseScreen[Place | None], inherit_bindings=False):
    """Gives back the place the user wants to go to, or None."""

    CSS_PATH = "find.tcss"
    AUTO_FOCUS = "#find"
    VERTICAL_BREAKPOINTS = BREAKPOINTS

    def __init__(self, scene: Scene, terminals: Mapping[SessionId, Terminal], recall: Recall) -> None:
        super().__init__()
        self._scene = scene
        self._terminals = terminals
        self._recall = recall
        self._searching: Worker[None] | None = None
        self._is_stale = True
        """Whether what is shown was found of something else."""
        self._is_jump_due = False
        """Whether the user typed ahead, and wants to go to the first hit."""
        self.hits = HitList(scene)
        self._preview = HitPreview(scene)

    def compose(self) -> ComposeResult:
        """What is looked for, what was found, what is around it, and the keys."""
        yield FindBar(self._recall.text)
        yield self.hits
        yield self._preview
        yield KeyBar(id="keys")

    def on_mount(self) -> None:
        """Look again for what was looked for last."""
        self.hits.border_title = Content("Find everywhere")
        self._look_for(self._recall.text, self._recall.key)

    @property
    def is_searching(self) -> bool:
        """Whether there is something left to be looked through."""
        return self._searching is not None and not self._searching.is_finished

    # ----------------------------------------------------------------------------- searching

    @on(FindBar.Typed)
    def _take_text(self, event: FindBar.Typed) -> None:
        if event.text != self._recall.text:
            self._recall.text, self._recall.key = event.text, None
            self._look_for(event.text)

    def _look_for(self, text: str, cursor: tuple[Hashable, ...] | None = None) -> None:
        self._stop()
        needle = Needle(text)
        self._is_stale, self._is_jump_due = True, False
        self.hits.begin(needle, cursor)
        if needle:
            self._searching = self.run_worker(self._search(needle), name="find everywhere")
        else:
            self._show(Findings(), "", WHAT_IT_DOES)

    def _stop(self) -> None:
        if self._searching is not None:
            self._searching.cancel()
            self._searching = None

    async def _search(self, needle: Needle) -> None:
        """Search in small pieces: the next key must not wait for the end of it."""
        findings = Findings()
        begun = shown = perf_counter()
        for batch in search_everywhere(needle, self._scene, self._terminals):
            findings.add(batch)
            now = perf_counter()
            if now - begun < WORK_SECONDS:
                continue
            if now - shown > SHOW_SECONDS or (self._is_stale and findings.groups):
                self._show(findings, f"{findings.total} so far …", LOOKING)
                shown = now
            await asyncio.sleep(REST_SECONDS)
            begun = perf_counter()
        self._show(findings, findings.total, self._nowhere(needle))
        self._is_jump_due = False

    def _show(self, findings: Findings, said: str, instead: tuple[str, ...]) -> None:
        """Show what was found so far, or what is said instead."""
        self.hits.instead = instead
        self.hits.border_subtitle = Content(said)
        self.hits.show(findings)
        self.set_class(not findings.groups, "-vain")
        self._is_stale = False
        if self._is_jump_due:
            self._jump()

    def _nowhere(self, needle: Needle) -> tuple[str, ...]:
        """Say where it was not found."""
        state = self._scene.state
        text = clean(needle.text, LONGEST_NEEDLE)
        where = (
            f"“{text}” is nowhere in {len(self._terminals):,} terminals, {len(state.sessions):,} sessions "
            f"with their timelines, {len(state.tasks):,} tasks and {len(state.projects):,} projects."
        )
        return (where, WITHOUT_CAPITALS) if needle.is_exact else (where,)

    # ------------------------------------------------------------------------------- moving

    @on(FindBar.Moved)
    def _move(self, event: FindBar.Moved) -> None:
        moves = {"hit": self.hits.move, "page": self.hits.move_page, "group": self.hits.move_group}
        moves[event.by](event.step)

    @on(HitList.Chosen)
    def _show_surroundings(self) -> None:
        self._preview.show_hit(self.hits.hit, self.hits.needle)

    @on(FindBar.Jumped)
    @on(HitList.Opened)
    def _jump(self) -> None:
        hit = self.hits.hit
        if self._is_stale:
            self._is_jump_due = True
        elif hit is not None and self.is_current:
            self._recall.key = hit.key
            self.dismiss(hit.place)

    @on(FindBar.Left)
    def _leave(self) -> None:
        self._recall.key = self.hits.hit.key if self.hits.hit is not None else None
        self.dismiss(None)
