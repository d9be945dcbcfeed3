"""Between the dashboard and what it remembers: puts choices back at the start, and notes those that were made since.

Looks once a second whether anything is other than what was written, so that nobody has to say that it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import msgspec

from maestro_tui.protocol.ids import ProjectId
from maestro_tui.store.state import Phase
from maestro_tui.ui.borders import LAYOUTS, NAMES, TABLES, share
from maestro_tui.ui.look.themes import THEMES
from maestro_tui.ui.preferences import Preferences, PreferencesFile, TableView
from maestro_tui.ui.standing.census import ALL
from maestro_tui.ui.text.ages import MINUTE

if TYPE_CHECKING:
    from maestro_tui.ui.screens.dashboard import Dashboard
    from maestro_tui.ui.widgets.record_table import RecordTable

OLDEST_NEWS: Final = 72 * 60 * MINUTE
"""What was over longer ago is no news to who comes back."""


class Remembering:
    """Keeps the choices of one dashboard.

    Args:
        file: Where to; None keeps nothing.
    """

    def __init__(self, file: PreferencesFile | None = None) -> None:
        self._file = file
        self._saved = self._seen = file.load() if file is not None else Preferences()
        self._tables: dict[str, RecordTable[Any, Any]] = {}
        self._views = dict(self._saved.tables)

    @property
    def theme(self) -> str:
        """The name of the theme that was chosen."""
        return self._saved.theme or THEMES[0].name

    @property
    def project(self) -> ProjectId | None:
        """The project that was looked at; None is all of them."""
        return ProjectId(self._saved.project) if self._saved.project else None

    def follow(self, *tables: RecordTable[Any, Any]) -> None:
        """Look at tables as they were looked at, before they are shown, and note how they are from now on."""
        for table in tables:
            view = self._views.get(table.kind.name, TableView())
            table.arrangement.look_as(view.filter, view.sort, is_reversed=view.reversed)
            self._tables[table.kind.name] = table

    def restore(self, board: Dashboard) -> None:
        """Put back what was chosen, before the dashboard is shown."""
        sizes = {name: share(self._saved.sizes.get(name)) for name in NAMES}
        board.sizes = {name: size for name, size in sizes.items() if size is not None}
        board.show_layout(self._saved.layout if self._saved.layout in LAYOUTS else TABLES)
        self.follow(board.projects, board.tasks, board.sessions)
        board.timeline.is_relative = self._saved.relative_times
        scene = board.scene
        scene.attention.remember(dict(self._saved.put_aside), self._news_from(scene.now), scene.now)
        if self._saved.told is not None:
            board.feed.outside.choose(self._saved.told)

    def look_again(self, board: Dashboard) -> bool:
        """Write what has changed, as soon as it does not change any more; tell whether it may change still."""
        before, self._seen = self._seen, self._gather(board)
        is_changing = self._seen != before
        if not is_changing and self._seen != self._saved:
            self.save(board)
        return is_changing

    def save(self, board: Dashboard, *, is_last: bool = False) -> None:
        """Write what has changed; at the end also that all was seen up to now, if there was anything to see."""
        now = self._gather(board)
        has_seen = board.scene.state.connection.phase is Phase.LIVE
        if self._file is None or (now == self._saved and not (is_last and has_seen)):
            return
        self._saved = msgspec.structs.replace(now, news_from=_seen_to(board)) if has_seen else now
        self._seen = self._saved
        self._file.save(self._saved)
        self.tell(board)

    def _news_from(self, now: float) -> float | None:
        """Tell from when on what is over is news: after a long time, not all of it is."""
        moment = self._saved.news_from
        return None if moment is None else max(moment, now - OLDEST_NEWS)

    def tell(self, board: Dashboard) -> None:
        """Tell the user what became of the file, once."""
        if self._file is not None and self._file.problem:
            board.app.notify(self._file.problem, severity="warning", timeout=20, markup=False)
            self._file.problem = ""

    def forget(self, board: Dashboard) -> None:
        """Put everything back to how a new user sees it."""
        self._views = {name: TableView() for name in self._views}
        for table in self._tables.values():
            table.look_for("")
            table.sort_by(None)
        board.sizes.clear()
        board.action_show_layout(TABLES)
        board.timeline.show_times(is_relative=False)
        board.wanted_project = None
        board.projects.move_cursor_to(ALL)
        board.feed.outside.choose(None)
        board.app.theme = THEMES[0].name

    def _gather(self, board: Dashboard) -> Preferences:
        """Give what is chosen now."""
        for name, table in self._tables.items():
            view = _view(table)
            if view != self._views.get(name, TableView()):
                self._views[name] = view
        theme = board.app.theme
        return Preferences(
            theme=theme if theme != THEMES[0].name else None,
            layout=board.layout_name,
            sizes={name: board.sizes.get(name) for name in self._saved.sizes.keys() | board.sizes.keys()},
            tables=dict(self._views),
            project=board.wanted_project or board.projects.cursor or ALL,
            relative_times=board.timeline.is_relative,
            told=board.feed.outside.chosen,
            put_aside=[(str(id_), reason) for id_, reason in board.scene.attention.aside.reasons.items()],
            news_from=self._saved.news_from,
        )


def _seen_to(board: Dashboard) -> float:
    """Tell up to when all that is over was seen: what still calls was not."""
    oldest = board.scene.attention.oldest_news()
    return board.scene.now if oldest is None else oldest - 1


def _view(table: RecordTable[Any, Any]) -> TableView:
    arrangement = table.arrangement
    return TableView(
        filter=arrangement.query.text, sort=arrangement.sort_column, reversed=arrangement.is_reversed
    )
