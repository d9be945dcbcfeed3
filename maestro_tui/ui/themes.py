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
        "text-disabled": "#55626e",
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

THEMES: Final = (MAESTRO,)
"""Registered beside Textual's own; the first is the default."""
