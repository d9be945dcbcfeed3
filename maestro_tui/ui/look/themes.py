"""The dashboard's own themes. Colours stand here and nowhere else."""

from __future__ import annotations

from typing import Final

from rich.terminal_theme import TerminalTheme
from textual.theme import Theme

MAESTRO: Final = Theme(
    name="maestro",
    primary="#6cb6c0",
    secondary="#7f8fb5",
    accent="#6cb6c0",
    warning="#e5b25d",
    error="#e0697a",
    success="#86b88a",
    foreground="#c9d1d9",
    background="#0f1317",
    surface="#141a1f",
    panel="#1b2229",
    boost="#ffffff0a",
    dark=True,
    variables={
        "border": "#6cb6c0",
        "border-blurred": "#2a343d",
        "block-cursor-background": "#23414a",
        "block-cursor-foreground": "#f2f6f8",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#1c252c",
        "block-cursor-blurred-foreground": "#c9d1d9",
        "text-muted": "#8593a0",
        "text-disabled": "#5d6a76",
        "footer-background": "#141a1f",
        "footer-key-foreground": "#6cb6c0",
        "scrollbar": "#2a343d",
        "scrollbar-hover": "#3d4a55",
        "scrollbar-active": "#6cb6c0",
        "scrollbar-background": "#0f1317",
        "scrollbar-background-hover": "#0f1317",
        "scrollbar-background-active": "#0f1317",
        "input-selection-background": "#6cb6c0 30%",
    },
)
"""Quiet and dark: one accent; amber and red are kept for what needs somebody."""

_NORMAL: Final = ("39434d", "e0697a", "86b88a", "e5b25d", "6f9fd8", "b78fd6", "6cb6c0", "c9d1d9")
_BRIGHT: Final = ("6b7885", "f08c99", "a5d3a8", "f2cb85", "93bdf0", "d0b0ea", "8fd3dc", "f2f6f8")

ANSI_DARK: Final = TerminalTheme(
    (0x0F, 0x13, 0x17),
    (0xC9, 0xD1, 0xD9),
    [tuple(bytes.fromhex(color)) for color in _NORMAL],  # type: ignore[misc]
    [tuple(bytes.fromhex(color)) for color in _BRIGHT],  # type: ignore[misc]
)
"""The sixteen colours that programs in terminals call by name, on a dark ground: each is what its name says."""

LIGHT: Final = Theme(
    name="maestro-light",
    primary="#1d6f7c",
    secondary="#4b5b85",
    accent="#1d6f7c",
    warning="#9a5b00",
    error="#b3243b",
    success="#2f6f3a",
    foreground="#20272d",
    background="#fbfbf9",
    surface="#f0f0ec",
    panel="#e6e6e1",
    boost="#0000000a",
    dark=False,
    variables={
        "border": "#1d6f7c",
        "border-blurred": "#cfd3d4",
        "block-cursor-background": "#cfe6ea",
        "block-cursor-foreground": "#0d1418",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#e9ecec",
        "block-cursor-blurred-foreground": "#20272d",
        "text-muted": "#56626a",
        "text-disabled": "#7e888e",
        "scrollbar": "#cfd3d4",
        "scrollbar-hover": "#b4babc",
        "scrollbar-active": "#1d6f7c",
        "scrollbar-background": "#fbfbf9",
        "scrollbar-background-hover": "#fbfbf9",
        "scrollbar-background-active": "#fbfbf9",
        "input-selection-background": "#1d6f7c 25%",
    },
)
"""The same by day."""

CONTRAST: Final = Theme(
    name="maestro-contrast",
    primary="#5fe3ff",
    secondary="#b9c7ff",
    accent="#5fe3ff",
    warning="#ffd23f",
    error="#ff6b7d",
    success="#7dff9a",
    foreground="#ffffff",
    background="#000000",
    surface="#0d0d0d",
    panel="#1a1a1a",
    boost="#ffffff14",
    dark=True,
    variables={
        "border": "#5fe3ff",
        "border-blurred": "#8a8a8a",
        "block-cursor-background": "#ffffff",
        "block-cursor-foreground": "#000000",
        "block-cursor-text-style": "none",
        "block-cursor-blurred-background": "#333333",
        "block-cursor-blurred-foreground": "#ffffff",
        "text-muted": "#d0d0d0",
        "text-disabled": "#b0b0b0",
        "scrollbar": "#8a8a8a",
        "scrollbar-hover": "#b0b0b0",
        "scrollbar-active": "#5fe3ff",
        "scrollbar-background": "#000000",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
        "input-selection-background": "#5fe3ff 40%",
    },
)
"""For eyes that need more of a difference: nothing of it is quiet."""

_LIGHT_NORMAL: Final = ("20272d", "b3243b", "2f6f3a", "8a5200", "24569c", "7b3f98", "1d6f7c", "5c6870")
_LIGHT_BRIGHT: Final = ("66717a", "c22f48", "33793f", "955a00", "2f66b5", "8c4bab", "217b89", "39434b")

ANSI_LIGHT: Final = TerminalTheme(
    (0xFB, 0xFB, 0xF9),
    (0x20, 0x27, 0x2D),
    [tuple(bytes.fromhex(color)) for color in _LIGHT_NORMAL],  # type: ignore[misc]
    [tuple(bytes.fromhex(color)) for color in _LIGHT_BRIGHT],  # type: ignore[misc]
)
"""The same on a light ground, where each can be read too: yellow is ochre, and white is grey."""


def least_contrast(theme: str, *, is_faint: bool) -> float:
    """Tell the least contrast of a text in a theme: WCAG AA, and AAA where that is what the theme is for."""
    if theme == CONTRAST.name:
        return 4.5 if is_faint else 7.0
    return 3.0 if is_faint else 4.5


THEMES: Final = (MAESTRO, LIGHT, CONTRAST)
"""Registered beside Textual's own; the first is the default."""
