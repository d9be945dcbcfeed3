"""To the system's clipboard: by the outer terminal (OSC 52), and by the local tools where they exist.

The outer terminal is the only way that leads home over SSH, but not every one allows it; hence both. What is copied is
always what the user chose: what a program in a terminal wants copied is asked about before it comes here.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import shutil
import sys
from collections.abc import Mapping
from typing import Final

from textual.app import App

_log = logging.getLogger("maestro_tui.ui.outside.clipboard")

LONGEST: Final = 8 << 20
"""Bytes that are copied at most: terminals refuse more, and it would pass through their pty."""
TOOL_SECONDS: Final = 2.0
"""How long a tool may take: it copies at once, or waits for a display that does not answer."""

_TOOLS: Final = (
    ("WAYLAND_DISPLAY", ("wl-copy", "--type", "text/plain")),
    ("DISPLAY", ("xclip", "-selection", "clipboard")),
    ("DISPLAY", ("xsel", "--clipboard", "--input")),
)
"""The variable without which a tool has nobody to talk to, and how it is called."""


def tool_for(environ: Mapping[str, str], platform: str = sys.platform) -> list[str] | None:
    """Give the command that puts its input into the clipboard of this machine, if there is one."""
    commands = [("pbcopy",)] if platform == "darwin" else [tool for name, tool in _TOOLS if environ.get(name)]
    for command in commands:
        program = shutil.which(command[0], path=environ.get("PATH"))
        if program is not None:
            return [program, *command[1:]]
    return None


class Clipboard:
    """The clipboard of whoever sits at the terminal."""

    def __init__(self, app: App[None], environ: Mapping[str, str] | None = None) -> None:
        self._app = app
        self._environ = os.environ if environ is None else environ
        self._writing: set[asyncio.Task[None]] = set()

    def copy(self, text: str) -> bool:
        """Copy a text; false if it is too long, or empty."""
        if not text or (len(text) * 4 > LONGEST and len(text.encode()) > LONGEST):
            return False
        self._app.copy_to_clipboard(text)
        command = tool_for(self._environ)
        if command is not None:
            task = asyncio.ensure_future(self._hand_over(command, text.encode()))
            self._writing.add(task)
            task.add_done_callback(self._writing.discard)
        return True

    async def _hand_over(self, command: list[str], content: bytes) -> None:
        """Give a tool the text. It goes on in the background to answer who pastes, so only its input is ours."""
        nothing = asyncio.subprocess.DEVNULL
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=nothing,
                stderr=nothing,
                env=dict(self._environ),
            )
        except OSError as error:
            _log.warning("%s cannot be started: %s", command[0], error)
            return
        try:
            async with asyncio.timeout(TOOL_SECONDS):
                await process.communicate(content)
        except TimeoutError:
            _log.warning("%s did not take the text in %.0f s.", command[0], TOOL_SECONDS)
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
