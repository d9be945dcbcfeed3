"""What the library does not do, done on the bytes before it sees them. Pure, and the same for every way bytes are cut.

- DECSTR (``CSI ! p``) is not implemented; it is made up of sequences that are.
- TBC without its parameter (``CSI g``) is ignored; it means ``CSI 0 g``.
- DEL is drawn as a character; every terminal ignores it.
- Kitty's notifications (OSC 99) are parsed and dropped.
"""

from __future__ import annotations

import binascii
import re
from typing import TYPE_CHECKING

from maestro_tui.terminal.events import NotificationRaised, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["SOFT_RESET", "GapCutter", "NotificationReader", "soft_reset"]

ESC = b"\x1b"
SOFT_RESET = b"\x1b[!p"
TAB_CLEAR = b"\x1b[g"
"""No parser state keeps ESC as text, so these bytes are those sequences wherever they stand."""

IGNORED = re.compile(re.escape(SOFT_RESET) + b"|" + re.escape(TAB_CLEAR))
TAIL = len(SOFT_RESET) - 1

NOTIFICATION = b"\x1b]99;"
NOTIFICATION_LIMIT = 8192
NOTIFICATIONS_OPEN = 16
TEXT_LIMIT = 1024


class GapCutter:
    """Cuts a stream of bytes after every sequence that the library ignores."""

    def __init__(self) -> None:
        self.tail = b""
        """The last bytes seen, in which such a sequence may have begun."""

    def cut(self, data: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Give the pieces of ``data``, and for each the sequence it ends with, or nothing."""
        if not self.tail and not (ESC in data and (SOFT_RESET in data or TAB_CLEAR in data)):
            self._remember(data)
            yield data, b""
            return
        seen, start = len(self.tail), 0
        for match in IGNORED.finditer(self.tail + data):
            end = match.end() - seen
            if end > 0:
                yield data[start:end], match.group()
                start = end
        self._remember(data)
        yield data[start:], b""

    def _remember(self, data: bytes) -> None:
        last = (self.tail + data[-TAIL:])[-TAIL:]
        self.tail = last if ESC in last else b""


def soft_reset(x: int, y: int) -> bytes:
    """Give the sequences that do what DECSTR does in xterm, with the cursor left where it is, at ``x``, ``y``."""
    modes = b"\x1b[?25h\x1b[4l\x1b[?6l\x1b[?7h\x1b[?1l\x1b>"
    margins = b"\x1b[s\x1b[r"
    look = b'\x1b(B\x1b)B\x1b*B\x1b+B\x0f\x1b[m\x1b[0"q'
    saved_cursor = b"\x1b[H\x1b7"
    return modes + margins + look + saved_cursor + b"\x1b[%d;%dH" % (y + 1, x + 1)


class NotificationReader:
    """Reads kitty's notifications out of a stream of bytes, bounded in every direction."""

    def __init__(self) -> None:
        self._tail = b""
        self._partial: bytearray | None = None
        self._open: dict[str, tuple[str, str]] = {}

    def read(self, data: bytes) -> Iterator[NotificationRaised]:
        """Give the notifications that are complete with these bytes."""
        if self._partial is None and not self._tail and (ESC not in data or b"]" not in data):
            self._remember(data)
            return
        position = 0
        while True:
            if self._partial is None:
                position = self._find_start(data, position)
                if position < 0:
                    break
                self._partial = bytearray()
            end = _find_end(data, position)
            self._partial += data[position : end if end >= 0 else len(data)][:NOTIFICATION_LIMIT]
            if end < 0:
                if len(self._partial) > NOTIFICATION_LIMIT:
                    self._partial = None
                break
            content, self._partial = bytes(self._partial), None
            position = end
            if len(content) <= NOTIFICATION_LIMIT:
                yield from self._understand(content)
        self._remember(data)

    def _remember(self, data: bytes) -> None:
        """Keep the end of the bytes, if a notification may have begun in it."""
        keep = len(NOTIFICATION) - 1
        last = (self._tail + data[-keep:])[-keep:] if self._partial is None else b""
        self._tail = last if ESC in last else b""

    def _find_start(self, data: bytes, position: int) -> int:
        """Find where the content of the next notification begins; -1 if there is none."""
        if position == 0 and self._tail:
            seam = (self._tail + data[: len(NOTIFICATION) - 1]).find(NOTIFICATION)
            if seam >= 0:
                return seam + len(NOTIFICATION) - len(self._tail)
        found = data.find(NOTIFICATION, position)
        return found + len(NOTIFICATION) if found >= 0 else -1

    def _understand(self, content: bytes) -> Iterator[NotificationRaised]:
        metadata, _, payload = content.decode("utf-8", "replace").partition(";")
        fields = dict(item.split("=", 1) for item in metadata.split(":") if "=" in item)
        part = fields.get("p", "title")
        if part not in {"title", "body"}:
            return
        if fields.get("e") == "1":
            try:
                payload = binascii.a2b_base64(payload).decode("utf-8", "replace")
            except (binascii.Error, ValueError):
                return
        identifier = fields.get("i", "")
        title, body = self._open.pop(identifier, ("", ""))
        title, body = (title + payload, body) if part == "title" else (title, body + payload)
        if fields.get("d", "1") != "0":
            yield NotificationRaised(clean_text(title, TEXT_LIMIT), clean_text(body, TEXT_LIMIT))
        elif len(self._open) < NOTIFICATIONS_OPEN:
            self._open[identifier] = title[:TEXT_LIMIT], body[:TEXT_LIMIT]


def _find_end(data: bytes, position: int) -> int:
    """Find what ends a string sequence: BEL, ESC (of ST, or of anything else), CAN, SUB."""
    ends = [found for byte in b"\x07\x1b\x18\x1a" if (found := data.find(byte, position)) >= 0]
    return min(ends, default=-1)
