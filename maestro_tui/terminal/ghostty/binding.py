"""The border to pyghostty: the only module that imports it, and the place where its untyped values get types.

Importing this costs about a tenth of a second (cffi reads the declarations), so it is only imported late.
"""

from __future__ import annotations

import json
from typing import Any, TypeAlias

from pyghostty._ffi import ffi as _ffi, lib as _lib, union_fn

from maestro_tui.errors import PaneError

__all__ = [
    "CELL",
    "FREE_KEY_ENCODER",
    "FREE_KEY_EVENT",
    "FREE_MARK",
    "FREE_MOUSE_ENCODER",
    "FREE_MOUSE_EVENT",
    "FREE_RENDER_STATE",
    "FREE_ROW_CELLS",
    "FREE_ROW_ITERATOR",
    "FREE_SEARCH",
    "FREE_TERMINAL",
    "C",
    "CData",
    "Handle",
    "Owned",
    "allocate",
    "ensure",
    "ffi",
    "lib",
    "point_function",
    "scroll_viewport",
    "sized",
    "text_of",
]

CData: TypeAlias = "Any"
"""A value of C, of whatever type: cffi has no static types for them."""

Handle: TypeAlias = "Any"
"""A pointer to an object of the library."""

Owned: TypeAlias = "list[tuple[Any, Handle]]"
"""Objects of the library, each with the function that gives it back."""

ffi: Any = _ffi
lib: Any = _lib
C: Any = _lib
"""The library once more, under the name that reads well before a constant."""


def ensure(code: CData, what: str) -> None:
    """Check a result code.

    Raises:
        PaneError: the library refused.
    """
    if code:
        raise PaneError(f"The terminal engine could not {what} (code {int(code)}).")


def allocate(kind: str, create: CData) -> Handle:
    """Create an object of the library."""
    holder = ffi.new(f"{kind} *")
    ensure(create(ffi.NULL, holder), f"make a {kind}")
    return holder[0]


def sized(kind: str) -> CData:
    """Make a struct that tells the library its own size, as those do that may grow in later versions."""
    struct = ffi.new(f"{kind} *")
    struct.size = ffi.sizeof(kind)
    return struct


def text_of(string: CData) -> str:
    """Copy a borrowed string."""
    return ffi.buffer(string.ptr, string.len)[:].decode("utf-8", "replace") if string.len else ""


class _CellLayout:
    """Where the parts of a cell are in its 64 bits. The library tells it at run time: it may change."""

    def __init__(self) -> None:
        types = json.JSONDecoder().decode(ffi.string(lib.ghostty_type_json()).decode())["types"]
        bits = types["GhosttyCell"]["bits"]
        content = bits["content"]
        self.tag_shift: int = bits["content_tag"]["lsb"]
        self.tag_mask: int = (1 << bits["content_tag"]["width"]) - 1
        self.content_shift: int = content["lsb"]
        self.codepoint_mask: int = (1 << content["arms"]["CODEPOINT"]["bits"]["codepoint"]["width"]) - 1
        self.style_shift: int = bits["style_id"]["lsb"]
        self.style_mask: int = (1 << bits["style_id"]["width"]) - 1
        self.wide_shift: int = bits["wide"]["lsb"]
        self.wide_mask: int = (1 << bits["wide"]["width"]) - 1
        self.link_shift: int = bits["hyperlink"]["lsb"]


CELL = _CellLayout()

FREE_TERMINAL: Any = lib.ghostty_terminal_free
FREE_RENDER_STATE: Any = lib.ghostty_render_state_free
FREE_ROW_ITERATOR: Any = lib.ghostty_render_state_row_iterator_free
FREE_ROW_CELLS: Any = lib.ghostty_render_state_row_cells_free
FREE_KEY_ENCODER: Any = lib.ghostty_key_encoder_free
FREE_KEY_EVENT: Any = lib.ghostty_key_event_free
FREE_MOUSE_ENCODER: Any = lib.ghostty_mouse_encoder_free
FREE_MOUSE_EVENT: Any = lib.ghostty_mouse_event_free
FREE_MARK: Any = lib.ghostty_tracked_grid_ref_free
FREE_SEARCH: Any = lib.ghostty_search_free
"""What finalizers call, looked up beforehand.

They run whenever the garbage collector does, also inside of cffi while it holds its lock; looking a function up takes
that lock, and would wait for itself for ever.
"""

# cffi's ABI mode cannot pass a union by value. Structs of the same size and layout travel in the same registers or the
# same stack memory on x86-64 and arm64, so the functions are called through types that have them instead.
ffi.cdef("typedef struct { int tag; int64_t first; int64_t second; } MaestroScroll;")
if ffi.sizeof("MaestroScroll") != ffi.sizeof(
    "GhosttyTerminalScrollViewport"
):  # pragma: no cover - a new version
    raise PaneError("This version of pyghostty does not fit: install the one that maestro-tui asks for.")

_scroll: Any = ffi.cast(
    "void (*)(GhosttyTerminal, MaestroScroll)", ffi.addressof(lib, "ghostty_terminal_scroll_viewport")
)


def scroll_viewport(terminal: Handle, tag: int, value: int = 0) -> None:
    """Move the viewport; ``value`` is a number of rows or a row, as the tag says."""
    target = ffi.new("MaestroScroll *")
    target.tag, target.first = tag, value
    _scroll(terminal, target[0])


def point_function(name: str, result: str) -> CData:
    """Give a function of the library whose second argument is a point, and whose third is ``result``."""
    return union_fn(name, f"GhosttyResult (*)(GhosttyTerminal, GhosttyPointS, {result})")
