"""The lock on a data dir, so that no two servers write to one."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from maestro_tui.errors import ConfigurationError

LOCK_NAME: Final = ".maestro-tui.lock"


class DataLock:
    """Holds a data dir until it is released, or until the process ends, however it does.

    Raises:
        ConfigurationError: Another server holds it, or the directory cannot be written to.
    """

    def __init__(self, data_dir: Path) -> None:
        path = data_dir / LOCK_NAME
        try:
            self._descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
        except OSError as error:
            raise ConfigurationError(f"Cannot write to the data dir {data_dir}: {error.strerror}.") from error
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(self._descriptor, 1024, 0).decode("utf-8", "replace").strip()
            os.close(self._descriptor)
            raise ConfigurationError(
                f"Another server uses the data dir {data_dir} ({holder or 'it is just starting'}): "
                "use that one, stop it, or choose another with --data-dir."
            ) from error
        os.ftruncate(self._descriptor, 0)
        self.describe("")

    def describe(self, url: str) -> None:
        """Note who holds the lock, for the message that a second server gives."""
        text = f"process {os.getpid()}" + (f" at {url}" if url else "")
        os.ftruncate(self._descriptor, 0)
        os.pwrite(self._descriptor, text.encode(), 0)

    def release(self) -> None:
        """Let another server have the data dir."""
        os.close(self._descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()
