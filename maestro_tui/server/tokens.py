"""The access token of a data dir: made once, readable for its user alone, compared in constant time."""

from __future__ import annotations

import os
import re
import secrets
import stat
from pathlib import Path
from typing import Final

from maestro_tui.errors import ConfigurationError

TOKEN_NAME: Final = "token"
_TOKEN_BYTES: Final = 32
_FORM: Final = re.compile(r"[A-Za-z0-9_-]{22,256}\Z")


def read_or_make_token(data_dir: Path) -> str:
    """Give the token of a data dir, in its file ``token`` with mode 0600; made if there is none.

    Raises:
        ConfigurationError: The file cannot be read or written, others may read it, or it holds no token.
    """
    path = data_dir / TOKEN_NAME
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    except FileExistsError:
        return _read_token(path)
    except OSError as error:
        raise ConfigurationError(f"Cannot write the token file {path}: {error.strerror}.") from error
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(token + "\n")
    return token


def _read_token(path: Path) -> str:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
        with os.fdopen(descriptor, encoding="ascii", errors="replace") as file:
            status = os.fstat(file.fileno())
            token = file.read(1024).strip()
    except OSError as error:
        raise ConfigurationError(f"Cannot read the token file {path}: {error.strerror}.") from error
    if status.st_uid != os.getuid() or stat.S_IMODE(status.st_mode) & 0o077:
        raise ConfigurationError(
            f"Others can read or replace the token file {path}: remove it, and a new one is made."
        )
    if not _FORM.match(token):
        raise ConfigurationError(f"The file {path} holds no token: remove it, and a new one is made.")
    return token


def is_same_token(given: str, token: str) -> bool:
    """Compare in a time that does not tell how much was right."""
    return secrets.compare_digest(given.encode("utf-8", "surrogatepass"), token.encode())
