"""The user's terminal as Textual drives it, but at rest while nobody types, and not shaken by what becomes of it.

Knows nothing of what is drawn, and of what a key means.
"""

from __future__ import annotations

import os
import time
from codecs import getincrementaldecoder
from collections.abc import Iterable
from selectors import EVENT_READ, SelectSelector
from typing import TYPE_CHECKING, Any, Final

from textual._xterm_parser import XTermParser
from textual.constants import ESCAPE_DELAY
from textual.drivers.linux_driver import LinuxDriver

from maestro_tui.ui.outside.lasting_output import LastingOutput

if TYPE_CHECKING:
    from textual.message import Message

READ_BYTES: Final = 1 << 12

STEP: Final = ESCAPE_DELAY / 4
"""Seconds between two looks whether an escape is the key of that name, or the beginning of something."""

AFTERMATH: Final = 2 * ESCAPE_DELAY
"""Seconds after which it is known for sure."""


class TerminalDriver(LinuxDriver):
    """Waits for keys as long as it takes, where Textual's own driver looks for them ten times a second."""

    def __init__(self, *args: Any, **options: Any) -> None:  # noqa: ANN401 - handed on as they are
        super().__init__(*args, **options)
        assert self._file is not None
        self._file = LastingOutput(self._file)  # type: ignore[assignment]
        self._bell, self._rope = os.pipe()

    def run_input_thread(self) -> None:
        """Hand on what is typed until the input is disabled, or the terminal is gone."""
        parser = XTermParser(self._debug)
        # A terminal of another encoding is no reason to end.
        decode = getincrementaldecoder("utf-8")("replace").decode
        settled_at = 0.0
        with SelectSelector() as selector:
            selector.register(self.fileno, EVENT_READ)
            selector.register(self._bell, EVENT_READ)
            while True:
                is_settled = time.monotonic() > settled_at
                ready = {key.fd for key, _ in selector.select(None if is_settled else STEP)}
                if self._bell in ready:
                    return
                if self.fileno in ready:
                    if typed := self._read():
                        self._hand_on(parser.feed(decode(typed)))
                        settled_at = time.monotonic() + AFTERMATH
                    else:
                        selector.unregister(self.fileno)
                self._hand_on(parser.tick())

    def _read(self) -> bytes:
        """Give what was typed; nothing if the terminal is gone."""
        try:
            return os.read(self.fileno, READ_BYTES)
        except OSError:
            return b""

    def _hand_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def disable_input(self) -> None:
        """Take no more keys, and wait until the thread that takes them has ended."""
        os.write(self._rope, b"!")
        super().disable_input()
        os.read(self._bell, 1)

    def close(self) -> None:
        """Let go of everything."""
        super().close()
        for file in (self._bell, self._rope):
            os.close(file)
