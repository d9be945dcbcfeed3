"""What is written into the border of a widget, without drawing anew what the border is around."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Region
from textual.widget import Widget


def write_into_border(widget: Widget, title: str | Content, subtitle: str | Content = "") -> None:
    """Write into the border above a widget, and into that below it.

    Textual draws the whole widget when either is set; a count in a border changes more often than anything else.
    """
    lines = {"_border_title": (title, -1), "_border_subtitle": (subtitle, widget.size.height)}
    for name, (text, y) in lines.items():
        content = (text if isinstance(text, Content) else Content(text)) if text else None
        if getattr(widget, name) != content:
            setattr(widget, name, content)
            widget.refresh(Region(0, y, widget.size.width, 1))
