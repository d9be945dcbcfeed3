"""Texts of an exact width in cells: cut, padded, wrapped. Pure; expects text that is `plain.clean`."""

from __future__ import annotations

from typing import Final

from rich.cells import cell_len, set_cell_size

from maestro_tui.ui.text.plain import ELLIPSIS

LEAST_FOR_MIDDLE: Final = 4
"""With fewer cells, a start, an ellipsis and an end say less than a start alone."""


def width_of(text: str) -> int:
    """Tell how many cells a text takes."""
    return len(text) if text.isascii() else cell_len(text)


def cut_end(text: str, width: int) -> str:
    """Give a text of at most `width` cells; what is too long ends in an ellipsis."""
    if width_of(text) <= width:
        return text
    if width <= 1:
        return ELLIPSIS[:width]
    return set_cell_size(text, width - 1).rstrip() + ELLIPSIS


def cut_start(text: str, width: int) -> str:
    """Give a text of at most `width` cells; what is too long begins with an ellipsis."""
    if width_of(text) <= width:
        return text
    return ELLIPSIS[:width] + (_tail(text, width - 1).lstrip() if width > 1 else "")


def cut_middle(text: str, width: int) -> str:
    """Give a text of at most `width` cells; what is too long keeps its start and its end, where names differ."""
    if width_of(text) <= width:
        return text
    if width < LEAST_FOR_MIDDLE:
        return cut_end(text, width)
    tail_width = (width - 1) // 2
    head = set_cell_size(text, width - 1 - tail_width)
    return head.rstrip() + ELLIPSIS + _tail(text, tail_width).lstrip()


def _tail(text: str, width: int) -> str:
    if text.isascii():
        return text[-width:]
    start = max(0, len(text) - width)
    while start < len(text) and cell_len(text[start:]) > width:
        start += 1
    return text[start:]


def pad(text: str, width: int, *, right: bool = False) -> str:
    """Fill a text up with spaces to `width` cells; `right` puts it at the right."""
    blank = " " * (width - width_of(text))
    return blank + text if right else text + blank


def wrap(text: str, width: int, most_lines: int = 6) -> list[str]:
    """Break a text at spaces into lines of at most `width` cells; what does not fit into `most_lines` is cut."""
    width = max(width, 1)
    lines: list[str] = []
    rest = text.strip()
    while rest and len(lines) < most_lines:
        if len(lines) == most_lines - 1 or width_of(rest) <= width:
            lines.append(cut_end(rest, width))
            break
        line, rest = _split(rest, width)
        lines.append(line)
    return lines


def wrap_keeping_indent(text: str, width: int) -> list[str]:
    """Break a text so that all its lines begin where its words do, after spaces or a number; nothing is one line."""
    head = text[: len(text) - len(text.lstrip(" 0123456789"))]
    if not head.endswith(" "):
        head = text[: len(text) - len(text.lstrip())]
    lines = wrap(text[len(head) :], width - len(head))
    return [(" " * len(head) if number else head) + line for number, line in enumerate(lines)] or [""]


def _split(text: str, width: int) -> tuple[str, str]:
    end = width if text.isascii() else _fitting(text, width)
    space = text.rfind(" ", 0, end + 1)
    if space > 0:
        return text[:space].rstrip(), text[space + 1 :].lstrip()
    end = max(end, 1)
    return text[:end], text[end:]


def _fitting(text: str, width: int) -> int:
    """Give the index of the first character that has no room; that of the last if all have."""
    cells = 0
    for index, character in enumerate(text):
        cells += 1 if character.isascii() else cell_len(character)
        if cells > width:
            return index
    return len(text) - 1
