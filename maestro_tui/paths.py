"""Where things are on this machine: the user's data, the runtime directory, the logs.

Reads the environment, makes no directory by itself, and knows nothing of what is kept there.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path

from maestro_tui.errors import ConfigurationError

APPLICATION = "maestro-tui"


def default_data_dir(environ: Mapping[str, str] | None = None) -> Path:
    """Give the data dir of the original server: ``DATA_DIR``, else ``~/.maestro/data``."""
    given = (os.environ if environ is None else environ).get("DATA_DIR")
    return Path(given).expanduser() if given else Path("~/.maestro/data").expanduser()


def session_dir(data_dir: Path, environ: Mapping[str, str] | None = None) -> Path:
    """Give where manifests are written: ``SESSION_DIR``, else ``sessions`` beside or in the data dir.

    The seed writes ``~/.maestro/data/sessions/<id>/manifest.md``, which is inside its data dir.
    """
    given = (os.environ if environ is None else environ).get("SESSION_DIR")
    return Path(given).expanduser() if given else data_dir / "sessions"


def runtime_dir(data_dir: Path) -> Path:
    """Give the directory of what lives only while processes run, one for each data dir; 0700 once made."""
    # Imported late, here and below: what not every command needs is not read before the first frame.
    import hashlib

    name = hashlib.sha256(os.fsencode(data_dir.expanduser().absolute())).hexdigest()[:12]
    return _runtime_base() / name


def runtime_dirs() -> list[Path]:
    """Give the runtime directories of all data dirs this user has used."""
    try:
        return sorted(path for path in _runtime_base().iterdir() if path.is_dir())
    except OSError:
        return []


def host_dir() -> Path:
    """Give the directory of the terminal host: one for each user and runtime directory; 0700 once made."""
    return _runtime_base() / "host"


def _runtime_base() -> Path:
    """Give the user's own runtime directory, and where there is none a directory of the user's in the system's."""
    given = os.environ.get("XDG_RUNTIME_DIR")
    if given:
        return Path(given) / APPLICATION
    import tempfile

    return Path(tempfile.gettempdir()) / f"{APPLICATION}-{os.getuid()}"


def log_dir() -> Path:
    """Give the directory of log files."""
    from platformdirs import user_log_path

    return user_log_path(APPLICATION, appauthor=False)


def decisions_path() -> Path:
    """Give the file in which it is written down what was started by this user's dashboards, and what was not."""
    return log_dir() / "spawns.jsonl"


def preferences_path() -> Path:
    """Give the file in which the dashboard keeps its user's choices."""
    from platformdirs import user_state_path

    return user_state_path(APPLICATION, appauthor=False) / "dashboard.json"


def make_private(directory: Path) -> Path:
    """Make a directory that only its user can enter, and give it back.

    Raises:
        ConfigurationError: It cannot be made, or belongs to somebody else.
    """
    base = _runtime_base()
    if base in directory.parents:
        # Whoever owns the directory above could put another one in this one's place.
        make_private(base)
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        status = directory.lstat()
        if status.st_uid != os.getuid() or not stat.S_ISDIR(status.st_mode):
            raise ConfigurationError(
                f"{directory} is not this user's directory: remove it, or choose another."
            )
        if status.st_mode & 0o077:
            directory.chmod(0o700)
    except OSError as error:
        raise ConfigurationError(f"Cannot make the directory {directory}: {error.strerror}.") from error
    return directory
