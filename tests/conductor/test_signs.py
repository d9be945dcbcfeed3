"""What a terminal did beside its text, and when."""

from __future__ import annotations

from maestro_tui.conductor.signs import Signs
from maestro_tui.terminal.pane import Terminal


def test_output_and_calls_are_taken_down_with_their_times() -> None:
    now = 1000.0
    terminal, signs = Terminal(80, 24), Signs()
    signs.listen(terminal, lambda: now)
    terminal.feed(b"")
    assert signs == Signs()
    terminal.feed(b"hello")
    assert signs == Signs(output_at=1000.0)
    now = 2000.0
    terminal.feed(b"\x1b]777;notify;Zebra;is painted\x07")
    assert (signs.output_at, signs.called_at, signs.notification) == (2000.0, 2000.0, "Zebra is painted")
    now = 3000.0
    terminal.feed(b"\x07")
    assert (signs.called_at, signs.notification) == (3000.0, "")
    now = 4000.0
    terminal.feed(b"\x1b]0;title\x07")
    assert (signs.output_at, signs.called_at) == (4000.0, 3000.0)
