"""Whether the terminal can show the dashboard. Asks the environment, and sends the terminal nothing."""

from __future__ import annotations

import locale
import os
import sys
from collections.abc import Iterator, Mapping
from typing import Final

from maestro_tui.cli.checks.finding import Finding, bad, ok, warn

SMALLEST: Final = (80, 24)
_TRUECOLOUR: Final = frozenset({"truecolor", "24bit"})
_MULTIPLEXERS: Final = {
    "TMUX": (
        "tmux",
        "in tmux.conf: `set -sg escape-time 10`, `set -g default-terminal tmux-256color`,"
        " `set -as terminal-features ',*:RGB'`, and `set -g focus-events on`",
    ),
    "STY": ("screen", "it knows no true colour: use tmux 3.2 or newer, or no multiplexer"),
    "ZELLIJ": ("zellij", "its keys come before ours: lock it with ctrl+g while in the dashboard"),
}
"""By the variable each sets in its panes."""


def check_terminal(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Look at what the environment says of the terminal."""
    if not sys.stdout.isatty():
        yield ok("terminal", "none here: what is printed goes elsewhere")
        return
    yield _kind(environ)
    yield _colours(environ)
    yield _encoding()
    yield _size()
    for variable, (name, advice) in _MULTIPLEXERS.items():
        if environ.get(variable):
            yield warn("multiplexer", f"this terminal is inside {name}", advice)


def _kind(environ: Mapping[str, str]) -> Finding:
    term = environ.get("TERM", "")
    if term in {"", "dumb", "unknown"}:
        return bad(
            "terminal", f"TERM is {term!r}", "use a real terminal, or set TERM to what it is: xterm-256color"
        )
    program = environ.get("TERM_PROGRAM")
    return ok("terminal", f"{term}{f' ({program})' if program else ''}")


def _colours(environ: Mapping[str, str]) -> Finding:
    if environ.get("NO_COLOR"):
        return ok("colours", "none, as NO_COLOR says")
    if environ.get("COLORTERM", "").lower() in _TRUECOLOUR:
        return ok("colours", "16 million")
    return warn(
        "colours", "COLORTERM does not say truecolor",
        "if the terminal can show it, set COLORTERM=truecolor; over SSH, add `SendEnv COLORTERM`",
    )  # fmt: skip


def _encoding() -> Finding:
    encoding = locale.getpreferredencoding(do_setlocale=False)
    if encoding.lower().replace("-", "") == "utf8":
        return ok("encoding", "UTF-8")
    return bad("encoding", f"the locale is {encoding}", "set LANG to a UTF-8 locale: LANG=C.UTF-8")


def _size() -> Finding:
    size = os.get_terminal_size(sys.stdout.fileno())
    text = f"{size.columns} × {size.lines}"
    if size.columns >= SMALLEST[0] and size.lines >= SMALLEST[1]:
        return ok("size", text)
    return warn("size", text, f"make the window at least {SMALLEST[0]} × {SMALLEST[1]}")
