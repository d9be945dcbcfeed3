"""The registry of actions as text: keys in one column, what they do beside them, place by place. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from textual.content import Content

from maestro_tui.ui.actions.action import Action
from maestro_tui.ui.actions.registry import ACTIONS
from maestro_tui.ui.text.fitting import cut_end, pad, width_of, wrap

PLACES: Final = {
    "app": "Everywhere",
    "dashboard": "On the dashboard",
    "table": "In tables",
    "timeline": "In the timeline",
    "panes": "In the tabs of terminals",
    "terminal": "In a terminal",
    "copy": "In the text of a terminal",
    "filter": "While filtering",
    "find": "While finding",
    "log": "In the event log",
    "decisions": "In the log of decisions",
    "wall": "On the wall of terminals",
    "replay": "In a replay: maestro-tui replay FILE",
}
"""The places of the registry in the order in which they are explained; dialogs say their keys themselves."""

TITLE_WIDTH: Final = 28
ROOM_FOR_COLUMN: Final = 84
"""From how many cells on what is said of an action has a column of its own; with fewer it follows the title."""
ROOM_FOR_HELP: Final = 30
"""With fewer, only titles are shown."""
INDENT: Final = 2
GAP: Final = 2

Lines = list[Content]


def keys_of(action: Action) -> str:
    """Write the keys of an action as people do; one that has none is found in the palette."""
    return action.shown_as or action.keys.replace(",", " ") or ":"


KEY_WIDTH: Final = max(width_of(keys_of(action)) for action in ACTIONS if action.where in PLACES)


def places_of(ids: Iterable[str | None]) -> list[str]:
    """Give the places of actions, by the ids of these, each once."""
    known = {action.id: action.where for action in ACTIONS}
    return list(dict.fromkeys(known[id_] for id_ in ids if id_ in known))


def find_actions(text: str = "", here: Sequence[str] = ()) -> dict[str, list[Action]]:
    """Give the actions in which all words of a text are found, by the titles of their places: where one is first."""
    words = text.casefold().split()
    places = dict.fromkeys([*(place for place in here if place in PLACES), *PLACES])
    found = {PLACES[place]: [a for a in ACTIONS if a.where == place] for place in places}
    found = {
        title: [action for action in actions if _has_all(words, title, action)]
        for title, actions in found.items()
    }
    return {title: actions for title, actions in found.items() if actions}


def _has_all(words: Sequence[str], place: str, action: Action) -> bool:
    # One letter is a key, and no part of a word.
    keys = keys_of(action).split()
    text = f"{action.title} {action.help} {place} {' '.join(keys)}".casefold()
    return all(word in text if len(word) > 1 else word in map(str.casefold, keys) for word in words)


def describe_keys(found: dict[str, list[Action]], width: int, columns: int = 1) -> list[Content]:
    """Put actions into words, in columns of at most `width` cells that are about as long as each other."""
    places = [_lines_of_place(title, actions, width) for title, actions in found.items()]
    parts = _halves(places) if columns > 1 else [places]
    return [Content("\n").join(_join(part)) for part in parts]


def _halves(places: list[Lines]) -> list[list[Lines]]:
    def longer(cut: int) -> int:
        return max(sum(map(len, places[:cut])), sum(map(len, places[cut:])))

    cut = min(range(1, len(places) + 1), key=longer, default=0)
    return [places[:cut], places[cut:]]


def _join(places: list[Lines]) -> Lines:
    """Put an empty line between places."""
    lines: Lines = []
    for place in places:
        lines += [Content(""), *place] if lines else place
    return lines


def _lines_of_place(title: str, actions: Sequence[Action], width: int) -> Lines:
    rule = "─" * (width - width_of(title) - 1)
    head = Content.assemble((cut_end(title, width), "bold"), " ", (rule, "$text-disabled"))
    return [head, *(line for action in actions for line in _lines_of(action, width))]


def _lines_of(action: Action, width: int) -> Lines:
    keys = (f"{'':{INDENT}}{pad(keys_of(action), KEY_WIDTH)}{'':{GAP}}", "$primary")
    indent = INDENT + KEY_WIDTH + GAP
    room = width - indent
    if width < ROOM_FOR_COLUMN:
        texts = _run_in(action, room)
    else:
        texts = [Content.styled(text, "$text-muted") for text in wrap(action.help, room - TITLE_WIDTH)]
        texts = [Content.assemble(pad(action.title, TITLE_WIDTH), *texts[:1]), *texts[1:]]
        indent += TITLE_WIDTH
    return [Content.assemble(keys, texts[0]), *(Content.assemble(" " * indent, text) for text in texts[1:])]


def _run_in(action: Action, room: int) -> Lines:
    """Let what is said of an action follow its title."""
    if room < ROOM_FOR_HELP or not action.help:
        return [Content(text) for text in wrap(action.title, room)]
    first, *more = wrap(f"{action.title}. {action.help}", room)
    title = len(action.title) + 1
    head = Content.assemble(first[:title], (first[title:], "$text-muted"))
    return [head, *(Content.styled(text, "$text-muted") for text in more)]
