"""One search over everything, in pieces; and what it has found so far."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Final

from maestro_tui.protocol.ids import SessionId
from maestro_tui.terminal.pane import Terminal
from maestro_tui.ui.finding.hits import Batch, Group, Hit
from maestro_tui.ui.finding.needle import Needle
from maestro_tui.ui.finding.records import search_projects, search_sessions, search_tasks
from maestro_tui.ui.finding.terminals import search_terminals
from maestro_tui.ui.finding.timelines import search_timelines
from maestro_tui.ui.scene import Scene

MOST: Final = 2_000
"""Hits of a group that are kept, those that are shown first."""


def search_everywhere(
    needle: Needle, scene: Scene, terminals: Mapping[SessionId, Terminal]
) -> Iterator[Batch]:
    """Look through everything; after each piece, however small, one may pause or stop."""
    return chain(
        search_terminals(needle, scene, terminals),
        search_tasks(needle, scene),
        search_sessions(needle, scene),
        search_projects(needle, scene),
        search_timelines(needle, scene),
    )


class Findings:
    """What a search has found so far, in the order in which it is shown."""

    def __init__(self) -> None:
        self._groups: dict[Group, list[Hit]] = {group: [] for group in Group}
        self._counts = dict.fromkeys(Group, 0)
        self._cut: set[Group] = set()

    def add(self, batch: Batch) -> None:
        """Take in what a piece has found."""
        for hit in batch.hits:
            hits = self._groups[hit.group]
            self._counts[hit.group] += 1
            insort(hits, hit, key=_rank)
            if len(hits) > MOST:
                hits.pop()
        if batch.is_cut:
            # Only terminals give less than they have.
            self._cut.add(Group.TERMINALS)

    @property
    def groups(self) -> dict[Group, list[Hit]]:
        """The groups in which something was found."""
        return {group: hits for group, hits in self._groups.items() if hits}

    def said(self, group: Group) -> str:
        """Say how many hits there are in a group: ``12``, ``40+``, ``first 2,000 of 5,846``."""
        shown, count = len(self._groups[group]), self._counts[group]
        more = "+" if group in self._cut else ""
        return f"{count:,}{more}" if shown == count else f"first {shown:,} of {count:,}{more}"

    @property
    def total(self) -> str:
        """Say how many hits there are in all."""
        count = sum(self._counts.values())
        return f"{count:,}{'+' if self._cut else ''} {'hit' if count == 1 else 'hits'}"


def _rank(hit: Hit) -> float:
    return hit.rank
