"""From the library's styles to ours, each made once."""

from __future__ import annotations

from maestro_tui.terminal.cells import DEFAULT_STYLE, CellStyle, Color, Underline
from maestro_tui.terminal.ghostty.binding import C, CData, ffi

__all__ = ["background_style", "linked", "style_of"]

STYLES_KEPT = 65_536
"""A program may use every colour there is: after so many styles the table is begun anew."""

FIRST = ffi.offsetof("GhosttyStyle", "fg_color")
LAST = ffi.offsetof("GhosttyStyle", "underline") + ffi.sizeof("int")

_styles: dict[bytes, CellStyle] = {}
_backgrounds: dict[int, CellStyle] = {}
_linked: dict[CellStyle, CellStyle] = {}


def _color(color: CData) -> Color:
    """Read one colour."""
    if color.tag == C.GHOSTTY_STYLE_COLOR_PALETTE:
        return int(color.value.palette)
    if color.tag == C.GHOSTTY_STYLE_COLOR_RGB:
        rgb = color.value.rgb
        return int(rgb.r), int(rgb.g), int(rgb.b)
    return None


def style_of(style: CData) -> CellStyle:
    """Give our style for a ``GhosttyStyle *``."""
    key: bytes = ffi.buffer(style)[FIRST:LAST]
    found = _styles.get(key)
    if found is None:
        if len(_styles) >= STYLES_KEPT:
            _styles.clear()
        found = _styles[key] = CellStyle(
            fg=_color(style.fg_color),
            bg=_color(style.bg_color),
            bold=bool(style.bold),
            italic=bool(style.italic),
            dim=bool(style.faint),
            underline=Underline(style.underline),
            blink=bool(style.blink),
            reverse=bool(style.inverse),
            conceal=bool(style.invisible),
            strike=bool(style.strikethrough),
            overline=bool(style.overline),
            underline_color=_color(style.underline_color),
        )
        if found == DEFAULT_STYLE:
            found = _styles[key] = DEFAULT_STYLE
    return found


def background_style(tag: int, content: int) -> CellStyle:
    """Give the style of a cell that is nothing but a background."""
    is_rgb = tag == C.GHOSTTY_CELL_CONTENT_BG_COLOR_RGB
    key = content & 0xFFFFFF | is_rgb << 24 if is_rgb else content & 0xFF
    found = _backgrounds.get(key)
    if found is None:
        if len(_backgrounds) >= STYLES_KEPT:
            _backgrounds.clear()
        color = (content & 255, content >> 8 & 255, content >> 16 & 255) if is_rgb else content & 0xFF
        found = _backgrounds[key] = CellStyle(bg=color)
    return found


def linked(style: CellStyle) -> CellStyle:
    """Give the same style as part of a hyperlink."""
    found = _linked.get(style)
    if found is None:
        if len(_linked) >= STYLES_KEPT:
            _linked.clear()
        found = _linked[style] = style._replace(link=True)
    return found
