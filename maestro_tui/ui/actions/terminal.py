"""What a user can do with the text of a terminal, for the `registry`."""

from __future__ import annotations

from typing import Final

from maestro_tui.ui.actions.action import Action


def _copy(
    id_: str, title: str, keys: str, call: str, shown_as: str = "", *, is_shown: bool = False
) -> Action:
    return Action(
        id=f"copy.{id_}",
        title=title,
        keys=keys,
        call=call,
        where="copy",
        shown_as=shown_as,
        is_shown=is_shown,
    )


def _search(id_: str, title: str, keys: str, call: str, shown_as: str) -> Action:
    return Action(
        id=f"search.{id_}",
        title=title,
        keys=keys,
        call=call,
        where="search",
        shown_as=shown_as,
        is_shown=True,
    )


COPY_MODE: Final[tuple[Action, ...]] = (
    _copy("select", "select", "v,space", "select('cell')", "v", is_shown=True),
    _copy("select-lines", "select lines", "V", "select('line')"),
    _copy("select-block", "select a block", "ctrl+v", "select('block')"),
    _copy("swap", "other end of the selection", "o", "swap"),
    _copy("copy", "copy", "y", "copy", is_shown=True),
    _copy("search", "search", "slash", "search(1)", "/", is_shown=True),
    _copy("search-back", "search older text", "question_mark", "search(-1)", "?"),
    _copy("next", "next match", "n", "walk(1)", is_shown=True),
    _copy("previous", "match before", "N", "walk(-1)"),
    _copy("open", "open the link, or copy", "enter", "open_link"),
    _copy("left", "left", "left,h", "step('left')", "← h"),
    _copy("right", "right", "right,l", "step('right')", "→ l"),
    _copy("up", "up", "up,k", "step('up')", "↑ k"),
    _copy("down", "down", "down,j", "step('down')", "↓ j"),
    _copy("word", "next word", "w,ctrl+right", "step_word(1)", "w"),
    _copy("word-back", "word before", "b,ctrl+left", "step_word(-1)", "b"),
    _copy("line-start", "start of the line", "0,home", "step('line start')", "0 home"),
    _copy("line-end", "end of the line", "dollar_sign,end", "step('line end')", "$ end"),
    _copy("page-up", "page up", "pageup,ctrl+b", "step('page up')", "page up"),
    _copy("page-down", "page down", "pagedown,ctrl+f", "step('page down')", "page down"),
    _copy("half-page-up", "half a page up", "ctrl+u", "half_page(-1)"),
    _copy("half-page-down", "half a page down", "ctrl+d", "half_page(1)"),
    _copy("top", "oldest line", "g,ctrl+home", "step('top')", "g"),
    _copy("bottom", "newest line", "G,ctrl+end", "step('bottom')", "G"),
    _copy("find", "find everywhere", "f", "find"),
    _copy("out", "back", "escape", "go_out", "esc", is_shown=True),
    _copy("leave", "leave", "q", "leave"),
)
"""What can be done with the text of a terminal in the copy mode."""

DIALOGS: Final[tuple[Action, ...]] = (
    _search("older", "older match", "up", "walk(-1)", "↑"),
    _search("newer", "newer match", "down", "walk(1)", "↓"),
    _search("take-back", "take it back", "escape", "take_back", "esc"),
    Action(id="link.open", title="open it", keys="y", call="answer(True)", where="link"),
    Action(id="link.copy", title="copy it", keys="c", call="copy", where="link"),
    Action(
        id="link.leave",
        title="leave it",
        keys="escape,n,q",
        call="answer(False)",
        where="link",
        shown_as="esc",
    ),
    Action(id="clipboard.allow", title="copy it", keys="y", call="answer('once')", where="clipboard"),
    Action(
        id="clipboard.refuse",
        title="refuse",
        keys="escape,n",
        call="answer('no')",
        where="clipboard",
        shown_as="n esc",
    ),
    Action(id="clipboard.always", title="always", keys="A", call="answer('always')", where="clipboard"),
    Action(id="clipboard.never", title="never", keys="N", call="answer('never')", where="clipboard"),
    Action(id="export.text", title="text", keys="t", call="write('text')", where="export"),
    Action(id="export.ansi", title="text with colours", keys="a", call="write('ansi')", where="export"),
    Action(id="export.svg", title="picture", keys="s", call="write('svg')", where="export"),
    Action(id="export.record", title="recording", keys="r", call="record", where="export"),
    Action(id="export.directory", title="other directory", keys="d", call="edit_directory", where="export"),
    Action(
        id="export.leave", title="leave it", keys="escape,q", call="leave", where="export", shown_as="esc"
    ),
)
"""What can be done in the dialogs that follow from it."""
