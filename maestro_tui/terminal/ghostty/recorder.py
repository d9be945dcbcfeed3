"""What the library calls back with. Callbacks run inside ``feed``: they write down, and never call into the terminal.

One set of C functions serves every terminal of the process; which one is meant comes along as a handle.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from maestro_tui.terminal.events import (
    BellRang,
    ClipboardWriteRequested,
    NotificationRaised,
    PaneEvent,
    ProgressReported,
    ProgressState,
    clean_text,
)
from maestro_tui.terminal.ghostty.binding import C, CData, ffi, sized, text_of

if TYPE_CHECKING:
    from maestro_tui.terminal.engine import EngineOptions

__all__ = ["CALLBACKS", "REPLIES_KEPT", "Recorder"]

logger = logging.getLogger(__name__)

REPLIES_KEPT = 1 << 16
"""Bytes of answers that wait to be taken: a program that asks without ever listening gets no more."""

EVENTS_KEPT = 256
CLIPBOARD_LIMIT = 1 << 20
TEXT_LIMIT = 1024

PROGRESS = {
    C.GHOSTTY_TERMINAL_PROGRESS_STATE_REMOVE: ProgressState.DONE,
    C.GHOSTTY_TERMINAL_PROGRESS_STATE_SET: ProgressState.RUNNING,
    C.GHOSTTY_TERMINAL_PROGRESS_STATE_ERROR: ProgressState.FAILED,
    C.GHOSTTY_TERMINAL_PROGRESS_STATE_INDETERMINATE: ProgressState.INDETERMINATE,
    C.GHOSTTY_TERMINAL_PROGRESS_STATE_PAUSE: ProgressState.PAUSED,
}


class Recorder:
    """What one terminal said since it was last asked."""

    def __init__(self, options: EngineOptions) -> None:
        self.replies = bytearray()
        self.events: list[PaneEvent] = []
        self.title_changed = False
        self.directory_changed = False
        self.columns = options.columns
        self.lines = options.lines
        self.cell_pixels = options.cell_pixels
        self.theme = options.theme
        self._version_bytes = ffi.new("char[]", options.version.encode())
        self.version = ffi.new("GhosttyString *")
        self.version.ptr = ffi.cast("uint8_t *", self._version_bytes)
        self.version.len = len(options.version.encode())

    def record(self, event: PaneEvent) -> None:
        """Write an event down; a program that rings without end is not heard each time."""
        if len(self.events) < EVENTS_KEPT:
            self.events.append(event)


def _recorder(userdata: CData) -> Recorder:
    recorder: Recorder = ffi.from_handle(userdata)
    return recorder


def _failed(kind: type[BaseException], error: BaseException, traceback: object) -> None:
    """Log what went wrong in a callback: cffi would print it over the screen."""
    logger.error("A callback of the terminal engine failed: %s: %s", kind.__name__, error)


def _reply(_terminal: CData, userdata: CData, data: CData, length: int) -> None:
    recorder = _recorder(userdata)
    if len(recorder.replies) + length <= REPLIES_KEPT:
        recorder.replies += ffi.buffer(data, length)


def _bell(_terminal: CData, userdata: CData) -> None:
    recorder = _recorder(userdata)
    if not recorder.events or not isinstance(recorder.events[-1], BellRang):
        recorder.record(BellRang())


def _title(_terminal: CData, userdata: CData) -> None:
    _recorder(userdata).title_changed = True


def _directory(_terminal: CData, userdata: CData) -> None:
    _recorder(userdata).directory_changed = True


def _notification(_terminal: CData, userdata: CData, notification: CData) -> None:
    title, body = text_of(notification.title), text_of(notification.body)
    _recorder(userdata).record(
        NotificationRaised(clean_text(title, TEXT_LIMIT), clean_text(body, TEXT_LIMIT))
    )


def _progress(_terminal: CData, userdata: CData, report: CData) -> None:
    percent = int(report.progress)
    _recorder(userdata).record(ProgressReported(PROGRESS[report.state], percent if percent >= 0 else None))


def _clipboard(_terminal: CData, userdata: CData, write: CData) -> None:
    """Note what the program would like to be copied, and tell it that nothing was."""
    texts = [write.contents[index] for index in range(write.contents_len)]
    plain = next((text_of(text.data) for text in texts if text_of(text.mime) == "text/plain"), "")
    if len(plain) <= CLIPBOARD_LIMIT:
        primary = write.location != C.GHOSTTY_CLIPBOARD_LOCATION_STANDARD
        _recorder(userdata).record(ClipboardWriteRequested(plain, primary=primary))
    answer = sized("GhosttyClipboardWriteReply")
    answer.result = C.GHOSTTY_CLIPBOARD_WRITE_RESULT_DENIED
    write.reply(write, answer)


def _size(_terminal: CData, userdata: CData, size: CData) -> bool:
    recorder = _recorder(userdata)
    size.columns, size.rows = recorder.columns, recorder.lines
    size.cell_width, size.cell_height = recorder.cell_pixels
    return True


def _scheme(_terminal: CData, userdata: CData, scheme: CData) -> bool:
    scheme[0] = (
        C.GHOSTTY_COLOR_SCHEME_DARK if _recorder(userdata).theme.is_dark else C.GHOSTTY_COLOR_SCHEME_LIGHT
    )
    return True


def _version(_terminal: CData, userdata: CData) -> CData:
    return _recorder(userdata).version[0]


CALLBACKS: dict[int, CData] = {
    C.GHOSTTY_TERMINAL_OPT_WRITE_PTY: ffi.callback("GhosttyTerminalWritePtyFn", _reply, onerror=_failed),
    C.GHOSTTY_TERMINAL_OPT_BELL: ffi.callback("GhosttyTerminalBellFn", _bell, onerror=_failed),
    C.GHOSTTY_TERMINAL_OPT_TITLE_CHANGED: ffi.callback(
        "GhosttyTerminalTitleChangedFn", _title, onerror=_failed
    ),
    C.GHOSTTY_TERMINAL_OPT_PWD_CHANGED: ffi.callback(
        "GhosttyTerminalPwdChangedFn", _directory, onerror=_failed
    ),
    C.GHOSTTY_TERMINAL_OPT_DESKTOP_NOTIFICATION: ffi.callback(
        "GhosttyTerminalDesktopNotificationFn", _notification, onerror=_failed
    ),
    C.GHOSTTY_TERMINAL_OPT_PROGRESS_REPORT: ffi.callback(
        "GhosttyTerminalProgressReportFn", _progress, onerror=_failed
    ),
    C.GHOSTTY_TERMINAL_OPT_CLIPBOARD_WRITE: ffi.callback(
        "GhosttyTerminalClipboardWriteFn", _clipboard, onerror=_failed
    ),
    C.GHOSTTY_TERMINAL_OPT_SIZE: ffi.callback("GhosttyTerminalSizeFn", _size, onerror=_failed),
    C.GHOSTTY_TERMINAL_OPT_COLOR_SCHEME: ffi.callback(
        "GhosttyTerminalColorSchemeFn", _scheme, onerror=_failed
    ),
    C.GHOSTTY_TERMINAL_OPT_XTVERSION: ffi.callback("GhosttyTerminalXtversionFn", _version, onerror=_failed),
}
"""The C functions by the option they are set with. They live as long as the process: a terminal may call any time."""
