"""What the library does not do, done on the bytes before it sees them. Pure, and the same for every way bytes are cut.

- DECSTR (``CSI ! p``) is not implemented; it is made up of sequences that are.
- DEL is drawn as a character; every terminal ignores it.
- Kitty's notifications (OSC 99) are parsed and dropped.
"""

from __future__ import annotations

import binascii
from typing import TYPE_CHECKING

from maestro_tui.terminal.events import NotificationRaised, clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["NotificationReader", "SoftResetCutter", "soft_reset"]

SOFT_RESET = b"\x1b[!p"
"""No parser state keeps ESC as text, so these four bytes are DECSTR wherever they stand."""

NOTIFICATION = b"\x1b]99;"
NOTIFICATION_LIMIT = 8192
NOTIFICATIONS_OPEN = 16
TEXT_LIMIT = 1024


class SoftResetCutter:
    """Cuts a stream of bytes after every DECSTR."""

    def __init__(self) -> None:
        self.tail = b""
        """The last bytes seen, in which a DECSTR may have begun."""

    def cut(self, data: bytes) -> Iterator[tuple[bytes, bool]]:
        """Give the pieces of ``data``, and for each whether it ends with a DECSTR."""
        start = 0
        seam = (self.tail + data[:3]).find(SOFT_RESET)
        end = seam + len(SOFT_RESET) - len(self.tail) if seam >= 0 else self._end(data, 0)
        while end:
            yield data[start:end], True
            start, end = end, self._end(data, end)
        self.tail = (self.tail + data)[-3:] if len(data) < len(SOFT_RESET) else data[-3:]
        yield data[start:] if start else data, False

    @staticmethod
    def _end(data: bytes, start: int) -> int:
        """Find where the next DECSTR ends; 0 if there is none."""
        found = data.find(SOFT_RESET, start)
        return found + len(SOFT_RESET) if found >= 0 else 0


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
        keep = len(NOTIFICATION) - 1
        self._tail = (self._tail + data[-keep:])[-keep:] if self._partial is None else b""

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
