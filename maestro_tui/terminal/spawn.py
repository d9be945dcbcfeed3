"""Starts a program on a new pty, through pexpect with everything in it that waits turned off.

Nothing here needs an event loop. What cannot be started is told in one sentence, and nothing else is tried instead.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import termios
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from maestro_tui.errors import PaneError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

__all__ = ["Child", "find_command", "spawn"]

IUTF8 = 0x4000
"""The input flag by which the kernel knows that erasing a character may erase several bytes. Not in ``termios``."""

IGNORED_BY_PYTHON = (
    "SIGPIPE",
    "SIGXFSZ",
    "SIGHUP",
    "SIGINT",
    "SIGQUIT",
    "SIGTERM",
    "SIGTSTP",
    "SIGTTIN",
    "SIGTTOU",
)
"""Signals whose "ignore" a program would inherit from us, or from what started us: ``yes | head`` must end quietly."""


class Child(NamedTuple):
    """A running program."""

    pid: int
    fd: int
    """Our end of its pty; non-blocking, and ours to close."""


def find_command(argv: Sequence[str], cwd: str, path: str) -> str:
    """Find the program, as ``execvp`` in that directory would.

    Raises:
        PaneError: there is none, or it may not be executed.
    """
    name = argv[0]
    if os.sep in name:
        wanted = Path(cwd, name)
        if not wanted.exists():
            raise PaneError(
                f"No such command: {name!r}. Give the path of a program, or a name that is in PATH."
            )
        if not wanted.is_file() or not os.access(wanted, os.X_OK):
            raise PaneError(f"{name!r} is not executable: it cannot be run as a command.")
        return str(wanted)
    places = os.pathsep.join(str(Path(cwd, place)) for place in path.split(os.pathsep))
    found = shutil.which(name, path=places)
    if found is None:
        raise PaneError(f"No such command: {name!r}. It is in no directory of PATH.")
    return found


def check_words(argv: Sequence[str], env: Mapping[str, str]) -> None:
    """Check that the system can take a command and an environment at all.

    What fails only after the fork fails in a copy of this whole process: so nothing of the kind is left to it.

    Raises:
        PaneError: it cannot.
    """
    if not argv or not argv[0]:
        raise PaneError("The command is empty: there is nothing to run in the terminal.")
    try:
        words = [os.fsencode(word) for word in (*argv, *env, *env.values())]
    except UnicodeEncodeError as error:
        raise PaneError("The command or its environment holds characters that cannot be encoded.") from error
    if any(b"\0" in word for word in words):
        raise PaneError("The command or its environment holds a NUL byte, which no program can be given.")
    for name in env:
        if not name or "=" in name:
            raise PaneError(f"The environment holds {name!r}, which is no name of a variable.")


def check_directory(cwd: str) -> None:
    """Check that a program can be started in a directory.

    Raises:
        PaneError: it cannot.
    """
    if "\0" in cwd or not Path(cwd).is_dir():
        raise PaneError(f"{cwd!r} is not a directory: the terminal cannot start there.")
    if not os.access(cwd, os.X_OK):
        raise PaneError(f"{cwd!r} may not be entered: the terminal cannot start there.")


def spawn(argv: Sequence[str], cwd: str, env: Mapping[str, str], cols: int, rows: int) -> Child:
    """Start a program.

    Args:
        argv: the program and its arguments.
        cwd: the directory it starts in.
        env: its whole environment; ``PATH`` in it is where the program is looked up.
        cols: columns of the pty.
        rows: lines of the pty.

    Raises:
        PaneError: there is no such program or directory, or the system refuses.
    """
    check_words(argv, env)
    check_directory(cwd)
    directory = str(Path(cwd).absolute())
    program = find_command(argv, directory, env.get("PATH", os.defpath))

    def prepare() -> None:
        os.chdir(directory)
        _be_an_ordinary_process()

    try:
        pty = _start(program, list(argv[1:]), dict(env), (rows, cols), prepare)
    except (OSError, ValueError) as error:
        number = getattr(error, "errno", None)
        reason = os.strerror(number).lower() if number else str(error)
        raise PaneError(f"{argv[0]!r} cannot be run: {reason}.") from error
    os.set_blocking(pty.fd, False)
    return pty


def _be_an_ordinary_process() -> None:
    """Run in the child, before the program: undo what Python and a TUI do to their own process."""
    for name in IGNORED_BY_PYTHON:
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_SETMASK, ())
    with contextlib.suppress(termios.error):
        attributes = termios.tcgetattr(0)
        attributes[0] |= IUTF8
        termios.tcsetattr(0, termios.TCSANOW, attributes)


def _start(
    program: str,
    arguments: list[str],
    env: dict[str, str],
    size: tuple[int, int],
    prepare: Callable[[], None],
) -> Child:
    """Fork and exec by pexpect, and take pid and pty out of its hands."""
    import pexpect
    import ptyprocess

    born: list[QuietPty] = []

    class QuietPty(ptyprocess.PtyProcess):  # type: ignore[misc]
        """A pty that never sleeps, waits or kills by itself: closing one would block the loop for 100 ms."""

        pid: int
        fd: int

        def __init__(self, pid: int, fd: int) -> None:
            super().__init__(pid, fd)
            born.append(self)

        def close(self, force: bool = True) -> None:
            if self.fd >= 0:
                self.closed, self.fd = True, -1
                self.fileobj.close()

    class Spawn(pexpect.spawn):  # type: ignore[misc]
        """pexpect's process with the arguments as they are: it would split a program's name at its spaces."""

        def _spawnpty(self, args: list[str], **options: object) -> QuietPty:
            pty: QuietPty = QuietPty.spawn([program, *arguments], **options)
            return pty

    ourselves = os.getpid()
    try:
        with warnings.catch_warnings():
            # Forking beside threads is what Python warns of; the child does nothing but become another program.
            warnings.simplefilter("ignore", DeprecationWarning)
            process = Spawn(program, [""], env=env, dimensions=size, preexec_fn=prepare, timeout=None)
    except BaseException:
        if os.getpid() != ourselves:
            os._exit(os.EX_OSERR)
        # What could not become the program still was a process: it ended itself, and is ours to bury.
        for pty in born:
            os.waitpid(pty.pid, 0)
            pty.close()
        raise
    process.delaybeforesend = None
    fd = os.dup(process.child_fd)
    process.ptyproc.close()
    return Child(int(process.pid), fd)
